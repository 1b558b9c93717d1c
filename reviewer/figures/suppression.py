"""Which counts of a table must not be published, so that none of them can be worked out.

A count from 1 to below the threshold could point to a person. Left out alone it would follow by
subtraction from the rest of its row or column, so others go with it until it could, by all that is
published of the table, be as large as the threshold. Then no sum of the counts left out in a row or
column is small either. How large a count could be is a greatest flow through the counts left out:
P. Cox, Journal of the American Statistical Association 75 (1980) 377-385; L. R. Ford and D. R.
Fulkerson, Canadian Journal of Mathematics 8 (1956) 399-404.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush

Cell = tuple[int, int]
"""A row and a column, from nought."""

_Line = tuple[str, int]
"""A row or a column: which of them, and its place."""


def suppressed(counts: Sequence[Sequence[int]], threshold: int) -> frozenset[Cell]:
    """Return the cells to leave out of a table whose totals are published.

    Totals are not among `counts`; all of them are taken to be known. Next to small counts the
    smallest others are left out, zeros last. Where nothing can hide one, the table goes whole.
    """
    columns = len(counts[0]) if counts else 0
    every = frozenset((row, column) for row in range(len(counts)) for column in range(columns))
    small = sorted(cell for cell in every if 0 < _at(counts, cell) < threshold)
    left_out = _LeftOut(counts, small)
    for cell in small:
        while left_out.most(cell, threshold)[0] < threshold:
            spare = _corners(cell, left_out, threshold)
            if not spare:
                return every
            left_out.add(spare)
    while revealed := following(left_out.cells):
        spare = _detour(min(revealed), left_out)
        if not spare:
            return every
        left_out.add(spare)
    return _pruned(left_out, small, threshold)


def _pruned(left_out: _LeftOut, small: Sequence[Cell], threshold: int) -> frozenset[Cell]:
    """Return what need be left out of this: counts that later ones made needless are shown.

    Without a count only those small ones are looked at again that could be large by changing it.
    """
    leaning: defaultdict[Cell, set[Cell]] = defaultdict(set)
    for cell in small:
        for other in left_out.most(cell, threshold)[1]:
            leaning[other].add(cell)
    spare = left_out.cells.difference(small)
    for cell in sorted(spare, key=lambda each: (-left_out.count(each), each)):
        left_out.remove(cell)
        again: dict[Cell, frozenset[Cell]] = {}
        for each in sorted(leaning[cell]):
            most, changed = left_out.most(each, threshold)
            if most < threshold:
                break
            again[each] = changed
        if len(again) < len(leaning[cell]) or following(left_out.cells):
            left_out.add({cell})
            continue
        for each, changed in again.items():
            for other in changed:
                leaning[other].add(each)
    return frozenset(left_out.cells)


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
    return _LeftOut(counts, left_out).most(cell)[0]


class _LeftOut:
    """The cells left out of a table, by row and by column."""

    def __init__(self, counts: Sequence[Sequence[int]], cells: Iterable[Cell]) -> None:
        self.counts = counts
        self.cells: set[Cell] = set()
        self._rows: defaultdict[int, set[int]] = defaultdict(set)
        self._columns: defaultdict[int, set[int]] = defaultdict(set)
        self.add(cells)

    def add(self, cells: Iterable[Cell]) -> None:
        """Leave these out too."""
        for row, column in cells:
            self.cells.add((row, column))
            self._rows[row].add(column)
            self._columns[column].add(row)

    def remove(self, cell: Cell) -> None:
        """Show this one."""
        row, column = cell
        self.cells.discard(cell)
        self._rows[row].discard(column)
        self._columns[column].discard(row)

    def count(self, cell: Cell) -> int:
        """Return what a cell counts."""
        return _at(self.counts, cell)

    def most(self, cell: Cell, enough: int | None = None) -> tuple[int, frozenset[Cell]]:
        """Return how large a cell could be, and the other cells that would then be changed.

        `enough` is where looking may end.
        """
        change: defaultdict[Cell, int] = defaultdict(int)
        most = self.count(cell)
        while enough is None or most < enough:
            way = self._exchange(cell, change)
            if not way:
                break
            moved = min(self.count(each) + change[each] for each in way[::2])
            for at, each in enumerate(way):
                change[each] += moved if at % 2 else -moved
            most += moved
        return most, frozenset(each for each, by in change.items() if by)

    def _exchange(self, cell: Cell, change: defaultdict[Cell, int]) -> tuple[Cell, ...]:
        """Return cells that could in turn be less and more, so that `cell` could be more.

        The first is in its column, the last in its row; none where there is no such way.
        """
        waiting: deque[tuple[int, tuple[Cell, ...]]] = deque([(cell[1], ())])
        rows, columns = set[int](), {cell[1]}
        while waiting:
            column, way = waiting.popleft()
            for row in self._columns[column] - rows:
                less = (row, column)
                if less == cell or not self.count(less) + change[less]:
                    continue
                rows.add(row)
                if row == cell[0]:
                    return *way, less
                for other in self._rows[row] - columns:
                    columns.add(other)
                    waiting.append((other, (*way, less, (row, other))))
        return ()


def _corners(cell: Cell, left_out: _LeftOut, threshold: int) -> set[Cell]:
    """Return the least cells to leave out besides, with which `cell` could reach the threshold.

    They are two counts, in its row and in its column, that could be that much less, and the one
    where their column and row meet.
    """
    row, column = cell
    counts = left_out.counts
    needed = threshold - _at(counts, cell)
    costs = _Costs(left_out)
    beside = [c for c, n in enumerate(counts[row]) if c != column and n >= needed]
    below = [r for r, line in enumerate(counts) if r != row and line[column] >= needed]
    found = [
        (costs.of((row, c)) + costs.of((r, column)) + costs.of((r, c)), r, c)
        for r in below
        for c in beside
    ]
    if not found:
        return set()
    _, r, c = min(found)
    return {(row, c), (r, column), (r, c)} - left_out.cells


class _Costs:
    """What it costs to leave a cell out: what it counts; a zero, which tells most, beyond all."""

    def __init__(self, left_out: _LeftOut) -> None:
        self._left_out = left_out
        self._most = 1 + sum(map(sum, left_out.counts))

    def of(self, cell: Cell) -> int:
        """Return nought for what is left out as it is."""
        return 0 if cell in self._left_out.cells else self._left_out.count(cell) or self._most


def _at(counts: Sequence[Sequence[int]], cell: Cell) -> int:
    return counts[cell[0]][cell[1]]


def following(left_out: Iterable[Cell]) -> frozenset[Cell]:
    """Return the cells that follow from the rest of the table and its totals.

    Rows and columns are joined by the cells left out: one that is on no circle follows.
    """
    cells = frozenset(left_out)
    joins: defaultdict[_Line, list[tuple[Cell, _Line]]] = defaultdict(list)
    for cell in cells:
        row, column = _lines(cell)
        joins[row].append((cell, column))
        joins[column].append((cell, row))
    steps: dict[_Line, int] = {}
    reached: dict[_Line, tuple[Cell, _Line]] = {}
    for start in joins:
        waiting = [start] if start not in steps else []
        steps.setdefault(start, 0)
        while waiting:
            line = waiting.pop()
            for cell, other in joins[line]:
                if other not in steps:
                    steps[other] = steps[line] + 1
                    reached[other] = (cell, line)
                    waiting.append(other)
    found = {cell for cell, _ in reached.values()}
    for cell in cells - found:  # it closes a circle with the ways by which its lines were reached
        one, other = _lines(cell)
        while one != other:
            if steps[one] < steps[other]:
                one, other = other, one
            on_circle, one = reached[one]
            found.discard(on_circle)
    return frozenset(found)


def _lines(cell: Cell) -> tuple[_Line, _Line]:
    return ("row", cell[0]), ("column", cell[1])


def _detour(cell: Cell, left_out: _LeftOut) -> set[Cell]:
    """Return the least cells to leave out besides, so that a cell no longer follows.

    They are the cheapest way from its row to its column along other cells.
    """
    start, end = _lines(cell)
    rows, columns = range(len(left_out.counts)), range(len(left_out.counts[0]))
    costs = _Costs(left_out)
    best = {start: 0}
    before: dict[_Line, tuple[Cell, _Line]] = {}
    waiting = [(0, start)]
    while waiting:
        cost, line = heappop(waiting)
        if cost > best[line]:
            continue
        is_row, at = line[0] == "row", line[1]
        for each in [(at, column) for column in columns] if is_row else [(r, at) for r in rows]:
            other, reached = _lines(each)[is_row], cost + costs.of(each)
            if each != cell and (other not in best or reached < best[other]):
                best[other] = reached
                before[other] = (each, line)
                heappush(waiting, (reached, other))
    way = set[Cell]()
    while end != start and end in before:
        each, end = before[end]
        way.add(each)
    return way - left_out.cells
