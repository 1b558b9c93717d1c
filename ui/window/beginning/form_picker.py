"""The form of a new inspection: one that comes with the program, or one of a person's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer.domain.form import Form
from ui.window.parts.buttons import plain_button
from ui.window.parts.layouts import clear
from ui.window.parts.page import labelled
from ui.window.parts.pick_field import PickBox
from ui.window.parts.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import counted, localised, say

SHOWN = 12
"""Lines about a form file that are shown; how many more there are is counted."""


class FormPicker(QWidget):
    """The forms to choose from; `chosen` carries the form.

    `file_asked` asks for a form file, `spreadsheet_asked` for a spreadsheet to make one of.
    """

    chosen = Signal(object)
    file_asked = Signal()
    spreadsheet_asked = Signal()

    def __init__(self, theme: Theme, forms: Sequence[Form]) -> None:
        super().__init__()
        self._theme = theme
        self._forms: dict[str, Form] = {}
        self._box = PickBox()
        self._box.setObjectName("form-choice")
        self._box.setMaximumWidth(theme.px(420))
        for form in forms:
            self._add(form.id, form)
        self._box.activated.connect(lambda: self.chosen.emit(self._forms[self._box.currentData()]))
        own = plain_button(say("Use a form file…"), name="form-file", look="link")
        own.clicked.connect(self.file_asked)
        made = plain_button(say("Make a form from a spreadsheet…"), name="form-sheet", look="link")
        made.clicked.connect(self.spreadsheet_asked)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px(4))
        hint = say("The questions for each case, and the case types a list can have.")
        ways = QHBoxLayout()
        ways.setSpacing(theme.px(8))
        ways.addWidget(own)
        ways.addWidget(made)
        ways.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(labelled(theme, say("Form"), self._box, hint))
        column.addLayout(ways)
        column.addLayout(self._lines)

    def use(self, named: str, form: Form) -> None:
        """Choose a form of a person's own, which is offered from now on."""
        if self._box.findData(named) < 0:
            self._add(named, form)
        self._forms[named] = form
        self._box.setCurrentIndex(self._box.findData(named))
        self.chosen.emit(form)

    def show_lines(self, heading: str, problems: Sequence[str], left_out: Sequence[str]) -> None:
        """Say what became of a form file: its problems, and what a spreadsheet could not say."""
        clear(self._lines)
        theme = self._theme
        if heading:
            tone = "inadequate" if problems else "text"
            self._lines.addWidget(Text(theme, heading, strong=True, tone=tone, wrap=True))
        lines = [*problems, *(say("Not converted: {line}", line=line) for line in left_out)]
        for line in lines[:SHOWN]:
            self._lines.addWidget(Text(theme, line, size=SMALL, wrap=True))
        if len(lines) > SHOWN:
            more = counted(len(lines) - SHOWN, "{n} more line", "{n} more lines")
            self._lines.addWidget(Text(theme, more, size=SMALL, tone="quiet"))

    def _add(self, named: str, form: Form) -> None:
        self._forms[named] = form
        self._box.addItem(localised(form.title), named)
