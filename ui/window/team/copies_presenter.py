"""Joins the part where two copies are brought together with the operation that does it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reviewer.app.reconciling import Choices, Reconciliation
from reviewer.app.verifying import UNKNOWN
from reviewer.domain.errors import RefusalError, ReviewerError
from reviewer.domain.message import Message, message, together
from ui.operations.files import OpenFile
from ui.operations.trust import trust_signer
from ui.operations.workbooks import ComparedCopies, HandedIn, compare_copies, reconcile_copies
from ui.window.jobs import Jobs
from ui.window.notify import confirm
from ui.window.team.copies_part import CopiesPart
from ui.window.team.copies_sheet import CopiesSheet
from ui.window.theme import Theme
from ui.window.times import Clock
from ui.window.words import say


class CopiesPresenter(QObject):
    """What happens when two copies are reconciled; `reconciled` says that answers came in."""

    reconciled = Signal()

    def __init__(
        self, part: CopiesPart, store: OpenFile, jobs: Jobs, now: Clock, theme: Theme
    ) -> None:
        super().__init__(part)
        self._part = part
        self._store = store
        self._now = now
        self._theme = theme
        self._path: Path | None = None
        part.job.serve(jobs)
        part.given.connect(self.compare)
        part.password.given.connect(self._on_password)

    def compare(self, path: Path, password: str | None = None) -> None:
        """Compare this file with the workbook of the other copy."""
        self._path = path
        self._part.password.hide()
        store, now = self._store, self._now()
        handed = HandedIn(paths=(path,), password=password)
        self._part.job.run(
            say("Comparing the copies…"),
            lambda control: compare_copies(store, handed, now=now, control=control),
            self._show,
            stoppable=True,
        )

    def _on_password(self, password: str) -> None:
        if self._path is not None:
            self.compare(self._path, password)

    def _show(self, compared: ComparedCopies) -> None:
        if compared.refused is not None:
            self._refuse(compared, compared.refused)
            return
        planned = compared.planned
        if not (planned.newer or planned.alike or planned.differing):
            self._part.job.show_done(say("This file already has everything from the other copy."))
            return
        sheet = CopiesSheet(self._theme, self._store.form(), planned, self._part.window())
        if sheet.exec():
            self._reconcile(planned, sheet.chosen)
        else:
            self._part.job.show_done(say("Nothing was changed."))

    def _reconcile(self, planned: Reconciliation, choices: Choices) -> None:
        store, now = self._store, self._now()

        def done(unsafe: Message | None) -> None:
            sentence = message(
                "The copies are reconciled. Use only this file from now on, and export it again."
            )
            self._part.job.show_done(str(together(sentence, unsafe)))
            self.reconciled.emit()

        self._part.job.run(
            say("Reconciling the copies…"),
            lambda _: reconcile_copies(store, planned, choices, now=now),
            done,
        )

    def _refuse(self, compared: ComparedCopies, refused: RefusalError) -> None:
        self._part.job.show_failure(str(refused))
        self._part.password.ask_for([compared.book])
        signer = compared.book.verdict.signer
        if refused.code != UNKNOWN or signer is None or self._path is None:
            return
        if confirm(self._part, str(refused), say("Trust and compare")):
            try:
                trust_signer(signer.certificate_der, now=self._now())
            except ReviewerError as error:
                self._part.job.show_error(error)
            else:
                self.compare(self._path)
