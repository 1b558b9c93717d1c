"""The overall grades of a form, and how far a review is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reviewer.domain.ids import Code
from reviewer.domain.message import Message, term

if TYPE_CHECKING:
    from reviewer.domain.marks import Mark
    from reviewer.domain.options import Option


class Status(StrEnum):
    """How far a review is."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    COMPLETE = "complete"
    EXCLUDED = "excluded"
    REPLACED = "replaced"

    @property
    def word(self) -> Message:
        """The status as it is called within a sentence."""
        return _STATUS_WORDS[self]


_STATUS_WORDS: Final[Mapping[Status, Message]] = {
    Status.NOT_STARTED: term("status", "not started"),
    Status.IN_PROGRESS: term("status", "in progress"),
    Status.COMPLETE: term("status", "complete"),
    Status.EXCLUDED: term("status", "excluded"),
    Status.REPLACED: term("status", "replaced"),
}

OUT: Final = frozenset({Status.EXCLUDED, Status.REPLACED})
"""The statuses of a case that is out of the sample."""

DONE: Final = frozenset({Status.COMPLETE, *OUT})
"""The statuses of a case in which nothing is left to do."""


@dataclass(frozen=True, kw_only=True)
class Grades:
    """The overall grades of a form by code, in its order.

    `graded` count as graded, best first: their order is the scale of agreement. `below_good`
    are the worse of them. `ungraded` say that the review could not be graded.
    """

    options: Mapping[Code, Option]
    graded: tuple[Code, ...]
    below_good: tuple[Code, ...]
    ungraded: tuple[Code, ...]

    def __contains__(self, code: object) -> bool:
        return code in self.options

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """Every grade: those that count as graded first, best first."""
        return (*self.graded, *self.ungraded)

    def label(self, code: str) -> str:
        """Return the label of a grade, the code itself where it is none."""
        option = self.options.get(Code(code))
        return str(option.label) if option else code

    def mark(self, code: str) -> Mark | None:
        """Return how a grade is drawn, wherever its code is used; None for no grade."""
        option = self.options.get(Code(code))
        return option.mark if option else None
