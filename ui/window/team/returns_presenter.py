"""Joins the place where returned cases come in and the use case that marks them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from db.store import ReviewFile
from reviewer.app.returning import TakenReturn, take_returns
from reviewer.app.verifying import Examined
from reviewer.domain.errors import RefusalError, ReviewerError
from reviewer.forms.library import find_form
from ui.operations.control import JobControl
from ui.window.jobs import Jobs
from ui.window.team.own_team_page import OwnTeamPage
from ui.window.times import Clock
from ui.window.words import say
from ui.window.workbooks import examine_all, vouch_for

Found = tuple[Examined, tuple[TakenReturn, ...], RefusalError | None]
"""A workbook, what it returned, and why it was refused; empty where it was taken."""


class ReturnsPresenter(QObject):
    """What happens on the place of the team in a reviewer's own file; `taken` says it changed."""

    taken = Signal()

    def __init__(self, page: OwnTeamPage, store: ReviewFile, jobs: Jobs, now: Clock) -> None:
        super().__init__(page)
        self._page = page
        self._store = store
        self._now = now
        self._path: Path | None = None
        page.given.connect(self.take)
        page.trusted.connect(self._trust)
        page.password.given.connect(self._on_password)
        page.job.serve(jobs)

    def take(self, path: Path, password: str | None = None) -> None:
        """Check a workbook and mark the cases it returns."""
        self._path = path
        self._page.clear()
        store, now = self._store, self._now()

        def work(control: JobControl) -> Found:
            (book,) = examine_all([path], now, control, password)
            control.check()
            try:
                return book, take_returns(store, book, find_form, now=now), None
            except RefusalError as error:
                return book, (), error

        self._page.job.run(say("Checking the workbook…"), work, self._show, stoppable=True)

    def _show(self, found: Found) -> None:
        book, taken, refused = found
        if refused is not None:
            self._page.show_refused(refused, book)
            return
        self._page.show_taken(taken)
        self.taken.emit()

    def _on_password(self, password: str) -> None:
        if self._path is not None:
            self.take(self._path, password)

    def _trust(self, certificate: bytes) -> None:
        try:
            vouch_for(certificate)
        except ReviewerError as error:
            self._page.job.show_error(error)
        else:
            if self._path is not None:
                self.take(self._path)
