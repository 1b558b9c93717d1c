"""Rows of a text file that are wider or narrower than its heading: in doubt, or named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from reviewer.cells.sheet import is_blank, text_of
from reviewer.cells.short_rows import lacking_a_cell
from reviewer.domain.list_reading import ListNotice, ListProblem, named_rows
from reviewer.domain.message import Message, message
from reviewer.domain.quoting import shown
from reviewer.intake.heading import exact_shape
from reviewer.intake.table import ListTable

_BROKEN: Final = message(
    "This row and the next seem to be one row, split by a line break in a text "
    "without quotation marks. Correct the list."
)
_SHORT: Final = message(
    "The row has fewer cells than the heading, and it is not clear which is "
    "missing. Add the missing cells, even if they are empty."
)
_SELDOM: Final = 0.5
"""A column without a heading that fewer rows fill than this is no column but a slip."""


def with_widths_judged(table: ListTable) -> ListTable:
    """Put in doubt what is wider than the heading or broken in two, and note the short rows."""
    return _with_short_rows(_with_wider_rows(table))


def short_rows(table: ListTable) -> tuple[list[ListProblem], list[ListNotice]]:
    """Judge the rows of cases that end before the last heading: refused, or read and named."""
    if not table.short_rows:
        return [], []
    own = dict(zip(table.numbers, table.rows, strict=True))
    short = [number for number in table.short_rows if number in own]
    doubtful = lacking_a_cell(own, short) if short else []
    problems = [ListProblem(row=row, column="", code="short-row", text=_SHORT) for row in doubtful]
    rows = tuple(number for number in short if number not in set(doubtful))
    if not rows:
        return problems, []
    text = message(
        "Rows that end before the last heading were read with empty cells: {rows}.",
        rows=named_rows(rows),
    )
    return problems, [ListNotice(code="short-rows", text=text, rows=rows)]


def _with_wider_rows(table: ListTable) -> ListTable:
    """Put in doubt the rows of a text file that continue beyond its heading."""
    named = max((at for at, text in enumerate(table.header.texts) if text), default=-1)
    if named < 0 or max(map(len, table.rows), default=0) <= named + 1:
        return table
    doubts = dict(table.doubts)
    own = table.sheet.rows[table.header.index]
    filled = [
        (number, at)
        for row, number in zip(table.rows, table.numbers, strict=True)
        for at in range(named + 1, len(row))
        if not is_blank(row[at])
    ]
    times = Counter(at for _number, at in filled)
    for number, at in filled:
        if at >= len(own) or times[at] < _SELDOM * len(table.rows):
            cell = str(table.rows[table.numbers.index(number)][at])
            doubts.setdefault(number, ("wider-row", _wider(cell)))
    return replace(table, doubts=doubts)


def _wider(cell: str) -> Message:
    return message(
        "The row has “{cell}” after the last heading. A text with a delimiter may "
        "lack quotation marks. Correct the row.",
        cell=shown(cell),
    )


def _with_short_rows(table: ListTable) -> ListTable:
    """Put in doubt the rows of a text file that a line break made of one, and note short ones."""
    widths = [len(row) for row in table.rows]
    usual = Counter(widths).most_common(1)[0][0] if widths else 0
    least = min(usual, len(table.sheet.rows[table.header.index]))
    short = [at for at, width in enumerate(widths) if width < least]
    doubts = dict(table.doubts)
    for at, below in pairwise(short):
        beside = table.numbers[below] == table.numbers[at] + 1
        if beside and widths[at] + widths[below] == usual + 1:
            for index in (at, below):
                doubts.setdefault(table.numbers[index], ("broken-row", _BROKEN))
    for index in _broken_at_the_start(table, short):
        doubts.setdefault(table.numbers[index], ("broken-row", _BROKEN))
    noted = {*table.short_rows, *(table.numbers[at] for at in short)} - doubts.keys()
    return replace(table, doubts=doubts, short_rows=sorted(noted))


def _broken_at_the_start(table: ListTable, short: Sequence[int]) -> Iterator[int]:
    """Yield a row of one cell and the row below it, where their first cells are one together.

    They are where that makes a text of the shape that the column has, and the second has not.
    """
    alone = [
        at
        for at in short
        if len(table.rows[at]) == 1
        and at + 1 < len(table.rows)
        and table.numbers[at + 1] == table.numbers[at] + 1
    ]
    if not alone:
        return
    below = {at + 1 for at in alone}
    starts = [exact_shape(text_of(row[0])) if row else "" for row in table.rows]
    usual = {start for at, start in enumerate(starts) if at not in below and "9" in start}
    for at in alone:
        whole, rest = starts[at] + starts[at + 1], starts[at + 1]
        if whole in usual and rest not in usual:
            yield from (at, at + 1)
