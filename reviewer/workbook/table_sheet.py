"""The sheets of figures: each table as a published report sets it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from openpyxl.worksheet.pagebreak import Break

from reviewer.domain.message import Message, message
from reviewer.domain.sheet_names import SheetName
from reviewer.figures.table import (
    Cell,
    Counted,
    Heading,
    Interval,
    Measure,
    Row,
    Share,
    Span,
    Style,
    Table,
)
from reviewer.workbook.cells import Value, letters
from reviewer.workbook.charts import Plotted, add_chart, chart_rows, charted_rows
from reviewer.workbook.grid import Grid, Paper, Placed, set_columns, set_paper
from reviewer.workbook.layout import TITLES
from reviewer.workbook.looks import (
    CAPTION,
    HEADING,
    LEAD,
    MARKING,
    NOTE,
    QUIET,
    TEXT,
    TITLE,
    Look,
)

LABEL_WIDTH: Final = 42
FIGURE_WIDTH: Final = 12.0
NARROW_WIDTH: Final = 6.5
"""Of figures under turned headings, on a sheet with a table of many columns."""
LEAST_COLUMNS: Final = 7
"""Columns that captions and notes may run across, so that they are set wide under small tables."""

PORTRAIT_COLUMNS: Final = 6
"""The most figure columns of an upright page."""
TURNED_COLUMNS: Final = 11
"""The fewest figure columns whose headings are turned, so that a page can be read."""

MINUS: Final = "\u2212"

NO_FIGURE: Final = "–"
"""Stands for a percentage that is left out because its N is too small."""

NOT_ASKED: Final = message("The form of this inspection does not ask about this.")

KEY: Final = message(
    "n: cases counted. N: cases they are a share of. %: n as a share of "
    "N. A dash: too few cases for a percentage. An empty cell: does not "
    "apply, or left out as a note explains."
)

LEFT_OUT: Final = message(
    "The tables are left out of this export, because a figure does not "
    "add up. The data sheets are complete. Please report this."
)

_LINE_HEIGHT = 13.0
_ROW_HEIGHT = 16.5
_CAPTION_HEIGHT = 24.0
_HEAD_HEIGHT = 76.0
_GAP = 10.0
_NUMBER = re.compile(r"T(\d+(?:\.\d+)*)", re.ASCII)
_FIRST_ROW = 4.0
"""Points that a table's first row is taller, to keep off the rule above it."""
_PAGE = {False: (509.0, 741.0), True: (755.0, 494.0)}
"""Points of an A4 page inside its margins, upright and across: width, height."""


@dataclass(slots=True)
class Numbers:
    """Numbers the figures of a workbook; tables bring their own number in their id."""

    figures: int = 0

    def next_figure(self) -> int:
        """Return the number of the next figure."""
        self.figures += 1
        return self.figures


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measures:
    """How a sheet's tables are set: columns after the first that are used, their width."""

    columns: int
    width: float
    turned: bool
    landscape: bool

    @property
    def last(self) -> int:
        return 1 + max(self.columns, LEAST_COLUMNS)

    def step(self, table: Table) -> int:
        """Return how many columns of the sheet one of a table's takes: 2 for small ones."""
        return 2 if self.turned and 2 * len(table.headings) - 1 <= self.last else 1

    @property
    def room(self) -> float:
        """Characters across the whole sheet."""
        return LABEL_WIDTH + self.width * (self.last - 1)

    @property
    def page(self) -> float:
        """Points of height of one page, at the scale that makes the sheet one page wide."""
        width, height = _PAGE[self.landscape]
        return height / min(1.0, width / (self.room * 5.4))


def _measures(tables: Sequence[Table]) -> _Measures:
    columns = max((len(table.headings) - 1 for table in tables), default=0)
    texts = (figure(cell)[0] for table in tables for row in table.rows for cell in row.cells)
    longest = max((len(text) for text in texts if isinstance(text, str)), default=0)
    turned = columns >= TURNED_COLUMNS and longest <= NARROW_WIDTH
    return _Measures(
        columns=columns,
        width=NARROW_WIDTH if turned else FIGURE_WIDTH,
        turned=turned,
        landscape=columns > PORTRAIT_COLUMNS,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the sheets of tables show: the tables by sheet, or why there are none.

    Where a table does not add up, `faults` name it, and no table is printed: the data sheets
    are whole all the same.
    """

    tables: Mapping[str, Sequence[Table]]
    faults: Sequence[Message] = ()

    def on(self, name: str) -> Sequence[Table]:
        """Return the tables that a sheet shows."""
        return () if self.faults else self.tables.get(name, ())


def write_tables(
    grid: Grid, name: str, shown: Shown, numbers: Numbers, paper: Paper, subject: str
) -> None:
    """Write a sheet's tables below each other; on Summary each with bars gets its chart.

    `subject` says whose figures these are. A table that fits a page is not broken over two.
    """
    tables = tuple(map(_spread, shown.on(name)))
    measures = _measures(tables)
    grid.add([(1, str(TITLES[name]), TITLE)], height=28)
    grid.add([(1, paper.marking, MARKING)], height=16)
    lines = lines_in(subject, measures.room, 10)
    grid.add([(1, subject, replace(LEAD, wrap=True))], height=_LINE_HEIGHT * lines + 3)
    grid.span(1, measures.last)
    grid.add([(1, str(KEY), NOTE)], height=_note_height(str(KEY), measures))
    grid.span(1, measures.last)
    page = _Page(grid=grid, height=measures.page)
    for table in tables:
        page.begin(_table_height(table, measures))
        plotted = _write_table(grid, table, measures)
        if table.bars and name == SheetName.SUMMARY and charted_rows(table):
            page.begin(_GAP + chart_rows(table) * _ROW_HEIGHT)
            _write_chart(grid, table, plotted, numbers.next_figure())
    if not tables:
        _write_none(grid, shown.faults, measures)
    widths = (LABEL_WIDTH, *(measures.width for _ in range(measures.last - 1)))
    set_columns(grid.sheet, widths)
    grid.sheet.freeze_panes = "A4"
    area = f"A1:{letters(measures.last)}{grid.number}"
    set_paper(grid.sheet, replace(paper, landscape=measures.landscape, repeated="1:3", area=area))


def _write_none(grid: Grid, faults: Sequence[Message], measures: _Measures) -> None:
    """Say why a sheet has no tables."""
    sentences = (LEFT_OUT, *faults) if faults else (NOT_ASKED,)
    grid.add(height=_GAP)
    for sentence in sentences:
        look = replace(NOTE, size=10, colour=TEXT, bold=sentence is LEFT_OUT)
        grid.add([(1, str(sentence), look)], height=_note_height(str(sentence), measures) + 4)
        grid.span(1, measures.last)


def _spread(table: Table) -> Table:
    """Return a table with the two ends of each interval in columns of their own, as numbers."""
    wide = [
        any(isinstance(row.cells[at], Interval | Span) for row in table.rows if at < len(row.cells))
        for at in range(len(table.headings) - 1)
    ]
    if not any(wide):
        return table
    first = [at + sum(wide[:at]) for at in range(len(wide))]
    headings = [table.headings[0]]
    for heading, two in zip(table.headings[1:], wide, strict=True):
        headings += _ends(heading) if two else (heading,)
    return replace(
        table,
        headings=tuple(headings),
        rows=tuple(replace(row, cells=tuple(_spread_cells(row.cells, wide))) for row in table.rows),
        bars=tuple(first[at] for at in table.bars),
    )


def _ends(heading: Heading) -> tuple[Heading, Heading]:
    return (
        Heading(label=message("{interval}, from", interval=heading.label)),
        Heading(label=message("{interval}, to", interval=heading.label)),
    )


def _spread_cells(cells: Sequence[Cell], wide: Sequence[bool]) -> Iterator[Cell]:
    for cell, two in zip(cells, wide, strict=False):
        if not two:
            yield cell
        elif isinstance(cell, Interval):
            yield Measure(value=cell.low / 10, decimals=1)
            yield Measure(value=cell.high / 10, decimals=1)
        elif isinstance(cell, Span):
            yield Measure(value=cell.low, decimals=cell.decimals)
            if cell.high is None:
                yield message("or more")
            else:
                yield Measure(value=cell.high, decimals=cell.decimals)
        else:
            yield from (cell, None)


@dataclass(slots=True, kw_only=True)
class _Page:
    """Where on a printed page the sheet has come to."""

    grid: Grid
    height: float
    used: float = _HEAD_HEIGHT

    def begin(self, height: float) -> None:
        """Begin a block of this height, on a new page where it would not fit this one."""
        if self.used > _HEAD_HEIGHT and self.used + height > self.height:
            self.grid.sheet.row_breaks.append(Break(id=self.grid.number))
            self.used = _HEAD_HEIGHT
        self.used += height


def caption(table: Table) -> str:
    """Return a table's number and title: `Table 6.1. Delay by case type`."""
    number = _NUMBER.fullmatch(table.id)
    if number is None:
        return str(table.title)
    return str(message("Table {number}. {title}", number=number[1], title=table.title))


def _heading_height(table: Table, measures: _Measures) -> float:
    step = measures.step(table)
    if measures.turned and step == 1:
        longest = max((len(str(heading.label)) for heading in table.headings[1:]), default=0)
        return min(150.0, max(40.0, 5.2 * longest + 8))
    widths = (LABEL_WIDTH, *(measures.width * step for _ in table.headings[1:]))
    lines = (lines_in(str(h.label), w, 9.5) for h, w in zip(table.headings, widths, strict=True))
    return max(2, *lines) * 12.5 + 4


def _row_height(row: Row, measures: _Measures) -> float:
    words = (
        lines_in(str(cell), measures.width, 10) for cell in row.cells if isinstance(cell, Message)
    )
    lines = max(lines_in(str(row.label), LABEL_WIDTH, 10), *words, 1)
    return max(_ROW_HEIGHT, lines * _LINE_HEIGHT + 3.5)


def _note_height(note: str, measures: _Measures) -> float:
    return lines_in(note, measures.room, 9) * 12 + 4


def _table_height(table: Table, measures: _Measures) -> float:
    rows = sum(_row_height(row, measures) for row in table.rows) + _FIRST_ROW
    notes = sum(_note_height(str(note), measures) for note in table.notes)
    return 2 * _GAP + _CAPTION_HEIGHT + _heading_height(table, measures) + rows + notes


def _write_table(grid: Grid, table: Table, measures: _Measures) -> Plotted:
    grid.add(height=_GAP)
    grid.add([(1, caption(table), CAPTION)], height=_CAPTION_HEIGHT)
    grid.span(1, measures.last)
    step = measures.step(table)
    figures = replace(HEADING, across="right")
    if measures.turned and step == 1:
        figures = replace(HEADING, across="right", turned=True)
    headings: list[Placed] = [(1, str(table.headings[0].label), HEADING)]
    for at, found in enumerate(table.headings[1:]):
        headings.append((2 + step * at, str(found.label), figures))
        headings += [(2 + step * at + more, None, figures) for more in range(1, step)]
    heading = grid.add(headings, height=_heading_height(table, measures))
    for at in range(len(table.headings) - 1):
        grid.span(2 + step * at, 1 + step * (at + 1))
    first = grid.number + 1
    for row in table.rows:
        closing = row is table.rows[-1]
        height = _row_height(row, measures) + (_FIRST_ROW if row is table.rows[0] else 0)
        grid.add(_row_cells(row, table, step, closing=closing), height=height)
    for note in table.notes:
        grid.add([(1, str(note), NOTE)], height=_note_height(str(note), measures))
        grid.span(1, measures.last)
    grid.add(height=_GAP)
    return Plotted(sheet=grid.sheet.title, heading=heading, first=first)


def _row_cells(row: Row, table: Table, step: int, *, closing: bool) -> Iterator[Placed]:
    style = row.style
    yield 1, str(row.label), _cell_look(style, closing, wrap=True)
    count = len(table.headings) - 1
    cells = (*row.cells, *(None for _ in range(count - len(row.cells))))
    for at, cell in enumerate(cells, start=1):
        for more in range(1, step):
            yield 1 + step * at - more, None, _cell_look(style, closing)
        value, numbers = figure(cell)
        words = isinstance(cell, Message)
        yield 1 + step * at, value, _cell_look(style, closing, numbers, words)


@cache
def _cell_look(style: Style, closing: bool, numbers: str = "", wrap: bool = False) -> Look:  # noqa: FBT001, FBT002 - a cache is quicker by place
    """Return the look of a row's label or, with the format of its `numbers`, of a figure."""
    total = style is Style.TOTAL
    look = Look(
        bold=total,
        above=TEXT if total else "",
        below=TEXT if closing else "",
        wrap=wrap,
        down="center",
    )
    if style is Style.QUIET:
        look = replace(look, colour=QUIET)
    return replace(look, across="right", numbers=numbers) if numbers else look


def figure(cell: Cell) -> tuple[Value, str]:
    """Return what a table's cell holds in a workbook, and its number format."""
    match cell:
        case Counted(n=n):
            return n, "#,##0"
        case Share(tenths=tenths, of=of):
            if tenths is not None:
                return tenths / 10, "0.0"
            return (NO_FIGURE if of else None), "General"
        case Measure(value=value, decimals=decimals):
            return round(value, decimals) if decimals else round(value), _format(decimals)
    return (str(cell) if isinstance(cell, Message) else None), "General"


def _format(decimals: int) -> str:
    if not decimals:
        return "#,##0"
    places = f"0.{'0' * decimals}"
    return f"{places};{MINUS}{places}"


def lines_in(text: str, width: float, size: float) -> int:
    """Estimate the lines a text takes in a column `width` characters wide (of 10 points)."""
    room = max(1.0, width * 11 / size - 1)
    count = 0
    for part in text.split("\n"):
        used = 0.0
        lines = 1
        for word in part.split(" "):
            if used and used + 1 + len(word) > room:
                lines += 1
                used = 0.0
            used += len(word) + (1 if used else 0)
            lines += max(0, math.ceil(used / room) - 1) if used > room else 0
        count += lines
    return count


def _write_chart(grid: Grid, table: Table, plotted: Plotted, number: int) -> None:
    title = message("Figure {n}. {title}, number of cases", n=number, title=table.title)
    add_chart(grid, table, plotted, title)
    for _ in range(chart_rows(table)):
        grid.add(height=_ROW_HEIGHT)
    grid.add(height=_GAP)
