"""Joins the receipts of a review file with the operation that keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reviewer.app.receipts import UnknownSignerError, receipt_sentence
from reviewer.domain.errors import ReviewerError
from reviewer.domain.receipt import KeptReceipt
from ui.operations.files import OpenFile
from ui.operations.receipts import import_receipts
from ui.operations.trust import trust_signer
from ui.window.keeping.keeping_page import KeepingPage
from ui.window.notify import confirm
from ui.window.times import Clock
from ui.window.words import say


class ReceiptsPresenter(QObject):
    """What happens with receipts in a reviewer's own file; `imported` says that one came in."""

    imported = Signal()

    def __init__(self, page: KeepingPage, store: OpenFile, now: Clock) -> None:
        super().__init__(page)
        self._page = page
        self._store = store
        self._now = now
        page.receipts.given.connect(self._take)

    def _take(self, files: Sequence[Path]) -> None:
        store, now = self._store, self._now()

        def done(kept: Sequence[KeptReceipt]) -> None:
            self._page.job.show_done("\n".join(str(receipt_sentence(one)) for one in kept))
            self.imported.emit()

        self._page.job.run(
            say("Checking the receipts…"),
            lambda _: import_receipts(store, files, now=now),
            done,
            lambda error: self._refuse(files, error),
        )

    def _refuse(self, files: Sequence[Path], error: ReviewerError) -> None:
        self._page.job.show_error(error)
        if isinstance(error, UnknownSignerError) and confirm(
            self._page, str(error), say("Trust and import")
        ):
            try:
                trust_signer(error.certificate, now=self._now())
            except ReviewerError as refused:
                self._page.job.show_error(refused)
            else:
                self._take(files)
