"""Who is to review which case: allocated evenly, named by the lead, or by a list's column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from reviewer.app.register import combined_register
from reviewer.app.store import Store
from reviewer.domain.case import INSPECTOR, Case, normalised_name, normalised_reference
from reviewer.domain.case_actions import CaseAssigned
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import FileKind, checked_line
from reviewer.domain.message import message


def names_of(untrusted: str) -> list[str]:
    """Split the names of inspectors as a person types them, with semicolons between."""
    return [name.strip() for name in untrusted.split(";") if name.strip()]


def allocate_evenly(cases: Sequence[Case], inspectors: Sequence[str]) -> dict[CaseId, str]:
    """Give each inspector as many cases as the others, of each type too.

    No two differ by more than one, in all and in each type. It depends on the list alone, so
    inspectors who allocate it in their own files get the same. Raises RefusalError for names that
    are none, given twice, or separated by commas.
    """
    names = [checked_line(name, message("An inspector's name")) for name in inspectors]
    listed = len(names) == 1 and "," in names[0]  # nobody allocates to one person alone
    if not names or listed or len({normalised_name(name) for name in names}) < len(names):
        raise RefusalError(
            "bad-names", message("Name each inspector once, as “A. Lead;B. Inspector”.")
        )
    ordered = sorted(cases, key=lambda case: (case.type, case.position))
    return {case.id: names[turn % len(names)] for turn, case in enumerate(ordered)}


def allocate_by_list(cases: Sequence[Case], listed: Sequence[Case]) -> dict[CaseId, str]:
    """Take each case's inspector from a list that names them; raises RefusalError."""
    named = {
        normalised_reference(case.reference): name
        for case in listed
        if (name := case.get(INSPECTOR))
    }
    found = {
        case.id: checked_line(named[reference], message("An inspector's name"))
        for case in cases
        if (reference := normalised_reference(case.reference)) in named
    }
    if not found:
        raise RefusalError(
            "nobody-named",
            message(
                "The list does not name an inspector for the cases in this file. Choose a "
                "column that does."
            ),
        )
    return found


def assign_cases(
    store: Store, inspectors: Mapping[CaseId, str], *, now: datetime
) -> tuple[Case, ...]:
    """Write who is to review which case, each change with its log entry; empty text clears.

    Returns the cases that changed. Raises RefusalError in a register that did not begin with a
    list, for a case the list does not have, and in a register for one that its inspector has begun.
    """
    check_assignable(store)
    begun = begun_cases(store)
    changed = []
    with store.transaction(now) as unit:
        for id_, name in inspectors.items():
            case = store.case(id_)
            if case.get(INSPECTOR) == name:
                continue
            if id_ in begun:
                raise RefusalError(
                    "case-begun",
                    message(
                        "{name} has started {case}, so it cannot be assigned to anyone else.",
                        case=id_,
                        name=begun[id_],
                    ),
                )
            case = with_value(case, INSPECTOR, name)
            unit.put_case(case)
            unit.log(CaseAssigned(inspector=name), case=id_)
            changed.append(case)
    return tuple(changed)


def with_value(case: Case, key: Key, text: str) -> Case:
    """Return a case with another value at a key of the list; empty text clears."""
    values = {**case.values, key: text}
    return replace(case, values={key: text for key, text in values.items() if text})


def check_assignable(store: Store) -> None:
    """Raise RefusalError where a file has no list of its own to assign cases of."""
    if store.inspection().kind is FileKind.REGISTER and not store.lists():
        raise RefusalError(
            "is-a-register",
            message(
                "This register was made from workbooks; cases are assigned in the reviewers' own "
                "files, or in a register that began with the list."
            ),
        )


def begun_cases(store: Store) -> Mapping[CaseId, str]:
    """Return who has begun which case, as far as a register's workbooks tell; no other file says.

    Where several have, the one the case is assigned to if they are among them.
    """
    if store.inspection().kind is not FileKind.REGISTER:
        return {}
    return {
        s.case.id: s.reviews[0].reviewer for s in combined_register(store).standings if s.reviews
    }


def assignable_cases(store: Store) -> tuple[Case, ...]:
    """Return the cases that can be given to another inspector, in the list's order."""
    begun = begun_cases(store)
    return tuple(case for case in store.cases() if case.id not in begun)


def case_counts(cases: Sequence[Case]) -> dict[str, int]:
    """Count the cases of each inspector, by name; the empty name is nobody's."""
    counted = Counter(case.get(INSPECTOR) for case in cases)
    return {name: counted[name] for name in sorted(counted)}
