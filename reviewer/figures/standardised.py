"""A share as it would be with another mix of cases, and how far cases of one unit are alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Final

from reviewer.figures.design_estimate import LEAST_OF_EACH
from reviewer.figures.distributions import Z
from reviewer.figures.intervals import wilson_ends

Counts = tuple[int, int]
"""Of one group: how many count, and of how many."""

LEAST_UNITS: Final = 5
"""Units below which one cannot know how far the cases of one are alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standardised:
    """A share from 0 to 1 standardised to another mix, and its 95% interval."""

    share: Fraction
    low: float
    high: float


def standardised(counts: Mapping[str, Counts], mix: Mapping[str, int]) -> Standardised | None:
    """Weigh the share of each group by the cases that a standard has of it.

    Direct standardisation with the variance Σ w²p(1 - p)/n: J. L. Fleiss and others, Statistical
    Methods for Rates and Proportions (2003), 19.3. With fewer than five cases on either side the
    interval is Wilson's for as many cases as the weights leave, 1/Σ(w²/n), because a normal one
    would be too narrow: where all cases are alike it would have no width. None where the standard
    has cases of a group of which here there is none, or fewer than two.
    """
    groups = {group: cases for group, cases in mix.items() if cases}
    total = sum(groups.values())
    if not total or any(counts.get(group, (0, 0))[1] < 2 for group in groups):
        return None
    share, variance, spread = Fraction(0), 0.0, 0.0
    for group, cases in groups.items():
        n, of = counts[group]
        share += Fraction(cases * n, total * of)
        variance += (cases / total) ** 2 * (n / of) * (1 - n / of) / of
        spread += (cases / total) ** 2 / of
    counting = sum(counts[group][0] for group in groups)
    if min(counting, sum(counts[group][1] for group in groups) - counting) < LEAST_OF_EACH:
        low, high = wilson_ends(float(share), 1 / spread)
        return Standardised(share=share, low=low, high=high)
    reach = Z * sqrt(variance)
    return Standardised(
        share=share, low=max(0.0, float(share) - reach), high=min(1.0, float(share) + reach)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustering:
    """How far cases of one unit are alike, and by how much that widens an interval.

    `effect` is the design effect on the variance: an interval is its root times as wide.
    """

    units: int
    alike: float
    effect: float


def clustering(units: Sequence[Counts]) -> Clustering | None:
    """Measure the intraclass correlation of a share over units, and its design effect.

    One-way analysis of variance; the effect is 1 + (m - 1)rho, m being Σn²/Σn cases a unit: A.
    Donner and N. Klar, Design and Analysis of Cluster Randomization Trials (2000), 5.2. Below
    nought rho is taken as nought. None for fewer than five units, or one case in each.
    """
    units = [(n, of) for n, of in units if of]
    k, total = len(units), sum(of for _, of in units)
    if k < LEAST_UNITS or total <= k:
        return None
    mean = sum(n for n, _ in units) / total
    between = sum(of * (n / of - mean) ** 2 for n, of in units) / (k - 1)
    within = sum(n * (1 - n / of) for n, of in units) / (total - k)
    size = sum(of * of for _, of in units) / total
    usual = (total - size) / (k - 1)
    spread = between + (usual - 1) * within
    alike = max(0.0, (between - within) / spread) if spread > 0 else 0.0
    return Clustering(units=k, alike=alike, effect=1 + (size - 1) * alike)
