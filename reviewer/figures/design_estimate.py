"""A share estimated by the design of its sample: strata, their populations, what was graded.

W. G. Cochran, Sampling Techniques (1977), sections 5.3 and 5A.4 for strata and 4.5 for size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, sqrt
from typing import Final

from reviewer.figures.distributions import Z
from reviewer.figures.intervals import wilson_ends

LEAST_OF_EACH: Final = 5
"""Cases with and without, below which a normal interval is not to be trusted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumShare:
    """One stratum: its cases, how many of them were graded, and how many of these count."""

    population: int
    graded: int
    counting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A share from 0 to 1 and its 95% interval; None where the sample cannot tell its spread."""

    share: Fraction
    low: float | None
    high: float | None


def estimate(parts: Sequence[StratumShare]) -> Estimate:
    """Estimate the share over all strata, each weighted by its cases.

    The variance is the sum of W²(1 - f)p(1 - p)/(n - 1), W being a stratum's share of all cases
    and f the share of its cases that were graded: what is known of every case has none. With
    fewer than five cases on either side the interval is Wilson's for as many cases as the
    design is worth, because a normal one would be too narrow. Raises ValueError for a stratum
    without a graded case, or with more than it has.
    """
    total = sum(part.population for part in parts)
    if not total or any(not 0 < part.graded <= part.population for part in parts):
        raise ValueError(parts)
    share = sum(
        (Fraction(part.population * part.counting, total * part.graded) for part in parts),
        Fraction(0),
    )
    counting = sum(part.counting for part in parts)
    fewest = min(counting, sum(part.graded for part in parts) - counting)
    if all(part.graded == part.population for part in parts):
        return Estimate(share=share, low=float(share), high=float(share))
    if any(part.graded == 1 < part.population for part in parts):
        return Estimate(share=share, low=None, high=None)
    if fewest < LEAST_OF_EACH:
        low, high = wilson_ends(float(share), _worth(parts, total))
        return Estimate(share=share, low=low, high=high)
    reach = Z * sqrt(sum(_variance(part, total) for part in parts))
    return Estimate(
        share=share, low=max(0.0, float(share) - reach), high=min(1.0, float(share) + reach)
    )


def _variance(part: StratumShare, total: int) -> float:
    if part.graded == part.population:
        return 0.0
    weight, p = part.population / total, part.counting / part.graded
    left = 1 - part.graded / part.population
    return weight * weight * left * p * (1 - p) / (part.graded - 1)


def _worth(parts: Sequence[StratumShare], total: int) -> float:
    """Return how many cases drawn at will would tell as much, were the strata alike."""
    return 1 / sum(
        (part.population / total) ** 2 * (1 - part.graded / part.population) / part.graded
        for part in parts
    )


def size_needed(population: int, points: float) -> int:
    """Return how many cases to draw so that a share is known to ± `points`, at 95%.

    Of a share of one half, which needs most: n0 = z²/4d², then n = n0 / (1 + (n0 - 1)/N) rounded
    up. Raises ValueError where there is no case, or `points` is not above 0.
    """
    if population < 1 or not points > 0:
        raise ValueError((population, points))
    unlimited = Z * Z / 4 / (points / 100) ** 2
    return min(population, max(1, ceil(unlimited / (1 + (unlimited - 1) / population) - 1e-9)))


def precision_of(population: int, size: int) -> float:
    """Return to how many ± points a share of one half is known from so many cases, at 95%."""
    left = (population - size) / (population - 1) if population > 1 else 0.0
    return 100 * Z * sqrt(left / (4 * size))
