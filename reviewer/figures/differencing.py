"""What two publications of one register would tell together that neither tells alone.

Whoever subtracts one from the other learns how many cases were counted or judged anew between
them. The tables are compared by what they count, codes that either counts together being taken
together: small differences, what is left over of a total, and counts that only one shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from reviewer.domain.published_counts import WHOLE, PublishedCounts
from reviewer.figures.suppression import Cell, following

_Places = tuple[int, ...]
"""Rows or columns of one table, by their place in it; none where it counts nothing of the sort."""

_TOTAL: Final = "*"


def telling(
    earlier: Sequence[PublishedCounts], later: Sequence[PublishedCounts], threshold: int
) -> tuple[str, ...]:
    """Return the names of the tables that tell small counts together with an earlier publication.

    Both left out counts below the same threshold.
    """
    before = {table.table: table for table in earlier}
    pairs = ((before[table.table], table) for table in later if table.table in before)
    return tuple(now.table for then, now in pairs if _Both(then, now).tell(threshold))


@dataclass(frozen=True, slots=True)
class _Pair:
    """What is counted together in a row and a column, then and now."""

    then: tuple[int | None, ...]
    now: tuple[int | None, ...]

    @property
    def difference(self) -> int | None:
        """How many more are counted now; None where either is left out."""
        before, after = _sum(self.then), _sum(self.now)
        return None if before is None or after is None else after - before

    @property
    def splits(self) -> bool:
        """Whether one shows the sum of what the other shows but a part of."""
        return (_sum(self.then) is None) != (_sum(self.now) is None) and (
            len(self.then) != len(self.now)
        )

    @property
    def never_shown(self) -> bool:
        """Whether neither shows it."""
        return _sum(self.then) is None and _sum(self.now) is None


class _Both:
    """Two states of one table."""

    def __init__(self, then: PublishedCounts, now: PublishedCounts) -> None:
        rows, columns = _aligned(then.rows, now.rows), _aligned(then.columns, now.columns)
        self._pairs = {
            (r, c): _Pair(_parts(then, row[0], column[0]), _parts(now, row[1], column[1]))
            for (r, row), (c, column) in product(enumerate(rows), enumerate(columns))
        }
        self._last_row = len(rows) - 1 if now.rows[-1] == WHOLE else None
        self._last_column = len(columns) - 1 if now.columns[-1] == WHOLE else None

    def tell(self, threshold: int) -> bool:
        """Say whether they tell a small count together."""
        small = range(1, threshold)
        known = (pair.difference for pair in self._pairs.values())
        if any(difference is not None and abs(difference) in small for difference in known):
            return True
        if any(abs(rest) in small for rest in self._rests()):
            return True
        if any(pair.splits and self._unchanged(at) for at, pair in self._pairs.items()):
            return True
        return self._follows()

    def _rests(self) -> Iterator[int]:
        """Yield how much what is left out of each row or column changed in all."""
        for line, total in self._lines():
            whole = self._pairs[total].difference
            known = [self._pairs[cell].difference for cell in line]
            if whole is not None and None in known:
                yield whole - sum(filter(None, known))

    def _lines(self) -> Iterator[tuple[list[Cell], Cell]]:
        """Yield the cells of each row and column that has a total, and the place of the total."""
        rows, columns = ({cell[side] for cell in self._pairs} for side in (0, 1))
        if self._last_column is not None:
            for row in rows:
                line = [(row, column) for column in columns if column != self._last_column]
                yield line, (row, self._last_column)
        if self._last_row is not None:
            for column in columns:
                yield (
                    [(row, column) for row in rows if row != self._last_row],
                    (
                        self._last_row,
                        column,
                    ),
                )

    def _totals(self, cell: Cell) -> Iterator[_Pair]:
        if self._last_column is not None:
            yield self._pairs[cell[0], self._last_column]
        if self._last_row is not None:
            yield self._pairs[self._last_row, cell[1]]

    def _unchanged(self, cell: Cell) -> bool:
        """Say whether its row or its column counts as many as before: it could be the same."""
        return any(total.difference == 0 for total in self._totals(cell))

    def _follows(self) -> bool:
        """Say whether a count follows that one of them leaves out, if unchanged lines are alike."""
        inner = {
            cell: pair
            for cell, pair in self._pairs.items()
            if cell[0] != self._last_row and cell[1] != self._last_column
        }
        left = {
            cell
            for cell, pair in inner.items()
            if pair.never_shown or (pair.difference is None and not self._unchanged(cell))
        }
        if not any(pair.difference is None and not pair.never_shown for pair in inner.values()):
            return False
        if self._last_row is not None and self._last_column is not None:
            return bool(following(left))
        side = 0 if self._last_row is None else 1
        return any(
            sum(cell[side] == line for cell in left) == 1 for line in {c[side] for c in left}
        )


def _aligned(
    then: Sequence[tuple[str, ...]], now: Sequence[tuple[str, ...]]
) -> list[tuple[_Places, _Places]]:
    """Return which rows or columns of both count the same, taken together as far as needed.

    The total is last where there is one.
    """
    blocks: list[set[str]] = []
    for codes in (*then, *now):
        joined = set(codes).union(*(block for block in blocks if block & set(codes)))
        blocks = [block for block in blocks if not block & joined]
        blocks.append(joined)
    blocks.sort(key=lambda block: (_TOTAL in block, sorted(block)))
    return [(_places(then, block), _places(now, block)) for block in blocks]


def _places(lines: Sequence[tuple[str, ...]], block: Iterable[str]) -> _Places:
    return tuple(at for at, codes in enumerate(lines) if not set(block).isdisjoint(codes))


def _parts(table: PublishedCounts, rows: _Places, columns: _Places) -> tuple[int | None, ...]:
    """Return the counts in these rows and columns; unknown where only a total is shown.

    What a table has no row or column for, it counted nowhere.
    """
    if (table.rows == (WHOLE,) and not rows) or (table.columns == (WHOLE,) and not columns):
        return (None,)
    return tuple(table.counts[row][column] for row in rows for column in columns)


def _sum(parts: Sequence[int | None]) -> int | None:
    return None if None in parts else sum(filter(None, parts))
