"""Pick one of one's own phrases, keep another, remove one, carry them to another file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.app.files import read_whole
from reviewer.app.leaving import OTHER_THERE
from reviewer.app.phrases import add_phrase, export_phrases, import_phrases, remove_phrase
from reviewer.app.store import Store
from reviewer.domain.errors import RefusalError, ReviewerError
from reviewer.domain.identifier import IdentifiersError
from reviewer.domain.message import message
from ui.window.choosing import open_one, save_as
from ui.window.notify import confirm_replacing
from ui.window.parts.announcing import announce
from ui.window.parts.buttons import plain_button
from ui.window.parts.faults import Faults
from ui.window.parts.field_keys import is_enter
from ui.window.parts.layouts import FlowLayout
from ui.window.parts.page import labelled
from ui.window.parts.text import Text
from ui.window.parts.text_box import TextBox
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.times import Clock
from ui.window.words import say

TEXT_FILES = message("Text files (*.txt)")


class PhrasesDialog(QDialog):
    """`chosen` is the phrase to insert, empty for none."""

    def __init__(self, theme: Theme, store: Store, now: Clock, parent: QWidget) -> None:
        super().__init__(parent)
        self._store = store
        self._now = now
        self.chosen = ""
        self.setObjectName("phrases")
        self.setWindowTitle(say("Phrases"))
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
        self.edit = TextBox(theme, least_lines=2)
        self.reason = TextBox(theme, one_line=True)
        self._asking = QWidget()
        self._outcome = Text(theme, size=SMALL, wrap=True)
        self._lay_out(theme, parent)
        self._search()
        self.box.setFocus()

    def _lay_out(self, theme: Theme, parent: QWidget) -> None:
        px = theme.px
        self.edit.setObjectName("phrase-new")
        self._outcome.setObjectName("phrases-outcome")
        self._outcome.hide()
        self.reason.setObjectName("phrases-reason")
        anyway = labelled(theme, say("The reason to export them anyway"), self.reason)
        anyway.setContentsMargins(0, 0, 0, 0)
        self._asking.setLayout(anyway)
        self._asking.hide()
        about = say(
            "Your own phrases in this review file, encrypted with it. To use them in another "
            "inspection, export them here and import them there."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(8))
        layout.addWidget(Text(theme, say("Phrases"), size=LARGE, strong=True))
        layout.addWidget(Text(theme, about, size=SMALL, tone="quiet", wrap=True))
        layout.addWidget(self.box)
        layout.addWidget(self.found, 1)
        layout.addLayout(labelled(theme, say("A new phrase"), self.edit))
        layout.addLayout(self._build_carrying(theme))
        layout.addWidget(self._asking)
        layout.addWidget(self._outcome)
        layout.addLayout(self._build_foot())
        room = parent.size() * 0.92
        self.setMinimumWidth(min(px(520), room.width()))
        self.resize(QSize(px(560), px(460)).boundedTo(room))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Keep a new phrase with Enter."""
        if is_enter(event) and self.edit.hasFocus():
            self._keep()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Move through the phrases while the keyboard stays in the box."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if by is not None:
                row = self.found.currentRow()
                if row >= 0:
                    self.found.setCurrentRow(min(max(row + by, 0), self.found.count() - 1))
                return True
        return super().eventFilter(watched, event)

    def _build_carrying(self, theme: Theme) -> FlowLayout:
        line = FlowLayout(gap=theme.px(8))
        for words, name, doing in (
            (say("Save the new phrase"), "keep-phrase", self._keep),
            (say("Remove the selected phrase"), "remove-phrase", self._remove),
        ):
            button = plain_button(words, name=name, look="quiet")
            button.clicked.connect(doing)
            line.addWidget(button)
        return line

    def _build_foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        for words, name, doing in (
            (say("Import…"), "import-phrases", self._import),
            (say("Export…"), "export-phrases", self._export),
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
            [one for one in self._store.phrases() if all(word in one.casefold() for word in words)]
        )
        if self.found.count():
            self.found.setCurrentRow(0)
            return
        none = say("No phrases yet. Type one below and save it.")
        nothing = QListWidgetItem(say("None found") if words else none, self.found)
        nothing.setFlags(Qt.ItemFlag.NoItemFlags)

    def _insert(self) -> None:
        item = self.found.currentItem()
        if item is not None:
            self.chosen = item.text()
            self.accept()

    def _keep(self) -> None:
        if self._done(lambda: add_phrase(self._store, self.edit.toPlainText()), self.edit):
            self.edit.clear()

    def _remove(self) -> None:
        item = self.found.currentItem()
        if item is not None:
            self._done(lambda: remove_phrase(self._store, item.text()))

    def _import(self) -> None:
        path = open_one(self, say("Import phrases"), TEXT_FILES)
        if path is not None:
            self._done(lambda: import_phrases(self._store, read_whole(path)))

    def _export(self) -> None:
        path = save_as(self, say("Export phrases"), Path("phrases.txt"), TEXT_FILES)
        if path is not None and self._done(lambda: self._write(path, replace=False), self.reason):
            self._asking.hide()
            self._say(say("Saved as {name}. That file is not encrypted.", name=path.name), "text")

    def _write(self, path: Path, *, replace: bool) -> None:
        try:
            export_phrases(
                self._store,
                path,
                now=self._now(),
                replace=replace,
                keep_identifiers=self.reason.text(),
            )
        except IdentifiersError:
            self._asking.show()
            raise
        except ReviewerError as error:
            if error.code != OTHER_THERE or not confirm_replacing(self, error):
                raise
            self._write(path, replace=True)

    def _done(self, doing: Callable[[], object], field: QWidget | None = None) -> bool:
        """Do it and show the phrases that are there now.

        What is refused for what it holds is said at a field, anything else above the buttons.
        """
        self._outcome.put("")
        try:
            doing()
        except ReviewerError as error:
            if field is None or not isinstance(error, RefusalError) or not field.isVisible():
                self._say(str(error), "inadequate")
            else:
                faults = Faults()
                faults.note(field, _worded(error))
                faults.show()
            return False
        self._search()
        return True

    def _say(self, sentence: str, tone: str) -> None:
        self._outcome.tint(tone)
        self._outcome.put(sentence)
        announce(self, sentence, urgent=tone != "text")


def _worded(error: ReviewerError) -> str:
    if not isinstance(error, IdentifiersError):
        return str(error)
    return say(
        "“{phrase}” may name somebody. Remove that phrase, or give a reason.",
        phrase=error.found[0].text,
    )
