"""What a set of workbooks and decisions amounts to: a pure function of the two sets.

Nothing here depends on the order in which workbooks arrived: states of a review are compared
by their version vectors, ties are broken by digests, never by time of arrival; what workbooks say
of the inspection and its list is settled in `reviewer.register.particulars`. So merging is
commutative, associative and idempotent, and taking a workbook out is exact.

Grouping makes no difference either, because a register changes no state and loses none: the
reviews and superseded reviews of `Combined`, which its export carries, are the set of states it
was given, each with its own vector. Two states of equal content are therefore never joined into
one that nobody's file ever had: a later state may follow one of them and not the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reviewer.domain.case import normalised_name
from reviewer.domain.combined import Combined, Conflict, Origin, Pair, PairState
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, SessionId
from reviewer.domain.redaction import REDACTED_TEXT
from reviewer.domain.review import Review, went_on
from reviewer.domain.standing import standing_of
from reviewer.domain.submission import Decision, DecisionKind, Submission
from reviewer.domain.vector import Order, compare
from reviewer.register.particulars import settled_cases, settled_lists


def combine(
    form: Form, workbooks: Mapping[str, Submission], own_decisions: Iterable[Decision]
) -> Combined:
    """Compute what stands from workbooks (by digest) and the lead's own decisions."""
    ordered = [workbooks[digest] for digest in sorted(workbooks)]
    decisions = _decisions(ordered, own_decisions)
    moderations = {d.case: d for d in decisions if d.kind is DecisionKind.GRADE}
    choices = {
        (d.case, normalised_name(d.chosen.reviewer)): d
        for d in decisions
        if d.kind is DecisionKind.SIDE and d.chosen is not None
    }
    cases = settled_cases(ordered)
    states, origins = _states(workbooks)
    found = _settle(states, choices)
    torn = {conflict.case for conflict in found.conflicts}
    pairs = [
        _pair(form, case, reviews, moderations.get(case))
        for case, reviews in found.settled.items()
        if case not in torn and _is_pair(form, reviews)
    ]
    ruled = {pair.case: _ruled(form, pair, pair.decision) for pair in pairs if pair.decision}
    waiting = torn | {pair.case for pair in pairs if pair.state is PairState.OPEN}
    standings = tuple(
        standing_of(
            form,
            case,
            found.settled.get(case.id, ()),
            ruled=ruled.get(case.id, ""),
            conflict=case.id in waiting,
        )
        for case in cases
    )
    place = {case.id: case.position for case in cases}
    return Combined(
        lists=settled_lists(ordered),
        cases=cases,
        reviews=_in_order((r for reviews in found.settled.values() for r in reviews), place),
        superseded=_in_order(found.superseded, place),
        conflicts=tuple(sorted(found.conflicts, key=lambda c: place[c.case])),
        pairs=tuple(sorted(pairs, key=lambda pair: place[pair.case])),
        standings=standings,
        decisions=decisions,
        origins=origins,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The reviews that stand by case, one a reader; what does not stand; what conflicts."""

    settled: dict[CaseId, list[Review]]
    superseded: list[Review]
    conflicts: list[Conflict]


def _settle(
    states: Mapping[tuple[CaseId, str], Sequence[Review]],
    choices: Mapping[tuple[CaseId, str], Decision],
) -> _Found:
    found = _Found(settled=defaultdict(list), superseded=[], conflicts=[])
    of_case: dict[CaseId, list[Review]] = defaultdict(list)
    for (case, _), candidates in states.items():
        of_case[case].extend(candidates)
    for (case, reader), candidates in sorted(states.items(), key=lambda item: item[0]):
        newest = _newest(candidates, of_case[case])
        if not newest:  # handed over: another reader's review began where each of them stands
            found.superseded.extend(candidates)
            continue
        standing, conflict = _settle_reader(newest, choices.get((case, reader)))
        found.settled[case].append(standing)
        found.superseded.extend(state for state in candidates if state is not standing)
        if conflict is not None:
            found.conflicts.append(conflict)
    return found


def _in_order(reviews: Iterable[Review], place: Mapping[CaseId, int]) -> tuple[Review, ...]:
    def rank(review: Review) -> tuple[int, str, _StateName]:
        return place[review.case], normalised_name(review.reviewer), _state_name(review)

    return tuple(sorted(reviews, key=rank))


def _decisions(
    books: Sequence[Submission], own_decisions: Iterable[Decision]
) -> tuple[Decision, ...]:
    # The same decision again, with words taken out of its reason, stands for the older text.
    told = sorted(
        (d for book in books for d in book.decisions), key=lambda d: REDACTED_TEXT in d.reason
    )
    by_id = {d.id: d for d in (*told, *own_decisions)}
    return tuple(sorted(by_id.values(), key=lambda d: (d.at, d.id)))


def _states(
    workbooks: Mapping[str, Submission],
) -> tuple[dict[tuple[CaseId, str], list[Review]], dict[Origin, str]]:
    """Return the distinct states of each reader's review of each case, and their origins."""
    states: dict[tuple[CaseId, str], dict[_StateName, Review]] = defaultdict(dict)
    origins: dict[Origin, str] = {}
    for digest in sorted(workbooks):
        book = workbooks[digest]
        for review in (*book.reviews, *book.superseded):
            # A review whose every answer was cleared again takes its older states away with it.
            if review.touched or review.vector:
                known = states[review.case, normalised_name(review.reviewer)]
                known.setdefault(_state_name(review), review)
                origin = (review.case, review.reviewer, review.digest)
                origins.setdefault(origin, book.origins.get(origin, digest))
    ordered = {owner: [known[name] for name in sorted(known)] for owner, known in states.items()}
    return ordered, origins


def _newest(candidates: Sequence[Review], of_case: Sequence[Review]) -> tuple[Review, ...]:
    """Return a reader's states that no other follows, the first of each content, in order.

    A state that another reader took over follows on this one, and is no second read.
    """
    by_content: dict[str, Review] = {}
    for state in candidates:
        if any(compare(state.vector, other.vector) is Order.BEFORE for other in candidates):
            continue
        if any(went_on(state, other) for other in of_case):
            continue
        by_content.setdefault(state.digest, state)
    return tuple(by_content.values())


_StateName = tuple[str, str, tuple[tuple[SessionId, int], ...], str]
"""What tells one state of a reader's review of a case from another; states are ordered by it."""


def _state_name(state: Review) -> _StateName:
    vector = tuple(sorted(state.vector.items()))
    return state.digest, state.reviewer, vector, state.changed_at


def _settle_reader(
    newest: Sequence[Review], decision: Decision | None
) -> tuple[Review, Conflict | None]:
    if len(newest) == 1:
        return newest[0], None
    if decision is not None and decision.chosen is not None:
        between = {side.digest for side in decision.between}
        chosen = [state for state in newest if state.digest == decision.chosen.digest]
        if chosen and between >= {state.digest for state in newest}:
            return chosen[0], None
    first = newest[0]
    conflict = Conflict(
        case=first.case, reviewer=first.reviewer, sides=tuple(newest), stale=decision
    )
    return first, conflict


def _is_pair(form: Form, reviews: Sequence[Review]) -> bool:
    return sum(1 for review in reviews if review.verdict(form)) > 1


def _pair(form: Form, case: CaseId, reviews: Sequence[Review], decision: Decision | None) -> Pair:
    read = tuple(
        sorted(
            (review for review in reviews if review.verdict(form)),
            key=lambda review: normalised_name(review.reviewer),
        )
    )
    current = {review.digest for review in read}
    holds = decision is not None and current <= {side.digest for side in decision.between}
    # A decision whose sides have changed comes back to its maker, even where they now agree.
    agreed = decision is None and len({review.verdict(form) for review in read}) == 1
    state = PairState.MODERATED if holds else PairState.AGREED if agreed else PairState.OPEN
    return Pair(
        case=case,
        reviews=read,
        state=state,
        decision=decision if holds else None,
        stale=None if holds else decision,
    )


def _ruled(form: Form, pair: Pair, decision: Decision) -> str:
    """Return what a moderation makes stand: its grade, or the verdict of the side it chose."""
    if decision.chosen is None:
        return decision.grade
    chosen = (r for r in pair.reviews if r.digest == decision.chosen.digest)
    return next((review.verdict(form) for review in chosen), decision.grade)
