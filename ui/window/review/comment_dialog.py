"""Comments at an item: write one, take one back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from reviewer.app.case_notes import Comment
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.buttons import plain_button
from ui.window.parts.page import labelled
from ui.window.parts.sheet_draft import SheetDraft
from ui.window.parts.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import say, when_of

Keep = Callable[[str], object]
"""Keeps a comment; raises why it could not."""


class CommentDialog(AskingSheet):
    """`taken_back` is the number of the comment a person takes back, None for none."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        comments: Sequence[Comment],
        keep: Keep,
        draft: SheetDraft,
        parent: QWidget,
    ) -> None:
        super().__init__(theme, title, parent, doing=say("Save the comment"), name="comment")
        self._keep = keep
        self.taken_back: int | None = None
        self._sentence(say("Comments stay in this file and its log. They are not in any workbook."))
        for one in comments:
            self.column.addLayout(self._build_line(theme, one))
        self._edit = self._text_box("comment-text")
        self._edit.setPlaceholderText(say("For yourself. ⏎ saves it, Shift ⏎ starts a new line"))
        self.column.addLayout(labelled(theme, say("Comment"), self._edit), 1)
        self._edit.setAccessibleName(say("Comment on {what}", what=title))
        self.end(self._edit, draft)

    def _build_line(self, theme: Theme, one: Comment) -> QHBoxLayout:
        line = QHBoxLayout()
        words = f"“{one.text}”  {one.author}, {when_of(one.at)}"
        line.addWidget(Text(theme, words, size=SMALL, wrap=True), 1)
        button = plain_button(say("Remove comment"), name=f"take-back-{one.seq}", look="quiet")
        button.setAccessibleDescription(one.text)
        button.clicked.connect(lambda: self._on_take_back(one.seq))
        line.addWidget(button)
        return line

    def _on_accept(self) -> None:
        self._attempt(lambda: self._keep(self._edit.toPlainText()), self._edit)

    def _on_take_back(self, seq: int) -> None:
        self.taken_back = seq
        self.accept()
