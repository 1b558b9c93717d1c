"""What happened to one case, as a person reads it: who, when, from what to what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reviewer.app.store import Store
from reviewer.domain.action import Action
from reviewer.domain.case import WITHHELD
from reviewer.domain.case_actions import (
    AnswerGiven,
    BlindGradeFixed,
    CaseAdded,
    CaseCompleted,
    CasePostponed,
    CaseReopened,
    CaseResumed,
    CaseReturned,
    CommentWritten,
    ListValueCorrected,
    ReturnSettled,
)
from reviewer.domain.correction import LISTED
from reviewer.domain.event import Event
from reviewer.domain.file_actions import RedactionReasoned, WordsRedacted
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.redaction import with_what_is_left
from reviewer.domain.review import latest
from reviewer.domain.team_actions import CaseReconciled

STATES: Final = (
    *(BlindGradeFixed, CaseCompleted, CaseReopened, CaseReconciled),
    *(CasePostponed, CaseResumed, ReturnSettled),
)
"""What says where a case stands, and nothing of its answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One change: `before` and `after` are canonical text, None where the log has lost it.

    Words that were removed are in none of them; a line of its own says that they were.

    `key` is the item's, or `case.KEY` for a value of the list; `at` is a UTC stamp.
    """

    seq: int
    at: str
    actor: str
    key: str
    action: Action
    before: str | None = ""
    after: str | None = ""
    reason: str = ""


def history_of(store: Store, case_id: CaseId, key: str = "") -> tuple[HistoryLine, ...]:
    """Return the changes of a case, or of one of its keys, newest first.

    What the force thought of its own work is left out until it was revealed.
    """
    review = latest(store.case_reviews(case_id))
    blind = review is None or not review.blind_grade
    lines = [
        line
        for line in _lines(store.history(case_id))
        if (not key or line.key == key)
        and not (blind and Key(line.key.removeprefix(LISTED)) in WITHHELD)
    ]
    return tuple(reversed(lines))


def _lines(history: Sequence[Event]) -> Iterator[HistoryLine]:
    answers: dict[str, str | None] = {}
    reasons: dict[int, str] = {}
    keys: dict[int, str] = {}
    for event in with_what_is_left(history):
        action = event.action
        keys[event.seq] = _key_of(action, keys)
        line = HistoryLine(
            seq=event.seq, at=event.at, actor=event.actor, key=keys[event.seq], action=action
        )
        match action:
            case AnswerGiven(key=key, answer=answer):
                yield replace(line, before=answers.get(key, ""), after=answer)
                answers[key] = answer
            case ListValueCorrected(before=before, after=after, reason=reason):
                yield replace(line, before=before, after=after, reason=reason or "")
            case CaseAdded(reason=reason):
                lost = None if reason is None else ""
                yield replace(line, before=lost, after=lost, reason=reason or "")
            case CaseReturned(comment=comment):
                yield replace(line, reason=comment or "")
            case RedactionReasoned(reason=reason):
                reasons[event.seq] = reason or ""
            case WordsRedacted(reason_event=why):
                yield replace(line, reason=reasons.get(why, ""))
            case _ if isinstance(action, STATES):
                yield line


def _key_of(action: Action, keys: Mapping[int, str]) -> str:
    """Return what an action is about: an item, or `case.KEY` for a value of the list."""
    match action:
        case AnswerGiven(key=key) | CommentWritten(key=key):
            return key
        case ListValueCorrected(key=key):
            return LISTED + key
        case WordsRedacted(event=redacted):
            return keys.get(redacted, "")
        case _:
            return ""
