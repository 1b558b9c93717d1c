"""The page that opens a file: its passphrase, and nothing of its content."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.window.buttons import plain_button
from ui.window.text import Text
from ui.window.theme import SMALL, TITLE, Theme
from ui.window.words import say


class UnlockPage(QWidget):
    """Ask for a file where none is named, and for its passphrase.

    `given` carries the file and the passphrase.
    """

    given = Signal(object, str)

    def __init__(self, theme: Theme, path: Path | None) -> None:
        super().__init__()
        self._path = path
        px = theme.px
        self._file = Text(theme, tone="quiet", wrap=True)
        self._choose = plain_button(say("Choose a review file…"), name="choose-file")
        self._choose.clicked.connect(self._on_choose)
        self._phrase = QLineEdit()
        self._phrase.setObjectName("passphrase")
        self._phrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._phrase.setAccessibleName(say("Passphrase"))
        self._phrase.setPlaceholderText(say("Passphrase"))
        self._phrase.returnPressed.connect(self._on_open)
        self._why = Text(theme, size=SMALL, tone="inadequate", wrap=True)
        self._why.setObjectName("why-not")
        self._why.hide()
        self._open = plain_button(say("Open"), name="open", look="primary")
        self._open.clicked.connect(self._on_open)
        column = QVBoxLayout()
        column.setSpacing(px(12))
        column.addWidget(Text(theme, say("Reviewer"), size=TITLE, strong=True))
        column.addWidget(self._file)
        column.addWidget(self._choose, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._phrase)
        column.addWidget(self._why)
        column.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
        body = QWidget()
        body.setLayout(column)
        body.setFixedWidth(px(440))
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(body)
        middle.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(middle)
        layout.addStretch(3)
        self._show_file()

    def showEvent(self, event: QShowEvent, /) -> None:
        """Give the keyboard to what is asked for."""
        super().showEvent(event)
        self._show_file()

    def refuse(self, sentence: str) -> None:
        """Say why the file was not opened, and let the person try again."""
        self._why.put(sentence)
        self._phrase.selectAll()
        self._phrase.setFocus()

    def _show_file(self) -> None:
        named = self._path is not None
        self._file.put(str(self._path) if named else "")
        self._phrase.setEnabled(named)
        self._open.setEnabled(named)
        (self._phrase if named else self._choose).setFocus()

    def _on_choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, say("Open a review file"), "", say("Review files (*.review)")
        )
        if chosen:
            self._path = Path(chosen)
            self._show_file()

    def _on_open(self) -> None:
        if self._path is not None and self._phrase.text():
            self._why.put("")
            self.given.emit(self._path, self._phrase.text())
