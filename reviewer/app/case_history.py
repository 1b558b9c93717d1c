"""What happened to one case, as a person reads it: who, when, from what to what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.app.store import Store
from reviewer.domain.case import WITHHELD
from reviewer.domain.correction import LISTED, Correction, read_addition, read_correction
from reviewer.domain.event import Action, Entry, Event
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.redaction import reason_event, with_what_is_left
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
    """One change: `before` and `after` are canonical text, None where the log has lost it.

    Words that were taken out stand in none of them; a line of its own says that they were.

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


def _lines(history: Sequence[Event]) -> Iterator[HistoryLine]:
    answers: dict[str, str | None] = {}
    events = with_what_is_left(history)
    values = {event.seq: event.entry.value for event in events}
    for event in events:
        entry = event.entry
        told = _told(entry, answers.get(entry.key, ""), values)
        if entry.action is Action.ANSWERED:
            answers[entry.key] = entry.value
        if told is not None:
            yield HistoryLine(
                seq=event.seq,
                at=entry.at,
                actor=entry.actor,
                key=entry.key,
                action=entry.action,
                before=told.before,
                after=told.after,
                reason=told.reason,
                detail=entry.detail,
            )


def _told(
    entry: Entry, answer: str | None, values: Mapping[int, str | None]
) -> Correction | _Told | None:
    """Return what an entry changed, and why; None where it is no part of a case's history."""
    why, value = reason_event(entry), entry.value
    lost = _Told(before=None, after=None)
    told: Correction | _Told | None = None
    match entry.action:
        case Action.ANSWERED:
            told = _Told(before=answer, after=value)
        case Action.CORRECTED:
            told = read_correction(value) if value is not None else lost
        case Action.ADDED:
            told = _Told(reason=read_addition(value)[1]) if value is not None else lost
        case Action.RETURNED:
            told = _Told(reason=read_returned(value).comment if value is not None else "")
        case Action.REDACTED if why is not None:
            told = _Told(reason=values.get(why) or "")
        case _ if entry.action in STATES:
            told = _Told()
    return told


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    before: str | None = ""
    after: str | None = ""
    reason: str = ""
