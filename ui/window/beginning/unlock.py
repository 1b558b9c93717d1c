"""The page that opens a file: its passphrase, and nothing of its content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from reviewer.domain.errors import ReviewerError
from ui.window.parts.buttons import plain_button
from ui.window.parts.page import labelled
from ui.window.parts.text import Text
from ui.window.theme import SMALL, TITLE, Theme
from ui.window.words import say

READABLE: Final = frozenset(
    {"locked", "several-names", "lock-file", "read-only", "no-access", "cannot-open", "disk-full"}
)
"""Why a file can't be opened for writing, though it can be read."""

OLDER: Final = "older-format"
"""Why a file can be opened only once it is updated."""


def _offered_later(label: str, name: str, does: Callable[[], None]) -> QPushButton:
    button = plain_button(label, name=name)
    button.clicked.connect(does)
    button.hide()
    return button


class UnlockPage(QWidget):
    """Ask for the passphrase of a file.

    `given` carries the file and the passphrase, `given_to_read` the same where the file is only
    to be read, `given_to_update` where it is of an earlier format and to be updated first,
    `recover_asked` the file whose passphrase is forgotten, `left` says that another
    file is wanted.
    """

    given = Signal(object, str)
    given_to_read = Signal(object, str)
    given_to_update = Signal(object, str)
    recover_asked = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, path: Path, about: str = "") -> None:
        super().__init__()
        self.setObjectName("unlock-page")
        self._path = path
        px = theme.px
        self._phrase = QLineEdit()
        self._phrase.setObjectName("passphrase")
        self._phrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._phrase.returnPressed.connect(self._on_open)
        self._why = Text(theme, size=SMALL, tone="inadequate", wrap=True)
        self._why.setObjectName("why-not")
        self._why.hide()
        self._open = plain_button(say("Open"), name="open", look="primary")
        self._open.clicked.connect(self._on_open)
        self._read = _offered_later(say("Open read-only"), "open-read-only", self._on_read)
        self._update = _offered_later(say("Update and open"), "update-and-open", self._on_update)
        forgotten = plain_button(say("Use the recovery code…"), name="forgotten", look="link")
        forgotten.clicked.connect(lambda: self.recover_asked.emit(self._path))
        back = plain_button(say("Open another file"), name="back")
        back.clicked.connect(self.left)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self._open)
        buttons.addWidget(self._read)
        buttons.addWidget(self._update)
        buttons.addWidget(back)
        buttons.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(px(12))
        column.addWidget(Text(theme, path.name, size=TITLE, strong=True, wrap=True))
        if about:
            column.addWidget(Text(theme, about, wrap=True))
        column.addWidget(Text(theme, str(path.parent), size=SMALL, tone="quiet", wrap=True))
        column.addSpacing(px(8))
        column.addLayout(labelled(theme, say("Passphrase"), self._phrase))
        column.addWidget(self._why)
        column.addLayout(buttons)
        column.addWidget(forgotten, 0, Qt.AlignmentFlag.AlignLeft)
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
        self.setFocusProxy(self._phrase)

    def show_opening(self) -> None:
        """Say that the file is being opened: that takes half a second by design."""
        self._open.setEnabled(False)
        self._read.setEnabled(False)
        self._update.setEnabled(False)
        self._phrase.setEnabled(False)
        self._why.tint("quiet")
        self._why.put(say("Opening…"))

    def show_step(self, sentence: str) -> None:
        """Say what takes longer than an opening does."""
        if not self._open.isEnabled():
            self._why.put(sentence)

    def refuse(self, error: ReviewerError) -> None:
        """Say why the file was not opened; let the person try again, only read it, or update it."""
        older = error.code == OLDER
        self._open.setEnabled(True)
        self._read.setEnabled(True)
        self._read.setVisible(error.code in READABLE)
        self._update.setEnabled(True)
        self._update.setVisible(older)
        self._phrase.setEnabled(True)
        self._why.tint("inadequate")
        self._why.put(
            say(
                "{reason} Once it is updated, that version cannot open it. A copy is kept.",
                reason=str(error),
            )
            if older
            else str(error)
        )
        self._phrase.selectAll()
        self._phrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_open(self) -> None:
        if self._open.isEnabled() and self._phrase.text():
            self.given.emit(self._path, self._phrase.text())

    def _on_update(self) -> None:
        if self._phrase.text():
            self.given_to_update.emit(self._path, self._phrase.text())

    def _on_read(self) -> None:
        if self._phrase.text():
            self.given_to_read.emit(self._path, self._phrase.text())
