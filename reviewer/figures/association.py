"""Whether two questions go together: exact or χ² test, Cramér's V, Holm for several at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, sqrt
from typing import Final

from reviewer.figures.distributions import chi_square_tail

LEAST_EXPECTED: Final = 5
"""Below this expected count in a cell χ² is no good approximation: W. G. Cochran, Biometrics 10
(1954) 417-451."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """Whether the rows of a table of counts differ in their columns.

    `exact` says that `p` is Fisher's; else it is that of χ², and `sparse` says that a cell
    expects too few for it. `v` is Cramér's V, from 0 (no association) to 1.
    """

    n: int
    chi_square: float
    df: int
    p: float
    v: float
    exact: bool
    sparse: bool


def association(table: Sequence[Sequence[int]]) -> Association | None:
    """Test a table of counts; rows and columns without a count are left out.

    None where fewer than two rows or columns are left. Two by two is tested exactly (R. A.
    Fisher: the sum of the chances of all tables with these margins that are no likelier than
    this one) where a cell expects fewer than five; else by Pearson's χ² without continuity
    correction. H. Cramér, Mathematical Methods of Statistics (1946), 282.
    """
    rows = [list(row) for row in table if any(row)]
    kept = [column for column in zip(*rows, strict=True) if any(column)]
    counts = [list(row) for row in zip(*kept, strict=True)]
    if len(counts) < 2 or len(kept) < 2:
        return None
    n = sum(map(sum, counts))
    by_row, by_column = [sum(row) for row in counts], [sum(column) for column in kept]
    expected = [[r * c / n for c in by_column] for r in by_row]
    pairs = [
        (found, wanted)
        for row, means in zip(counts, expected, strict=True)
        for found, wanted in zip(row, means, strict=True)
    ]
    chi_square = sum((found - wanted) ** 2 / wanted for found, wanted in pairs)
    df = (len(counts) - 1) * (len(kept) - 1)
    sparse = min(wanted for _, wanted in pairs) < LEAST_EXPECTED
    exact = sparse and df == 1
    return Association(
        n=n,
        chi_square=chi_square,
        df=df,
        p=_fisher(counts) if exact else chi_square_tail(chi_square, df),
        v=sqrt(chi_square / (n * (min(len(counts), len(kept)) - 1))),
        exact=exact,
        sparse=sparse and not exact,
    )


def two_shares(n: int, of: int, other_n: int, other_of: int) -> float | None:
    """Return the chance p of shares as different as these, were there no difference."""
    found = association(((n, of - n), (other_n, other_of - other_n)))
    if found is not None:
        return found.p
    return 1.0 if of and other_of else None


def holm(chances: Sequence[float]) -> tuple[float, ...]:
    """Return chances adjusted for there being several, in the order given.

    S. Holm, Scandinavian Journal of Statistics 6 (1979) 65-70: the chance of any false finding
    among them is kept below the level, whatever they have to do with each other.
    """
    order = sorted(range(len(chances)), key=lambda at: chances[at])
    adjusted = [0.0] * len(chances)
    reached = 0.0
    for rank, at in enumerate(order):
        reached = max(reached, min(1.0, (len(chances) - rank) * chances[at]))
        adjusted[at] = reached
    return tuple(adjusted)


def _fisher(counts: Sequence[Sequence[int]]) -> float:
    """Return Fisher's exact two-sided chance, from integers."""
    (a, b), (c, d) = counts
    first, second, column = a + b, c + d, a + c
    ways = [
        comb(first, x) * comb(second, column - x)
        for x in range(max(0, column - second), min(first, column) + 1)
    ]
    found = comb(first, a) * comb(second, c)
    return sum(way for way in ways if way <= found) / sum(ways)
