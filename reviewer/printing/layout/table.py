"""Rows of cells, and tables whose head is repeated on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Block, Stack, Tag, TextBlock
from reviewer.printing.layout.look import Fit
from reviewer.printing.layout.pen import Pen
from reviewer.printing.letters.setting import Typesetter
from reviewer.printing.letters.style import Ink
from reviewer.printing.pdf.structure import HEADS_COLUMN, HEADS_ROW, Element


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its content and its role; `TH` heads its column, or its row with `heads_row`."""

    content: Block
    role: str = "TD"
    heads_row: bool = False
    tag: Tag | None = None


class CellRow(Block):
    """Cells side by side, each in a column of a width, with a gap between them."""

    def __init__(self, cells: Sequence[Cell], widths: Sequence[float], *, gap: float = look.GUTTER,
                 pad: float = 3.0, above: Ink | None = look.FAINT, below: Ink | None = None,
                 holds_next: bool = False, role: str = "TR") -> None:  # fmt: skip
        self._cells = [_tagged(cell) for cell in cells]
        self._widths, self._gap, self._pad = widths, gap, pad
        self._above, self._below = above, below
        self._tag = Tag(role)
        self.holds_next = holds_next

    def fit(self, fit: Fit) -> None:
        """Fit each cell."""
        super().fit(fit)
        self._pad *= fit.room
        for cell in self._cells:
            cell.content.fit(fit)

    def widen_last(self, fit: Fit) -> None:
        """Give the last column the width that smaller letters leave in the others."""
        *others, last = self._widths
        narrower = [width * fit.column for width in others]
        self._widths = [*narrower, last + sum(others) - sum(narrower)]

    def measure(self, setter: Typesetter, width: float) -> None:
        """Measure each cell."""
        self._width = width
        for cell, own in zip(self._cells, self._widths, strict=True):
            cell.content.measure(setter, own)
        self._sum_up()

    def divide(self, room: float) -> tuple[CellRow, CellRow] | None:
        """Divide the cells that are too high; the others stay in the first part."""
        inner = room - 2 * self._pad
        first, rest = [], []
        for cell in self._cells:
            if cell.content.height <= inner:
                first.append(cell)
                rest.append(replace(cell, content=Stack([])))
                continue
            halves = cell.content.divide(inner)
            if halves is None:
                return None
            first.append(replace(cell, content=halves[0]))
            rest.append(replace(cell, content=halves[1]))
        return self._part(first, self._above, None), self._part(rest, None, self._below)

    def least(self) -> float:
        """Return what every cell needs at least."""
        return max((c.content.least() for c in self._cells), default=0.0) + 2 * self._pad

    def draw(self, pen: Pen, x: float, top: float, parent: Element | None) -> None:
        """Draw the hairlines and the cells."""
        if self._above is not None:
            pen.rule(x, top, self._width, self._above)
        if self._below is not None:
            pen.rule(x, top + self.height, self._width, self._below)
        element = self._tag.within(parent)
        for cell, width in zip(self._cells, self._widths, strict=True):
            own = cell.tag.within(element) if cell.tag else None
            cell.content.draw(pen, x, top + self._pad, own)
            x += width + self._gap

    def _part(self, cells: Sequence[Cell], above: Ink | None, below: Ink | None) -> CellRow:
        part = CellRow(cells, self._widths, gap=self._gap, pad=self._pad, above=above, below=below)
        part._tag, part._width = self._tag, self._width
        part._sum_up()
        return part

    def _sum_up(self) -> None:
        heights = (cell.content.height for cell in self._cells)
        self.height = max(heights, default=0.0) + 2 * self._pad


class PrintedTable(Block):
    """Rows below a head, repeated wherever the table continues on another page.

    `last_grows` gives the last column what smaller letters leave in the others.
    """

    _KEPT_ROWS: Final = 2
    """Rows that stay together at the foot and at the head of a page."""

    def __init__(
        self, rows: Sequence[CellRow], head: CellRow | None = None, *, before: float = 0.0,
        last_grows: bool = False
    ) -> None:  # fmt: skip
        self._rows, self._head = list(rows), head
        self._last_grows = last_grows
        self._tag = Tag("Table")
        self._begun = False
        self.before = before

    def fit(self, fit: Fit) -> None:
        """Fit head and rows."""
        super().fit(fit)
        for row in (self._head, *self._rows):
            if row is not None:
                row.fit(fit)
                if self._last_grows:
                    row.widen_last(fit)

    def measure(self, setter: Typesetter, width: float) -> None:
        """Measure head and rows."""
        for row in (self._head, *self._rows):
            if row is not None:
                row.measure(setter, width)
        self._sum_up()

    def divide(self, room: float) -> tuple[Block, Block] | None:
        """Divide it between rows, or a row that is higher than what a page has room for."""
        taken = self._head.height if self._head is not None else 0.0
        for place, row in enumerate(self._rows):
            if taken + row.height > room:
                cut = self._place_before(place)
                if cut:
                    first = self._part(self._rows[:cut], begun=self._begun)
                    return first, self._part(self._rows[cut:], begun=True)
                halves = row.divide(room - taken)
                if halves is None or place:
                    return None
                upper, lower = halves
                return (
                    self._part([*self._rows[:place], upper], begun=self._begun),
                    self._part([lower, *self._rows[place + 1 :]], begun=True),
                )
            taken += row.height
        return None

    def least(self) -> float:
        """Return head and first rows, or what the first row may be cut to."""
        head = self._head.height if self._head is not None else 0.0
        rows = self._rows[: self._KEPT_ROWS]
        if rows and rows[0].least() < rows[0].height:
            return head + rows[0].least()
        return head + sum(row.height for row in rows)

    def draw(self, pen: Pen, x: float, top: float, parent: Element | None) -> None:
        """Draw head and rows; a repeated head is decoration."""
        element = self._tag.within(parent)
        if self._head is not None:
            self._head.draw(pen, x, top, None if self._begun else element)
            top += self._head.height
        for row in self._rows:
            row.draw(pen, x, top, element)
            top += row.height

    def _place_before(self, place: int) -> int:
        """Return where to divide at the latest: no head of a group or single row is left alone."""
        if len(self._rows) - place < self._KEPT_ROWS and len(self._rows) > 2 * self._KEPT_ROWS:
            place = len(self._rows) - self._KEPT_ROWS
        while place and self._rows[place - 1].holds_next:
            place -= 1
        return place

    def _part(self, rows: Sequence[CellRow], *, begun: bool) -> PrintedTable:
        part = PrintedTable(rows, self._head)
        part._tag, part._begun = self._tag, begun
        part._sum_up()
        return part

    def _sum_up(self) -> None:
        head = self._head.height if self._head is not None else 0.0
        self.height = head + sum(row.height for row in self._rows)


def _tagged(cell: Cell) -> Cell:
    if cell.tag is not None:
        return cell
    if isinstance(cell.content, TextBlock):
        cell.content.drop_role()
    scope = b"" if cell.role != "TH" else HEADS_ROW if cell.heads_row else HEADS_COLUMN
    return replace(cell, tag=Tag(cell.role, scope))
