"""Where a reviewer brings two copies of their own file together."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.window.choosing import open_one
from ui.window.parts.buttons import plain_button
from ui.window.parts.page import JobLine
from ui.window.parts.panel import Hairline
from ui.window.parts.password_line import PasswordLine
from ui.window.parts.text import Text
from ui.window.team.team_page import WORKBOOKS
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import say


class CopiesPart(QWidget):
    """`given` carries the workbook of the other copy."""

    given = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("copies-part")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(8), 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(Hairline(theme))
        column.addWidget(Text(theme, say("Another copy of this file"), size=LARGE, strong=True))
        words = say(
            "If this file was copied and you worked in both copies, export the workbook of the "
            "other copy and bring it in here. You choose which answer is right where they differ."
        )
        column.addWidget(Text(theme, words, size=SMALL, tone="quiet", wrap=True))
        choose = plain_button(say("Reconcile with another copy…"), name="reconcile")
        choose.clicked.connect(self.choose)
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addStretch(1)
        column.addLayout(row)
        self.job = JobLine(theme)
        self.password = PasswordLine(theme)
        column.addWidget(self.job)
        column.addWidget(self.password)

    def choose(self) -> None:
        """Let the person choose the other copy's workbook."""
        path: Path | None = open_one(self, say("Workbook of the other copy"), WORKBOOKS)
        if path is not None:
            self.given.emit(path)
