"""The errors a person can do something about.

Every one carries a short code, which scripts may rely on, and one sentence saying what
happened and what to do. Anything else that is raised is a mistake of ours.
"""

from __future__ import annotations

from reviewer.domain.message import Message, message, verbatim


class ReviewerError(Exception):
    """Something a person can act on: `code` for scripts, `sentence` for people.

    The sentence says what is wrong and names no option, command or button: a front end adds its
    own advice by the code. It never holds case text; ids, counts and file names are allowed.
    """

    def __init__(self, code: str, sentence: Message) -> None:
        super().__init__(code, sentence)
        self.code = code
        self.sentence = sentence

    def __str__(self) -> str:
        """Return the sentence in the current language."""
        return str(self.sentence)


class RefusalError(ReviewerError):
    """What was handed in was examined and is refused: a bad list, value, workbook or form.

    `of` names the value that is wrong where there were several, so that it is shown at its field.
    """

    def __init__(self, code: str, sentence: Message, *, of: str = "") -> None:
        super().__init__(code, sentence)
        self.of = of


class WorldError(ReviewerError):
    """The world failed us: no such file, a full disk, a lock, a wrong passphrase, damage."""


def reason_of(error: OSError) -> Message:
    """Return why the system refused, as a part of a sentence."""
    if error.strerror:
        return verbatim(error.strerror.lower())
    return message("the system gave no reason")
