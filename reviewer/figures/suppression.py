"""Which counts of a table must not be published, so that none of them can be worked out.

A count from 1 to below the threshold could point to a person. Left out alone it would follow by
subtraction from the rest of its row or column, so others go with it until it could, by all that is
published of the table, be as large as the threshold. Then no sum of the counts left out in a row or
column is small either. How large a count could be is a greatest flow through the counts left out:
P. Cox, Journal of the American Statistical Association 75 (1980) 377-385; L. R. Ford and D. R.
Fulkerson, Canadian Journal of Mathematics 8 (1956) 399-404.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

Cell = tuple[int, int]
"""A row and a column, from nought."""


def suppressed(counts: Sequence[Sequence[int]], threshold: int) -> frozenset[Cell]:
    """Return the cells to leave out of a table whose totals are published.

    Totals are not among `counts`; all of them are taken to be known. Next to small counts the
    smallest others are left out, zeros last. Where nothing can hide one, the table goes whole.
    """
    columns = len(counts[0]) if counts else 0
    every = frozenset((row, column) for row in range(len(counts)) for column in range(columns))
    small = sorted(cell for cell in every if 0 < _at(counts, cell) < threshold)
    left_out = set(small)
    for cell in small:
        while most_possible(cell, counts, left_out) < threshold:
            spare = _corners(cell, counts, left_out, threshold)
            if not spare:
                return every
            left_out |= spare
    while revealed := following(left_out):
        spare = _detour(min(revealed), counts, left_out)
        if not spare:
            return every
        left_out |= spare
    return _pruned(left_out, counts, small, threshold)


def _pruned(
    left_out: Iterable[Cell],
    counts: Sequence[Sequence[int]],
    small: Sequence[Cell],
    threshold: int,
) -> frozenset[Cell]:
    """Return what need be left out of this: counts that later ones made needless are shown."""
    kept = frozenset(left_out)
    for cell in sorted(kept.difference(small), key=lambda each: (-_at(counts, each), each)):
        rest = kept - {cell}
        if following(rest):
            continue
        if all(most_possible(each, counts, rest) >= threshold for each in small):
            kept = rest
    return kept


def suppressed_in_row(counts: Sequence[int], threshold: int) -> frozenset[int]:
    """Return the places to leave out of a row of which only the total is published too."""
    left_out = {at for at, n in enumerate(counts) if 0 < n < threshold}
    others = sorted(
        (at for at in range(len(counts)) if at not in left_out),
        key=lambda at: (not counts[at], counts[at]),
    )
    while (
        left_out
        and others
        and (len(left_out) < 2 or sum(counts[at] for at in left_out) < threshold)
    ):
        left_out.add(others.pop(0))
    return frozenset(left_out)


def most_possible(cell: Cell, counts: Sequence[Sequence[int]], left_out: Iterable[Cell]) -> int:
    """Return how large a cell that is left out could be by the rest of the table and its totals."""
    now = {each: _at(counts, each) for each in left_out}
    while way := _exchange(cell, now):
        moved = min(now[each] for each in way[::2])
        for at, each in enumerate(way):
            now[each] += moved if at % 2 else -moved
        now[cell] += moved
    return now[cell]


def _exchange(cell: Cell, now: Mapping[Cell, int]) -> tuple[Cell, ...]:
    """Return cells that could in turn be less and more, so that `cell` could be more.

    The first is in its column, the last in its row; none where there is no such way.
    """
    waiting: deque[tuple[int, tuple[Cell, ...]]] = deque([(cell[1], ())])
    rows, columns = set[int](), {cell[1]}
    while waiting:
        column, way = waiting.popleft()
        for less in now:
            if less[1] != column or less == cell or less[0] in rows or not now[less]:
                continue
            rows.add(less[0])
            if less[0] == cell[0]:
                return *way, less
            for more in now:
                if more[0] == less[0] and more[1] not in columns:
                    columns.add(more[1])
                    waiting.append((more[1], (*way, less, more)))
    return ()


def _corners(
    cell: Cell, counts: Sequence[Sequence[int]], left_out: set[Cell], threshold: int
) -> set[Cell]:
    """Return the least cells to leave out besides, with which `cell` could reach the threshold.

    They are two counts, in its row and in its column, that could be that much less, and the one
    where their column and row meet.
    """
    row, column = cell
    needed = threshold - _at(counts, cell)
    most = 1 + sum(map(sum, counts))
    found: list[tuple[int, tuple[Cell, ...]]] = []
    for r, c in product(range(len(counts)), range(len(counts[0]))):
        beside, below, across = (row, c), (r, column), (r, c)
        if r == row or c == column or min(_at(counts, beside), _at(counts, below)) < needed:
            continue
        more = tuple(each for each in (beside, below, across) if each not in left_out)
        found.append((sum(_at(counts, each) or most for each in more), more))
    return set(min(found)[1]) if found else set()


def _at(counts: Sequence[Sequence[int]], cell: Cell) -> int:
    return counts[cell[0]][cell[1]]


def following(left_out: Iterable[Cell]) -> frozenset[Cell]:
    """Return the cells that follow from the rest of the table and its totals."""
    cells = frozenset(left_out)
    return frozenset(cell for cell in cells if not _joined(cell, cells - {cell}))


def _joined(cell: Cell, others: frozenset[Cell]) -> bool:
    """Say whether a cell's row and column are joined by other cells that are left out."""
    return _path(cell, dict.fromkeys(others, 0.0)) is not None


def _detour(cell: Cell, counts: Sequence[Sequence[int]], left_out: set[Cell]) -> set[Cell]:
    """Return the least cells to leave out besides, so that a cell no longer follows."""
    most = 1 + sum(map(sum, counts))
    costs = {
        (row, column): 0.0 if (row, column) in left_out else float(counts[row][column] or most)
        for row in range(len(counts))
        for column in range(len(counts[0]))
        if (row, column) != cell
    }
    path = _path(cell, costs)
    return set() if path is None else path - left_out


def _path(cell: Cell, costs: dict[Cell, float]) -> set[Cell] | None:
    """Return the cheapest way from a cell's row to its column along other cells."""
    start, end = ("row", cell[0]), ("column", cell[1])
    best: dict[tuple[str, int], tuple[float, set[Cell]]] = {start: (0.0, set())}
    open_: set[tuple[str, int]] = {start}
    while open_:
        node = min(open_, key=lambda each: (best[each][0], each))
        open_.discard(node)
        if node == end:
            return best[node][1]
        for (row, column), cost in costs.items():
            here, there = ("row", row), ("column", column)
            if node not in (here, there):
                continue
            other = there if node == here else here
            reached = best[node][0] + cost
            if other not in best or reached < best[other][0]:
                best[other] = (reached, best[node][1] | {(row, column)})
                open_.add(other)
    return None
