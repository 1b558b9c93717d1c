"""A list that grows: new cases at its end, none of the old ones touched or renumbered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reviewer.app.beginning import custody, stamp_of
from reviewer.app.correcting import accepted_cases
from reviewer.app.store import Store
from reviewer.domain.case import Case, normalised_reference
from reviewer.domain.errors import RefusalError
from reviewer.domain.event import Action, Entry
from reviewer.domain.ids import CaseId, case_id
from reviewer.domain.inspection import FileKind
from reviewer.domain.times import stamp
from reviewer.intake.reading import ListReading


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended:
    """What an extension brought: the new cases, and how many rows were there already.

    `twins` are new cases of which an inspector had added the same by hand (its id first).
    """

    added: tuple[Case, ...]
    known: int
    twins: tuple[tuple[CaseId, CaseId], ...]


def extend_list(store: Store, reading: ListReading, *, now: datetime) -> Extended:
    """Append the cases of a list that a review file does not have yet.

    Positions go on from the end of the list as it is, refused rows leaving gaps and rows that
    are on the list already none. What was corrected or added by hand since makes no
    difference, so whoever extends the same list with the same one gets the same ids.

    Raises RefusalError in a register, and where the list brings no new case.
    """
    inspection = store.inspection()
    if inspection.kind is not FileKind.REVIEW:
        raise RefusalError(
            "is-a-register",
            "This is a register; extend the list in the reviewers' own files, then merge anew.",
        )
    with store.transaction() as unit:
        accepted = accepted_cases(store)
        length = store.lists()[-1].length
        there = {normalised_reference(case.reference) for case in accepted}
        added: list[Case] = []
        known = 0
        for case in reading.cases:
            if normalised_reference(case.reference) in there:
                known += 1
                continue
            position = length + case.position - known
            added.append(replace(case, position=position, id=case_id(inspection.code, position)))
        if not added:
            raise RefusalError(
                "nothing-new", "Every case of this list is in the file already; nothing was added."
            )
        listed = stamp_of(reading, (*accepted, *added), length + reading.rows - known, now)
        twins = _twins(store.cases(), accepted, added)
        unit.extend_list(listed, added)
        detail = (
            f"{len(added)} cases added, {added[0].id} to {added[-1].id}; {known} were there; "
            f"{custody(listed, reading)}"
        )
        entry = Entry(action=Action.EXTENDED, actor=inspection.person, at=stamp(now), detail=detail)
        unit.log(entry)
    return Extended(added=tuple(added), known=known, twins=twins)


def _twins(
    now: Sequence[Case], accepted: Sequence[Case], added: Sequence[Case]
) -> tuple[tuple[CaseId, CaseId], ...]:
    listed = {case.id for case in accepted}
    by_hand = {normalised_reference(c.reference): c.id for c in now if c.id not in listed}
    found = ((by_hand.get(normalised_reference(case.reference)), case.id) for case in added)
    return tuple((first, second) for first, second in found if first is not None)
