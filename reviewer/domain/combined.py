"""What a register's workbooks and decisions amount to: what stands, and what waits for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reviewer.domain.case import Case, ListStamp
from reviewer.domain.ids import CaseId
from reviewer.domain.review import Review
from reviewer.domain.standing import CaseStanding
from reviewer.domain.submission import Decision, Side

Origin = tuple[CaseId, str, str]
"""Which state of which review: case, reviewer, content digest."""


class PairState(StrEnum):
    """Where a second read stands."""

    AGREED = "agreed"
    OPEN = "open"
    MODERATED = "moderated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """States of one reader's review of one case of which none follows from the other."""

    case: CaseId
    reviewer: str
    sides: tuple[Review, ...]
    stale: Decision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two or more readers' verdicts on one case (a grade, or that it ends), and if they agree.

    `decision` is the moderation that stands, `stale` one whose sides have changed since.
    """

    case: CaseId
    reviews: tuple[Review, ...]
    state: PairState
    decision: Decision | None
    stale: Decision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """One case that waits for the lead: a second read that differs, or states that conflict.

    Two readers' states of one case may conflict: a decision then names a side by its number
    through both, and `first` is the number of the first of `sides`. `stale` is an earlier
    decision whose sides have changed since.
    """

    case: CaseId
    conflict: bool
    sides: tuple[Review, ...]
    first: int = 1
    stale: Decision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """Everything that follows from a register's workbooks and decisions."""

    lists: tuple[ListStamp, ...]
    cases: tuple[Case, ...]
    reviews: tuple[Review, ...]
    superseded: tuple[Review, ...]
    conflicts: tuple[Conflict, ...]
    pairs: tuple[Pair, ...]
    standings: tuple[CaseStanding, ...]
    decisions: tuple[Decision, ...]
    origins: Mapping[Origin, str]

    @property
    def waiting(self) -> tuple[OpenCase, ...]:
        """What waits for a decision: conflicts first, then second reads that differ."""
        found: list[OpenCase] = []
        sides_before: Counter[CaseId] = Counter()
        for one in self.conflicts:
            first = sides_before[one.case] + 1
            sides_before[one.case] += len(one.sides)
            found.append(
                OpenCase(
                    case=one.case, conflict=True, sides=one.sides, first=first, stale=one.stale
                )
            )
        found += [
            OpenCase(case=pair.case, conflict=False, sides=pair.reviews, stale=pair.stale)
            for pair in self.pairs
            if pair.state is PairState.OPEN
        ]
        return tuple(found)


def side_of(review: Review) -> Side:
    """Name one state of one review."""
    return Side(reviewer=review.reviewer, digest=review.digest)
