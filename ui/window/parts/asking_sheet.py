"""A dialog that asks before something is done: fields, what is wrong with them, two buttons."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.window.parts.buttons import plain_button
from ui.window.parts.page import JobLine
from ui.window.parts.sheet import Sheet
from ui.window.parts.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import say

WIDTH = 560


class AskingSheet(Sheet):
    """A sheet of fields, a place for what is wrong, and two buttons: cancel, and what it does.

    `_on_accept` decides whether it may close.
    """

    def __init__(self, theme: Theme, title: str, parent: QWidget, *, doing: str, name: str) -> None:
        super().__init__(theme, title, parent, width=WIDTH)
        self.setObjectName(name)
        self._theme = theme
        self.job = JobLine(theme)
        self._cancel = plain_button(say("Cancel"), name=f"{name}-cancel")
        self._cancel.clicked.connect(self.reject)
        self.accept_button = plain_button(doing, name=f"{name}-accept", look="primary")
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self._on_accept)
        self.buttons.addWidget(self._cancel)
        self.buttons.addWidget(self.accept_button)

    def end(self, first: QWidget) -> None:
        """Add the place for what is wrong and fit the screen; the keyboard begins at `first`."""
        self.column.addWidget(self.job)
        self.column.addStretch(1)
        self.fit()
        first.setFocus()

    def _on_accept(self) -> None:
        self.accept()

    def _sentence(self, words: str) -> None:
        self.column.addWidget(Text(self._theme, words, size=SMALL, tone="quiet", wrap=True))
