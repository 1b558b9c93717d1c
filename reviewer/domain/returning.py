"""What the log keeps of a case that a lead returned to its reader: who, when, and the comment."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.domain.event import Action, Event
from reviewer.domain.redaction import with_what_is_left


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A lead's comment with which a case came back; `at` is the UTC stamp of the decision."""

    moderator: str
    at: str
    comment: str


def returned_text(returned: Returned) -> str:
    """Write a RETURNED event's value."""
    said = [returned.moderator, returned.at, returned.comment]
    return json.dumps(said, ensure_ascii=False)


def read_returned(text: str) -> Returned:
    """Read what `returned_text` wrote."""
    moderator, at, comment = map(str, json.loads(text))
    return Returned(moderator=moderator, at=at, comment=comment)


def open_returns(history: Sequence[Event]) -> tuple[Returned, ...]:
    """Return what the events of one case leave to be settled, oldest first.

    Completing the case settles it (SETTLED).
    """
    waiting: list[Returned] = []
    for event in with_what_is_left(history):
        if event.entry.action is Action.SETTLED:
            waiting.clear()
        elif event.entry.action is Action.RETURNED and event.entry.value is not None:
            waiting.append(read_returned(event.entry.value))
    return tuple(waiting)
