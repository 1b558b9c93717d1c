"""Undo and redo of what a person did to cases, read from the log.

What was done in one transaction is one act. An undo is an act like any other, logged with its
cause, and so is a redo.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from reviewer.app.answering import Answered, current_review, put_answers, reviewing_person
from reviewer.app.completing import put_completed, reopen
from reviewer.app.store import Store, Unit
from reviewer.domain.case_actions import (
    AnswerGiven,
    CaseCompleted,
    CasePostponed,
    CaseReopened,
    CaseResumed,
    CaseReturned,
    Cause,
    ReturnSettled,
)
from reviewer.domain.event import Event
from reviewer.domain.file_actions import RedactionReasoned, WordsRedacted
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.redaction import with_what_is_left
from reviewer.domain.team_actions import CaseReconciled

_OF_ACTS: Final = (
    *(AnswerGiven, CaseCompleted, CaseReopened),
    *(CaseReconciled, RedactionReasoned, WordsRedacted),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a person did to cases in one step: answers given, or a case completed."""

    events: tuple[Event, ...]

    @property
    def at(self) -> str:
        """When it was done, as a UTC stamp."""
        return self.events[0].at

    @property
    def cases(self) -> tuple[CaseId, ...]:
        """The cases that it changed."""
        return tuple(dict.fromkeys(CaseId(event.case) for event in self.events))

    @property
    def keys(self) -> tuple[Key, ...]:
        """The items that it answered; none where it completed a case."""
        given = (event.action for event in self.events)
        return tuple(dict.fromkeys(a.key for a in given if isinstance(a, AnswerGiven)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """What was undone or done again, and how its cases are now."""

    act: Act
    answered: tuple[Answered, ...]


@dataclass(slots=True)
class Acts:
    """What can be undone and what can be done again, each from its end."""

    done: list[Act] = field(default_factory=list)
    undone: list[Act] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    """How a case was at one moment."""

    answers: dict[Key, str] = field(default_factory=dict)
    completed: bool = False

    def take(self, event: Event) -> None:
        match event.action:
            case AnswerGiven(key=key, answer=answered):
                self.answers[key] = answered or ""
            case CaseCompleted():
                self.completed = True
            case CaseReopened():
                self.completed = False


def acts_of(store: Store, since: int) -> Acts:
    """Return what was done after the event `since` and can be undone, or done again.

    Nothing that is older than a redaction, whose words are gone, or than two copies' reconciling,
    which is decided once.
    """
    acts = Acts()
    for act in _gathered(with_what_is_left(tuple(store.events(*_OF_ACTS, after=since)))):
        match act.events[0].action:
            case CaseReconciled() | RedactionReasoned() | WordsRedacted():
                acts = Acts()
            case CaseReopened(cause=Cause.GIVEN):
                pass  # a correction of the list opened the case again; it is undone there
            case AnswerGiven(cause=cause) | CaseCompleted(cause=cause) | CaseReopened(cause=cause):
                _take(acts, act, cause)
    return acts


def undo(store: Store, act: Act, *, now: datetime) -> Turned:
    """Undo an act, the last of `Acts.done`: its cases are again as they were before."""
    return _turn(store, act, act.events[0].seq - 1, Cause.UNDONE, now)


def redo(store: Store, act: Act, *, now: datetime) -> Turned:
    """Do an act again, the last of `Acts.undone`: its cases are again as it left them."""
    return _turn(store, act, act.events[-1].seq, Cause.REDONE, now)


def _turn(store: Store, act: Act, until: int, cause: Cause, now: datetime) -> Turned:
    """Bring what an act changed back to how it was after the event `until`."""
    person = reviewing_person(store)
    states = {case: _state(store.history(case), until) for case in act.cases}
    answered: list[Answered] = []
    joined = False
    with store.transaction(now) as unit:
        for case, state in states.items():
            values = {key: state.answers.get(key, "") for key in _keys(act, case)}
            done = put_answers(
                store, unit, case, values, person=person, now=now, cause=cause, joined=joined
            )
            joined = joined or bool(done.changed)
            if state.completed and not done.review.completed and done.assessment.may_complete:
                current = current_review(store, case, person)
                done = put_completed(store, unit, current, cause, now, joined=joined)
            elif done.review.completed and not state.completed:
                _put_back(unit, store.history(case), act)
                done = reopen(store, unit, case, person=person, now=now, cause=cause, joined=joined)
            joined = True
            answered.append(done)
    return Turned(act=act, answered=tuple(answered))


def _put_back(unit: Unit, history: Sequence[Event], act: Act) -> None:
    """Put a case off again, and return it again, where the act that completed it ended that."""
    waiting: list[CaseReturned] = []
    for event in with_what_is_left(history):
        ended = event.at == act.at and event.seq > act.events[0].seq
        match event.action:
            case CaseReturned() as back:
                waiting.append(back)
            case ReturnSettled() if ended:
                for back in waiting:
                    unit.log(back, case=event.case)
            case ReturnSettled():
                waiting.clear()
            case CaseResumed() if ended:
                unit.log(CasePostponed(), case=event.case)


def _keys(act: Act, case: str) -> list[Key]:
    return [
        event.action.key
        for event in act.events
        if event.case == case and isinstance(event.action, AnswerGiven)
    ]


def _state(history: Sequence[Event], until: int) -> _State:
    state = _State()
    for event in with_what_is_left(history):
        if event.seq <= until:
            state.take(event)
    return state


def _gathered(events: Iterable[Event]) -> list[Act]:
    """Gather events into acts: one that is joined belongs to the one before it."""
    acts: list[list[Event]] = []
    for event in events:
        if getattr(event.action, "joined", False) and acts:
            acts[-1].append(event)
        else:
            acts.append([event])
    return [Act(events=tuple(act)) for act in acts]


def _take(acts: Acts, act: Act, cause: Cause) -> None:
    match cause:
        case Cause.GIVEN:
            acts.undone.clear()
            acts.done.append(act)
        case Cause.UNDONE if acts.done:
            acts.undone.append(acts.done.pop())
        case Cause.REDONE if acts.undone:
            acts.done.append(acts.undone.pop())
