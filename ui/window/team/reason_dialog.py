"""Asking for the reason before a decision is made that needs nothing else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.page import labelled
from ui.window.theme import Theme
from ui.window.words import say

Decide = Callable[[str], object]
"""Decides for a reason; raises why it could not."""


class ReasonDialog(AskingSheet):
    """What is going to be decided, and why; what is refused is shown here and nothing is lost."""

    def __init__(
        self, theme: Theme, title: str, about: str, doing: str, decide: Decide, parent: QWidget
    ) -> None:
        super().__init__(theme, title, parent, doing=doing, name="reason-sheet")
        self._decide = decide
        self._reason = self._text_box("reason-text")
        self._sentence(about)
        hint = say("It is recorded in the log and the team workbook.")
        self.column.addLayout(labelled(theme, say("Reason"), self._reason, hint))
        self.end(self._reason)

    def _on_accept(self) -> None:
        self._attempt(lambda: self._decide(self._reason.toPlainText()), self._reason)
