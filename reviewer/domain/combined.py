"""What a register's workbooks and decisions amount to: what counts, and what waits for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from reviewer.domain.case import Case, ListStamp
from reviewer.domain.decision import Decision
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.review import Review, StateId
from reviewer.domain.standing import CaseStanding
from reviewer.domain.submission import Source


class PairState(StrEnum):
    """The status of a second read."""

    AGREED = "agreed"
    OPEN = "open"
    MODERATED = "moderated"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameQuestion:
    """Names that may be one reader's: several that one certificate signed for, or one of several.

    `signers` are fingerprints. Where there is one name, two people may have it.
    """

    names: tuple[str, ...]
    signers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """States of one reader's review of one case of which none follows from the other.

    `stale` is a decision whose sides have changed since; `rulings` are decisions that differ.
    """

    case: CaseId
    reviewer: str
    sides: tuple[Review, ...]
    stale: Decision | None
    rulings: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two or more readers' verdicts on one case (a grade, or that it ends), and if they agree.

    `differing` are the items on which they do not. `decision` is the moderation that counts,
    `stale` one whose sides have changed since, `rulings` several that differ from each other.
    """

    case: CaseId
    reviews: tuple[Review, ...]
    state: PairState
    differing: tuple[Key, ...] = ()
    decision: Decision | None
    stale: Decision | None
    rulings: tuple[Decision, ...] = ()


class ReturnState(StrEnum):
    """What became of a case that was returned to its reader."""

    OPEN = "open"
    REOPENED = "reopened"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedCase:
    """A case that was returned, to whom it went, and what came back."""

    decision: Decision
    reader: str
    state: ReturnState

    @property
    def waiting(self) -> bool:
        """Whether the reader has not completed it since."""
        return self.state is not ReturnState.ANSWERED


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """One case that waits for the lead: a second read that differs, or states that conflict.

    Two readers' states of one case may conflict: a decision then names a side by its number
    through both, and `first` is the number of the first of `sides`. `stale` is an earlier
    decision whose sides have changed since, `rulings` are decisions that differ, `postponed` is
    the one by which it was put off.
    """

    case: CaseId
    conflict: bool
    sides: tuple[Review, ...]
    first: int = 1
    differing: tuple[Key, ...] = ()
    stale: Decision | None
    rulings: tuple[Decision, ...] = ()
    postponed: Decision | None = None


_OfCase = TypeVar("_OfCase", Review, Conflict, Pair, Decision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """Everything that follows from a register's workbooks and decisions.

    `sources` are the workbooks that count, those that a team's workbook holds among them;
    `origins` says from which of them each state of a review came. `diverged` are exports of
    copies of one register, `questions` are about readers' names: both wait for a person.
    """

    lists: tuple[ListStamp, ...]
    cases: tuple[Case, ...]
    reviews: tuple[Review, ...]
    superseded: tuple[Review, ...]
    conflicts: tuple[Conflict, ...]
    pairs: tuple[Pair, ...]
    standings: tuple[CaseStanding, ...]
    decisions: tuple[Decision, ...]
    origins: Mapping[StateId, tuple[str, ...]]
    sources: tuple[Source, ...] = ()
    returns: tuple[ReturnedCase, ...] = ()
    postponed: Mapping[CaseId, Decision] = field(default_factory=dict)
    questions: tuple[NameQuestion, ...] = ()
    diverged: tuple[tuple[Source, ...], ...] = ()

    def without(self, cases: Collection[CaseId]) -> Combined:
        """Return it as if some cases were not on the list."""

        def kept(those: Iterable[_OfCase]) -> tuple[_OfCase, ...]:
            return tuple(one for one in those if one.case not in cases)

        return replace(
            self,
            cases=tuple(case for case in self.cases if case.id not in cases),
            reviews=kept(self.reviews),
            superseded=kept(self.superseded),
            conflicts=kept(self.conflicts),
            pairs=kept(self.pairs),
            standings=tuple(s for s in self.standings if s.case.id not in cases),
            decisions=kept(self.decisions),
            returns=tuple(one for one in self.returns if one.decision.case not in cases),
            postponed={c: one for c, one in self.postponed.items() if c not in cases},
        )

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
                    case=one.case,
                    conflict=True,
                    sides=one.sides,
                    first=first,
                    stale=one.stale,
                    rulings=one.rulings,
                    postponed=self.postponed.get(one.case),
                )
            )
        found += [
            OpenCase(
                case=pair.case,
                conflict=False,
                sides=pair.reviews,
                differing=pair.differing,
                stale=pair.stale,
                rulings=pair.rulings,
                postponed=self.postponed.get(pair.case),
            )
            for pair in self.pairs
            if pair.state is PairState.OPEN
        ]
        return tuple(found)

    @property
    def waiting_returns(self) -> tuple[ReturnedCase, ...]:
        """The cases that were returned and not completed since."""
        return tuple(returned for returned in self.returns if returned.waiting)

    def came_from(self, review: Review) -> tuple[str, ...]:
        """Return the digests of the workbooks that a state of a review came in.

        The review may be shown under another name than it was signed with.
        """
        case, _, *content = review.state
        found = self.origins.get(review.state)
        if found is None:
            same = (o for (c, _, *rest), o in self.origins.items() if (c, rest) == (case, content))
            found = tuple(sorted({digest for origins in same for digest in origins}))
        return found

    def signers(self, review: Review) -> tuple[str, ...]:
        """Return who signed the workbooks that a state of a review came in."""
        names = {source.digest: source.signer for source in self.sources}
        return tuple(sorted({names[d] for d in self.came_from(review) if names.get(d)}))
