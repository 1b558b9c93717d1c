"""What a set of workbooks and decisions amounts to: a pure function of the two sets.

Nothing here depends on the order in which workbooks arrived, or on a clock: states of a review
are compared by their version vectors, decisions by what they replace, ties are broken by
digests. So merging is commutative, associative and idempotent, and taking a workbook out is exact.

Grouping makes no difference either, because a register changes no state and loses none that
counts: the reviews and superseded reviews of `Combined`, which its export carries, are the set of
states it was given, each with its own vector and its own sources. Two states of equal content are
therefore never joined into one that nobody's file ever had. Names are kept as they were signed;
which reader a name stands for is worked out again each time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from reviewer.domain.case import Case, ListStamp, normalised_name
from reviewer.domain.combined import Combined, Conflict, Pair, PairState
from reviewer.domain.decision import Decision, Finding
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId
from reviewer.domain.review import Review, StateId
from reviewer.domain.standing import differing, standing_of
from reviewer.domain.submission import Source, Submission
from reviewer.register.holdings import Holdings, settle_holdings
from reviewer.register.names import settle_names
from reviewer.register.particulars import assigned_by, settled_cases, settled_lists
from reviewer.register.readers import Reader, newest, readers_of
from reviewer.register.returns import returned_cases
from reviewer.register.rulings import NOT_DECIDED, Rulings, gathered, ruled

OWN_LIST: Final = "own list"
"""In place of a digest: the list that a register began with, before any workbook."""


def combine(
    form: Form,
    workbooks: Mapping[str, Submission],
    own_decisions: Iterable[Decision],
    known: Iterable[Source] = (),
) -> Combined:
    """Compute what counts from workbooks (by digest) and the lead's own decisions.

    `known` says more of the workbooks: the names of the files and of those who signed.
    """
    holdings = settle_holdings({d: b for d, b in workbooks.items() if d != OWN_LIST}, known)
    digests = holdings.digests
    counting = {digest: workbooks[digest] for digest in sorted(workbooks) if digest in digests}
    decisions = gathered(list(counting.values()), own_decisions)
    names = settle_names(holdings.sources, decisions)
    rulings = Rulings(form, decisions, names)
    states, origins = _states(counting, holdings)
    readers = readers_of(states.values(), origins, holdings, names)
    found = _settle(readers, rulings)
    lists, cases = _listed(workbooks.get(OWN_LIST), list(counting.values()))
    torn = {one.case for one in found.conflicts}
    pairs = _pairs(form, found, rulings, torn)
    place = {case.id: case.position for case in cases}
    return Combined(
        lists=lists,
        cases=cases,
        reviews=_in_order((r for s, r in states.items() if s in found.standing), place),
        superseded=_in_order((r for s, r in states.items() if s not in found.standing), place),
        conflicts=tuple(sorted(found.conflicts, key=lambda c: place[c.case])),
        pairs=tuple(sorted(pairs.values(), key=lambda pair: place[pair.case])),
        standings=tuple(
            standing_of(
                form,
                case,
                found.settled.get(case.id, ()),
                ruled=_ruled(form, pairs.get(case.id)),
                conflict=case.id in torn or _is_open(pairs.get(case.id)),
            )
            for case in cases
        ),
        decisions=decisions,
        origins=origins,
        sources=holdings.sources,
        returns=returned_cases(readers, rulings, names),
        postponed=rulings.postponed(),
        questions=names.questions,
        diverged=holdings.diverged,
    )


def _listed(
    own: Submission | None, books: Sequence[Submission]
) -> tuple[tuple[ListStamp, ...], tuple[Case, ...]]:
    """Return the list with its stamps; who reads a case is as a register's own list has it."""
    if own is None:
        return settled_lists(books), settled_cases(books)
    every = (own, *books)
    return settled_lists(every), assigned_by(own.cases, settled_cases(every))


def _states(
    books: Mapping[str, Submission], holdings: Holdings
) -> tuple[dict[StateId, Review], dict[StateId, tuple[str, ...]]]:
    """Return the distinct states of reviews that come from a workbook that counts."""
    counting = holdings.digests
    states: dict[StateId, Review] = {}
    origins: dict[StateId, tuple[str, ...]] = {}
    for digest, book in books.items():
        for review in (*book.reviews, *book.superseded):
            state = review.state
            came = book.origins.get(state, (digest,))
            counts = came if came == (digest,) else tuple(d for d in came if d in counting)
            if not counts:
                continue
            before = origins.get(state)
            if before is None:
                states[state], origins[state] = review, counts
                continue
            if before != counts:
                origins[state] = tuple(sorted({*before, *counts}))
            if review.changed_at < states[state].changed_at:
                states[state] = review
    return states, origins


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The reviews that count by case, one a reader; which states those are; what conflicts."""

    settled: dict[CaseId, list[Review]] = field(default_factory=lambda: defaultdict(list))
    standing: set[StateId] = field(default_factory=set)
    conflicts: list[Conflict] = field(default_factory=list)


def _settle(readers: Mapping[CaseId, Sequence[Reader]], rulings: Rulings) -> _Found:
    found = _Found()
    for case, those in readers.items():
        for one in those:
            sides = newest(one, those)
            if not sides:  # handed over: another reader's review began where each of them stands
                continue
            settled = rulings.side(case, one.name, sides) if len(sides) > 1 else NOT_DECIDED
            chosen = rulings.chosen(settled.decision, sides) if settled.decision else sides[0]
            standing = chosen or sides[0]
            found.standing.add(standing.state)
            found.settled[case].append(one.shown(standing))
            if len(sides) > 1 and settled.decision is None:
                found.conflicts.append(
                    Conflict(
                        case=case,
                        reviewer=one.name,
                        sides=sides,
                        stale=settled.stale,
                        rulings=settled.rulings,
                    )
                )
    return found


def _in_order(reviews: Iterable[Review], place: Mapping[CaseId, int]) -> tuple[Review, ...]:
    def rank(review: Review) -> tuple[int, str, StateId]:
        return place[review.case], normalised_name(review.reviewer), review.state

    return tuple(sorted(reviews, key=rank))


def _pairs(
    form: Form, found: _Found, rulings: Rulings, torn: Collection[CaseId]
) -> dict[CaseId, Pair]:
    return {
        case: _pair(form, case, reviews, rulings)
        for case, reviews in found.settled.items()
        if case not in torn and sum(1 for review in reviews if review.verdict(form)) > 1
    }


def _pair(form: Form, case: CaseId, reviews: Sequence[Review], rulings: Rulings) -> Pair:
    read = tuple(
        sorted(
            (review for review in reviews if review.verdict(form)),
            key=lambda review: normalised_name(review.reviewer),
        )
    )
    settled = rulings.grade(case, read)
    differs = differing(form, read)
    # A decision whose sides have changed comes back to its maker, even where they now agree.
    agreed = settled == NOT_DECIDED and not differs
    state = PairState.AGREED if agreed else PairState.OPEN
    return Pair(
        case=case,
        reviews=read,
        state=PairState.MODERATED if settled.decision else state,
        differing=differs,
        decision=settled.decision,
        stale=settled.stale,
        rulings=settled.rulings,
    )


def _is_open(pair: Pair | None) -> bool:
    return pair is not None and pair.state is PairState.OPEN


def _ruled(form: Form, pair: Pair | None) -> Finding:
    if pair is None or pair.decision is None:
        return ()
    return ruled(form, pair.decision, pair.reviews)
