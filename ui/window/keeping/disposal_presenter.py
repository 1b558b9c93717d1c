"""Joins the question of a disposal with the disposal, for which the file is closed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reviewer.app.receipts import kept_receipts, not_received
from ui.operations.disposal import Disposal, check_order, dispose, files_to_dispose_of
from ui.operations.files import OpenFile
from ui.window.keeping.disposal_sheet import DisposalSheet
from ui.window.keeping.keeping_page import KeepingPage
from ui.window.keeping.receipts_part import ReceiptFacts
from ui.window.keeping.while_closed import WhileClosed
from ui.window.notify import show_outcome
from ui.window.parts.identity_fields import IdentityMemory
from ui.window.theme import Theme
from ui.window.times import Clock
from ui.window.words import counted, say


class DisposalPresenter(QObject):
    """Asks before a file is deleted; `closing_asked` carries the work it must be closed for."""

    closing_asked = Signal(object)

    def __init__(
        self,
        page: KeepingPage,
        store: OpenFile,
        now: Clock,
        theme: Theme,
        memory: IdentityMemory,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._store = store
        self._now = now
        self._theme = theme
        self._memory = memory
        page.dispose_asked.connect(self._look)

    def _look(self) -> None:
        path, bar = self._store.path, self._page.verticalScrollBar()
        place = bar.value()  # the line that says what is happening is at the top of the page

        def ask(going: Sequence[Path]) -> None:
            bar.setValue(place)
            self._ask(going)

        self._page.job.run(say("Looking for copies…"), lambda _: files_to_dispose_of(path), ask)

    def _ask(self, going: Sequence[Path]) -> None:
        path, key, now = self._store.path, self._store.key, self._now
        sheet = DisposalSheet(
            self._theme,
            self._store.inspection().code,
            going,
            len(self._store.exports()),
            self._memory.known(),
            partial(check_order, self._store),
            ReceiptFacts(kept=kept_receipts(self._store), missing=not_received(self._store)),
            self._page.window(),
        )
        sheet.exec()
        order = sheet.order
        if order is not None:
            self._memory.remember(str(order.identity))
            self.closing_asked.emit(
                WhileClosed(
                    work=lambda: dispose(path, key, order, now=now()),
                    done=lambda done: show_outcome(self._page, _sentence(done)),
                )
            )


def _sentence(done: Disposal) -> str:
    parts = [
        counted(len(done.removed), "{n} file was deleted.", "{n} files were deleted."),
        say("The record is {path}, signed by {name}.", path=str(done.record), name=done.signer),
    ]
    if done.left:
        parts.append(say("These could not be deleted. Delete them yourself:"))
        parts.extend(map(str, done.left))
    if done.notice:
        parts.append(str(done.notice))
    parts.append(
        say("Reviewer does not know of copies on USB drives, workbooks or prints. Check for them.")
    )
    return "\n".join(parts)
