"""Everything that waits for a lead, in one order: what blocks first, what is done last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from reviewer.domain.case import SECOND_READER, normalised_name
from reviewer.domain.combined import Combined, OpenCase, Pair, PairState, ReturnedCase
from reviewer.domain.decision import Decision, DecisionKind, current
from reviewer.domain.ids import CaseId
from reviewer.domain.review import Review


class QueueKind(StrEnum):
    """Why a case is in the queue."""

    CONFLICT = "conflict"
    DIFFERS = "differs"
    ANSWERED = "answered"
    RETURNED = "returned"
    AGREES = "agrees"
    SAMPLED = "sampled"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueEntry:
    """One case in the queue, with its reviews side by side.

    `asked` is what can be decided about it, None where nothing can. `returned`, `decision` and
    `second_reader` belong to the kinds of these names.
    """

    kind: QueueKind
    case: CaseId
    reviews: tuple[Review, ...]
    asked: OpenCase | None = None
    returned: ReturnedCase | None = None
    decision: Decision | None = None
    second_reader: str = ""


def queue_of(combined: Combined, *, decided: bool = False) -> tuple[QueueEntry, ...]:
    """Return what waits for the lead; with `decided` also what was decided, to look at or change.

    Returned cases are those whose return is not answered; answered ones stay until the case is
    decided or returned again. Sampled ones wait for their second reader.
    """
    entries = [*_waiting(combined), *_returns(combined), *_agreeing(combined), *_sampled(combined)]
    if decided:
        entries += _decided(combined)
    return tuple(entries)


def _waiting(combined: Combined) -> Iterator[QueueEntry]:
    for one in combined.waiting:
        kind = QueueKind.CONFLICT if one.conflict else QueueKind.DIFFERS
        yield QueueEntry(kind=kind, case=one.case, reviews=one.sides, asked=one)


def _returns(combined: Combined) -> Iterator[QueueEntry]:
    waiting = {one.case for one in combined.waiting}
    pairs = {pair.case: pair for pair in combined.pairs}
    for one in sorted(combined.returns, key=lambda returned: returned.waiting):
        case = one.decision.case
        if case in waiting:
            continue
        pair = pairs.get(case)
        yield QueueEntry(
            kind=QueueKind.RETURNED if one.waiting else QueueKind.ANSWERED,
            case=case,
            reviews=_reviews(combined, case),
            asked=_asked(pair) if pair is not None else None,
            returned=one,
        )


def _agreeing(combined: Combined) -> Iterator[QueueEntry]:
    for pair in combined.pairs:
        if pair.state is PairState.AGREED:
            yield QueueEntry(
                kind=QueueKind.AGREES, case=pair.case, reviews=pair.reviews, asked=_asked(pair)
            )


def _sampled(combined: Combined) -> Iterator[QueueEntry]:
    for standing in combined.standings:
        second = standing.case.get(SECOND_READER)
        readers = {normalised_name(review.reviewer) for review in standing.reviews}
        if second and normalised_name(second) not in readers:
            yield QueueEntry(
                kind=QueueKind.SAMPLED,
                case=standing.case.id,
                reviews=standing.reviews,
                second_reader=second,
            )


def _decided(combined: Combined) -> Iterator[QueueEntry]:
    pairs = {pair.case: pair for pair in combined.pairs}
    for decision in current(combined.decisions):
        if decision.revoked or decision.kind not in {DecisionKind.GRADE, DecisionKind.SIDE}:
            continue
        pair = pairs.get(decision.case)
        moderated = pair is not None and pair.decision == decision
        if decision.kind is DecisionKind.GRADE and not moderated:
            continue
        yield QueueEntry(
            kind=QueueKind.DECIDED,
            case=decision.case,
            reviews=_reviews(combined, decision.case),
            asked=_asked(pair) if pair is not None and moderated else None,
            decision=decision,
        )


def _asked(pair: Pair) -> OpenCase:
    return OpenCase(
        case=pair.case,
        conflict=False,
        sides=pair.reviews,
        differing=pair.differing,
        stale=pair.stale,
        rulings=pair.rulings,
    )


def _reviews(combined: Combined, case: CaseId) -> tuple[Review, ...]:
    return next((s.reviews for s in combined.standings if s.case.id == case), ())
