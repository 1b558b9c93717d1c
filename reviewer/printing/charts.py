"""Charts of figures: counts in stacked bars, and days as spreads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.domain.marks import Mark
from reviewer.domain.message import message
from reviewer.figures.cross import Cross
from reviewer.figures.delay_lengths import Lengths
from reviewer.figures.shades import shades
from reviewer.figures.table import Counted, Style, Table
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Block, Drawing
from reviewer.printing.layout.marks import draw_dot, draw_mark
from reviewer.printing.layout.pen import Pen
from reviewer.printing.letters.style import Alignment, Ink, TextStyle

_LABELS: Final = 150.0
_TOTALS: Final = 34.0
_BAR: Final = 8.0
_STEP: Final = 9.6
_LEGEND: Final = 13.0
_ROWS_A_CHART: Final = 40
"""More bars continue in another chart, so that a chart always fits a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One part of every bar: its name, and the mark of a grade where it is one."""

    name: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: its label and a count for each series."""

    label: str
    counts: tuple[int, ...]


def table_chart(table: Table) -> Iterator[Block]:
    """Draw the bars a table names, in the order of its rows, totals left out."""
    headings = [table.headings[column + 1] for column in table.bars]
    rows = [row for row in table.rows if row.style is not Style.TOTAL]
    bars = []
    for row in rows:
        cells = [row.cells[column] for column in table.bars]
        counts = tuple(cell.n if isinstance(cell, Counted) else 0 for cell in cells)
        bars.append(Bar(label=str(row.label), counts=counts))
    series = [Series(name=str(heading.label), mark=heading.mark) for heading in headings]
    yield from stacked_bars(series, bars)


def cross_chart(cross: Cross) -> Iterator[Block]:
    """Draw a cross-table as bars: a bar for each row, a part for each column."""
    series = [Series(name=str(column.label)) for column in cross.columns]
    bars = [
        Bar(
            label=str(row.label),
            counts=tuple(cross.at(row.code, column.code).n for column in cross.columns),
        )
        for row in cross.rows
    ]
    yield from stacked_bars(series, bars)


def stacked_bars(series: Sequence[Series], bars: Sequence[Bar]) -> Iterator[Block]:
    """Draw bars of one scale: the longest fills the width. Nothing to count draws nothing."""
    most = max((sum(bar.counts) for bar in bars), default=0)
    if not series or not most:
        return
    for start in range(0, len(bars), _ROWS_A_CHART):
        part = bars[start : start + _ROWS_A_CHART]
        chart = _Bars(series, part, most)
        height = _LEGEND + _STEP * len(part)
        yield Drawing(height, chart.in_words(), chart.paint, before=6)


def days_chart(stages: Sequence[Lengths]) -> Iterator[Block]:
    """Draw how many days the delays of each stage took: every delay, quartiles and median."""
    counted = [stage for stage in stages if stage.days and stage.name.code]
    if not counted:
        return
    chart = _Days(counted)
    yield Drawing(_LEGEND + _STEP * len(counted), chart.in_words(), chart.paint, before=6)


@dataclass(frozen=True, slots=True)
class _Bars:
    series: Sequence[Series]
    bars: Sequence[Bar]
    most: int

    def in_words(self) -> str:
        """Say what the bars show."""
        parts = []
        for bar in self.bars:
            pairs = zip(self.series, bar.counts, strict=True)
            counts = ", ".join(f"{one.name} {count:,}" for one, count in pairs)
            parts.append(f"{bar.label}: {counts}.")
        return " ".join(parts)

    def paint(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the legend and the bars."""
        fills = shades(one.mark for one in self.series)
        inks = [_ink(shade.fill) for shade in fills]
        at = x + _LABELS
        for one, ink in zip(self.series, inks, strict=True):
            pen.box(at, top + 3, 14, 7, ink)
            at += 18
            if one.mark:
                draw_mark(pen, one.mark, at, top + 3, 6.5)
                at += 10
            wide = pen.setter.width(one.name, look.TINY)
            pen.words(one.name, look.TINY, at, top + 2, wide + 1)
            at += wide + 12
        scale = (width - _LABELS - _TOTALS) / self.most
        y = top + _LEGEND
        for bar in self.bars:
            _draw_label(pen, bar.label, x, y)
            at = x + _LABELS
            for count, ink, shade in zip(bar.counts, inks, fills, strict=True):
                if count:
                    style = _ON_DARK if shade.dark else _ON_LIGHT
                    _part(pen, (at, y), (count * scale, f"{count:,}"), ink, style)
                    at += count * scale
            pen.words(f"{sum(bar.counts):,}", look.SMALL_QUIET, at + 4, y + 1, _TOTALS)
            y += _STEP


_ON_LIGHT: Final = TextStyle(7.0, 9.0, look.INK, bold=True, side=Alignment.MIDDLE)
_ON_DARK: Final = TextStyle(7.0, 9.0, look.WHITE, bold=True, side=Alignment.MIDDLE)


def _part(
    pen: Pen, at: tuple[float, float], part: tuple[float, str], ink: Ink, style: TextStyle
) -> None:
    (x, y), (wide, text) = at, part
    pen.box(x, y + (_STEP - _BAR) / 2, max(wide - 0.75, 0.4), _BAR, ink)
    if pen.setter.width(text, style) + 3 <= wide:
        pen.words(text, style, x, y + (_STEP - _BAR) / 2, wide)


@dataclass(frozen=True, slots=True)
class _Days:
    stages: Sequence[Lengths]

    def in_words(self) -> str:
        """Say the median of every stage."""
        sentences = []
        for stage in self.stages:
            median = stage.quartiles[1].value
            label, n = stage.name.label, len(stage.days)
            if median is None:
                words = message("{stage}: {n} delays, median not reached.", stage=label, n=n)
            else:
                words = message(
                    "{stage}: {n} delays, median {days} days.",
                    stage=label,
                    n=n,
                    days=f"{median:g}",
                )
            sentences.append(str(words))
        return " ".join(sentences)

    def paint(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw a lane for each stage on one scale of days from nought."""
        most = max(max(stage.days) for stage in self.stages) or 1
        left, room = x + _LABELS, width - _LABELS - _TOTALS
        legend = str(
            message(
                "Each dot is one delay in days, to date if still open. The bar is the "
                "middle half, and the line in it the median"
            )
        )
        pen.words(legend, look.TINY, left, top + 2, room + _TOTALS)
        y = top + _LEGEND
        for stage in self.stages:
            middle = y + _STEP / 2
            _draw_label(pen, str(stage.name.label), x, y)
            pen.line(left, middle, left + room, middle, look.FAINT)
            lower, median, upper = (quartile.value for quartile in stage.quartiles)
            if lower is not None:
                first = left + lower / most * room
                last = left + (most if upper is None else upper) / most * room
                pen.box(first, middle - 3.5, max(last - first, 0.8), 7, look.FAINT)
            if median is not None:
                at = left + median / most * room
                pen.line(at, middle - 5, at, middle + 5, look.INK, 1.5)
                pen.words(f"{median:g}", look.SMALL_QUIET, left + room + 4, y + 1, _TOTALS)
            for days in stage.days:
                draw_dot(pen, left + days / most * room, middle, 1.4, look.QUIET)
            y += _STEP


def _draw_label(pen: Pen, label: str, x: float, y: float) -> None:
    shown = pen.setter.fitting(label, look.SMALL, _LABELS - 6)
    pen.words(shown, look.SMALL, x, y + 1, _LABELS - 4)


def _ink(fill: str) -> Ink:
    return Ink(*(int(fill[at : at + 2], 16) for at in (0, 2, 4)))
