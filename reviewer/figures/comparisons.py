"""Differences of shares, tested together: what is clear among several is clearer than alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.domain.message import Message, message, plural
from reviewer.figures.association import Association, holm, two_shares
from reviewer.figures.intervals import LEAST_FOR_PERCENT, difference, newcombe
from reviewer.figures.table import Cell, Interval, Measure, cell_text

LEVEL: Final = 0.05
"""The chance of any false finding in one table, were there no difference at all."""

Shares = tuple[int, int, int, int]
"""n of N, and a later or other n of N."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A difference of two shares among several that are tested together.

    `adjusted` is the chance p after Holm's correction. It is clear where its 95% interval, as
    shown, leaves nought out and `adjusted` is below 5%. All are None below N = 10 on either
    side.
    """

    tenths: int | None
    interval: Interval | None
    adjusted: float | None
    clear: bool | None

    @property
    def points(self) -> Cell:
        """The difference in percentage points, as a table's cell."""
        return None if self.tenths is None else Measure(value=self.tenths / 10, decimals=1)


def compared(shares: Sequence[Shares]) -> tuple[Comparison, ...]:
    """Compare each pair of shares, as the family of all of them that are large enough."""
    chances = [
        two_shares(*each) if min(each[1], each[3]) >= LEAST_FOR_PERCENT else None for each in shares
    ]
    adjusted = iter(holm([chance for chance in chances if chance is not None]))
    return tuple(
        _comparison(each, None if chance is None else next(adjusted))
        for each, chance in zip(shares, chances, strict=True)
    )


def _comparison(shares: Shares, adjusted: float | None) -> Comparison:
    interval = newcombe(*shares)
    clear = None
    if interval is not None and adjusted is not None:
        clear = (interval.low > 0 or interval.high < 0) and adjusted < LEVEL
    return Comparison(tenths=difference(*shares), interval=interval, adjusted=adjusted, clear=clear)


def chance_cell(chance: float | None) -> Cell:
    """Set a chance p to three decimals; a smaller one is shown as under 0.001."""
    if chance is None:
        return None
    if chance < 0.001:
        return message("under 0.001")
    return Measure(value=chance, decimals=3)


def together_note(found: Sequence[Comparison]) -> Message | None:
    """Say by what rule a difference is called clear; None where none is tested."""
    n = sum(one.adjusted is not None for one in found)
    if not n:
        return None
    return plural(
        n,
        "A difference is clear if its Newcombe 95% interval does not include "
        "0 and p is below 0.05.",
        "A difference is clear if its Newcombe 95% interval does not include "
        "0 and p, adjusted by Holm's method for the {n} comparisons in this "
        "table, is below 0.05.",
    )


def comparison_cells(found: Comparison, clear: Message, unclear: Message) -> tuple[Cell, ...]:
    """Set a comparison as points, interval, chance and finding in words."""
    words = {True: clear, False: unclear, None: None}[found.clear]
    return found.points, found.interval, chance_cell(found.adjusted), words


def untested_cells(found: Comparison) -> tuple[Cell, ...]:
    """Set a comparison of shares whose cases count differently, which no test of counts fits."""
    return found.points, None, None, None


UNTESTED_NOTE: Final = message(
    "Differences are of graded cases as they are. They are not tested, because the cases of this "
    "visit were drawn in strata that count differently."
)


def association_result(found: Association) -> Message:
    """Write the result of a test of a table of counts."""
    chance = cell_text(chance_cell(found.p))
    if found.exact:
        return message("Fisher's exact p {chance}", chance=chance)
    return message(
        "χ² {value}, degrees of freedom {df}, p {chance}",
        value=f"{found.chi_square:.2f}",
        df=found.df,
        chance=chance,
    )
