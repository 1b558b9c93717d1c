"""One figure of a table: its code, the cases behind it, and the sentence that says it.

A code is a table's name and a cell of it as on a spreadsheet, column by letter and row by number:
T2-H3 is the third row of T2 in the column H, A being the rows' labels.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from reviewer.domain.ids import CaseId
from reviewer.domain.message import Message, message, plural
from reviewer.figures.cross import TOTAL
from reviewer.figures.design_notes import named_interval
from reviewer.figures.intervals import share
from reviewer.figures.table import (
    Counted,
    Interval,
    Row,
    Share,
    Style,
    Table,
    cell_text,
    figure_code,
)

_CODE: Final = re.compile(r"\s*([^\s!]+?)\s*[-!\s]\s*([A-Z]{1,2})([0-9]{1,4})\s*", re.IGNORECASE)

_BASES: Final = (
    *(message("N"), message("Rated"), TOTAL, message("Graded"), message("Sampled")),
    *(message("Graded, all others"), message("All")),
)
"""The headings of columns whose count is the N of the counts to their left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One cell of a table: `at` is its place among the cells of `row`."""

    code: str
    table: Table
    row: Row
    at: int

    @property
    def counted(self) -> Counted | None:
        """The count that the figure is, or is the share of; its cases where they are known."""
        cell = self.row.cells[self.at]
        if isinstance(cell, Counted):
            return cell
        found = self._counts(self.at)
        count = None if found is None else self.row.cells[found]
        return count if isinstance(count, Counted) else None

    @property
    def cases(self) -> tuple[CaseId, ...]:
        """The cases behind it."""
        cell = self.row.cells[self.at]
        if isinstance(cell, Share) and cell.cases:
            return cell.cases
        return self.counted.cases if self.counted is not None else ()

    @property
    def share(self) -> Share | None:
        """The figure as a share: its own, or that of its count where an N is beside it."""
        cell = self.row.cells[self.at]
        if isinstance(cell, Share):
            return cell
        if not isinstance(cell, Counted):
            return None
        for at in range(self.at + 1, len(self.row.cells)):
            beside = self.row.cells[at]
            if isinstance(beside, Share) and self._counts(at) == self.at:
                return beside
        for at, heading in enumerate(self.table.headings[self.at + 2 :], self.at + 1):
            base = self.row.cells[at]
            if isinstance(base, Counted) and heading.label in _BASES and base.n >= cell.n:
                return share(cell.n, base.n)
        return None

    @property
    def interval(self) -> Interval | None:
        """The 95% interval that is beside a share."""
        if not isinstance(self.row.cells[self.at], Share) or self.at + 1 >= len(self.row.cells):
            return None
        beside = self.row.cells[self.at + 1]
        return beside if isinstance(beside, Interval) else None

    @property
    def column(self) -> Message:
        """What is counted: the heading of the count, also where the figure is its share."""
        found = self._counts(self.at)
        return self.table.headings[(self.at if found is None else found) + 1].label

    def _counts(self, at: int) -> int | None:
        """Return where the count is that a share is of; None where it has none beside it.

        It is to the left, behind any other share, and is of the same cases where these are known.
        """
        part = self.row.cells[at]
        if not isinstance(part, Share):
            return None
        for place in reversed(range(at)):
            cell = self.row.cells[place]
            if isinstance(cell, Share):
                return None
            if (
                isinstance(cell, Counted)
                and cell.n == part.n
                and (not part.cases or cell.cases == part.cases)
                and self.table.headings[place + 1].label not in _BASES
            ):
                return place
        return None


def figure_at(tables: Iterable[Table], untrusted_code: str) -> Figure | None:
    """Return the figure that a code names; None where there is none, or its cell is empty."""
    named = _CODE.fullmatch(untrusted_code)
    if named is None:
        return None
    name, letters, number = named.groups()
    table = next((t for t in tables if t.id.casefold() == name.casefold()), None)
    row, at = int(number) - 1, _column(letters) - 1
    if table is None or not 0 <= row < len(table.rows):
        return None
    cells = table.rows[row].cells
    if not 0 <= at < len(cells) or cells[at] is None:
        return None
    return Figure(code=figure_code(table, row, at), table=table, row=table.rows[row], at=at)


def _column(letters: str) -> int:
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _answered(count: Message, row: Message, column: Message) -> Message:
    return message(
        "In {count} the answer to “{row}” was “{column}”.", count=count, row=row, column=column
    )


_WITHIN: Final[Mapping[str, Callable[[Message, Message, Message], Message]]] = {
    "T2": lambda count, row, column: message(
        "In {count} of the type “{row}”: {column}.", count=count, row=row, column=column
    ),
    "T3": lambda count, row, column: message(
        "In {count} rated for “{row}”: {column}.", count=count, row=row, column=column
    ),
    "T5.1": lambda count, row, column: message(
        "In {count} of the type “{row}”, supervision was “{column}”.",
        count=count,
        row=row,
        column=column,
    ),
    "T5.2": lambda count, row, column: message(
        "In {count} with supervision “{row}”: {column}.", count=count, row=row, column=column
    ),
    "T5.3": _answered,
    "T6.1": lambda count, row, column: message(
        "In {count} of the type “{row}”, the answer about delay was “{column}”.",
        count=count,
        row=row,
        column=column,
    ),
    "T6.7": lambda count, row, column: message(
        "In {count} with the answer “{row}” about delay: {column}.",
        count=count,
        row=row,
        column=column,
    ),
    "T7": _answered,
    "T8": lambda count, row, column: message(
        "In {count} of the unit “{row}”: {column}.", count=count, row=row, column=column
    ),
}
"""What a figure of one row is called in its table."""


def figure_sentence(figure: Figure, *, at_random: bool) -> Message:
    """Write a figure as a sentence with n and N, as an inspector would.

    An interval of cases that were not drawn `at_random` is called indicative.
    """
    part, row, column = figure.share, figure.row.label, figure.column
    cell = figure.row.cells[figure.at]
    if part is None and not isinstance(cell, Counted):
        return message("{row}, {column}: {value}.", row=row, column=column, value=cell_text(cell))
    count = _count_words(figure, part, at_random=at_random)
    if figure.table.id == "T1":
        return message("{row}: {count}.", row=row, count=count)
    if figure.row.style is Style.TOTAL:
        return message("In {count} in all: {column}.", count=count, column=column)
    within = _WITHIN.get(figure.table.id)
    if within is not None:
        return within(count, row, column)
    return message("In {count}: {row}, {column}.", count=count, row=row, column=column)


def _count_words(figure: Figure, part: Share | None, *, at_random: bool) -> Message:
    delays = figure.table.of_delays
    if part is None:
        n = figure.counted.n if figure.counted is not None else 0
        if delays:
            return plural(n, "{n} delay", "{n:,} delays")
        return plural(n, "{n} case", "{n:,} cases")
    some, of = f"{part.n:,}", part.of
    plain = (
        plural(of, "{part} of {n} delay", "{part} of {n:,} delays", part=some)
        if delays
        else plural(of, "{part} of {n} case", "{part} of {n:,} cases", part=some)
    )
    if part.tenths is None:
        return plain
    if figure.interval is None:
        return message("{count} ({percent})", count=plain, percent=cell_text(part))
    return message(
        "{count} ({percent}, {interval})",
        count=plain,
        percent=cell_text(part),
        interval=named_interval(cell_text(figure.interval), at_random=at_random),
    )
