"""Undo and redo of a case's answers, read from the log: they outlive the program.

An undo is an answer like any other, logged with its cause, and so is a redo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reviewer.app.answering import Answered, answer
from reviewer.app.store import Store
from reviewer.domain.case_actions import AnswerGiven, CaseContinued, Cause
from reviewer.domain.event import Event
from reviewer.domain.file_actions import RedactionReasoned, WordsRedacted
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.redaction import with_what_is_left


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """One change of one answer: its text before and after."""

    key: Key
    before: str
    after: str


@dataclass(slots=True)
class Changes:
    """What can be taken back and what can be made again, each from its end."""

    done: list[AnswerChange] = field(default_factory=list)
    undone: list[AnswerChange] = field(default_factory=list)


def changes_of(history: Sequence[Event]) -> Changes:
    """Return what the events of one case leave to be undone and redone.

    Another reader's answers are not taken back, and nothing that is older than a redaction.
    """
    changes, answers = Changes(), dict[Key, str]()
    for event in with_what_is_left(history):
        match event.action:
            case CaseContinued() | RedactionReasoned() | WordsRedacted():
                changes = Changes()
            case AnswerGiven(key=key, cause=cause, answer=str(answered)):
                change = AnswerChange(key=key, before=answers.get(key, ""), after=answered)
                answers[key] = answered
                _take(changes, change, cause)
    return changes


def undo(store: Store, case_id: CaseId, *, now: datetime) -> tuple[Key, Answered] | None:
    """Take back the last change of a case; None where there is nothing to take back."""
    changes = changes_of(store.history(case_id))
    if not changes.done:
        return None
    last = changes.done[-1]
    return last.key, answer(store, case_id, {last.key: last.before}, now=now, cause=Cause.UNDONE)


def redo(store: Store, case_id: CaseId, *, now: datetime) -> tuple[Key, Answered] | None:
    """Make the change again that was undone last; None where there is none."""
    changes = changes_of(store.history(case_id))
    if not changes.undone:
        return None
    last = changes.undone[-1]
    return last.key, answer(store, case_id, {last.key: last.after}, now=now, cause=Cause.REDONE)


def _take(changes: Changes, change: AnswerChange, cause: Cause) -> None:
    match cause:
        case Cause.UNDONE:
            _move(changes.done, changes.undone, change.key)
        case Cause.REDONE:
            _move(changes.undone, changes.done, change.key)
        case Cause.GIVEN:
            changes.undone.clear()
            changes.done.append(change)


def _move(source: list[AnswerChange], target: list[AnswerChange], key: Key) -> None:
    place = next((i for i in reversed(range(len(source))) if source[i].key == key), None)
    if place is not None:
        target.append(source.pop(place))
