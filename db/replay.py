"""The log read from its first event to its last: its chain, and the state that it tells of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from db import rows
from db.store import ReviewFile
from reviewer.domain.action import KINDS, UnknownAction
from reviewer.domain.case import normalised_name
from reviewer.domain.case_actions import (
    AnswerGiven,
    BlindGradeFixed,
    CaseCompleted,
    CaseContinued,
    CaseReopened,
)
from reviewer.domain.correction import ListChanges
from reviewer.domain.event import GENESIS, Event, event_hash, typed_digest
from reviewer.domain.file_actions import WordsRedacted
from reviewer.domain.ids import Key
from reviewer.domain.message import Message, message
from reviewer.domain.register_log import RegisterHistory
from reviewer.domain.team_actions import CaseReconciled

_OF_REVIEWS: Final = (
    *(AnswerGiven, BlindGradeFixed),
    *(CaseCompleted, CaseReopened, CaseContinued, CaseReconciled),
)
"""What changes a review."""

_Whose = tuple[str, str]
"""A case and the reviewer's name as it is compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: a code for scripts, a sentence for people, no case text."""

    code: str
    text: Message


@dataclass(slots=True)
class ReplayedReview:
    """What the log says of one review; `unknown` are keys whose last value is lost.

    `source` is the event that gave an answer.
    """

    answers: dict[Key, str] = field(default_factory=dict)
    source: dict[Key, int] = field(default_factory=dict)
    unknown: set[Key] = field(default_factory=set)
    completed: bool = False
    blind_grade: str = ""
    changed_at: str = ""


@dataclass(slots=True)
class LogReplay:
    """What is gathered while the log is read from its first event to its last."""

    grade_key: Key
    problems: list[Problem] = field(default_factory=list)
    reviews: dict[_Whose, ReplayedReview] = field(default_factory=dict)
    hashes: set[str] = field(default_factory=set)
    missing: dict[int, Event] = field(default_factory=dict)
    list_changes: ListChanges = field(default_factory=ListChanges)
    register: RegisterHistory = field(default_factory=RegisterHistory)
    events: int = 0
    last: int = 0
    head: str = GENESIS

    def found(self, code: str, text: Message) -> None:
        """Note one thing that is wrong with the log."""
        self.problems.append(Problem(code=code, text=text))


def replay_log(store: ReviewFile, log: LogReplay) -> None:
    """Take every event of the log into `log`, and what was typed that is not in the file."""
    while stretch := store.logged_rows(log.last):
        for row in stretch:
            _take(log, row)
    for seq, event in sorted(log.missing.items()):
        words = message(
            "The text of event {seq} is missing ({action} {case}).",
            seq=seq,
            action=event.action.name,
            case=event.case,
        )
        log.found("value-missing", words)


def _take(log: LogReplay, row: rows.Row) -> None:
    *hashed, previous, own_hash, typed, salt = row
    seq, digest = row[0], row[6]
    if seq != log.last + 1:
        words = message(
            "Events {first} to {last} are missing from the log.", first=log.last + 1, last=seq - 1
        )
        log.found("events-missing", words)
    elif previous != log.head:
        words = message("Event {seq} does not follow event {last}.", seq=seq, last=log.last)
        log.found("event-out-of-place", words)
    log.events, log.last, log.head = log.events + 1, seq, own_hash
    log.hashes.add(own_hash)
    event = rows.event_of(row[:-1])
    if event_hash(*hashed, previous) != own_hash:
        log.found("event-changed", message("Event {seq} was changed.", seq=seq))
    elif isinstance(event.action, UnknownAction) and event.action.recorded in KINDS:
        words = message("Event {seq} does not have the fields of its kind.", seq=seq)
        log.found("event-unreadable", words)
    _take_typed(log, event, digest, typed, salt)
    _replay(log, event)


def _take_typed(
    log: LogReplay, event: Event, digest: str, typed: str | None, salt: str | None
) -> None:
    if typed is None:
        if digest:
            log.missing[event.seq] = event
    elif typed_digest(salt or "", typed) != digest:
        words = message("The text of event {seq} was changed.", seq=event.seq)
        log.found("value-changed", words)
    action = event.action
    if isinstance(action, WordsRedacted):
        redacted = log.missing.get(action.event)
        if redacted is not None and redacted.case == event.case:
            del log.missing[action.event]
            _replay_redaction(log, event, action)


def _replay_redaction(log: LogReplay, event: Event, redaction: WordsRedacted) -> None:
    left = redaction.left.get("answer") if redaction.left is not None else None
    for (case, _), replayed in log.reviews.items():
        if case == event.case:
            for key in [key for key, seq in replayed.source.items() if seq == redaction.event]:
                _put_answer(replayed, key, event.seq, left)
                replayed.changed_at = event.at


def _replay(log: LogReplay, event: Event) -> None:
    log.list_changes.take(event)
    log.register.take(event)
    action = event.action
    if not isinstance(action, _OF_REVIEWS):
        return
    whose = (event.case, normalised_name(event.actor))
    if isinstance(action, CaseContinued):
        before = log.reviews.get((event.case, normalised_name(action.reader)))
        log.reviews[whose] = _copied(before)
        return
    replayed = log.reviews.setdefault(whose, ReplayedReview())
    replayed.changed_at = event.at
    match action:
        case CaseCompleted():
            replayed.completed = True
        case CaseReopened():
            replayed.completed = False
        case BlindGradeFixed(grade=grade):
            if not replayed.blind_grade and replayed.answers.get(log.grade_key) == grade:
                replayed.blind_grade = grade
        case CaseReconciled(blind_grade=grade):
            replayed.blind_grade = grade
        case AnswerGiven(key=key, answer=answer):
            _put_answer(replayed, key, event.seq, answer)


def _copied(replayed: ReplayedReview | None) -> ReplayedReview:
    if replayed is None:
        return ReplayedReview()
    return replace(
        replayed,
        answers={**replayed.answers},
        source={**replayed.source},
        unknown={*replayed.unknown},
    )


def _put_answer(replayed: ReplayedReview, key: Key, seq: int, answer: str | None) -> None:
    replayed.unknown.discard(key)
    replayed.answers.pop(key, None)
    replayed.source[key] = seq
    if answer is None:
        replayed.unknown.add(key)
    elif answer:
        replayed.answers[key] = answer
