"""A list that grows: new cases at its end, none of the old ones touched or renumbered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reviewer.app.list_corrections import accepted_cases
from reviewer.app.new_files import origin_of, stamp_of
from reviewer.app.register import register_workbooks
from reviewer.app.store import Store
from reviewer.domain.case import Case, ListStamp, normalised_reference, undecorated_reference
from reviewer.domain.draw import sample_digest
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import ListExtended
from reviewer.domain.ids import CaseId, Key, case_id
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.list_reading import ListReading
from reviewer.domain.message import message, plural

_OURS = Key("inspector")
"""Who reviews a case is decided here, whatever a later list says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListExtension:
    """What a later list brings to a file: nothing is written yet.

    `known` counts its cases that are on the list already; of these `differing` says which have
    other values now, and at which keys: they stay as they were accepted. `twins` are new cases
    of which an inspector had added the same by hand (its id first); `alike` are new cases whose
    reference differs from one on the list (whose id comes first) by marks and zeros alone, so
    that they may be the same. `drawn` says that they are
    the replacements that were drawn in advance, all of them.
    """

    added: tuple[Case, ...]
    known: int
    differing: Mapping[CaseId, tuple[Key, ...]]
    twins: tuple[tuple[CaseId, CaseId], ...]
    alike: tuple[tuple[CaseId, CaseId], ...]
    drawn: bool
    listed: ListStamp


def plan_extension(store: Store, reading: ListReading, *, now: datetime) -> ListExtension:
    """Say what extending the list with a later one would bring.

    Positions continue from the end of the list as it is, refused rows leaving gaps and rows that
    are on the list already none. What was corrected or added by hand since makes no
    difference, so everybody who extends the same list with the same one gets the same ids.

    Raises RefusalError in a register that did not begin with a list, where the list brings no new
    case, and where a reader in the register already added other cases.
    """
    inspection = store.inspection()
    if not store.lists():
        raise RefusalError(
            "is-a-register",
            message(
                "This register was made from workbooks. Add the cases to the reviewers' own files, "
                "then merge again."
            ),
        )
    accepted = accepted_cases(store)
    length = store.lists()[-1].length
    there = {normalised_reference(case.reference): case for case in accepted}
    added: list[Case] = []
    differing: dict[CaseId, tuple[Key, ...]] = {}
    known = 0
    for case in reading.cases:
        old = there.get(normalised_reference(case.reference))
        if old is None:
            position = length + case.position - known
            added.append(replace(case, position=position, id=case_id(inspection.code, position)))
            continue
        known += 1
        if changed := _changed(old, case, reading.mapping):
            differing[old.id] = changed
    if not added:
        raise RefusalError(
            "nothing-new",
            message("Every case in this list is already in the file. Nothing was added."),
        )
    listed = stamp_of(reading, (*accepted, *added), added, length + reading.rows - known, now)
    if inspection.kind is FileKind.REGISTER:
        _refuse_other_additions(store, listed)
    return ListExtension(
        added=tuple(added),
        known=known,
        differing=differing,
        twins=_twins(store.cases(), accepted, added),
        alike=_alike(accepted, added),
        drawn=_are_replacements(inspection, reading),
        listed=listed,
    )


def extend_list(
    store: Store, reading: ListReading, *, now: datetime, alike_too: bool = False
) -> ListExtension:
    """Append the cases of a list that a file does not have yet, as it was planned.

    A sample that was drawn at random stays one where these are all its own replacements, and
    else is one no more as a whole. Raises RefusalError as `plan_extension`, and where references
    differ from those on the list by marks and zeros alone, unless a person wants them `alike_too`.
    """
    with store.transaction(now) as unit:
        extension = plan_extension(store, reading, now=now)
        if extension.alike and not alike_too:
            raise _may_be_the_same(extension, reading)
        inspection, added = store.inspection(), extension.added
        unit.extend_list(extension.listed, added)
        unit.withhold([reading.withheld])
        if extension.drawn:
            after = inspection.with_replacements(extension.listed.length)
        else:
            after = inspection.with_added(len(added), now.astimezone().date().isoformat())
        if after != inspection:
            unit.put_inspection(after)
        unit.log(
            ListExtended(
                added=len(added),
                first=added[0].id,
                last=added[-1].id,
                known=extension.known,
                ends_sample=after.random_sample != inspection.random_sample,
                origin=origin_of(extension.listed, reading),
            )
        )
    return extension


def _refuse_other_additions(store: Store, listed: ListStamp) -> None:
    """Raise RefusalError where a merged workbook has other cases at the places of the new ones."""
    place = len(store.lists())
    books = register_workbooks(store)
    for source in store.sources():
        theirs = books[source.digest].lists
        if len(theirs) > place and theirs[place].digest != listed.digest:
            raise RefusalError(
                "reader-added",
                message(
                    "{reader} added other cases to the list, and {file} is in this register. "
                    "Add the list that {reader} added, or remove the workbook first.",
                    reader=source.issued_by,
                    file=source.shown,
                ),
            )


def _may_be_the_same(extension: ListExtension, reading: ListReading) -> RefusalError:
    there, new = extension.alike[0]
    reference = next(case.reference for case in extension.added if case.id == new)
    rows = zip(reading.case_rows, reading.cases, strict=True)
    row = next(row for row, case in rows if case.reference == reference)
    sentence = plural(
        len(extension.alike) - 1,
        "The reference in row {row:,} and that of {case} differ only by punctuation or zeros, as "
        "does {n} more. Correct the list, or confirm that they are different cases.",
        "The reference in row {row:,} and that of {case} differ only by punctuation or zeros, as "
        "do {n:,} more. Correct the list, or confirm that they are different cases.",
        row=row,
        case=there,
    )
    if len(extension.alike) == 1:
        sentence = message(
            "The reference in row {row:,} and that of {case} differ only by punctuation or zeros. "
            "Correct the list, or confirm that they are different cases.",
            row=row,
            case=there,
        )
    return RefusalError("alike-references", sentence)


def _alike(accepted: Sequence[Case], added: Sequence[Case]) -> tuple[tuple[CaseId, CaseId], ...]:
    there = {undecorated_reference(case.reference): case.id for case in accepted}
    found = ((there.get(undecorated_reference(case.reference)), case.id) for case in added)
    return tuple((first, second) for first, second in found if first is not None)


def _changed(old: Case, new: Case, mapped: Mapping[Key, str]) -> tuple[Key, ...]:
    compared = (key for key in mapped if key not in {_OURS, Key("reference")})
    return tuple(key for key in compared if old.get(key) != new.get(key))


def _are_replacements(inspection: Inspection, reading: ListReading) -> bool:
    """Say whether a list holds all replacements of the draw, and nothing else.

    They have the next numbers of their strata, so with them it is the larger draw by the same
    seed. Some of them, or others too, would have to be chosen by somebody.
    """
    design = inspection.design
    return (
        inspection.random_sample
        and design is not None
        and design.replacements == sample_digest(reading.cases)
    )


def _twins(
    now: Sequence[Case], accepted: Sequence[Case], added: Sequence[Case]
) -> tuple[tuple[CaseId, CaseId], ...]:
    listed = {case.id for case in accepted}
    by_hand = {normalised_reference(c.reference): c.id for c in now if c.id not in listed}
    found = ((by_hand.get(normalised_reference(case.reference)), case.id) for case in added)
    return tuple((first, second) for first, second in found if first is not None)
