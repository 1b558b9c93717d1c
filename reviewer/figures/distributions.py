"""The distributions that tests and intervals need, to some twelve digits, from the library alone.

Incomplete gamma and beta by series and continued fraction: W. H. Press and others, Numerical
Recipes (2007), sections 6.2 and 6.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import count
from math import exp, lgamma, log, log1p, pi, sqrt
from statistics import NormalDist
from typing import Final

Z: Final = NormalDist().inv_cdf(0.975)
"""The normal quantile of a 95% interval."""

_PRECISION: Final = 1e-14
_TINY: Final = 1e-300


def chi_square_tail(value: float, df: int) -> float:
    """Return the chance of a χ² of `df` degrees of freedom at or above a value."""
    if value <= 0:
        return 1.0
    a, x = df / 2, value / 2
    front = exp(a * log(x) - x - lgamma(a))
    if x >= a + 1:
        return front * _continued(_gamma_steps(a, x))
    term = total = 1 / a
    for n in count(1):
        term *= x / (a + n)
        total += term
        if term < total * _PRECISION:
            break
    return 1 - front * total


def t_tail(t: float, df: float) -> float:
    """Return the chance that Student's t of `df` degrees of freedom is as far from nought."""
    return _beta(df / 2, 0.5, df / (df + t * t))


@cache
def t_quantile(df: float) -> float:
    """Return the quantile of Student's t of a 95% interval: 12.706… for one degree of freedom.

    By Newton's steps, which begin below it and only rise, because the tail is convex.
    """
    t: float = Z + (Z * Z + 1) * Z / (4 * df)
    front = exp(lgamma((df + 1) / 2) - lgamma(df / 2)) / sqrt(df * pi)
    while True:
        density = 2 * front * exp(-(df + 1) / 2 * log1p(t * t / df))
        step = (t_tail(t, df) - 0.05) / density
        t += step
        if step < 1e-12 * t:
            return t


def _beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function."""
    if x <= 0 or x >= 1:
        return float(x > 0)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x > (a + 1) / (a + b + 2):
        return 1 - front * _continued(_beta_steps(b, a, 1 - x)) / b
    return front * _continued(_beta_steps(a, b, x)) / a


def _continued(steps: Iterator[tuple[float, float]]) -> float:
    """Evaluate 1/(b0 + a1/(b1 + a2/(b2 + …))) by Lentz's method; the first step is (1, b0)."""
    _, first = next(steps)
    c, d = 1 / _TINY, 1 / (first or _TINY)
    value = d
    for a, b in steps:
        d = 1 / (a * d + b or _TINY)
        c = b + a / c or _TINY
        value *= c * d
        if abs(c * d - 1) < _PRECISION:
            break
    return value


def _gamma_steps(a: float, x: float) -> Iterator[tuple[float, float]]:
    yield 1, x + 1 - a
    for n in count(1):
        yield -n * (n - a), x + 1 - a + 2 * n


def _beta_steps(a: float, b: float, x: float) -> Iterator[tuple[float, float]]:
    yield 1, 1
    for m in count():
        if m:
            yield m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), 1
        yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), 1
