"""Percentages, intervals and quartiles: from integers, in tenths of a percent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, sqrt
from statistics import quantiles
from typing import Final

from reviewer.domain.ids import CaseId
from reviewer.figures.distributions import Z
from reviewer.figures.table import Interval, Share

LEAST_FOR_PERCENT: Final = 10
"""Below this N a table shows counts only: one case more would move the percentage by ten points."""


def tenths_of(n: int, of: int) -> int:
    """Return n of `of` in tenths of a percent, rounded half up from integers; `of` is above 0."""
    return (2000 * n + of) // (2 * of)


def share(n: int, of: int, cases: tuple[CaseId, ...] = ()) -> Share:
    """Return n of `of` as a share, with the cases that n counts; no percentage below N = 10."""
    tenths = tenths_of(n, of) if of >= LEAST_FOR_PERCENT else None
    return Share(n=n, of=of, tenths=tenths, cases=cases)


def wilson(n: int, of: int) -> Interval | None:
    """Return the 95% interval of n of `of` in tenths of a percent; None below N = 10.

    Wilson's score interval without continuity correction: E. B. Wilson, Journal of the
    American Statistical Association 22 (1927).
    """
    if of < LEAST_FOR_PERCENT:
        return None
    low, high = wilson_ends(n / of, of)
    return Interval(low=rounded_tenths(low), high=rounded_tenths(high))


def difference(n: int, of: int, later_n: int, later_of: int) -> int | None:
    """Return later minus earlier share in tenths of a point; None below N = 10 on either side.

    Computed from integers; a half is rounded away from zero, so that exchanging the two sides
    changes the sign only.
    """
    if min(of, later_of) < LEAST_FOR_PERCENT:
        return None
    above, below = later_n * of - n * later_of, of * later_of
    tenths = (2000 * abs(above) + below) // (2 * below)
    return tenths if above >= 0 else -tenths


def newcombe(n: int, of: int, later_n: int, later_of: int) -> Interval | None:
    """Return the 95% interval of later minus earlier share in tenths of a percentage point.

    None below N = 10 on either side. Method 10, the hybrid of two Wilson intervals: R. G.
    Newcombe, Statistics in Medicine 17 (1998) 873-890.
    """
    if min(of, later_of) < LEAST_FOR_PERCENT:
        return None
    before, after = n / of, later_n / later_of
    low_before, high_before = wilson_ends(before, of)
    low_after, high_after = wilson_ends(after, later_of)
    change = after - before
    low = change - sqrt((after - low_after) ** 2 + (high_before - before) ** 2)
    high = change + sqrt((high_after - after) ** 2 + (before - low_before) ** 2)
    return Interval(low=rounded_tenths(low), high=rounded_tenths(high))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How many values there are, and their quartiles and greatest."""

    n: int
    lower: float
    median: float
    upper: float
    greatest: float


def spread(values: Sequence[float]) -> Spread | None:
    """Return the quartiles of the values; None for no values.

    The method is `statistics.quantiles(…, n=4, method="inclusive")`, which takes the least and
    the greatest value as the 0th and 100th percentile; of one value every quartile is that one.
    """
    if not values:
        return None
    several = list(values) if len(values) > 1 else [values[0]] * 2
    lower, median, upper = quantiles(several, n=4, method="inclusive")
    return Spread(n=len(values), lower=lower, median=median, upper=upper, greatest=max(values))


def half_up(value: float, decimals: int) -> float:
    """Round a measured value, not negative, as a person would: 24.25 to 24.3.

    A quartile of whole days lies on quarters, where `round` goes to the even neighbour.
    """
    scale = float(10**decimals)
    return floor(value * scale + 0.5) / scale


def wilson_ends(p: float, of: float) -> tuple[float, float]:
    """Return the ends of Wilson's interval of a share of `of` cases, not rounded."""
    z2 = Z * Z
    centre = p + z2 / (2 * of)
    reach = Z * sqrt(p * (1 - p) / of + z2 / (4 * of * of))
    scale = 1 + z2 / of
    return max(0.0, (centre - reach) / scale), min(1.0, (centre + reach) / scale)


def rounded_tenths(proportion: float) -> int:
    """Return a share from -1 to 1 in tenths of a percent, a half away from nought."""
    tenths = floor(abs(proportion) * 1000 + 0.5)
    return tenths if proportion >= 0 else -tenths
