"""How far readers agree beyond chance: kappa, AC1, AC2 and alpha, each with its interval.

Every coefficient is a mean over the cases read, so its interval is that of the mean of a sample,
with Student's t of one degree less than there are cases: K. L. Gwet, Handbook of Inter-Rater
Reliability (2014), chapters 2 to 6.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from reviewer.figures.distributions import t_quantile

Reads = tuple[int, ...]
"""The grades that a case got, as places on the scale, best first; two or more."""

Weights = tuple[tuple[float, ...], ...]
"""How far two grades agree, from 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """A coefficient of agreement: 1 for full, 0 for what chance would bring.

    `low` and `high` are its 95% interval; None where every case says the same of it, so that
    nothing tells how far another sample could differ.
    """

    value: float
    low: float | None
    high: float | None


def equal(q: int) -> Weights:
    """Return weights that count the same grade only, on a scale of `q`."""
    return tuple(tuple(float(i == j) for j in range(q)) for i in range(q))


def linear(q: int) -> Weights:
    """Return weights that fall in equal steps with the distance of two grades on a scale of `q`."""
    return tuple(tuple(1 - abs(i - j) / (q - 1) for j in range(q)) for i in range(q))


class Read:
    """Cases that two readers or more graded, as often as each set of grades occurs.

    Raises ValueError for a case with fewer than two grades.
    """

    def __init__(self, cases: Iterable[Reads], q: int) -> None:
        self._found = Counter(cases)
        if any(len(reads) < 2 for reads in self._found):
            raise ValueError(self._found)
        self._q = q
        self.n = sum(self._found.values())
        """How many cases there are."""
        self.pairwise = all(len(reads) == 2 for reads in self._found)
        """Whether each was read by two."""
        self.grades = frozenset(grade for reads in self._found for grade in reads)
        """The grades that were used at all."""

    def kappa(self, weights: Weights) -> Coefficient | None:
        """Return Cohen's kappa where each case has two reads, else that of any two readers.

        J. Cohen, Educational and Psychological Measurement 20 (1960) and, weighted, Psychological
        Bulletin 70 (1968); J. L. Fleiss, Psychological Bulletin 76 (1971). None where chance
        alone would make all agree.
        """
        if not self.pairwise:
            shares = self._shares()
            near = _weighted(weights, shares)
            return self._coefficient(weights, lambda reads: _mean(near[grade] for grade in reads))
        sides = [self._side(side) for side in (0, 1)]
        first, second = (_weighted(weights, side) for side in sides)
        return self._coefficient(weights, lambda reads: (second[reads[0]] + first[reads[1]]) / 2)

    def gwet(self, weights: Weights) -> Coefficient | None:
        """Return AC1, or with weights AC2; None where a single grade was used.

        K. L. Gwet, British Journal of Mathematical and Statistical Psychology 61 (2008) 29-48.
        """
        q = self._q
        scale = sum(map(sum, weights)) / (q * (q - 1))
        shares = self._shares()
        if len(self.grades) < 2:
            return None
        return self._coefficient(
            weights, lambda reads: scale * _mean(1 - shares[grade] for grade in reads)
        )

    def alpha_ordinal(self) -> Coefficient | None:
        """Return K. Krippendorff's alpha for grades in order: Content Analysis (2004), 11.3.

        The distance of two grades counts the grades given between them, half of each of the two
        included. The interval takes these distances as given.
        """
        reads = self._reads()
        totals = [
            sum(n * found.count(k) for found, n in self._found.items()) for k in range(self._q)
        ]
        weights = _ordinal(totals)
        if weights is None:
            return None
        mean, pi = reads / self.n, [total / reads for total in totals]
        near = _weighted(weights, pi)
        chance = sum(p * w for p, w in zip(pi, near, strict=True))
        if chance >= 1 - 1e-12:
            return None
        own = {
            found: (len(found) / mean * _agreeing(found, weights), (len(found) - mean) / mean)
            for found in self._found
        }
        plain = sum(n * own[found][0] for found, n in self._found.items()) / self.n
        corrected = plain + (1 - plain) / reads
        parts = {}
        for found, (agreeing, surplus) in own.items():
            by_chance = sum(near[grade] for grade in found) / mean - chance * surplus
            gain = agreeing - corrected * surplus - chance
            lost = 2 * (1 - plain) / (1 - chance) * (by_chance - chance)
            parts[found] = (gain - lost) / (1 - chance)
        centre = (plain - chance) / (1 - chance)
        return self._interval((corrected - chance) / (1 - chance), parts, centre)

    def _reads(self) -> int:
        return sum(len(found) * n for found, n in self._found.items())

    def _side(self, side: int) -> list[float]:
        counts = Counter(dict.fromkeys(range(self._q), 0))
        for found, n in self._found.items():
            counts[found[side]] += n
        return [counts[k] / self.n for k in range(self._q)]

    def _shares(self) -> list[float]:
        return [
            sum(n * found.count(k) / len(found) for found, n in self._found.items()) / self.n
            for k in range(self._q)
        ]

    def _coefficient(
        self, weights: Weights, chance_of: Callable[[Reads], float]
    ) -> Coefficient | None:
        """Put a coefficient together; `chance_of` is a case's part in what chance would bring."""
        by_chance = {found: chance_of(found) for found in self._found}
        agreeing = {found: _agreeing(found, weights) for found in self._found}
        chance = sum(n * by_chance[found] for found, n in self._found.items()) / self.n
        observed = sum(n * agreeing[found] for found, n in self._found.items()) / self.n
        if chance >= 1 - 1e-12:
            return None
        value = (observed - chance) / (1 - chance)
        parts = {
            found: (agreeing[found] - chance - 2 * (1 - value) * (by_chance[found] - chance))
            / (1 - chance)
            for found in self._found
        }
        return self._interval(value, parts, value)

    def _interval(self, value: float, parts: dict[Reads, float], centre: float) -> Coefficient:
        n = self.n
        spread = sum(times * (parts[found] - centre) ** 2 for found, times in self._found.items())
        if n < 2 or spread <= 1e-18:
            return Coefficient(value=value, low=None, high=None)
        reach = t_quantile(n - 1) * sqrt(spread / (n * (n - 1)))
        return Coefficient(value=value, low=max(-1.0, value - reach), high=min(1.0, value + reach))


def _mean(values: Iterable[float]) -> float:
    found = tuple(values)
    return sum(found) / len(found)


def _weighted(weights: Weights, shares: Sequence[float]) -> list[float]:
    return [sum(w * p for w, p in zip(row, shares, strict=True)) for row in weights]


def _agreeing(reads: Reads, weights: Weights) -> float:
    """Return the share of a case's pairs of reads that agree, by their weights."""
    r = len(reads)
    pairs = sum(weights[a][b] for a in reads for b in reads) - sum(weights[a][a] for a in reads)
    return pairs / (r * (r - 1))


def _ordinal(totals: Sequence[int]) -> Weights | None:
    """Return weights of Krippendorff's ordinal distances; None where one grade was used."""
    q = len(totals)

    def distance(i: int, j: int) -> float:
        low, high = sorted((i, j))
        between = sum(totals[low : high + 1]) - (totals[low] + totals[high]) / 2
        return between * between if low != high else 0.0

    most = max(distance(i, j) for i in range(q) for j in range(q))
    used = sum(total > 0 for total in totals)
    if used < 2 or not most:
        return None
    return tuple(tuple(1 - distance(i, j) / most for j in range(q)) for i in range(q))
