"""A table as screen, workbook and print show it: cells that know what they are.

A percentage never travels without its n and N, and knows the cases it counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from reviewer.domain.ids import CaseId
from reviewer.domain.marks import Mark
from reviewer.domain.message import Message, message

_TENTHS: Final = 10


class TableSheet(StrEnum):
    """The sheets that show tables, in the workbook's order."""

    SUMMARY = "Summary"
    SUPERVISION = "Supervision"
    DELAY = "Delay"
    AGREEMENT = "Agreement"
    SAMPLE = "Sample"
    ITEMS = "Items"
    EARLIER = "Earlier visits"

    @property
    def heading(self) -> Message:
        """What a page or a print calls its tables."""
        return _HEADINGS[self]


_HEADINGS: Final = {
    TableSheet.SUMMARY: message("Grades"),
    TableSheet.SUPERVISION: message("Supervision"),
    TableSheet.DELAY: message("Delay"),
    TableSheet.AGREEMENT: message("Agreement"),
    TableSheet.SAMPLE: message("The sample"),
    TableSheet.ITEMS: message("Items"),
    TableSheet.EARLIER: message("Earlier visits"),
}


class Style(StrEnum):
    """What a row is, so that each medium can set it."""

    PLAIN = "plain"
    TOTAL = "total"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A count and the cases behind it, in the list's order."""

    n: int
    cases: tuple[CaseId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """n of N; `tenths` of a percent, rounded half up from integers, None where N is too small.

    `cases` are those that n counts; where it has none, the count beside it has them.
    """

    n: int
    of: int
    tenths: int | None
    cases: tuple[CaseId, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A 95% interval in tenths of a percent or of a percentage point."""

    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A 95% interval of a number that is no percentage; without `high` it has no upper end yet."""

    low: float
    high: float | None
    decimals: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A number that is no count: days, a coefficient; shown with `decimals` places."""

    value: float
    decimals: int = 0


Cell = Message | Counted | Share | Interval | Span | Measure | None
"""None is an empty cell: not applicable there, or left out with a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its code where it has one, its label, a cell for each column after the first."""

    code: str = ""
    label: Message
    cells: tuple[Cell, ...]
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One column's heading; `code` where the column stands for one, `mark` where for a grade."""

    label: Message
    code: str = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: `headings[0]` is over the row labels. `notes` are below it.

    `bars` names the columns (by index into a row's cells) that a stacked bar shows, if any.
    `of_delays` says that delays are counted, of which a case may have several.
    """

    id: str
    title: Message
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    notes: tuple[Message, ...] = ()
    bars: tuple[int, ...] = field(default=())
    of_delays: bool = False


def figure_code(table: Table, row: int, at: int) -> str:
    """Return the code of a table's figure: its row, and its place in it, are counted from 0.

    It is a cell as on a spreadsheet, column by letter and row by number, A being the labels: T2-H3.
    """
    return f"{table.id}-{_letters(at + 1)}{row + 1}"


def cell_text(cell: Cell) -> str:
    """Write a cell for people: thousands apart, one decimal for percent, a true minus sign."""
    match cell:
        case None | Message():
            return "" if cell is None else str(cell)
        case Counted():
            return f"{cell.n:,}"
        case Share():
            return "\N{EN DASH}" if cell.tenths is None else f"{_tenths(cell.tenths)}%"
        case Interval():
            return f"{_tenths(cell.low)} to {_tenths(cell.high)}"
        case Span() | Measure():
            return _measured(cell)


def _measured(cell: Span | Measure) -> str:
    if isinstance(cell, Measure):
        return _number(cell.value, cell.decimals)
    low = _number(cell.low, cell.decimals)
    if cell.high is None:
        return str(message("{low} or more", low=low))
    return f"{low} to {_number(cell.high, cell.decimals)}"


def _number(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}".replace("-", "\N{MINUS SIGN}")


def _tenths(tenths: int) -> str:
    sign = "\N{MINUS SIGN}" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // _TENTHS}.{abs(tenths) % _TENTHS}"


def _letters(place: int) -> str:
    high, low = divmod(place, 26)
    return (chr(ord("A") + high - 1) if high else "") + chr(ord("A") + low)
