"""The errors a person can do something about.

Every one carries a short code, which scripts may rely on, and one sentence saying what
happened and what to do. Anything else that is raised is a mistake of ours.
"""

from __future__ import annotations


class ReviewerError(Exception):
    """Something a person can act on: `code` for scripts, `sentence` for people.

    The sentence never holds case text; ids, counts and file names are allowed.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class RefusalError(ReviewerError):
    """What was handed in was examined and is refused: a bad list, value, workbook or form."""


class WorldError(ReviewerError):
    """The world failed us: no such file, a full disk, a lock, a wrong passphrase, damage."""
