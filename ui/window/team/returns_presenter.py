"""Joins the place where returned cases come in and the operation that marks them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reviewer.app.store import Store
from reviewer.domain.errors import ReviewerError
from ui.operations.trust import trust_signer
from ui.operations.workbooks import HandedIn, ReturnedCases, take_returned
from ui.window.jobs import Jobs
from ui.window.team.own_team_page import OwnTeamPage
from ui.window.times import Clock
from ui.window.words import say


class ReturnsPresenter(QObject):
    """What happens on the place of the team in a reviewer's own file; `taken` says it changed."""

    taken = Signal()

    def __init__(self, page: OwnTeamPage, store: Store, jobs: Jobs, now: Clock) -> None:
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
        handed = HandedIn(paths=(path,), password=password)
        self._page.job.run(
            say("Checking the workbook…"),
            lambda control: take_returned(store, handed, now=now, control=control),
            self._show,
            stoppable=True,
        )

    def _show(self, returned: ReturnedCases) -> None:
        if returned.refused is not None:
            self._page.show_refused(returned.refused, returned.book)
            return
        self._page.show_taken(returned.taken)
        self.taken.emit()

    def _on_password(self, password: str) -> None:
        if self._path is not None:
            self.take(self._path, password)

    def _trust(self, certificate: bytes) -> None:
        try:
            trust_signer(certificate, now=self._now())
        except ReviewerError as error:
            self._page.job.show_error(error)
        else:
            if self._path is not None:
                self.take(self._path)
