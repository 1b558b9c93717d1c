"""How far two sides agree on grades: exact, within one, direction, kappa, AC1 and AC2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.domain.message import Message, message
from reviewer.figures.intervals import share
from reviewer.figures.table import Share

LEAST_FOR_COEFFICIENTS: Final = 10
"""Below this many pairs a coefficient says more about chance than about the two sides."""

Square = tuple[tuple[int, ...], ...]
"""Counts of pairs: rows are the first side's grades, columns the second's, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two sides agree.

    `worse` counts the pairs where the second side graded worse than the first, `better` the
    other way. The coefficients are None where `left_out` gives the reason.
    """

    n: int
    table: Square
    exact: Share
    within_one: Share
    worse: int
    better: int
    kappa: float | None = None
    kappa_linear: float | None = None
    ac1: float | None = None
    ac2_linear: float | None = None
    left_out: Message | None = None


def agreement_of(table: Sequence[Sequence[int]]) -> Agreement:
    """Measure the agreement of a square table of counts, its grades in order of the scale.

    Kappa: J. Cohen, Educational and Psychological Measurement 20 (1960); weighted, linear
    weights 1 - |i - j| / (q - 1): Psychological Bulletin 70 (1968). AC1 and AC2: K. L. Gwet,
    Handbook of Inter-Rater Reliability (2014), chapters 4 and 5. Coefficients are left out for
    fewer than 10 pairs and where one side used a single grade. Raises ValueError for a table
    that is not square or has fewer than two grades.
    """
    square = tuple(tuple(row) for row in table)
    q = len(square)
    if q < 2 or any(len(row) != q for row in square):
        raise ValueError(square)
    pairs = [(i, j, square[i][j]) for i in range(q) for j in range(q)]
    n = sum(count for _, _, count in pairs)
    left_out = _reason(square, n)
    linear = [[1 - abs(i - j) / (q - 1) for j in range(q)] for i in range(q)]
    equal = [[float(i == j) for j in range(q)] for i in range(q)]
    return Agreement(
        n=n,
        table=square,
        exact=share(sum(count for i, j, count in pairs if i == j), n),
        within_one=share(sum(count for i, j, count in pairs if abs(i - j) <= 1), n),
        worse=sum(count for i, j, count in pairs if j > i),
        better=sum(count for i, j, count in pairs if j < i),
        kappa=None if left_out else _kappa(square, n, equal),
        kappa_linear=None if left_out else _kappa(square, n, linear),
        ac1=None if left_out else _gwet(square, n, equal),
        ac2_linear=None if left_out else _gwet(square, n, linear),
        left_out=left_out,
    )


def _reason(square: Square, n: int) -> Message | None:
    if n < LEAST_FOR_COEFFICIENTS:
        return message(
            "Coefficients are left out: fewer than {least} pairs.", least=LEAST_FOR_COEFFICIENTS
        )
    used = (
        sum(any(row) for row in square),
        sum(any(column) for column in zip(*square, strict=True)),
    )
    if min(used) < 2:
        return message("Coefficients are left out: one side used a single grade.")
    return None


def _margins(square: Square, n: int) -> tuple[list[float], list[float]]:
    rows = [sum(row) / n for row in square]
    columns = [sum(column) / n for column in zip(*square, strict=True)]
    return rows, columns


def _observed(square: Square, n: int, weights: list[list[float]]) -> float:
    return (
        sum(
            weight * count
            for weights_row, row in zip(weights, square, strict=True)
            for weight, count in zip(weights_row, row, strict=True)
        )
        / n
    )


def _kappa(square: Square, n: int, weights: list[list[float]]) -> float:
    rows, columns = _margins(square, n)
    expected = sum(
        weights[i][j] * row * column
        for i, row in enumerate(rows)
        for j, column in enumerate(columns)
    )
    return (_observed(square, n, weights) - expected) / (1 - expected)


def _gwet(square: Square, n: int, weights: list[list[float]]) -> float:
    rows, columns = _margins(square, n)
    q = len(square)
    used = [(row + column) / 2 for row, column in zip(rows, columns, strict=True)]
    spread = sum(p * (1 - p) for p in used)
    expected = sum(map(sum, weights)) / (q * (q - 1)) * spread
    return (_observed(square, n, weights) - expected) / (1 - expected)
