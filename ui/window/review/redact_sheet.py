"""Taking out words that should never have been typed, and what else may still hold them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from reviewer.app.redacting import Redacted
from reviewer.domain.errors import ReviewerError
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.page import labelled
from ui.window.theme import Theme
from ui.window.words import counted, say

Redact = Callable[[str, str], Redacted]
"""Takes words out for a reason; raises what is wrong."""


class RedactSheet(AskingSheet):
    """The words and the reason; afterwards it stays, and says which workbooks may hold them."""

    def __init__(self, theme: Theme, item: str, redact: Redact, parent: QWidget) -> None:
        super().__init__(
            theme, say("Take words out"), parent, doing=say("Take them out"), name="redact-sheet"
        )
        self._redact = redact
        self._words, self._why = QLineEdit(), QLineEdit()
        self._words.setObjectName("redact-words")
        self._why.setObjectName("redact-why")
        self._sentence(
            say(
                "From “{item}”: the text as it stands, every text it ever was, drafts and the "
                "search. The log shows that words were taken out, not which. It cannot be undone.",
                item=item,
            )
        )
        self.column.addLayout(labelled(theme, say("The words"), self._words))
        hint = say("Without the words themselves; it is logged.")
        self.column.addLayout(labelled(theme, say("Why"), self._why, hint))
        self.end(self._words)

    def _on_accept(self) -> None:
        if self._words.isReadOnly():
            self.accept()
            return
        try:
            done = self._redact(self._words.text(), self._why.text())
        except ReviewerError as error:
            self.job.show_failure(error.sentence)
            return
        for field in (self._words, self._why):
            field.clear()
            field.setReadOnly(True)
        self.job.show_done(_told(done))
        self.accept_button.setText(say("Close"))
        self._cancel.hide()


def _told(done: Redacted) -> str:
    taken = counted(done.values + done.drafts, "Taken out of {n} text.", "Taken out of {n} texts.")
    numbers = ", ".join(str(export.number) for export in done.exports)
    books = say("Workbooks that may hold them: export {numbers}; export anew.", numbers=numbers)
    copies = say("Copies made before hold them too: see File.")
    return " ".join((taken, books, copies) if done.exports else (taken, copies))
