"""What waits for a lead, in one queue."""

from __future__ import annotations

from dataclasses import replace

from register_sample import CASES, FORM, LIST, ReviewerFile, inspection
from register_sample import submission as submitted

from reviewer.domain.case import INSPECTOR, SECOND_READER
from reviewer.domain.decision import Decision, DecisionKind, side_of
from reviewer.domain.ids import SessionId
from reviewer.domain.inspection import FileKind
from reviewer.domain.lead_queue import QueueKind, queue_of
from reviewer.register.combination import OWN_LIST, combine

FIRST, SECOND, THIRD = (case.id for case in CASES)


def test_every_kind_of_work_is_there_once() -> None:
    ann, bea = (
        ReviewerFile(name, SessionId(session)) for name, session in (("Ann", "a"), ("Bea", "b"))
    )
    ann.grade(FIRST, "G")
    bea.grade(FIRST, "I")
    ann.grade(SECOND, "G")
    bea.grade(SECOND, "G")
    ann.grade(THIRD, "RI")
    books = {"1": ann.export(), "2": bea.export()}
    lead = replace(
        submitted("Lead", ()), inspection=inspection("Lead", FileKind.REGISTER), lists=(LIST,)
    )
    given = {INSPECTOR: "Ann", SECOND_READER: "Cy"}
    cases = (*CASES[:2], replace(CASES[2], values={**CASES[2].values, **given}))
    known = {OWN_LIST: replace(lead, cases=cases)}
    found = queue_of(combine(FORM, {**books, **known}, ()))
    assert [(entry.kind, entry.case) for entry in found] == [
        (QueueKind.DIFFERS, FIRST),
        (QueueKind.AGREES, SECOND),
        (QueueKind.SAMPLED, THIRD),
    ]
    decision = Decision(
        id="d",
        case=FIRST,
        kind=DecisionKind.GRADE,
        grade="G",
        between=tuple(side_of(FORM, review) for review in found[0].reviews),
        moderator="Lead",
        at="2018-02-01T09:00:00.000Z",
        reason="Read again.",
    )
    settled = combine(FORM, {**books, **known}, (decision,))
    assert FIRST not in {entry.case for entry in queue_of(settled)}
    (last,) = [e for e in queue_of(settled, decided=True) if e.kind is QueueKind.DECIDED]
    assert (last.case, last.decision) == (FIRST, decision)


def test_a_return_waits_until_it_is_answered() -> None:
    ann = ReviewerFile("Ann", SessionId("a"))
    ann.grade(FIRST, "G")
    book = ann.export()
    returned = Decision(
        id="r",
        case=FIRST,
        kind=DecisionKind.RETURNED,
        between=(side_of(FORM, book.reviews[0]),),
        moderator="Lead",
        at="2018-02-01T09:00:00.000Z",
        reason="Look at the dates.",
    )
    (entry,) = queue_of(combine(FORM, {"1": book}, (returned,)))
    assert (entry.kind, entry.case) == (QueueKind.RETURNED, FIRST)
    assert entry.returned is not None
