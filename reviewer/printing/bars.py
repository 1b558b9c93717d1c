"""Stacked bars of a table: counts side by side, told apart by order, shade and number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.colors import Color, HexColor, white
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph

from reviewer.figures.shades import shades
from reviewer.figures.table import Counted, Heading, Row, Style, Table
from reviewer.printing import look
from reviewer.printing.lettering import Lettering
from reviewer.printing.marks import draw_mark
from reviewer.printing.typeface import BOLD, REGULAR

_LABELS: Final = 150.0
_TOTALS: Final = 34.0
_BAR: Final = 13.0
_STEP: Final = 21.0
_LEGEND: Final = 26.0
_ROWS_A_CHART: Final = 26
"""More bars go on in another chart, so that a chart always fits a page, upright or sideways."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Series:
    heading: Heading
    column: int
    fill: Color
    ink: Color


def stacked_bars(lettering: Lettering, table: Table, width: float) -> Iterator[Flowable]:
    """Draw the bars a table names, in order of its rows, totals left out.

    All bars have one scale: the longest fills the width. Nothing is drawn for a table that
    names no bars or has nothing to count.
    """
    rows = [row for row in table.rows if row.style is not Style.TOTAL]
    series = _series(table)
    most = max((sum(_counts(row, series)) for row in rows), default=0)
    if not series or not most:
        return
    for start in range(0, len(rows), _ROWS_A_CHART):
        yield _Bars(lettering, rows[start : start + _ROWS_A_CHART], series, most, width)


def _series(table: Table) -> list[_Series]:
    headings = [table.headings[column + 1] for column in table.bars]
    fills = shades(heading.mark for heading in headings)
    return [
        _Series(
            heading=heading,
            column=column,
            fill=HexColor(f"#{shade.fill}"),
            ink=white if shade.dark else look.INK,
        )
        for heading, column, shade in zip(headings, table.bars, fills, strict=True)
    ]


def _counts(row: Row, series: Sequence[_Series]) -> list[int]:
    cells = [row.cells[one.column] for one in series]
    return [cell.n if isinstance(cell, Counted) else 0 for cell in cells]


class _Bars(Flowable):
    def __init__(
        self,
        lettering: Lettering,
        rows: Sequence[Row],
        series: Sequence[_Series],
        most: int,
        width: float,
    ) -> None:
        super().__init__()
        self._labels = [lettering.paragraph(str(row.label)[:120], look.SMALL) for row in rows]
        self._names = [lettering.plain(str(one.heading.label)) for one in series]
        self._counts = [_counts(row, series) for row in rows]
        self._series = series
        self._most = most
        self.width = width

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        heights = [label.wrap(_LABELS - look.GUTTER, 0)[1] for label in self._labels]
        self._steps = [max(_STEP, height + 6) for height in heights]
        self.height = _LEGEND + sum(self._steps)
        return self.width, self.height

    def draw(self) -> None:
        self._draw_legend(self.height - 12)
        y = self.height - _LEGEND
        for label, counts, step in zip(self._labels, self._counts, self._steps, strict=True):
            self._draw_row(label, counts, y, step)
            y -= step

    def _draw_legend(self, y: float) -> None:
        canvas = self.canv
        x = _LABELS
        for one, name in zip(self._series, self._names, strict=True):
            canvas.setFillColor(one.fill)
            canvas.rect(x, y - 1, 18, 9, stroke=0, fill=1)
            x += 22
            if one.heading.mark:
                draw_mark(canvas, one.heading.mark, x, y, 7)
                x += 11
            canvas.setFillColor(look.INK)
            canvas.setFont(REGULAR, look.SMALL_SIZE)
            canvas.drawString(x, y, name)
            x += stringWidth(name, REGULAR, look.SMALL_SIZE) + 16

    def _draw_row(self, label: Paragraph, counts: Sequence[int], y: float, step: float) -> None:
        canvas = self.canv
        label.drawOn(canvas, 0, y - (step + label.height) / 2)
        scale = (self.width - _LABELS - _TOTALS) / self._most
        x, base = _LABELS, y - (step + _BAR) / 2
        for one, count in zip(self._series, counts, strict=True):
            wide = count * scale
            if not count:
                continue
            canvas.setFillColor(one.fill)
            canvas.setStrokeColor(white)
            canvas.setLineWidth(0.75)
            canvas.rect(x, base, wide, _BAR, stroke=1, fill=1)
            text = f"{count:,}"
            if stringWidth(text, BOLD, look.SMALL_SIZE) + 4 <= wide:
                canvas.setFillColor(one.ink)
                canvas.setFont(BOLD, look.SMALL_SIZE)
                canvas.drawCentredString(x + wide / 2, base + 3.5, text)
            x += wide
        canvas.setFillColor(look.QUIET)
        canvas.setFont(REGULAR, look.SMALL_SIZE)
        canvas.drawString(x + 5, base + 3.5, f"{sum(counts):,}")
