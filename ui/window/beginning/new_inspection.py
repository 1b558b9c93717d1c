"""Joins the page of a new inspection with the reading of lists and the making of files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reviewer.app.list_files import read_mapping, recall_mapping, write_mapping, write_refused
from reviewer.domain.errors import RefusalError, ReviewerError
from reviewer.domain.ids import Key
from reviewer.forms.library import bundled_form
from reviewer.intake.reading import ListReading
from ui.places import mapping_folder
from ui.window.beginning.inspection_form import Wanted, first_force
from ui.window.beginning.inspection_making import Accepted, DrawnList, draw_list, make_inspection
from ui.window.beginning.list_wish import ListWish
from ui.window.beginning.new_inspection_page import NewInspectionPage, Step
from ui.window.beginning.sample_view import DrawPlan
from ui.window.choosing import open_one, save_as
from ui.window.jobs import CANCELLED, Jobs, Reins
from ui.window.list_words import window_words
from ui.window.parts.password_line import WANTED
from ui.window.times import Clock
from ui.window.words import say

MAPPINGS = "Mappings of lists (*.json)"
TABLES = "Lists (*.csv)"


class NewInspection(QObject):
    """What happens on the page; `made` carries the file and its passphrase."""

    made = Signal(object, str)

    def __init__(self, page: NewInspectionPage, jobs: Jobs, now: Clock) -> None:
        super().__init__(page)
        self._page = page
        self._jobs = jobs
        self._now = now
        self._form = bundled_form("ncpi")
        self._asked: ListWish | None = None
        self._wish: ListWish | None = None
        self._reading: ListReading | None = None
        self._drawn: DrawnList | None = None
        page.list_given.connect(self.read)
        page.form_chosen.connect(self._on_form)
        page.force_named.connect(self._on_force)
        page.accepted.connect(self._make)
        page.job.cancelled.connect(jobs.cancel)
        page.password.given.connect(self._on_password)
        page.sample.changed.connect(self._forget_draw)
        page.sample.draw_asked.connect(self._draw)
        found = page.findings
        found.wished.connect(self._read)
        found.problems.refused_asked.connect(self._save_refused)
        found.mapping_kept.connect(self._save_mapping)
        found.mapping_given.connect(self._give_mapping)
        found.earlier_dropped.connect(self._drop_earlier)

    def read(self, path: Path) -> None:
        """Read a list that a person gives."""
        self._page.show_file(path)
        self._page.show_step(Step.LIST)
        self._wish = self._reading = None
        self._read(ListWish(path=path, form=self._form, force=self._page.force), recall=True)

    def _on_form(self, form_id: str) -> None:
        self._form = bundled_form(form_id)
        if self._wish is not None:
            self._read(replace(self._wish.afresh(), form=self._form))

    def _on_force(self, force: str) -> None:
        if self._wish is not None and force != self._wish.force:
            self._read(replace(self._wish, force=force), recall=True)

    def _on_password(self, password: str) -> None:
        if self._asked is not None:
            self._read(replace(self._asked, password=password), recall=True)

    def _read(self, wish: ListWish, *, recall: bool = False) -> None:
        self._asked = wish
        self._page.password.hide()
        self._page.show_busy(busy=True)
        self._page.job.show_work(say("Reading {name}…", name=wish.path.name))
        self._jobs.start(
            lambda reins: _read(wish, self._now, reins, recall=recall),
            lambda found: self._show(*found),
            self._refuse,
        )

    def _show(self, wish: ListWish, reading: ListReading) -> None:
        self._wish, self._reading = wish, reading
        self._forget_draw()
        self._page.job.hide()
        self._page.show_busy(busy=False)
        self._page.show_reading(wish, reading)
        self._page.give_focus_back()
        self._page.form.suggest(wish.force or _force_of(reading))

    def _refuse(self, error: ReviewerError) -> None:
        self._page.show_busy(busy=False)
        if error.code in WANTED:
            self._page.job.hide()
            self._page.password.ask(again=error.code == "wrong-password")
        elif error.code == CANCELLED:
            self._page.job.show_done(say("Cancelled. Nothing was kept."))
        else:
            self._page.job.show_failure(window_words(error.sentence))
        if self._wish is not None and self._reading is not None:
            # What was shown stays as it was: the choice that was refused is taken back.
            self._page.show_reading(self._wish, self._reading)
            self._page.give_focus_back()

    def _save_refused(self) -> None:
        if self._reading is None or self._wish is None:
            return
        suggested = self._wish.path.with_name(f"{self._wish.path.stem}-refused.csv")
        path = save_as(self._page, say("The refused rows, to send back"), suggested, say(TABLES))
        if path is not None:
            self._write(lambda reading: write_refused(path, reading), path)

    def _save_mapping(self) -> None:
        wish = self._wish
        if wish is None:
            return
        suggested = wish.path.with_name("list-mapping.json")
        path = save_as(self._page, say("How this list is read"), suggested, say(MAPPINGS))
        if path is not None:
            self._write(
                lambda reading: write_mapping(
                    path, wish.mapping_of(reading, wish.force or _force_of(reading))
                ),
                path,
            )

    def _write(self, write: Callable[[ListReading], None], path: Path) -> None:
        if self._reading is None:
            return
        try:
            write(self._reading)
        except ReviewerError as error:
            self._page.job.show_failure(error.sentence)
        else:
            self._page.job.show_done(say("Written: {path}", path=path))

    def _give_mapping(self) -> None:
        path = open_one(self._page, say("How a list is read"), say(MAPPINGS))
        if path is None or self._wish is None:
            return
        try:
            earlier = read_mapping(path)
        except ReviewerError as error:
            self._page.job.show_failure(window_words(error.sentence))
        else:
            self._read(replace(self._wish, earlier=earlier, mapping={}))

    def _drop_earlier(self) -> None:
        if self._wish is not None:
            self._read(replace(self._wish, earlier=None))

    def _forget_draw(self) -> None:
        self._drawn = None
        self._page.show_draw(None)

    def _draw(self) -> None:
        wish, reading = self._wish, self._reading
        if wish is None or reading is None:
            return
        try:
            plan = self._page.sample.plan()
            plan.draw(reading.cases)
        except RefusalError as error:
            self._page.job.show_failure(window_words(error.sentence))
            return
        suggested = wish.path.with_name(f"{wish.path.stem}-sample.csv")
        path = save_as(self._page, say("The list of the sample"), suggested, say(TABLES))
        if path is not None:
            self._draw_to(plan, reading, path)

    def _draw_to(self, plan: DrawPlan, reading: ListReading, path: Path) -> None:
        self._page.show_busy(busy=True)
        self._page.job.show_work(say("Drawing…"), stoppable=False)
        self._jobs.start(lambda _: draw_list(plan, reading, path), self._show_draw, self._refuse)

    def _show_draw(self, drawn: DrawnList) -> None:
        self._drawn = drawn
        self._page.job.hide()
        self._page.show_draw(drawn.draw, [path.name for path in drawn.files])
        self._page.show_busy(busy=False)

    def _make(self) -> None:
        wish, seen = self._wish, self._reading
        if wish is None or seen is None:
            return
        try:
            wanted = self._page.form.wanted(wish.form.stamp)
        except RefusalError as error:
            self._page.job.show_failure(error.sentence)
            return
        accepted = Accepted(
            wish=wish, seen=seen, drawn=self._drawn, inspectors=self._page.assignment.inspectors
        )
        self._page.show_busy(busy=True)
        self._page.job.show_work(say("Making {name}…", name=wanted.path.name))
        self._jobs.start(
            lambda reins: make_inspection(accepted, wanted, self._now, reins),
            self._made,
            self._refuse,
        )

    def _made(self, wanted: Wanted) -> None:
        self._page.form.passphrase.clear()
        self.made.emit(wanted.path, wanted.passphrase)


def _read(
    wish: ListWish, now: Clock, reins: Reins, *, recall: bool
) -> tuple[ListWish, ListReading]:
    """Read a list; `recall` reads it by what is remembered of its force, if anything is."""
    today = now().astimezone().date()
    if recall and wish.force:
        wish = replace(wish, earlier=recall_mapping(mapping_folder(), wish.force))
    reading = wish.read("LIST", today, reins.cancelled)
    if recall and not wish.force:
        earlier = recall_mapping(mapping_folder(), _force_of(reading))
        if earlier is not None:
            wish = replace(wish, earlier=earlier)
            reading = wish.read("LIST", today, reins.cancelled)
    return wish, reading


def _force_of(reading: ListReading) -> str:
    return first_force([case.get(Key("force")) for case in reading.cases])
