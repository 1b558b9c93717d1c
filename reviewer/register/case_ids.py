"""Which ids the cases of a workbook have in a register, by what the lead decided of it.

An inspection code that was mistyped counts as the register's own. Cases that a reader added to the
list after the others, in another order than a colleague or from another list, count as cases
of their own. Such a decision travels in a team's workbook and holds in every register above for
all workbooks, so it makes no difference in which register they meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from reviewer.domain.case import Case, ListStamp, normalised_name
from reviewer.domain.correction import ADDED_BELOW, ADDED_FROM
from reviewer.domain.decision import Alias, Decision, DecisionKind, current
from reviewer.domain.ids import CaseId, case_id
from reviewer.domain.review import Review
from reviewer.domain.submission import Submission
from reviewer.register.rulings import gathered

LONGEST: Final = 100_000
"""Rows that a later list may have: so many positions are kept for each one that counts apart."""


def counted(
    books: Mapping[str, Submission], code: str, decisions: Iterable[Decision]
) -> dict[str, Submission]:
    """Return workbooks, by digest, as a register counts their cases.

    `decisions` are its own; those in the workbooks hold for all of them. A workbook that was
    counted before comes out as it is.
    """
    rules = _Rules(code, gathered(books.values(), decisions))
    return {digest: rules.counted(book) for digest, book in books.items()}


def decisions_counted(
    books: Mapping[str, Submission],
    counted_books: Mapping[str, Submission],
    decisions: Iterable[Decision],
) -> tuple[Decision, ...]:
    """Return a register's own decisions about the cases as they count.

    One that was made before a list counted apart names the case by its place before: whose
    review it decided about tells which case that is.
    """
    moved: dict[tuple[CaseId, str, str], CaseId] = {}
    for digest, book in books.items():
        after = counted_books[digest]
        if after is book:
            continue
        before = (*book.reviews, *book.superseded)
        for old, new in zip(before, (*after.reviews, *after.superseded), strict=True):
            if old.case != new.case:
                moved[old.case, normalised_name(old.reviewer), old.digest] = new.case
    return tuple(_about(decision, moved) for decision in decisions) if moved else tuple(decisions)


def _about(decision: Decision, moved: Mapping[tuple[CaseId, str, str], CaseId]) -> Decision:
    for side in decision.between:
        case = moved.get((decision.case, normalised_name(side.reviewer), side.digest))
        if case is not None:
            return replace(decision, case=case)
    return decision


def as_counted(submission: Submission, code: str, decisions: Sequence[Decision]) -> Submission:
    """Return a workbook with the code and the ids under which a register counts its cases.

    Codes that differ only in capitals are the same.
    """
    return _Rules(code, decisions).counted(submission)


class _Rules:
    """How workbooks count in a register: which codes are its own, which later lists apart."""

    def __init__(self, code: str, decisions: Sequence[Decision]) -> None:
        self._code = code
        names = [alias.name for alias in _aliases(decisions, DecisionKind.CODE)]
        self._codes = {name.casefold() for name in (code, *names)}
        self._apart = tuple(alias.name for alias in _aliases(decisions, DecisionKind.LIST))

    def counted(self, submission: Submission) -> Submission:
        if submission.inspection.code.casefold() in self._codes:
            submission = renamed(submission, self._code)
        later = [stamp for stamp in submission.lists[1:] if stamp.digest.startswith(self._apart)]
        return counted_apart(submission, later[0]) if later else submission


def _aliases(decisions: Iterable[Decision], kind: DecisionKind) -> Iterator[Alias]:
    for decision in current(decisions):
        if decision.kind is kind and decision.alias is not None and not decision.revoked:
            yield decision.alias


def renamed(submission: Submission, code: str) -> Submission:
    """Return a workbook with another inspection code; cases keep their places in the list."""
    if submission.inspection.code == code:
        return submission
    about = replace(submission.inspection, code=code)
    moved = {case.id: replace(case, id=case_id(code, case.position)) for case in submission.cases}
    return _moved(replace(submission, inspection=about), moved)


def counted_apart(submission: Submission, later: ListStamp) -> Submission:
    """Return a workbook whose cases from a later list on are cases of their own.

    They get the places of cases that were added on site, by the later list's digest: readers
    with the same later list have the same places, and nobody else has them.
    """
    before = submission.lists[: submission.lists.index(later)]
    length = before[-1].length
    room = (ADDED_BELOW - ADDED_FROM) // LONGEST
    first = ADDED_FROM + int(later.digest[:12], 16) % room * LONGEST
    moved = {}
    for case in submission.cases:
        if length < case.position < ADDED_FROM:
            place = first + case.position - length
            id_ = case_id(submission.inspection.code, place)
            moved[case.id] = replace(case, id=id_, position=place)
    return _moved(replace(submission, lists=before), moved)


def _moved(submission: Submission, moved: Mapping[CaseId, Case]) -> Submission:
    def id_of(case: CaseId) -> CaseId:
        return moved[case].id if case in moved else case

    def of_case(review: Review) -> Review:
        return replace(review, case=id_of(review.case)) if review.case in moved else review

    cases = (moved.get(case.id, case) for case in submission.cases)
    return replace(
        submission,
        cases=tuple(sorted(cases, key=lambda case: case.position)),
        reviews=tuple(map(of_case, submission.reviews)),
        superseded=tuple(map(of_case, submission.superseded)),
        decisions=tuple(
            replace(decision, case=id_of(decision.case)) for decision in submission.decisions
        ),
        origins={
            (id_of(case), reader, digest, vector): origins
            for (case, reader, digest, vector), origins in submission.origins.items()
        },
    )
