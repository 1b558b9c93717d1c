"""Two copies of one reviewer's file brought together, by the workbook of the other copy.

A file that was copied and worked on twice gives a register two versions of one review. Its reader
settles that once, here: what is only in the other copy is added, and where both changed the same
answer the reader chooses. The result follows both versions, so that no conflict is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from reviewer.app.answering import (
    Current,
    current_review,
    log_continuation,
    reviewing_person,
)
from reviewer.app.completing import put_completed
from reviewer.app.store import Store, Unit
from reviewer.app.verifying import Examined, read_trusted
from reviewer.domain.assessment import assess
from reviewer.domain.case import normalised_name
from reviewer.domain.case_actions import AnswerGiven, CaseReopened, Cause
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import FileKind
from reviewer.domain.message import message, plural
from reviewer.domain.progress import progress_of
from reviewer.domain.review import Review, latest
from reviewer.domain.team_actions import CaseReconciled
from reviewer.domain.times import stamp
from reviewer.domain.vector import Order, compare, joined, raised
from reviewer.register.admission import check_belongs, check_readers


class Copy(StrEnum):
    """Which of the two copies an answer is taken from."""

    OWN = "own"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseVersions:
    """One case as each of the copies has it; `keys` are the items on which they differ."""

    own: Review
    other: Review
    keys: tuple[Key, ...]

    @property
    def case(self) -> CaseId:
        """Which case it is."""
        return self.own.case

    @property
    def newer(self) -> bool:
        """Whether only the other copy continued it."""
        return compare(self.own.vector, self.other.vector) is Order.BEFORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """What the other copy's workbook brings; nothing is written yet.

    `newer` were changed only in the other copy and become as they are there. `alike` were changed
    in both copies, to the same. `differing` are for a person to decide. `absent` are not in this
    file's list. `digest` is the workbook's.
    """

    digest: str
    newer: tuple[CaseVersions, ...]
    alike: tuple[CaseVersions, ...]
    differing: tuple[CaseVersions, ...]
    absent: tuple[CaseId, ...]


NOTHING_BROUGHT: Final = Reconciliation(digest="", newer=(), alike=(), differing=(), absent=())

Choices = Mapping[CaseId, Mapping[Key, Copy]]
"""Which copy each answer that differs is taken from."""


def plan_reconciling(store: Store, examined: Examined) -> Reconciliation:
    """Compare a file with the workbook of another copy of it, its reader's own.

    Raises RefusalError for a workbook that is not sound or of an unknown signer, that is a
    team's or another reader's, or that is of another inspection, form or list.
    """
    person, about = reviewing_person(store), store.inspection()
    book = read_trusted(examined, inspections={about.code})
    names = {normalised_name(name) for name in book.inspection.persons}
    if book.inspection.kind is not FileKind.REVIEW or normalised_name(person) not in names:
        raise RefusalError(
            "other-copy",
            message(
                "{file} is not from another copy of {person}'s file: it is from {theirs}.",
                file=examined.name,
                person=person,
                theirs=book.inspection.person,
            ),
        )
    check_belongs(book, about, store.lists())
    check_readers(book, examined.trusted_for, examined.signer_name)
    listed = {case.id for case in store.cases()}
    theirs = [r for r in book.reviews if normalised_name(r.reviewer) == normalised_name(person)]
    found = [_versions(store, person, other) for other in theirs if other.case in listed]
    both = [versions for versions in found if versions is not None]
    parted = [v for v in both if not v.newer]
    return Reconciliation(
        digest=examined.digest,
        newer=tuple(v for v in both if v.newer),
        alike=tuple(v for v in parted if not v.keys),
        differing=tuple(v for v in parted if v.keys),
        absent=tuple(sorted(other.case for other in theirs if other.case not in listed)),
    )


def _versions(store: Store, person: str, other: Review) -> CaseVersions | None:
    """Return a case's two versions, None where this file has all that the other copy has."""
    own = latest(store.case_reviews(other.case)) or Review(case=other.case, reviewer=person)
    if compare(other.vector, own.vector) in {Order.BEFORE, Order.EQUAL}:
        return None
    keys = {*own.answers, *other.answers}
    ordered = [key for key in store.form().items if key in keys]
    differing = tuple(key for key in ordered if own.get(key) != other.get(key))
    return CaseVersions(own=own, other=other, keys=differing)


def check_choices(planned: Reconciliation, choices: Choices) -> None:
    """Raise RefusalError where an answer that differs is not decided."""
    missing = [
        versions.case
        for versions in planned.differing
        if any(key not in choices.get(versions.case, {}) for key in versions.keys)
    ]
    if missing:
        raise RefusalError(
            "undecided",
            plural(
                len(missing),
                "Nothing was changed. The copies differ on {case}, which is not decided yet.",
                "Nothing was changed. The copies differ on {n} cases that are not decided yet; the "
                "first is {case}.",
                case=missing[0],
            ),
        )


def reconcile(store: Store, planned: Reconciliation, choices: Choices, *, now: datetime) -> None:
    """Bring a file together with its other copy, in one transaction, by the reader's choices.

    A case whose answers are then of both copies is complete only once its reader completes it
    again. Raises RefusalError, and changes nothing, where a choice is missing.
    """
    check_choices(planned, choices)
    with store.transaction(now) as unit:
        for versions in (*planned.newer, *planned.alike):
            every = dict.fromkeys(versions.keys, Copy.OTHER)
            _take(store, unit, planned.digest, _Outcome(versions, every), now)
        for versions in planned.differing:
            outcome = _Outcome(versions, choices[versions.case])
            _take(store, unit, planned.digest, outcome, now)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What becomes of one case: its two versions, and the copy each answer is taken from."""

    versions: CaseVersions
    chosen: Mapping[Key, Copy]

    @property
    def answers(self) -> Iterator[tuple[Key, str]]:
        """Each answer that the other copy gives to this one, empty where it has none."""
        for key in self.versions.keys:
            if self.chosen[key] is Copy.OTHER:
                yield key, self.versions.other.get(key)

    @property
    def completed(self) -> bool:
        """Whether what results is what a copy had complete."""
        own, other = self.versions.own, self.versions.other
        if self.versions.newer:
            return other.completed
        if not self.versions.keys:
            return own.completed or other.completed
        whole = {self.chosen[key] for key in self.versions.keys}
        return len(whole) == 1 and (own if Copy.OWN in whole else other).completed

    def blind_grade(self, grade_key: Key) -> str:
        """Return the grade that was fixed before the force's own was shown, in either copy."""
        own, other = self.versions.own.blind_grade, self.versions.other.blind_grade
        if self.chosen.get(grade_key) is Copy.OTHER:
            own, other = other, own
        return own or other


def _take(store: Store, unit: Unit, digest: str, outcome: _Outcome, now: datetime) -> None:
    """Write what becomes of one case, as a state that follows both versions."""
    form, today = store.form(), now.astimezone().date()
    case, person = store.case(outcome.versions.case), reviewing_person(store)
    current = current_review(store, case.id, person)
    before, given = current.review, dict(outcome.answers)
    both = joined(before.vector, outcome.versions.other.vector)
    after = replace(
        before,
        answers={key: text for key, text in {**before.answers, **given}.items() if text},
        blind_grade=outcome.blind_grade(form.roles.grade),
        vector=raised(both, store.session),
        changed_at=stamp(now),
    )
    assessment = assess(form, case, after, today)
    completes = outcome.completed and assessment.may_complete
    log_continuation(unit, current)
    unit.log(CaseReconciled(workbook=digest, blind_grade=after.blind_grade), case=case.id)
    for key, text in given.items():
        unit.log(AnswerGiven(key=key, joined=True, answer=text), case=case.id)
    if before.completed and not completes:
        unit.log(CaseReopened(joined=True), case=case.id)
        after = replace(after, completed=False)
    progress = progress_of(form, case, after, assessment, today)
    unit.put_review(after, {**current.copied, **given}, progress)
    if completes and not before.completed:
        put_completed(store, unit, Current(review=after, copied={}), Cause.GIVEN, now, joined=True)
