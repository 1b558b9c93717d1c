"""The page that checks workbooks: drop them on it, read the verdict, vouch for a signer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout

from reviewer.app.verifying import Examined
from reviewer.domain.message import message
from ui.window.choosing import open_several
from ui.window.parts.buttons import plain_button
from ui.window.parts.layouts import clear
from ui.window.parts.page import DropArea, JobLine, Page
from ui.window.parts.password_line import PasswordLine
from ui.window.team.verdicts import VerdictCard, first_to_compare, keep_focus_moving, verdict_table
from ui.window.theme import Theme
from ui.window.words import say

WORKBOOKS = message("Workbooks (*.xlsx)")

ROWS_SHOWN = 12
"""Rows of the table that are seen at once; more are scrolled."""


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
                "Reviewer checks that every part of a workbook is unchanged since it "
                "was signed, and shows who signed it. Nothing in the file is run or "
                "changed."
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
        self._several = verdict_table(theme)
        self._several.hide()
        self._several.clicked.connect(self._on_row)
        self._several.entered_row.connect(self._show_card)
        self.column.addWidget(self._several)
        self._found = QVBoxLayout()
        self._found.setSpacing(theme.px(16))
        self.column.addLayout(self._found)
        self.column.addStretch(1)
        self.setFocusProxy(self._drop.button)

    def show_verdicts(self, examined: Sequence[Examined]) -> None:
        """Show the verdicts in place of those before.

        Of several workbooks a table comes first, and below it, in full, those to look at; a row
        leads to its workbook.
        """
        with keep_focus_moving(self, lambda: first_to_compare(self._found) or self._drop.button):
            self._fill(examined)

    def _fill(self, examined: Sequence[Examined]) -> None:
        clear(self._found)
        self.password.ask_for(examined)
        self._several.setVisible(len(examined) > 1)
        self._several.fill(examined)
        self._several.take_height(ROWS_SHOWN)
        plain = len(examined) > 1
        for book in examined:
            if not plain or book.verdict.problems or book.notices:
                self._add_card(book)

    def _add_card(self, book: Examined) -> VerdictCard:
        card = VerdictCard(self.theme, book)
        card.trusted.connect(self.trusted)
        self._found.addWidget(card)
        return card

    def _on_row(self, index: QModelIndex) -> None:
        self._show_card(index.row())

    def _show_card(self, row: int) -> None:
        """Bring a row's workbook into sight, in full."""
        book = self._several.records.record(row)
        if book is None:
            return
        shown = self.findChildren(VerdictCard)
        card = next((card for card in shown if card.book is book), None) or self._add_card(book)
        QTimer.singleShot(0, card, lambda: self.ensureWidgetVisible(card, 0, 0))

    def _on_choose(self) -> None:
        paths: list[Path] = open_several(self, say("Check workbooks"), WORKBOOKS)
        if paths:
            self.given.emit(paths)
