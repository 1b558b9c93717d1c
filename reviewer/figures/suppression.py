"""Which counts of a table must not be published, so that none of them can be worked out.

A count from 1 to below the threshold could point to a person. Left out alone it would follow by
subtraction from the rest of its row or column, so others go with it: a cell follows exactly where
it is the only way between its row and its column among the cells left out (the bridge of a graph
whose nodes are the rows and columns), and no such cell is left. P. Cox, Journal of the American
Statistical Association 75 (1980) 377-385.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Cell = tuple[int, int]
"""A row and a column, from nought."""


def suppressed(counts: Sequence[Sequence[int]], threshold: int) -> frozenset[Cell]:
    """Return the cells to leave out of a table whose totals are published.

    Totals are not among `counts`; all of them are taken to be known. Next to small counts the
    smallest others are left out, zeros last. Where nothing can hide one, the table goes whole.
    """
    columns = len(counts[0]) if counts else 0
    every = [(row, column) for row in range(len(counts)) for column in range(columns)]
    left_out = {(r, c) for r, c in every if 0 < counts[r][c] < threshold}
    while revealed := following(left_out):
        row, column = min(revealed)
        spare = _detour((row, column), counts, left_out)
        if not spare:
            return frozenset(every)
        left_out |= spare
    return frozenset(left_out)


def suppressed_in_row(counts: Sequence[int], threshold: int) -> frozenset[int]:
    """Return the places to leave out of a row of which only the total is published too."""
    left_out = {at for at, n in enumerate(counts) if 0 < n < threshold}
    others = [at for at in range(len(counts)) if at not in left_out]
    if len(left_out) == 1 and others:
        left_out.add(min(others, key=lambda at: (not counts[at], counts[at])))
    return frozenset(left_out)


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
