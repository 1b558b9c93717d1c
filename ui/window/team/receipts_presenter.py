"""Joins the team's page with the operation that signs receipts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from reviewer.app.receipts import IssuedReceipt
from ui.operations.control import JobControl
from ui.operations.files import OpenFile
from ui.operations.identities import open_identity
from ui.operations.receipts import issue_receipts
from ui.window.parts.identity_fields import IdentityMemory
from ui.window.team.receipts_sheet import ReceiptOrder, ReceiptsSheet
from ui.window.team.team_page import TeamPage
from ui.window.times import Clock
from ui.window.words import counted, say


class IssuingPresenter(QObject):
    """What happens when a lead signs receipts."""

    def __init__(self, page: TeamPage, store: OpenFile, now: Clock, memory: IdentityMemory) -> None:
        super().__init__(page)
        self._page = page
        self._store = store
        self._now = now
        self._memory = memory
        page.receipts_asked.connect(self._ask)

    def _ask(self) -> None:
        sheet = ReceiptsSheet(self._page.theme, self._memory.known(), self._page.window())
        sheet.exec()
        if sheet.order is not None:
            self._sign(sheet.order)

    def _sign(self, order: ReceiptOrder) -> None:
        store, now = self._store, self._now()

        def work(_: JobControl) -> Sequence[IssuedReceipt]:
            signer = open_identity(order.identity, order.passphrase)
            return issue_receipts(store, order.folder, signer, now=now)

        def done(issued: Sequence[IssuedReceipt]) -> None:
            self._memory.remember(str(order.identity))
            signed = counted(
                len(issued),
                "{n} receipt was saved in {folder}.",
                "{n} receipts were saved in {folder}.",
                folder=str(order.folder),
            )
            self._page.job.show_done(signed if issued else say("Every workbook has a receipt."))

        self._page.job.run(say("Signing the receipts…"), work, done)
