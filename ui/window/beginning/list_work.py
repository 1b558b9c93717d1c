"""Joins a page that takes a list with the reading of lists: its findings, and its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject

from reviewer.app.leaving import OTHER_THERE
from reviewer.app.list_files import read_mapping, write_mapping, write_refused
from reviewer.domain.errors import ReviewerError
from reviewer.domain.form import Form
from reviewer.domain.list_options import NO_MAPPING, ListOptions
from reviewer.domain.message import message
from ui.operations.control import CANCELLED
from ui.operations.lists import ListRead, read_list
from ui.window.beginning.list_page import LIST, ListPage
from ui.window.choosing import open_one, save_as
from ui.window.jobs import Jobs
from ui.window.list_words import refusal_words
from ui.window.notify import confirm_replacing
from ui.window.parts.password_line import WANTED
from ui.window.times import Clock
from ui.window.words import say

MAPPINGS = message("Mappings of lists (*.json)")
TABLES = message("Lists (*.csv)")


class _Write(Protocol):
    """What writes a file; `replace` says that a person agreed to lose another that lies there."""

    def __call__(self, path: Path, /, *, replace: bool) -> None: ...


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
        self._asked: tuple[Path, ListOptions] | None = None
        self._read: ListRead | None = None
        page.list_given.connect(self.read)
        page.job.serve(jobs)
        page.password.given.connect(self._on_password)
        page.refused.wanted.connect(self._on_refused)
        found = page.findings
        found.wanted.connect(self._read_again)
        found.problems.refused_asked.connect(self._save_refused)
        found.mapping_kept.connect(self._save_mapping)
        found.mapping_given.connect(self._give_mapping)
        found.earlier_dropped.connect(self._drop_earlier)

    def read(self, path: Path) -> None:
        """Read a list that a person gives."""
        self._list_page.show_file(path)
        self._list_page.show_step(LIST)
        self._read = None
        self._start(path, ListOptions(force=self._force()), recall=True)

    def _on_password(self, password: str) -> None:
        if self._asked is not None:
            path, options = self._asked
            self._start(path, replace(options, password=password), recall=True)

    def _on_refused(self, answer: Mapping[str, Any]) -> None:
        if self._asked is not None:
            path, options = self._asked
            self._start(path, replace(options, **answer), recall=True)

    def _read_again(self, options: ListOptions, *, recall: bool = False) -> None:
        if self._read is not None:
            self._start(self._read.path, options, recall=recall)

    def _start(self, path: Path, options: ListOptions, *, recall: bool) -> None:
        self._asked = (path, options)
        page, form = self._list_page, self._form
        page.show_busy(busy=True)  # first: it notes where the keyboard is
        page.password.hide()
        page.refused.hide()
        page.job.run(
            say("Reading {name}…", name=path.name),
            lambda control: read_list(
                path, form, options, now=self._now(), recall=recall, control=control
            ),
            self._show,
            self._refuse,
            stoppable=True,
        )

    def _show(self, read: ListRead) -> None:
        self._read = read
        page = self._list_page
        page.show_busy(busy=False)
        page.show_reading(read)
        page.give_focus_back()

    def _refuse(self, error: ReviewerError) -> None:
        page = self._list_page
        page.show_busy(busy=False)
        if error.code in WANTED:
            page.job.hide()
            page.password.ask(again=error.code == "wrong-password")
        elif error.code == CANCELLED:
            page.job.show_done(say("Cancelled. Nothing was saved."))
        else:
            page.job.show_failure(refusal_words(error))
            if self._read is None and self._asked is not None:
                page.refused.ask(error.code, self._asked[0])
        if self._read is not None:
            # What was shown stays as it was: the choice that was refused is taken back.
            page.show_reading(self._read)
        if error.code not in WANTED:
            page.give_focus_back()

    def _save_refused(self) -> None:
        read = self._read
        if read is not None:
            suggested = read.path.with_name(f"{read.path.stem}-refused.csv")
            words = say("Save the refused rows")
            path = save_as(self._list_page, words, suggested, TABLES)
            self._write(path, partial(write_refused, reading=read.reading, source=read.path))

    def _save_mapping(self) -> None:
        read = self._read
        if read is not None:
            suggested = read.path.with_name("list-mapping.json")
            path = save_as(self._list_page, say("Save list settings"), suggested, MAPPINGS)
            self._write(path, partial(write_mapping, mapping=read.mapping, source=read.path))

    def _write(self, path: Path | None, write: _Write, *, replace: bool = False) -> None:
        if path is None:
            return
        try:
            write(path, replace=replace)
        except ReviewerError as error:
            if error.code == OTHER_THERE and confirm_replacing(self._list_page, error):
                self._write(path, write, replace=True)
            else:
                self._list_page.job.show_error(error)
        else:
            self._list_page.job.show_done(say("Saved: {path}", path=str(path)))

    def _give_mapping(self) -> None:
        path = open_one(self._list_page, say("Load list settings"), MAPPINGS)
        if path is None or self._read is None:
            return
        try:
            earlier = read_mapping(path)
        except ReviewerError as error:
            self._list_page.job.show_failure(refusal_words(error))
        else:
            self._read_again(replace(self._read.options, earlier=earlier, columns={}))

    def _drop_earlier(self) -> None:
        if self._read is not None:
            self._read_again(replace(self._read.options, earlier=NO_MAPPING))
