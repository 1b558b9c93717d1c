"""Comments at an item: write one, take one back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from reviewer.app.case_notes import Comment
from ui.window.parts.buttons import plain_button
from ui.window.parts.text import Text
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import say, when_of

Keep = Callable[[str], str]
"""Keeps a comment; returns why it could not, empty where it did."""


class CommentDialog(QDialog):
    """`taken_back` is the number of the comment a person takes back, None for none."""

    def __init__(
        self, theme: Theme, title: str, comments: Sequence[Comment], keep: Keep, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._keep = keep
        self.taken_back: int | None = None
        self.setObjectName("comment")
        self.setWindowTitle(say("Comment"))
        px = theme.px
        self.edit = QPlainTextEdit()
        self.edit.setObjectName("comment-text")
        self.edit.setAccessibleName(say("Comment on {what}", what=title))
        self.edit.setTabChangesFocus(True)
        self.edit.setPlaceholderText(say("For yourself; Ctrl ⏎ keeps it"))
        self._why = Text(theme, size=SMALL, tone="inadequate", wrap=True)
        self._why.setObjectName("comment-refused")
        self._why.hide()
        about = say("Comments stay in this file and its log; no workbook carries them.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(8))
        layout.addWidget(Text(theme, title, size=LARGE, strong=True, wrap=True))
        layout.addWidget(Text(theme, about, size=SMALL, tone="quiet", wrap=True))
        for one in comments:
            layout.addLayout(self._build_line(theme, one))
        layout.addWidget(self.edit, 1)
        layout.addWidget(self._why)
        layout.addLayout(self._build_foot())
        self.setMinimumWidth(px(460))
        self.edit.setFocus()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Keep the comment with Ctrl+Enter."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_keep()
        else:
            super().keyPressEvent(event)

    def _build_line(self, theme: Theme, one: Comment) -> QHBoxLayout:
        line = QHBoxLayout()
        words = f"“{one.text}”  {one.author}, {when_of(one.at)}"
        line.addWidget(Text(theme, words, size=SMALL, wrap=True), 1)
        button = plain_button(say("Take back"), name=f"take-back-{one.seq}", look="quiet")
        button.setAccessibleDescription(one.text)
        button.clicked.connect(lambda: self._on_take_back(one.seq))
        line.addWidget(button)
        return line

    def _build_foot(self) -> QHBoxLayout:
        cancel = plain_button(say("Cancel"), name="cancel-comment")
        cancel.clicked.connect(self.reject)
        keep = plain_button(say("Keep the comment"), name="keep-comment", look="primary")
        keep.clicked.connect(self._on_keep)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(cancel)
        line.addWidget(keep)
        return line

    def _on_keep(self) -> None:
        refused = self._keep(self.edit.toPlainText())
        self._why.put(refused)
        if not refused:
            self.accept()

    def _on_take_back(self, seq: int) -> None:
        self.taken_back = seq
        self.accept()
