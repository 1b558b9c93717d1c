"""What the log keeps of a case that a lead returned to its reader: who, when, and the comment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.domain.case_actions import CaseReturned, ReturnSettled
from reviewer.domain.event import Event
from reviewer.domain.redaction import with_what_is_left


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A lead's comment with which a case came back; `at` is the UTC stamp of the decision."""

    moderator: str
    at: str
    comment: str


def open_returns(history: Sequence[Event]) -> tuple[Returned, ...]:
    """Return what the events of one case leave to be settled, oldest first.

    Completing the case settles it.
    """
    waiting: list[Returned] = []
    for event in with_what_is_left(history):
        match event.action:
            case ReturnSettled():
                waiting.clear()
            case CaseReturned(comment=str(comment)) as back:
                waiting.append(
                    Returned(moderator=back.moderator, at=back.decided_at, comment=comment)
                )
    return tuple(waiting)
