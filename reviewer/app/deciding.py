"""A lead's decisions on pairs, conflicts and cases to return: a person's, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reviewer.app.register import combined_register
from reviewer.app.store import Store
from reviewer.domain.case import normalised_name
from reviewer.domain.combined import side_of
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import checked_line
from reviewer.domain.message import message
from reviewer.domain.register_log import decision_made
from reviewer.domain.review import Review
from reviewer.domain.submission import Decision, DecisionKind
from reviewer.domain.times import stamp

REASON_LIMIT = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Who decides, when and why; `id` is new for each decision."""

    id: str
    moderator: str
    reason: str
    now: datetime


def decide_grade(store: Store, case_id: CaseId, untrusted_grade: str, ruling: Ruling) -> Decision:
    """Moderate a second read: the grade that stands for the case.

    Raises RefusalError for an unknown grade, without a reason, and where the case has no two
    graded reviews to decide between.
    """
    combined = combined_register(store)
    grade = untrusted_grade.strip().upper()
    grades = store.form().grades
    if grade not in grades:
        raise RefusalError(
            "bad-grade", message("A grade is one of {codes}.", codes=", ".join(grades.codes))
        )
    pair = next((pair for pair in combined.pairs if pair.case == case_id), None)
    if pair is None:
        raise _nothing_to_decide(store, case_id, "no two readers' grades")
    return _keep(store, case_id, ruling, DecisionKind.GRADE, pair.reviews, grade=grade)


def decide_side(store: Store, case_id: CaseId, number: int, ruling: Ruling) -> Decision:
    """Say which side stands: a state of a conflicting review, or a reader's verdict of a pair.

    `number` counts the sides from 1, through all conflicts of the case. A pair is settled so
    where one reader excluded the case. Raises RefusalError where there is no such side.
    """
    combined = combined_register(store)
    conflicts = [conflict for conflict in combined.conflicts if conflict.case == case_id]
    pair = next((pair for pair in combined.pairs if pair.case == case_id), None)
    groups = [conflict.sides for conflict in conflicts] or ([pair.reviews] if pair else [])
    sides = [(side, group) for group in groups for side in group]
    if not sides:
        raise _nothing_to_decide(store, case_id, "no sides that differ")
    if not 1 <= number <= len(sides):
        raise RefusalError(
            "no-such-side",
            message("{case_id} has sides 1 to {count}.", case_id=case_id, count=len(sides)),
        )
    chosen, between = sides[number - 1]
    kind = DecisionKind.SIDE if conflicts else DecisionKind.GRADE
    grade = "" if conflicts else chosen.grade(store.form())
    return _keep(store, case_id, ruling, kind, between, grade=grade, chosen=chosen)


def return_case(store: Store, case_id: CaseId, reader: str, ruling: Ruling) -> Decision:
    """Return a case to one of its readers; the ruling's reason is the comment he gets.

    `reader` may be empty where the case has one. It reaches him with the team's workbook
    (`reviewer.app.returned_cases`), and no reader learns of another by it. Raises RefusalError for
    a reader who has no review of the case, and without a reason.
    """
    combined = combined_register(store)
    states = {r.digest: r for c in combined.conflicts if c.case == case_id for r in c.sides}
    states.update({r.digest: r for r in combined.reviews if r.case == case_id})
    readers = {normalised_name(r.reviewer): r.reviewer for r in states.values()}
    if not readers:
        raise _nothing_to_decide(store, case_id, "no review yet")
    wanted = normalised_name(reader) or (next(iter(readers)) if len(readers) == 1 else "")
    if wanted not in readers:
        named = ", ".join(sorted(readers.values()))
        raise RefusalError(
            "which-reader",
            message(
                "{case_id} was reviewed by {named}: name one of them.", case_id=case_id, named=named
            ),
        )
    between = [r for r in states.values() if normalised_name(r.reviewer) == wanted]
    return _keep(store, case_id, ruling, DecisionKind.RETURNED, between)


def _keep(
    store: Store,
    case_id: CaseId,
    ruling: Ruling,
    kind: DecisionKind,
    between: Sequence[Review],
    *,
    grade: str = "",
    chosen: Review | None = None,
) -> Decision:
    said = ruling.reason.strip()
    if not said or len(said) > REASON_LIMIT:
        raise RefusalError(
            "no-reason",
            message(
                "A decision needs a reason of 1 to {reason_limit:,} characters.",
                reason_limit=REASON_LIMIT,
            ),
        )
    decision = Decision(
        id=ruling.id,
        case=case_id,
        kind=kind,
        grade=grade,
        chosen=side_of(chosen) if chosen else None,
        between=tuple(side_of(review) for review in between),
        moderator=checked_line(ruling.moderator, message("The moderator's name")),
        at=stamp(ruling.now),
        reason=said,
    )
    with store.transaction(ruling.now) as unit:
        unit.add_decision(decision)
        unit.log(decision_made(decision), case=case_id, actor=decision.moderator)
    return decision


def _nothing_to_decide(store: Store, case_id: CaseId, why: str) -> RefusalError:
    known = any(case.id == case_id for case in combined_register(store).cases)
    if not known:
        return RefusalError(
            "unknown-case", message("The register has no case {case_id}.", case_id=case_id)
        )
    return RefusalError(
        "nothing-to-decide",
        message("{case_id} has {why}; there is nothing to decide.", case_id=case_id, why=why),
    )
