"""A table of figures on paper: no column cut off, the head repeated, its notes below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Paragraph, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from reviewer.domain.message import Message
from reviewer.figures.table import (
    Cell,
    Row,
    Style,
    Table,
    cell_text,
)
from reviewer.printing import look
from reviewer.printing.lettering import Lettering
from reviewer.printing.typeface import BOLD, REGULAR

CELL_LIMIT: Final = 300
"""Characters of a text in a cell, so that a row always fits a page; a longer one ends with …."""

KEPT_ROWS: Final = 16
"""A table of at most so many rows is not broken over pages."""

_ROOM_FOR_LONG: Final = 300.0
"""Points that must be left on the page for a longer table to begin there."""

_LABEL_LEAST: Final = 110.0
_LABEL_MOST: Final = 230.0
_PAD: Final = 10.0


def least_width(table: Table) -> float:
    """Return the least width in points at which no word of the table is broken."""
    return _LABEL_LEAST + sum(_column_width(table, column) for column in _columns(table))


def set_table(
    lettering: Lettering, table: Table, width: float, lead: Sequence[Flowable] = ()
) -> Iterator[Flowable]:
    """Set one table within `width`; one that is wider still goes on below with its labels.

    `lead` is what must stand on the same page before it: a heading, its chart. The notes of a
    long table stand above it: below, they would be alone on a page that its last row just left.
    """
    parts = list(_parts(table, width))
    is_long = len(table.rows) > KEPT_ROWS
    for number, columns in enumerate(parts, start=1):
        title = f"{table.id}  {table.title}"
        if len(parts) > 1:
            title += f" (part {number} of {len(parts)})"
        shown = _with_columns(table, columns)
        head = lettering.paragraph(title, look.STRONG)
        flowables = [*(lead if number == 1 else ()), head, Spacer(0, 4)]
        grid = _grid(lettering, shown, width)
        notes = [lettering.paragraph(str(note), look.NOTE) for note in table.notes]
        if is_long:
            yield CondPageBreak(_ROOM_FOR_LONG)
            yield from (*flowables, *((*notes, Spacer(0, 4)) if number == 1 else ()), grid)
        else:
            below = [Spacer(0, 4), *notes] if number == len(parts) else []
            yield KeepTogether([*flowables, grid, *below])
        yield Spacer(0, 20)


def _columns(table: Table) -> range:
    return range(len(table.headings) - 1)


def _parts(table: Table, width: float) -> Iterator[list[int]]:
    room = width - _LABEL_LEAST
    part: list[int] = []
    taken = 0.0
    for column in _columns(table):
        wanted = _column_width(table, column)
        if part and taken + wanted > room:
            yield part
            part, taken = [], 0.0
        part.append(column)
        taken += wanted
    yield part


def _with_columns(table: Table, columns: Sequence[int]) -> Table:
    return replace(
        table,
        headings=(table.headings[0], *(table.headings[column + 1] for column in columns)),
        rows=tuple(
            replace(row, cells=tuple(_at(row, column) for column in columns)) for row in table.rows
        ),
    )


def _at(row: Row, column: int) -> Cell:
    return row.cells[column] if column < len(row.cells) else None


def _is_text(table: Table, column: int) -> bool:
    return any(isinstance(_at(row, column), Message) for row in table.rows)


def _column_width(table: Table, column: int) -> float:
    heading = str(table.headings[column + 1].label).split()
    cells = [cell_text(_at(row, column)) for row in table.rows]
    is_text = _is_text(table, column)
    parts = [*heading, *(word for cell in cells for word in cell.split())] if is_text else heading
    if not is_text:
        parts = [*heading, *cells]
    widest = max((stringWidth(part, BOLD, look.SMALL_SIZE) for part in parts), default=0.0)
    return float(min(max(widest, 24.0), _LABEL_MOST) + _PAD)


def _grid(lettering: Lettering, table: Table, width: float) -> Grid:
    texts = [_is_text(table, column) for column in _columns(table)]
    head = [_cell(lettering, table.headings[0].label, look.SMALL_QUIET)]
    head += [
        _cell(lettering, heading.label, look.SMALL_QUIET if text else look.SMALL_RIGHT_QUIET)
        for heading, text in zip(table.headings[1:], texts, strict=True)
    ]
    body = [_row(lettering, row, texts) for row in table.rows]
    widths = [_column_width(table, column) for column in _columns(table)]
    spare = width - sum(widths)
    label = min(spare, _label_width(table))
    if any(texts):
        widths = [w + (spare - label) / sum(texts) * t for w, t in zip(widths, texts, strict=True)]
    grid = Grid([head, *body], colWidths=[label, *widths], repeatRows=1, hAlign="LEFT")
    grid.setStyle(_style(table))
    return grid


def _label_width(table: Table) -> float:
    labels = [str(table.headings[0].label), *(str(row.label) for row in table.rows)]
    widest = max(stringWidth(label[:CELL_LIMIT], BOLD, look.SMALL_SIZE) for label in labels)
    return float(min(max(widest + _PAD + 6, _LABEL_LEAST), _LABEL_MOST))


def _row(lettering: Lettering, row: Row, texts: Sequence[bool]) -> list[Paragraph]:
    left, right = {
        Style.PLAIN: (look.SMALL, look.SMALL_RIGHT),
        Style.TOTAL: (look.SMALL_BOLD, look.SMALL_RIGHT_BOLD),
        Style.QUIET: (look.SMALL_QUIET, look.SMALL_RIGHT_QUIET),
    }[row.style]
    cells = [_cell(lettering, row.label, left)]
    for column, text in enumerate(texts):
        cells.append(_cell(lettering, cell_text(_at(row, column)), left if text else right))
    return cells


def _cell(lettering: Lettering, said: Message | str, style: ParagraphStyle) -> Paragraph:
    text = str(said)
    shown = text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"
    return lettering.paragraph(shown, style)


def _kept_with_next(table: Table) -> list[int]:
    """Return the rows, counted with the head, that a page must not end with.

    A row without a cell heads those below it, and the last row does not stand alone.
    """
    last = len(table.rows)
    heads = [i for i, row in enumerate(table.rows, start=1) if not any(map(cell_text, row.cells))]
    return [i for i in sorted({*heads, last - 1}) if 0 < i < last]


def _style(table: Table) -> TableStyle:
    totals = [i for i, row in enumerate(table.rows, start=1) if row.style is Style.TOTAL]
    style = TableStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (0, -1), _PAD),
            ("RIGHTPADDING", (1, 0), (-1, -1), 0),
            ("LEFTPADDING", (1, 0), (-1, -1), _PAD),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
            ("LINEBELOW", (0, 1), (-1, -1), look.HAIRLINE, look.FAINT),
            ("LINEBELOW", (0, 0), (-1, 0), look.HAIRLINE, look.LINE),
            ("LINEBELOW", (0, -1), (-1, -1), look.HAIRLINE, look.LINE),
        ]
    )
    for i in _kept_with_next(table):
        style.add("NOSPLIT", (0, i), (-1, i + 1))
    for i in totals:
        style.add("LINEABOVE", (0, i), (-1, i), look.HAIRLINE, look.LINE)
    return style
