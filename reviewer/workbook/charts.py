"""Native charts: stacked bars of grades, told apart by how dark they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openpyxl.chart import BarChart
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.chart.title import title_maker
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RichTextProperties,
)
from openpyxl.utils import quote_sheetname

from reviewer.domain.message import Message
from reviewer.figures.shades import Shade, shades
from reviewer.figures.table import Counted, Row, Style, Table
from reviewer.workbook.cells import allowed_text, letters
from reviewer.workbook.grid import Grid
from reviewer.workbook.looks import (
    FAINT_LINE,
    LINE,
    QUIET,
    TEXT,
    TYPEFACE,
    WHITE,
)

_WIDTH_CM = 24.0
_CM_IN_ROW = 16.5 / 72 * 2.54
"""Centimetres in a row of a table."""
_AXIS_AND_LEGEND = 6
"""Rows of a chart's height for its title, its axis, its legend and the space around them."""
_TITLE_ROWS = 1.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Plotted:
    """Where a table stands: its sheet, the row of its headings, the first row of its body."""

    sheet: str
    heading: int
    first: int


def charted_rows(table: Table) -> tuple[Row, ...]:
    """Return the rows a chart shows: the plain ones that are together, totals left out."""
    rows: list[Row] = []
    for row in table.rows:
        if row.style is Style.PLAIN:
            rows.append(row)
        elif rows:
            break
    return tuple(rows)


def chart_rows(table: Table) -> int:
    """Return how many rows of the sheet a table's chart takes."""
    return _AXIS_AND_LEGEND + len(charted_rows(table))


def add_chart(grid: Grid, table: Table, plotted: Plotted, title: Message) -> None:
    """Put a table's stacked bars below the newest row of the sheet, with its numbers in words."""
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "stacked", 100, 45
    size: Any = chart  # its stubs take whole centimetres only
    size.width, size.height = _WIDTH_CM, chart_rows(table) * _CM_IN_ROW
    chart.style, chart.roundedCorners = None, False
    chart.title = _title(str(title))
    fills = shades(table.headings[bar + 1].mark for bar in table.bars)
    for bar, shade in zip(table.bars, fills, strict=True):
        chart.series.append(_series(table, bar, plotted, shade))
    _set_axes(chart)
    chart.legend.position = "b"
    top = _TITLE_ROWS / chart_rows(table)
    plotted_share = 1 - top - (_AXIS_AND_LEGEND - _TITLE_ROWS - 1.3) / chart_rows(table)
    chart.legend.txPr = _text(900, TEXT)
    chart.layout = Layout(
        manualLayout=ManualLayout(
            layoutTarget="inner",
            xMode="edge",
            yMode="edge",
            x=0.26,
            y=top,
            w=0.71,
            h=plotted_share,
        )
    )
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    grid.sheet.add_chart(chart, f"A{grid.number + 1}")
    grid.chart_texts.append((str(title), _in_words(table)))


def _title(text: str) -> Any:  # noqa: ANN401 - its stubs know less than the library
    """Return a chart's own title, which stays with it where it is copied."""
    found: Any = title_maker(allowed_text(text))
    for paragraph in found.tx.rich.p:
        paragraph.pPr = ParagraphProperties(defRPr=_letters(1000, TEXT, bold=True))
        for run in paragraph.r:
            run.rPr = _letters(1000, TEXT, bold=True)
    found.overlay = False
    return found


def _in_words(table: Table) -> str:
    """Say what a chart shows, row by row, for those who do not see it."""
    names = [str(table.headings[bar + 1].label) for bar in table.bars]
    rows = (
        f"{row.label}: "
        + ", ".join(
            f"{name} {_count(row, bar)}" for name, bar in zip(names, table.bars, strict=True)
        )
        for row in charted_rows(table)
    )
    return allowed_text("; ".join(rows))


def _series(table: Table, bar: int, plotted: Plotted, shade: Shade) -> Series:
    rows = charted_rows(table)
    heading = table.headings[bar + 1]
    offset = plotted.first + table.rows.index(rows[0])
    values = [_count(row, bar) for row in rows]
    series = Series(
        tx=SeriesLabel(v=allowed_text(str(heading.label))),
        val=NumDataSource(
            numRef=NumRef(
                f=_range(plotted.sheet, bar + 2, offset, len(rows)),
                numCache=NumData(
                    formatCode="General",
                    ptCount=len(values),
                    pt=[NumVal(idx=at, v=value) for at, value in enumerate(values)],
                ),
            )
        ),
        cat=AxDataSource(
            strRef=StrRef(
                f=_range(plotted.sheet, 1, offset, len(rows)),
                strCache=StrData(
                    ptCount=len(rows),
                    pt=[
                        StrVal(idx=at, v=allowed_text(str(row.label)))
                        for at, row in enumerate(rows)
                    ],
                ),
            )
        ),
    )
    series.graphicalProperties = GraphicalProperties(
        solidFill=shade.fill, ln=LineProperties(solidFill=QUIET, w=6350)
    )
    series.dLbls = DataLabelList(
        numFmt="0;;;",
        showVal=True,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        showPercent=False,
        dLblPos="ctr",
        txPr=_text(800, WHITE if shade.dark else TEXT),
    )
    series.invertIfNegative = False
    return series


def _set_axes(chart: BarChart) -> None:
    names, counts = chart.x_axis, chart.y_axis
    names.scaling.orientation = "maxMin"
    names.delete = counts.delete = False
    names.txPr, counts.txPr = _text(900, TEXT), _text(800, TEXT)
    names.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=LINE, w=9525))
    counts.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    names.majorTickMark = counts.majorTickMark = "none"
    names.title = counts.title = None
    names.tickLblSkip = 1  # every type is named, however many there are
    counts.numFmt = "#,##0"
    faint = GraphicalProperties(ln=LineProperties(solidFill=FAINT_LINE, w=6350))
    counts.majorGridlines = ChartLines(spPr=faint)
    counts.crosses = "max"


def _letters(size: int, colour: str, *, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(
        sz=size, b=bold or None, solidFill=colour, latin=Font(typeface=TYPEFACE)
    )


def _text(size: int, colour: str) -> RichText:
    letters_ = _letters(size, colour)
    return RichText(
        bodyPr=RichTextProperties(),
        p=[Paragraph(pPr=ParagraphProperties(defRPr=letters_), endParaRPr=letters_)],
    )


def _count(row: Row, bar: int) -> int:
    cell = row.cells[bar]
    return cell.n if isinstance(cell, Counted) else 0


def _range(sheet: str, column: int, first: int, count: int) -> str:
    name = letters(column)
    return f"{quote_sheetname(sheet)}!${name}${first}:${name}${first + count - 1}"
