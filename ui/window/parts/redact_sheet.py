"""Taking out words that should never have been typed, and what else may still hold them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from reviewer.app.redacting import Redacted
from reviewer.domain.errors import RefusalError, ReviewerError
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.choices import Choices
from ui.window.parts.page import labelled
from ui.window.parts.text_box import TextBox
from ui.window.theme import Theme
from ui.window.words import counted, say, when_of

Redact = Callable[[str, str], Redacted]
"""Takes words out for a reason; raises what is wrong."""

Place = tuple[str, Redact]
"""Where words are removed, in words, and what does it."""


class RedactSheet(AskingSheet):
    """Where, the words and the reason; afterwards it stays, and says what may still hold them.

    `places` come from the narrowest on; the first is chosen. `copies` returns the copies of the
    file that are known. It keeps no draft: the words must
    be in none, and where they are sought is not to be chosen by a lock.
    """

    def __init__(
        self,
        theme: Theme,
        places: Sequence[Place],
        copies: Callable[[], Sequence[Path]],
        parent: QWidget,
    ) -> None:
        super().__init__(
            theme, say("Redact text"), parent, doing=say("Redact"), name="redact-sheet"
        )
        self._places = places
        self._copies = copies
        self._words, self._why = QLineEdit(), self._text_box("redact-why", lines=1)
        self._words.setObjectName("redact-words")
        self._sentence(
            say(
                "Whole words that match are removed everywhere: from every text and "
                "its earlier versions, comments, reasons, unsaved text and the "
                "search. The log shows that text was redacted, but not the text. "
                "This cannot be undone."
            )
        )
        where = [(str(number), words) for number, (words, _) in enumerate(places)]
        self._where = Choices(theme, say("Where"), where)
        self._where.put("0")
        self.column.addLayout(labelled(theme, say("Where"), self._where))
        self.column.addLayout(labelled(theme, say("Text to redact"), self._words))
        hint = say("Recorded in the log. Do not include the text itself.")
        self.column.addLayout(labelled(theme, say("Reason"), self._why, hint))
        self.end(self._words)

    def _on_accept(self) -> None:
        if self._words.isReadOnly():
            self.accept()
            return
        _, redact = self._places[int(self._where.code)]
        try:
            done = redact(self._words.text(), self._why.text())
        except RefusalError as error:
            of_reason = error.code in {"bad-name", "words-in-reason"}
            self._refuse_at(self._why if of_reason else self._words, str(error))
            return
        except ReviewerError as error:
            self._refuse(str(error))
            return
        fields: tuple[QLineEdit | TextBox, ...] = (self._words, self._why)
        for field in fields:
            field.clear()
            field.setReadOnly(True)
        self._where.setEnabled(False)
        self.job.show_done("\n".join([*_sentences(done), *self._held_by_copies()]))
        self.accept_button.setText(say("Close"))
        self._cancel.hide()
        self.fit()

    def _held_by_copies(self) -> list[str]:
        try:
            copies = self._copies()
        except ReviewerError as error:
            return [say("Copies may also contain this text. {why}", why=error.sentence)]
        if not copies:
            return []
        return [say("Copies that may contain this text:"), *map(str, copies)]


def _sentences(done: Redacted) -> list[str]:
    taken = done.values + done.drafts + done.cases + done.phrases + done.own_words
    parts = [counted(taken, "Redacted in {n} text.", "Redacted in {n} texts.")]
    if done.exports:
        books = ", ".join(f"{e.number} ({when_of(e.at)})" for e in done.exports)
        parts.append(
            say("Workbooks that may contain this text: export {books}. Export again.", books=books)
        )
    if done.prints:
        prints = ", ".join(map(when_of, done.prints))
        parts.append(say("Prints that may contain this text: {prints}.", prints=prints))
    if done.returned:
        parts.append(say("The lead's register also contains the comment. Tell the lead."))
    return parts
