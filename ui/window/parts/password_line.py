"""Asks for the password that Excel's own protection of a file wants."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.app.verifying import Examined
from ui.window.parts.buttons import plain_button
from ui.window.parts.field_keys import EnteredLine
from ui.window.parts.page import labelled
from ui.window.parts.text import Text
from ui.window.theme import Theme
from ui.window.words import say

WANTED: Final = frozenset({"protected", "password-protected", "wrong-password"})
"""The codes that say a password is wanted, or another one."""


class PasswordLine(QWidget):
    """`given` carries what was typed; it is kept nowhere."""

    given = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("password-line")
        self._about = Text(theme, wrap=True)
        self._line = EnteredLine()
        self._line.setObjectName("workbook-password")
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.returnPressed.connect(self._on_given)
        button = plain_button(say("Open with this password"), name="password-give")
        button.clicked.connect(self._on_given)
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self._line, 1)
        row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self._about)
        layout.addLayout(labelled(theme, say("Password of the file"), host))
        self._line.setAccessibleName(say("Password of the file"))
        self.setFocusProxy(self._line)
        self.hide()

    def ask(self, *, again: bool) -> None:
        """Ask for the password, or for another one."""
        self._about.setText(
            say("This is not the right password. Check capital letters and try again.")
            if again
            else say("The file is protected with an Excel password. Ask the person who sent it.")
        )
        self._about.tint("inadequate" if again else "text")
        self._line.clear()
        self.show()
        self._line.setFocus()

    def ask_for(self, examined: Iterable[Examined]) -> None:
        """Ask where one of the workbooks is protected; go away where none is."""
        codes = {problem.code for book in examined for problem in book.verdict.problems}
        if codes & WANTED:
            self.ask(again="wrong-password" in codes)
        else:
            self.hide()

    def _on_given(self) -> None:
        if self._line.text():
            self.given.emit(self._line.text())
