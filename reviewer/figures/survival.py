"""How long something takes where some of it has not ended yet: Kaplan–Meier and log-rank.

What is still open is censored: it took at least as long as it is known to have lasted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Final

from reviewer.figures.distributions import Z, chi_square_tail

Duration = tuple[float, bool]
"""How long, from nought, and whether it ended then; what did not is still open."""

QUARTERS: Final = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantile:
    """The time by which a share had ended, and its 95% interval; None where it was not reached.

    Without `low` there is no interval; with it alone the interval has no upper end yet.
    """

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """At one time: how many were still under way just before it, and how many ended."""

    time: float
    at_risk: int
    ended: int


def quartiles(durations: Sequence[Duration]) -> tuple[Quantile, Quantile, Quantile]:
    """Return the quartiles of durations of which some are open, each with its 95% interval.

    The estimate is that of E. L. Kaplan and P. Meier, Journal of the American Statistical
    Association 53 (1958) 457-481; a quantile is the first time at which the share still under
    way is no more than what is left. Intervals turn the pointwise one of Greenwood's variance
    on the scale log(-log S) round: R. Brookmeyer and J. Crowley, Biometrics 38 (1982) 29-41.
    """
    curve = tuple(_curve(durations))
    lower, median, upper = (_quantile(curve, share) for share in QUARTERS)
    return lower, median, upper


def _steps(durations: Sequence[Duration]) -> Iterator[_Step]:
    ended = Counter(time for time, over in durations if over)
    every = Counter(time for time, _ in durations)
    left = len(durations)
    for time in sorted(every):
        if ended[time]:
            yield _Step(time=time, at_risk=left, ended=ended[time])
        left -= every[time]


def _curve(durations: Sequence[Duration]) -> Iterator[tuple[float, float, float]]:
    """Yield each time at which something ended, the share under way after it, its variance sum."""
    under_way, total = 1.0, 0.0
    for step in _steps(durations):
        left = step.at_risk - step.ended
        under_way *= left / step.at_risk
        total = total + step.ended / (step.at_risk * left) if left else float("inf")
        yield step.time, under_way, total


def _quantile(curve: Sequence[tuple[float, float, float]], share: float) -> Quantile:
    wanted = 1 - share
    value = next((time for time, s, _ in curve if s <= wanted + 1e-12), None)
    inside = [time for time, s, total in curve if _within(s, total, wanted)]
    if not inside:
        return Quantile(value=value, low=None, high=None)
    after = next((time for time, _, _ in curve if time > inside[-1]), None)
    return Quantile(value=value, low=inside[0], high=after)


def _within(under_way: float, total: float, wanted: float) -> bool:
    """Say whether the share under way does not differ from what is wanted at 5%."""
    if under_way <= 0 or under_way >= 1:
        return False
    distance = log(-log(under_way)) - log(-log(wanted))
    return abs(distance) <= Z * sqrt(total) / abs(log(under_way))


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRank:
    """Whether groups took equally long: χ², its degrees of freedom, the chance of as much."""

    chi_square: float
    df: int
    p: float


def log_rank(groups: Sequence[Sequence[Duration]]) -> LogRank | None:
    """Compare how long groups took; None where nothing tells them apart.

    N. Mantel, Cancer Chemotherapy Reports 50 (1966) 163-170, for any number of groups: the
    observed ends less those expected, over their hypergeometric covariance. A group without any
    case under way when one ends is left out of it.
    """
    groups = [group for group in groups if group]
    k = len(groups)
    together = [duration for group in groups for duration in group]
    excess = [0.0] * k
    covariance = [[0.0] * k for _ in range(k)]
    for step in _steps(together):
        at_risk = [sum(time >= step.time for time, _ in group) for group in groups]
        ended = [sum(over and time == step.time for time, over in group) for group in groups]
        share = [n / step.at_risk for n in at_risk]
        left = step.at_risk - step.ended
        spread = step.ended * left / (step.at_risk - 1) if step.at_risk > 1 else 0.0
        for i in range(k):
            excess[i] += ended[i] - step.ended * share[i]
            for j in range(k):
                covariance[i][j] += spread * share[i] * ((i == j) - share[j])
    return _quadratic(excess, covariance)


def _quadratic(excess: list[float], covariance: list[list[float]]) -> LogRank | None:
    """Return excess' · covariance⁻ · excess, leaving out what adds nothing, by elimination."""
    rows = [[*row, value] for row, value in zip(covariance, excess, strict=True)]
    chi_square, df = 0.0, 0
    scale = max((abs(row[i]) for i, row in enumerate(rows)), default=0.0)
    for i, row in enumerate(rows):
        pivot = row[i]
        if pivot <= scale * 1e-9:
            continue
        df += 1
        chi_square += row[-1] ** 2 / pivot
        for below in rows[i + 1 :]:
            factor = below[i] / pivot
            for at in range(i, len(row)):
                below[at] -= factor * row[at]
    if not df:
        return None
    return LogRank(chi_square=chi_square, df=df, p=chi_square_tail(chi_square, df))
