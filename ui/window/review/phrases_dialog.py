"""Pick one of one's own phrases, keep another, remove one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from reviewer.domain.errors import ReviewerError
from ui.operations.phrases import load_phrases, save_phrases, with_phrase
from ui.window.parts.buttons import plain_button
from ui.window.parts.page import labelled
from ui.window.parts.text import Text
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import say


class PhrasesDialog(QDialog):
    """`chosen` is the phrase to insert, empty for none."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._phrases = load_phrases()
        self.chosen = ""
        self.setObjectName("phrases")
        self.setWindowTitle(say("Phrases"))
        px = theme.px
        self.box = QLineEdit()
        self.box.setObjectName("phrase-search")
        self.box.setPlaceholderText(say("Type part of a phrase. Press Enter to insert it"))
        self.box.setAccessibleName(say("Search the phrases"))
        self.box.textChanged.connect(self._search)
        self.box.returnPressed.connect(self._insert)
        self.box.installEventFilter(self)
        self.found = QListWidget()
        self.found.setObjectName("phrases-found")
        self.found.setAccessibleName(say("Phrases found"))
        self.found.setWordWrap(True)
        self.found.itemActivated.connect(self._insert)
        self.edit = QPlainTextEdit()
        self.edit.setObjectName("phrase-new")
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(px(72))
        self._why = Text(theme, size=SMALL, tone="inadequate", wrap=True)
        self._why.setObjectName("phrase-refused")
        self._why.hide()
        about = say(
            "Your own phrases, for every inspection on this computer. They are "
            "not encrypted, so do not include names or case details."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(8))
        layout.addWidget(Text(theme, say("Phrases"), size=LARGE, strong=True))
        layout.addWidget(Text(theme, about, size=SMALL, tone="quiet", wrap=True))
        layout.addWidget(self.box)
        layout.addWidget(self.found, 1)
        layout.addLayout(labelled(theme, say("A new phrase"), self.edit))
        layout.addWidget(self._why)
        layout.addLayout(self._build_foot())
        room = parent.size() * 0.92
        self.setMinimumWidth(min(px(520), room.width()))
        self.resize(QSize(px(560), px(460)).boundedTo(room))
        self._search()
        self.box.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Move through the phrases while the keyboard stays in the box."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if by is not None:
                row = self.found.currentRow() + by
                self.found.setCurrentRow(min(max(row, 0), self.found.count() - 1))
                return True
        return super().eventFilter(watched, event)

    def _build_foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        for words, name, doing in (
            (say("Keep the new phrase"), "keep-phrase", self._keep),
            (say("Remove the chosen one"), "remove-phrase", self._remove),
        ):
            button = plain_button(words, name=name, look="quiet")
            button.clicked.connect(doing)
            line.addWidget(button)
        line.addStretch(1)
        close = plain_button(say("Close"), name="close-phrases")
        close.clicked.connect(self.reject)
        insert = plain_button(say("Insert"), name="insert-phrase", look="primary")
        insert.clicked.connect(self._insert)
        line.addWidget(close)
        line.addWidget(insert)
        return line

    def _search(self) -> None:
        words = self.box.text().casefold().split()
        self.found.clear()
        self.found.addItems(
            [one for one in self._phrases if all(word in one.casefold() for word in words)]
        )
        self.found.setCurrentRow(0)

    def _insert(self) -> None:
        item = self.found.currentItem()
        if item is not None:
            self.chosen = item.text()
            self.accept()

    def _keep(self) -> None:
        try:
            self._put(with_phrase(self._phrases, self.edit.toPlainText()))
        except ReviewerError as error:
            self._why.put(str(error))
        else:
            self.edit.clear()

    def _remove(self) -> None:
        item = self.found.currentItem()
        if item is not None:
            try:
                self._put([one for one in self._phrases if one != item.text()])
            except ReviewerError as error:
                self._why.put(str(error))

    def _put(self, phrases: Sequence[str]) -> None:
        save_phrases(phrases)
        self._phrases = phrases
        self._why.put("")
        self._search()
