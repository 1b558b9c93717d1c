"""Returning a case to one of its readers, with the comment he gets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.choices import Choices
from ui.window.parts.page import labelled
from ui.window.parts.sheet_draft import SheetDraft
from ui.window.theme import Theme
from ui.window.words import say

GiveBack = Callable[[str, str], object]
"""Returns the case to a reader with a comment; raises why it could not."""


class ReturnDialog(AskingSheet):
    """One reader, one comment; what is refused is shown here and nothing typed is lost."""

    def __init__(
        self,
        theme: Theme,
        case: str,
        readers: Sequence[str],
        give: GiveBack,
        draft: SheetDraft,
        parent: QWidget,
    ) -> None:
        super().__init__(
            theme,
            say("Return {case}", case=case),
            parent,
            doing=say("Return with this comment"),
            name="return-case",
        )
        self._give = give
        self._choices = Choices(theme, say("Reader"), [(name, name) for name in readers])
        self._choices.put(readers[0] if len(readers) == 1 else "")
        self._comment = self._text_box("return-comment")
        self._sentence(
            say(
                "The reviewer receives it with the next team workbook. The comment "
                "appears in its Decisions sheet and in the log, so do not mention "
                "another reviewer's grade."
            )
        )
        self.column.addLayout(labelled(theme, say("To"), self._choices))
        self.column.addLayout(labelled(theme, say("Comment"), self._comment))
        self.end(self._comment, draft)

    def _on_accept(self) -> None:
        if self._choices.code:
            comment = self._comment.toPlainText()
            self._attempt(lambda: self._give(self._choices.code, comment), self._comment)
        else:
            self._refuse_at(self._choices, say("Choose the reviewer to return it to."))
