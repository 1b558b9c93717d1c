"""The readers of each case, each with every state of their review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reviewer.domain.case import normalised_name
from reviewer.domain.combined import Combined
from reviewer.domain.ids import CaseId
from reviewer.domain.review import Review, StateId, continued_by
from reviewer.domain.vector import Order, compare
from reviewer.register.holdings import Holdings
from reviewer.register.names import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One reader of a case, by the name they are shown under, and their states in fixed order."""

    name: str
    states: tuple[Review, ...]

    def shown(self, state: Review) -> Review:
        """Return a state under the reader's name."""
        return state if state.reviewer == self.name else replace(state, reviewer=self.name)


def readers_of(
    states: Iterable[Review],
    origins: Mapping[StateId, Sequence[str]],
    holdings: Holdings,
    names: Names,
) -> dict[CaseId, tuple[Reader, ...]]:
    """Gather the states of each case by reader, in the order of the readers' names."""
    found: dict[CaseId, dict[str, list[Review]]] = defaultdict(lambda: defaultdict(list))
    shown: dict[tuple[CaseId, str], set[str]] = defaultdict(set)
    for state in states:
        signers = [holdings.signers.get(digest, "") for digest in origins[state.state]]
        name = names.reader(state.reviewer, signers)
        person = normalised_name(name)
        found[state.case][person].append(state)
        shown[state.case, person].add(name)
    return {
        case: tuple(
            Reader(
                name=min(shown[case, person]),
                states=tuple(sorted(those, key=lambda state: (state.digest, state.state))),
            )
            for person, those in sorted(by_person.items())
        )
        for case, by_person in found.items()
    }


def newest(reader: Reader, readers: Sequence[Reader]) -> tuple[Review, ...]:
    """Return a reader's states that no other follows, the first of each content, in order.

    A state that another reader took over follows on this one, and is no second read.
    """
    if len(reader.states) == 1 and len(readers) == 1:
        return reader.states
    by_content: dict[str, Review] = {}
    for state in reader.states:
        if any(compare(state.vector, other.vector) is Order.BEFORE for other in reader.states):
            continue
        if any(continued_by(state, other) for one in readers for other in one.states):
            continue
        by_content.setdefault(state.digest, state)
    return tuple(by_content.values())


def successor(reader: Reader, readers: Sequence[Reader]) -> Reader | None:
    """Return who continued a reader's review after a handover, None where nobody did."""
    for one in readers:
        if one is not reader and any(continued_by(s, o) for s in reader.states for o in one.states):
            return successor(one, [other for other in readers if other is not reader]) or one
    return None


def successor_of(combined: Combined, case: CaseId, person: str) -> str:
    """Return who works now in the review of a person who handed it over, empty where nobody does.

    Persons are names as they are compared.
    """
    theirs = [r for r in combined.superseded if r.case == case and _is(r, person)]
    later = [r for r in combined.reviews if r.case == case]
    successors = {
        normalised_name(r.reviewer) for state in theirs for r in later if continued_by(state, r)
    }
    return min(successors, default="")


def _is(review: Review, person: str) -> bool:
    return normalised_name(review.reviewer) == person
