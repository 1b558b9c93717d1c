"""The sheets of figures: each table as a published report sets it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reviewer.figures.table import Cell, Counted, Interval, Measure, Row, Share, Style, Table
from reviewer.workbook.cells import Value, letters
from reviewer.workbook.charts import CHART_ROWS, Plotted, add_chart, charted_rows
from reviewer.workbook.grid import Grid, Paper, Placed, set_columns, set_paper
from reviewer.workbook.layout import TITLES, SheetName
from reviewer.workbook.looks import (
    CAPTION,
    FAINT_LINE,
    HEADING,
    LEAD,
    MARKING,
    NOTE,
    QUIET,
    TEXT,
    TITLE,
    Look,
)

LABEL_WIDTH: Final = 40
FIGURE_WIDTH: Final = 11.5
LEAST_COLUMNS: Final = 7
"""Columns that captions and notes may run across, so that they are set wide under small tables."""

PORTRAIT_COLUMNS: Final = 6
"""Figure columns up to which a page stands upright."""

MINUS: Final = "\u2212"

NO_FIGURE: Final = "–"
"""Stands for a percentage that is left out because its N is too small."""

_LINE_HEIGHT = 13.0
_ROW_HEIGHT = 16.5
_NUMBER = re.compile(r"T(\d+(?:\.\d+)*)", re.ASCII)


@dataclass(slots=True)
class Numbers:
    """Numbers the figures of a workbook; tables bring their own number in their id."""

    figures: int = 0

    def next_figure(self) -> int:
        """Return the number of the next figure."""
        self.figures += 1
        return self.figures


def write_tables(
    grid: Grid, name: str, tables: Sequence[Table], numbers: Numbers, paper: Paper, subject: str
) -> None:
    """Write a sheet's tables below each other; on Summary each with bars gets its chart.

    `subject` says whose figures these are. Captions, headings and notes are set so that a page
    of the sheet can stand alone.
    """
    columns = max((len(table.headings) - 1 for table in tables), default=0)
    last = 1 + max(columns, LEAST_COLUMNS)
    grid.add([(1, TITLES[name], TITLE)], height=28)
    grid.add([(1, paper.marking, MARKING)], height=16)
    grid.add([(1, subject, LEAD)], height=16)
    for table in tables:
        grid.add()
        plotted = _write_table(grid, table, last)
        if table.bars and name == SheetName.SUMMARY and charted_rows(table):
            _write_chart(grid, table, plotted, numbers.next_figure())
        grid.add()
    if not tables:
        grid.add()
        grid.add([(1, "There is nothing to show in these tables.", NOTE)])
    set_columns(grid.sheet, (LABEL_WIDTH, *(FIGURE_WIDTH for _ in range(last - 1))))
    grid.sheet.freeze_panes = "A4"
    area = f"A1:{letters(last)}{grid.number}"
    set_paper(
        grid.sheet,
        replace(paper, landscape=columns > PORTRAIT_COLUMNS, repeated="1:3", area=area),
    )


def caption(table: Table) -> str:
    """Return a table's number and title: `Table 6.1. Delay by case type`."""
    number = _NUMBER.fullmatch(table.id)
    return f"Table {number[1]}. {table.title}" if number else table.title


def _write_table(grid: Grid, table: Table, last: int) -> Plotted:
    grid.add([(1, caption(table), CAPTION)], height=22)
    grid.span(1, last)
    lines = max(
        _lines(h.label, LABEL_WIDTH if at == 0 else FIGURE_WIDTH, 9)
        for at, h in enumerate(table.headings)
    )
    heading = grid.add(
        (
            (at, h.label, HEADING if at == 1 else replace(HEADING, across="right"))
            for at, h in enumerate(table.headings, start=1)
        ),
        height=max(2, lines) * 12.5 + 4,
    )
    first = grid.number + 1
    for row in table.rows:
        lines = _lines(row.label, LABEL_WIDTH, 10)
        grid.add(_row_cells(row, table), height=max(_ROW_HEIGHT, lines * _LINE_HEIGHT + 3.5))
    for number, note in enumerate(table.notes):
        width = LABEL_WIDTH + FIGURE_WIDTH * (last - 1)
        look = NOTE if number else replace(NOTE, above=FAINT_LINE)
        height = _lines(note, width, 9) * 12 + 4
        cells: list[Placed] = [(1, note, look)]
        cells += [(at, None, look) for at in range(2, last + 1)]
        grid.add(cells, height=height)
        grid.span(1, last)
    return Plotted(sheet=grid.sheet.title, heading=heading, first=first)


def _row_cells(row: Row, table: Table) -> Iterator[Placed]:
    look = Look(down="bottom")
    if row.style is Style.TOTAL:
        look = replace(look, bold=True, above=TEXT)
    elif row.style is Style.QUIET:
        look = replace(look, colour=QUIET)
    yield 1, row.label, replace(look, wrap=True)
    for at, cell in enumerate(row.cells, start=2):
        value, numbers = figure(cell)
        yield at, value, replace(look, across="right", numbers=numbers)
    for at in range(2 + len(row.cells), len(table.headings) + 1):
        yield at, None, look


def figure(cell: Cell) -> tuple[Value, str]:
    """Return what a table's cell holds in a workbook, and its number format."""
    match cell:
        case Counted(n=n):
            return n, "#,##0"
        case Share(tenths=tenths, of=of):
            if tenths is None:
                return (NO_FIGURE if of else None), "General"
            return tenths / 10, "0.0"
        case Interval(low=low, high=high):
            return f"{_tenths(low)} to {_tenths(high)}", "General"
        case Measure(value=value, decimals=decimals):
            return round(value, decimals) if decimals else round(value), _format(decimals)
        case _:
            return cell, "General"


def _tenths(tenths: int) -> str:
    sign = MINUS if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"


def _format(decimals: int) -> str:
    return f"0.{'0' * decimals}" if decimals else "#,##0"


def _lines(text: str, width: float, size: float) -> int:
    """Estimate the lines a text takes in a column `width` characters wide (of 10 points)."""
    room = max(1.0, width * 10 / size - 1)
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
    grid.add()
    grid.add([(1, f"Figure {number}. {table.title}, number of cases", CAPTION)], height=22)
    add_chart(grid, table, plotted)
    for _ in range(CHART_ROWS):
        grid.add(height=_ROW_HEIGHT)
