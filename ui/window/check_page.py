"""The page that checks workbooks: drop them on it, read the verdict, vouch for a signer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from reviewer.app.verifying import Examined
from ui.window.buttons import plain_button
from ui.window.choosing import open_several
from ui.window.page import DropArea, JobLine, Page
from ui.window.password_line import PasswordLine
from ui.window.theme import Theme
from ui.window.verdicts import VerdictCard
from ui.window.words import say

WORKBOOKS = "Workbooks (*.xlsx)"


class CheckPage(Page):
    """`given` carries the workbooks to check, `trusted` a certificate a person vouches for."""

    given = Signal(object)
    trusted = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, say("Check a workbook"), alone=True)
        back = plain_button(say("Back"), name="back")
        back.clicked.connect(self.left)
        self.head.addWidget(back)
        self.say_intro(
            say(
                "Reviewer checks that every part of a workbook is as it was signed, and says who "
                "signed it. Nothing in the file is run or changed."
            )
        )
        self._drop = DropArea(
            theme, say("Drop workbooks here."), say("Choose workbooks…"), name="check-drop"
        )
        self._drop.dropped.connect(self.given)
        self._drop.choose_asked.connect(self._on_choose)
        self.column.addWidget(self._drop)
        self.job = JobLine(theme)
        self.column.addWidget(self.job)
        self.password = PasswordLine(theme)
        self.column.addWidget(self.password)
        self._found = QVBoxLayout()
        self._found.setSpacing(theme.px(16))
        self.column.addLayout(self._found)
        self.column.addStretch(1)
        self.setFocusProxy(self._drop.button)

    def show_verdicts(self, examined: Sequence[Examined]) -> None:
        """Show the verdicts in place of those before."""
        while (item := self._found.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.password.ask_for(examined)
        for book in examined:
            card = VerdictCard(self.theme, book)
            card.trusted.connect(self.trusted)
            self._found.addWidget(card)

    def _on_choose(self) -> None:
        paths: list[Path] = open_several(self, say("Check workbooks"), say(WORKBOOKS))
        if paths:
            self.given.emit(paths)
