"""What happened to one case, as a person reads it: who, when, from what to what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from reviewer.app.store import Store
from reviewer.domain.case import WITHHELD
from reviewer.domain.correction import LISTED, read_addition, read_correction
from reviewer.domain.event import Action, Event
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.returning import read_returned
from reviewer.domain.review import latest

STATES: Final = frozenset(
    {
        Action.COMPLETED,
        Action.REOPENED,
        Action.POSTPONED,
        Action.RESUMED,
        Action.SETTLED,
    }
)
"""What says where a case stands, and nothing of its answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One change: `before` and `after` are canonical text, None where it was redacted.

    `key` is the item's, or `case.KEY` for a value of the list; `at` is a UTC stamp.
    """

    seq: int
    at: str
    actor: str
    key: str
    action: Action
    before: str | None
    after: str | None
    reason: str = ""
    detail: str = ""


def history_of(store: Store, case_id: CaseId, key: str = "") -> tuple[HistoryLine, ...]:
    """Return the changes of a case, or of one of its keys, newest first.

    What the force thought of its own work is left out until the overall grade is saved.
    """
    review = latest(store.case_reviews(case_id))
    blind = review is None or not review.first_grade
    lines = [
        line
        for line in _lines(store.history(case_id))
        if (not key or line.key == key)
        and not (blind and Key(line.key.removeprefix(LISTED)) in WITHHELD)
    ]
    return tuple(reversed(lines))


def _lines(history: Iterable[Event]) -> Iterator[HistoryLine]:
    answers: dict[str, str | None] = {}
    for event in history:
        entry = event.entry
        before, after, reason = answers.get(entry.key, ""), entry.value, ""
        match entry.action:
            case Action.ANSWERED | Action.REDACTED:
                answers[entry.key] = entry.value
            case Action.CORRECTED:
                before = None
                if entry.value is not None:
                    said = read_correction(entry.value)
                    before, after, reason = said.before, said.after, said.reason
            case Action.ADDED:
                if entry.value is not None:
                    after, reason = "", read_addition(entry.value)[1]
            case Action.RETURNED:
                before = after = ""
                if entry.value is not None:
                    reason = read_returned(entry.value).comment
            case _ if entry.action in STATES:
                before = after = ""
            case _:
                continue
        yield HistoryLine(
            seq=event.seq,
            at=entry.at,
            actor=entry.actor,
            key=entry.key,
            action=entry.action,
            before=before,
            after=after,
            reason=reason,
            detail=entry.detail,
        )
