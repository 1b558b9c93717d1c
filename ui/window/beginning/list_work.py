"""Joins a page that takes a list with the reading of lists: what is said of one, and its files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from reviewer.app.list_files import read_mapping, recall_mapping, write_mapping, write_refused
from reviewer.domain.errors import ReviewerError
from reviewer.domain.form import Form
from reviewer.domain.ids import Key
from reviewer.domain.list_reading import ListReading
from ui.operations.control import CANCELLED, JobControl
from ui.operations.places import mapping_folder
from ui.window.beginning.inspection_form import first_force
from ui.window.beginning.list_page import LIST, ListPage
from ui.window.beginning.list_wish import ListWish
from ui.window.choosing import open_one, save_as
from ui.window.jobs import Jobs
from ui.window.list_words import window_words
from ui.window.parts.password_line import WANTED
from ui.window.times import Clock
from ui.window.words import say

MAPPINGS = "Mappings of lists (*.json)"
TABLES = "Lists (*.csv)"


class ListWork(QObject):
    """What happens on the steps that every list goes through; what it is for, others add.

    `force` says which force a list is of, empty where it is to be found in it.
    """

    def __init__(
        self, page: ListPage, jobs: Jobs, now: Clock, form: Form, force: Callable[[], str]
    ) -> None:
        super().__init__(page)
        self._list_page = page
        self._jobs = jobs
        self._now = now
        self._form = form
        self._force = force
        self._asked: ListWish | None = None
        self._wish: ListWish | None = None
        self._reading: ListReading | None = None
        page.list_given.connect(self.read)
        page.job.serve(jobs)
        page.password.given.connect(self._on_password)
        found = page.findings
        found.wished.connect(self._read)
        found.problems.refused_asked.connect(self._save_refused)
        found.mapping_kept.connect(self._save_mapping)
        found.mapping_given.connect(self._give_mapping)
        found.earlier_dropped.connect(self._drop_earlier)

    def read(self, path: Path) -> None:
        """Read a list that a person gives."""
        self._list_page.show_file(path)
        self._list_page.show_step(LIST)
        self._wish = self._reading = None
        self._read(ListWish(path=path, form=self._form, force=self._force()), recall=True)

    def _on_password(self, password: str) -> None:
        if self._asked is not None:
            self._read(replace(self._asked, password=password), recall=True)

    def _read(self, wish: ListWish, *, recall: bool = False) -> None:
        self._asked = wish
        page = self._list_page
        page.password.hide()
        page.show_busy(busy=True)
        page.job.run(
            say("Reading {name}…", name=wish.path.name),
            lambda control: _read(wish, self._now, control, recall=recall),
            lambda found: self._show(*found),
            self._refuse,
            stoppable=True,
        )

    def _show(self, wish: ListWish, reading: ListReading) -> None:
        self._wish, self._reading = wish, reading
        page = self._list_page
        page.show_busy(busy=False)
        page.show_reading(wish, reading)
        page.give_focus_back()

    def _refuse(self, error: ReviewerError) -> None:
        page = self._list_page
        page.show_busy(busy=False)
        if error.code in WANTED:
            page.job.hide()
            page.password.ask(again=error.code == "wrong-password")
        elif error.code == CANCELLED:
            page.job.show_done(say("Cancelled. Nothing was kept."))
        else:
            page.job.show_failure(window_words(error.sentence))
        if self._wish is not None and self._reading is not None:
            # What was shown stays as it was: the choice that was refused is taken back.
            page.show_reading(self._wish, self._reading)
            page.give_focus_back()

    def _save_refused(self) -> None:
        if self._reading is None or self._wish is None:
            return
        suggested = self._wish.path.with_name(f"{self._wish.path.stem}-refused.csv")
        words = say("The refused rows, to send back")
        path = save_as(self._list_page, words, suggested, say(TABLES))
        if path is not None:
            self._write(lambda reading: write_refused(path, reading), path)

    def _save_mapping(self) -> None:
        wish = self._wish
        if wish is None:
            return
        suggested = wish.path.with_name("list-mapping.json")
        path = save_as(self._list_page, say("How this list is read"), suggested, say(MAPPINGS))
        if path is not None:
            self._write(
                lambda reading: write_mapping(
                    path, wish.mapping_of(reading, wish.force or force_of(reading))
                ),
                path,
            )

    def _write(self, write: Callable[[ListReading], None], path: Path) -> None:
        if self._reading is None:
            return
        try:
            write(self._reading)
        except ReviewerError as error:
            self._list_page.job.show_failure(error.sentence)
        else:
            self._list_page.job.show_done(say("Written: {path}", path=path))

    def _give_mapping(self) -> None:
        path = open_one(self._list_page, say("How a list is read"), say(MAPPINGS))
        if path is None or self._wish is None:
            return
        try:
            earlier = read_mapping(path)
        except ReviewerError as error:
            self._list_page.job.show_failure(window_words(error.sentence))
        else:
            self._read(replace(self._wish, earlier=earlier, mapping={}))

    def _drop_earlier(self) -> None:
        if self._wish is not None:
            self._read(replace(self._wish, earlier=None))


def force_of(reading: ListReading) -> str:
    """Return the force that a list itself names, empty where it names none."""
    return first_force([case.get(Key("force")) for case in reading.cases])


def _read(
    wish: ListWish, now: Clock, control: JobControl, *, recall: bool
) -> tuple[ListWish, ListReading]:
    """Read a list; `recall` reads it by what is remembered of its force, if anything is."""
    today = now().astimezone().date()
    if recall and wish.force:
        wish = replace(wish, earlier=recall_mapping(mapping_folder(), wish.force))
    reading = wish.read("LIST", today, control.cancelled)
    if recall and not wish.force:
        earlier = recall_mapping(mapping_folder(), force_of(reading))
        if earlier is not None:
            wish = replace(wish, earlier=earlier)
            reading = wish.read("LIST", today, control.cancelled)
    return wish, reading
