"""How far readers agree on grades: exact, within one, direction, and beyond chance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reviewer.domain.message import Message, message
from reviewer.figures.coefficients import Coefficient, Read, Reads, equal, linear
from reviewer.figures.intervals import share
from reviewer.figures.table import Share

LEAST_FOR_COEFFICIENTS: Final = 10
"""Below this many cases a coefficient says more about chance than about the readers."""

Square = tuple[tuple[int, ...], ...]
"""Counts of pairs: rows are the first side's grades, columns the second's, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far the readers of each case agree; most cases have two.

    `table` has the first two of each. `exact` counts the cases that all graded the same,
    `within_one` those whose grades are all neighbours at most; `worse` those with a later
    reader's grade worse than the first's, `better` the other way. The coefficients are None
    where `left_out` gives the reason.
    """

    n: int
    table: Square
    exact: Share
    within_one: Share
    worse: int
    better: int
    kappa: Coefficient | None = None
    kappa_linear: Coefficient | None = None
    ac1: Coefficient | None = None
    ac2_linear: Coefficient | None = None
    alpha_ordinal: Coefficient | None = None
    left_out: Message | None = None


def agreement_of(table: Sequence[Sequence[int]]) -> Agreement:
    """Measure the agreement of a square table of counts, its grades in order of the scale.

    Raises ValueError for a table that is not square or has fewer than two grades.
    """
    q = len(table)
    if any(len(row) != q for row in table):
        raise ValueError(table)
    pairs = ((i, j) for i in range(q) for j in range(q) for _ in range(table[i][j]))
    return agreement_of_reads(pairs, q)


def agreement_of_reads(cases: Iterable[Reads], q: int) -> Agreement:
    """Measure the agreement of cases on a scale of `q` grades.

    Coefficients are left out for fewer than 10 cases and where one side used a single grade.
    Raises ValueError for a scale of fewer than two.
    """
    reads = tuple(cases)
    if q < 2:
        raise ValueError(q)
    n = len(reads)
    table = [[0] * q for _ in range(q)]
    for first, second, *_ in reads:
        table[first][second] += 1
    plain = Agreement(
        n=n,
        table=tuple(map(tuple, table)),
        exact=share(sum(min(found) == max(found) for found in reads), n),
        within_one=share(sum(max(found) - min(found) <= 1 for found in reads), n),
        worse=sum(max(found) > found[0] for found in reads),
        better=sum(min(found) < found[0] for found in reads),
        left_out=_reason(reads),
    )
    if plain.left_out is not None:
        return plain
    found = Read(reads, q)
    return replace(
        plain,
        kappa=found.kappa(equal(q)),
        kappa_linear=found.kappa(linear(q)),
        ac1=found.gwet(equal(q)),
        ac2_linear=found.gwet(linear(q)),
        alpha_ordinal=found.alpha_ordinal(),
    )


def _reason(reads: Sequence[Reads]) -> Message | None:
    if len(reads) < LEAST_FOR_COEFFICIENTS:
        return message(
            "Coefficients are left out: fewer than {least} pairs.", least=LEAST_FOR_COEFFICIENTS
        )
    if all(len(found) == 2 for found in reads):
        used = min(len({found[side] for found in reads}) for side in (0, 1))
    else:
        used = len({grade for found in reads for grade in found})
    if used < 2:
        return message("Coefficients are left out: one side used a single grade.")
    return None
