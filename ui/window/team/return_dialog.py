"""Returning a case to one of its readers, with the comment he gets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.window.parts.buttons import plain_button
from ui.window.parts.page import Choices, labelled
from ui.window.parts.text import Text
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import say

GiveBack = Callable[[str, str], str]
"""Returns the case to a reader with a comment; says why it could not, empty where it did."""


class ReturnDialog(QDialog):
    """One reader, one comment; what is refused is said here and nothing typed is lost."""

    def __init__(
        self, theme: Theme, case: str, readers: Sequence[str], give: GiveBack, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._give = give
        self._readers = readers
        self.setObjectName("return-case")
        self.setWindowTitle(say("Return a case"))
        px = theme.px
        self._choices = Choices(theme, say("Reader"), [(name, name) for name in readers])
        self._choices.put(readers[0] if len(readers) == 1 else "")
        self.comment = QPlainTextEdit()
        self.comment.setObjectName("return-comment")
        self.comment.setTabChangesFocus(True)
        self.comment.setMinimumHeight(px(110))
        self._why = Text(theme, size=SMALL, tone="inadequate", wrap=True)
        self._why.setObjectName("return-refused")
        self._why.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(10))
        layout.addWidget(Text(theme, say("Return {case}", case=case), size=LARGE, strong=True))
        layout.addWidget(
            Text(
                theme,
                say(
                    "The reader gets it with the team's next workbook. The comment stands in its "
                    "Decisions and in the log, so name no other reader's grade in it."
                ),
                size=SMALL,
                tone="quiet",
                wrap=True,
            )
        )
        layout.addLayout(labelled(theme, say("To"), self._choices))
        layout.addLayout(labelled(theme, say("Comment"), self.comment))
        layout.addWidget(self._why)
        layout.addLayout(self._build_foot())
        self.setMinimumWidth(px(480))
        self.comment.setFocus()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Return it with Ctrl+Enter."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_return()
        else:
            super().keyPressEvent(event)

    def _build_foot(self) -> QHBoxLayout:
        cancel = plain_button(say("Cancel"), name="cancel-return")
        cancel.clicked.connect(self.reject)
        give = plain_button(say("Return it with this comment"), name="give-back", look="primary")
        give.clicked.connect(self._on_return)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(cancel)
        line.addWidget(give)
        return line

    def _on_return(self) -> None:
        if not self._choices.code:
            self._why.put(say("Choose the reader it goes back to."))
            return
        refused = self._give(self._choices.code, self.comment.toPlainText())
        self._why.put(refused)
        if not refused:
            self.accept()
