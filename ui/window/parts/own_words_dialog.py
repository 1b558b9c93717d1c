"""The words that a person added to the dictionary of a file: add another, remove one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QListWidget, QWidget

from reviewer.app.spelling import add_word, own_words, remove_word
from reviewer.app.store import Store
from reviewer.domain.errors import ReviewerError
from ui.window.parts.buttons import plain_button
from ui.window.parts.faults import show_fault
from ui.window.parts.field_keys import EnteredLine
from ui.window.parts.page import labelled
from ui.window.parts.sheet import DialogSheet
from ui.window.parts.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import say

WIDTH, HEIGHT = 460, 220
"""Pixels at 100% of the dialog, and of its list."""


class OwnWordsDialog(DialogSheet):
    """Each change is kept at once; Close only closes."""

    def __init__(self, theme: Theme, store: Store, parent: QWidget) -> None:
        super().__init__(theme, say("Your dictionary"), parent, width=WIDTH)
        self.setObjectName("own-words")
        self._store = store
        self._words = QListWidget()
        self._words.setObjectName("own-words-list")
        self._words.setFixedHeight(theme.px(HEIGHT))
        self._words.currentRowChanged.connect(self._offer)
        self._box = EnteredLine()
        self._box.setObjectName("own-word")
        self._box.returnPressed.connect(self._add)
        about = say("These words count as correct in this file. They stay in it, encrypted.")
        self.column.addWidget(Text(theme, about, size=SMALL, tone="quiet", wrap=True))
        self.column.addLayout(labelled(theme, say("Add a word"), self._line("add", self._add)))
        self._box.setAccessibleName(say("Add a word"))
        self.column.addLayout(labelled(theme, say("Words added"), self._words))
        self._remove = plain_button(say("Remove"), name="own-word-remove")
        self._remove.clicked.connect(self._forget)
        close = plain_button(say("Close"), name="own-words-close", look="primary")
        close.clicked.connect(self.accept)
        self.buttons.addWidget(self._remove)
        self.buttons.addWidget(close)
        self._fill()
        self.fit()
        self._box.setFocus()

    def _line(self, name: str, doing: Callable[[], None]) -> QWidget:
        host = QWidget()
        line = QHBoxLayout(host)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._box, 1)
        button = plain_button(say("Add"), name=f"own-word-{name}")
        button.setAutoDefault(False)  # Enter in the box adds once
        button.clicked.connect(doing)
        line.addWidget(button)
        return host

    def _fill(self, at: int = -1) -> None:
        self._words.clear()
        self._words.addItems(list(own_words(self._store)))
        self._words.setCurrentRow(min(at, self._words.count() - 1))
        self._offer()

    def _offer(self) -> None:
        self._remove.setEnabled(self._words.currentRow() >= 0)

    def _add(self) -> None:
        if self._attempt(lambda: add_word(self._store, self._box.text())):
            self._box.clear()
            self._fill()

    def _forget(self) -> None:
        item, row = self._words.currentItem(), self._words.currentRow()
        if item is not None and self._attempt(lambda: remove_word(self._store, item.text())):
            self._fill(row)

    def _attempt(self, doing: Callable[[], object]) -> bool:
        try:
            doing()
        except ReviewerError as error:
            show_fault(self._box, str(error))
            return False
        return True
