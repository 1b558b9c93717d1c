"""What the place of the file says of receipts: who received which export, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer.app.receipts import receipt_sentence
from reviewer.domain.message import Message, message
from reviewer.domain.receipt import KeptReceipt
from ui.window.choosing import open_several
from ui.window.parts.buttons import plain_button
from ui.window.parts.panel import Hairline
from ui.window.parts.text import Text
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import say

RECEIPTS = message("Receipts (*.receipt)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFacts:
    """The receipts of a file, and why it should still be kept; None where a register has it all."""

    kept: Sequence[KeptReceipt]
    missing: Message | None


class ReceiptsPart(QWidget):
    """`given` carries the files that a person chose as receipts."""

    given = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("receipts-part")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(8), 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(Hairline(theme))
        column.addWidget(Text(theme, say("Receipts"), size=LARGE, strong=True))
        self._about = Text(theme, size=SMALL, tone="quiet", wrap=True)
        self._about.setObjectName("receipts-about")
        column.addWidget(self._about)
        choose = plain_button(say("Import receipts…"), name="import-receipts")
        choose.clicked.connect(self._on_choose)
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addStretch(1)
        column.addLayout(row)

    def show_facts(self, facts: ReceiptFacts) -> None:
        """Show who received what; a missing receipt is shown last."""
        lines = [str(receipt_sentence(one)) for one in facts.kept]
        if facts.missing is not None:
            lines.append(str(facts.missing))
        elif not lines:
            lines.append(say("There is no work that needs a receipt yet."))
        self._about.setText("\n".join(lines))

    def _on_choose(self) -> None:
        paths = open_several(self, say("Import receipts"), RECEIPTS)
        if paths:
            self.given.emit(paths)
