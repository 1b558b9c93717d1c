"""What a later list can be taken for: the sample extended at its end, or cases assigned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from reviewer.app.assignment import (
    allocate_by_list,
    assign_cases,
    assignable_cases,
    case_counts,
)
from reviewer.app.list_extension import ListExtension, plan_extension
from reviewer.domain.form import Form
from reviewer.domain.ids import Key
from reviewer.domain.inspection import Inspection
from reviewer.domain.list_reading import ListReading
from reviewer.domain.message import message, plural, together
from ui.operations.files import OpenFile
from ui.operations.inspections import extend_list
from ui.operations.lists import ListRead
from ui.window.beginning.later_list import Task
from ui.window.beginning.later_list_page import Brought, Purpose
from ui.window.list_words import key_words
from ui.window.words import counted, load_words, localised, say

_NAMED: Final = 8
"""Cases that are named one by one."""
_INSPECTOR: Final = Key("inspector")


def extending() -> Task:
    """Extend the sample by the cases that a later list has and the file has not."""
    purpose = Purpose(
        name="extend-list",
        title=say("Add cases from a new list"),
        about=say(
            "New cases are added at the end of the list. Cases already in the "
            "file are not renumbered or changed."
        ),
        last=say("What will be added"),
        doing=say("Add cases from a new list"),
    )
    return Task(purpose=purpose, weigh=_weigh_extension, write=_extend)


def assigning() -> Task:
    """Give cases to whom a list's column of inspectors names."""
    purpose = Purpose(
        name="assign-by-list",
        title=say("Assign cases from a list"),
        about=say(
            "Cases are matched by reference and assigned to the inspector named "
            "in the list. Answers stay with the person who gave them."
        ),
        last=say("Assignments"),
        doing=say("Assign cases"),
    )
    return Task(purpose=purpose, weigh=_weigh_assignment, write=_assign)


def _weigh_extension(store: OpenFile, read: ListRead, now: datetime) -> Brought:
    plan = plan_extension(store, read.reading, now=now)
    differ = len(plan.differing)
    return Brought(
        headline=counted(len(plan.added), "{n} case will be added", "{n:,} cases will be added"),
        facts=(
            (say("New"), _span(plan)),
            (say("Unchanged"), f"{plan.known - differ:,}"),
            (say("Changed"), f"{differ:,}"),
        ),
        sentences=(
            _types(plan, store.form()),
            *_differing(plan),
            *_alike(plan),
            *_twins(plan),
            *_left_out(read.reading),
            *_draw(plan, store.inspection()),
        ),
    )


def _alike(plan: ListExtension) -> list[str]:
    if not plan.alike:
        return []
    there, new = plan.alike[0]
    return [
        counted(
            len(plan.alike),
            "The references of {new} and {there} differ only by punctuation or "
            "zeros. Check that they are different cases.",
            "{n:,} references differ from known ones only by punctuation or "
            "zeros, such as {new} and {there}. Check that they are different "
            "cases.",
            new=new,
            there=there,
        )
    ]


def _extend(store: OpenFile, read: ListRead, now: datetime) -> str:
    done = extend_list(store, read, now=now, alike_too=True)  # the page has named them
    added = plural(
        len(done.extension.added),
        "{n} case was added: {ids}.",
        "{n:,} cases were added: {ids}.",
        ids=_span(done.extension),
    )
    next_step = message("Assign them, then make a new pack for each inspector.")
    return str(together(added, next_step if done.to_hand_out else None, done.unsafe))


def _weigh_assignment(store: OpenFile, read: ListRead, now: datetime) -> Brought:  # noqa: ARG001 - a task's signature
    cases = store.cases()
    wanted = allocate_by_list(cases, read.reading.cases)
    then = {case.id: wanted.get(case.id, case.get(_INSPECTOR)) for case in cases}
    moved = sum(case.get(_INSPECTOR) != then[case.id] for case in cases)
    return Brought(
        headline=counted(
            moved,
            "{n} of {all:,} cases gets a new inspector",
            "{n:,} of {all:,} cases get a new inspector",
            all=len(cases),
        ),
        sentences=(
            say("Now: {loads}.", loads=load_words(case_counts(cases))),
            say("After: {loads}.", loads=load_words(dict(sorted(Counter(then.values()).items())))),
        ),
    )


def _assign(store: OpenFile, read: ListRead, now: datetime) -> str:
    wanted = allocate_by_list(assignable_cases(store), read.reading.cases)
    moved = len(assign_cases(store, wanted, now=now))
    return counted(moved, "{n} case has a new inspector.", "{n:,} cases have a new inspector.")


def _span(extension: ListExtension) -> str:
    first, last = extension.added[0].id, extension.added[-1].id
    return first if first == last else say("{first} to {last}", first=first, last=last)


def _types(plan: ListExtension, form: Form) -> str:
    counts = Counter(case.type for case in plan.added)
    named = [
        f"{localised(option.label)} {counts[option.code]:,}"
        for option in form.case_types
        if counts[option.code]
    ]
    return say("New by type: {types}.", types=", ".join(named))


def _differing(plan: ListExtension) -> Iterator[str]:
    for case, keys in list(plan.differing.items())[:_NAMED]:
        named = ", ".join(map(key_words, keys))
        yield say("{case} has different values in this list: {names}.", case=case, names=named)
    more = len(plan.differing) - _NAMED
    if more > 0:
        yield counted(
            more, "{n} more case has different values.", "{n:,} more cases have different values."
        )
    if plan.differing:
        yield say(
            "The file keeps its own values. If a new value is right, correct the case by hand."
        )


def _twins(plan: ListExtension) -> Sequence[str]:
    return [
        say(
            "{by_hand} was added by hand and will also become {id}. Exclude one as a duplicate.",
            by_hand=by_hand,
            id=id_,
        )
        for by_hand, id_ in plan.twins[:_NAMED]
    ]


def _left_out(reading: ListReading) -> Iterator[str]:
    if reading.refused_rows:
        yield counted(
            len(reading.refused_rows),
            "{n} row has a problem and is left out. Its number is not used.",
            "{n:,} rows have problems and are left out. Their numbers are not used.",
        )


def _draw(plan: ListExtension, about: Inspection) -> Iterator[str]:
    if about.random_sample and plan.drawn:
        yield say("These are all the replacements drawn in advance, so the sample stays random.")
    elif about.random_sample:
        yield say(
            "The sample was drawn at random and these cases were not, so the "
            "whole sample is no longer random and its intervals are only "
            "indicative. The file still records how it was drawn."
        )
