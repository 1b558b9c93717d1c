"""Where the sampled cases are: reviewed, excluded or outstanding, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.domain.message import Message, message
from reviewer.domain.standing import CaseStanding
from reviewer.figures.case_figures import UngradedPlace, place_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCounts:
    """How many cases were sampled, and how many of them are in each of three places."""

    sampled: int = 0
    reviewed: int = 0
    excluded: int = 0
    outstanding: int = 0

    def more(self, others: CaseCounts) -> CaseCounts:
        """Return them with others added."""
        return CaseCounts(
            sampled=self.sampled + others.sampled,
            reviewed=self.reviewed + others.reviewed,
            excluded=self.excluded + others.excluded,
            outstanding=self.outstanding + others.outstanding,
        )

    def less(self, others: CaseCounts) -> CaseCounts:
        """Return them with others taken off."""
        return CaseCounts(
            sampled=self.sampled - others.sampled,
            reviewed=self.reviewed - others.reviewed,
            excluded=self.excluded - others.excluded,
            outstanding=self.outstanding - others.outstanding,
        )

    @property
    def sentence(self) -> Message:
        """The sum as a person reads it."""
        return message(
            "{sampled:,} sampled = {reviewed:,} reviewed + {excluded:,} excluded + "
            "{outstanding:,} outstanding.",
            sampled=self.sampled,
            reviewed=self.reviewed,
            excluded=self.excluded,
            outstanding=self.outstanding,
        )


def count_cases(standings: Sequence[CaseStanding]) -> CaseCounts:
    """Count the cases of a list by where each is."""
    places = [place_of(standing) for standing in standings]
    return CaseCounts(
        sampled=len(places),
        reviewed=sum(
            place not in {UngradedPlace.EXCLUDED, UngradedPlace.OUTSTANDING} for place in places
        ),
        excluded=places.count(UngradedPlace.EXCLUDED),
        outstanding=places.count(UngradedPlace.OUTSTANDING),
    )
