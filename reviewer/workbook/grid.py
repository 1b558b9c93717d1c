"""One sheet while it is written: its rows as XML, its settings for screen and paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reviewer.workbook.cells import (
    CELL_LIMIT,
    FORMULA_STARTS,
    Value,
    allowed_text,
    cell_xml,
    forbidden,
    letters,
    needs_care,
    pieces,
)
from reviewer.workbook.looks import DATA, LINE_NUMBER, NUMBER, TYPEFACE, Look, Stylebook

Placed = tuple[int, Value, Look]
"""A cell of a row: its column from 1, what it holds, how it looks."""

_A4 = 9
_HEADER_SIZE = 8
_TALLEST = 409.0
"""Points of the tallest row Excel shows; a longer text is whole in its cell all the same."""
_LINE_HEIGHT = 15.0
"""Points of a record's row: its text is set off the row above."""
_LINE_FILL = 1.05
"""Letters of a text for each digit of a column's width, with the loss at the ends of lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a sheet's pages say and how they lie: head and foot, orientation, repeated rows."""

    marking: str
    head: str
    foot: str
    landscape: bool = False
    repeated: str = ""
    area: str = ""
    tall: int = 0
    """Pages the sheet is fitted to in height; 0 for as many as it takes."""


@dataclass(slots=True, kw_only=True)
class Grid:
    """A sheet that grows row by row. `damaged` counts texts that XML could not hold.

    `chart_texts` has the title of each of its charts and what it shows in words, `links` the
    cells that lead to a place in the workbook, and which.
    """

    sheet: Worksheet
    styles: Stylebook
    rows: list[str] = field(default_factory=list)
    number: int = 0
    widest: int = 1
    damaged: int = 0
    chart_texts: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)

    def add(self, cells: Iterable[Placed] = (), *, height: float | None = None) -> int:
        """Add a row and return its number; `height` is in points."""
        self.number += 1
        written = [self._cell(*cell) for cell in sorted(cells, key=lambda cell: cell[0])]
        size = f' ht="{height:g}" customHeight="1"' if height is not None else ""
        self.rows.append(f'<row r="{self.number}"{size}>{"".join(written)}</row>')
        return self.number

    def span(self, first: int, last: int) -> None:
        """Join the cells of the newest row from one column to another."""
        if last > first:
            self.sheet.merged_cells.add(
                f"{letters(first)}{self.number}:{letters(last)}{self.number}"
            )

    def _cell(self, column: int, value: Value, look: Look) -> str:
        self.widest = max(self.widest, column)
        reference = f"{letters(column)}{self.number}"
        if value is None or value == "":
            return f'<c r="{reference}"{self.styles.style(look)}/>'
        if isinstance(value, str):
            value = self._sound(value)
            if value.startswith(FORMULA_STARTS):
                look = replace(look, quoted=True)
        return cell_xml(reference, value, self.styles.style(look))

    def _sound(self, text: str) -> str:
        if forbidden(text):
            self.damaged += 1
            return allowed_text(text)
        return text

    @property
    def content(self) -> str:
        """The rows as the content of `sheetData`."""
        return "".join(self.rows)

    @property
    def dimension(self) -> str:
        """The range of cells written."""
        return f"A1:{letters(self.widest)}{max(self.number, 1)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _RowLook:
    """The styles of a row's cells, by column: texts, numbers, texts that begin like a formula.

    `tails` is what is between a text's reference and the text.
    """

    texts: Sequence[str]
    numbers: Sequence[str]
    quoted: Sequence[str]
    tails: Sequence[str]


class Records:
    """Rows of records on a data sheet: fast, with a style only where a text needs one."""

    def __init__(
        self, grid: Grid, wrapped: Sequence[int], numbers: Sequence[str], identity: Sequence[int]
    ) -> None:
        """Take for each column the width its texts are wrapped in, 0 where they are not.

        `numbers` are the formats of those that hold numbers, empty for those of texts.
        """
        self._grid = grid
        self._wrapped = [(at, width * _LINE_FILL) for at, width in enumerate(wrapped) if width]
        self._identity = frozenset(identity)
        self._letters = [letters(column) for column in range(1, len(wrapped) + 1)]
        self._heads = [f'<c r="{name}' for name in self._letters]
        self._line = self._set(Look(down="bottom"), LINE_NUMBER, [0 for _ in wrapped], numbers)
        self._lines = self._set(DATA, NUMBER, wrapped, numbers)
        grid.widest = max(grid.widest, len(wrapped))
        grid.sheet.sheet_format.defaultRowHeight = _LINE_HEIGHT
        grid.sheet.sheet_format.customHeight = True

    def _set(
        self, look: Look, number: Look, wrapped: Sequence[int], numbers: Sequence[str]
    ) -> _RowLook:
        style = self._grid.styles.style
        plain = "" if look.down == "bottom" else style(look)  # as a cell without a style stands
        texts = [style(replace(look, wrap=True)) if wrap else plain for wrap in wrapped]
        return _RowLook(
            texts=texts,
            numbers=[style(replace(number, numbers=n)) if n else plain for n in numbers],
            quoted=[style(replace(look, wrap=bool(wrap), quoted=True)) for wrap in wrapped],
            tails=[f'"{text} t="inlineStr"><is><t>' for text in texts],
        )

    def add(self, values: Sequence[Value]) -> None:
        """Add one record; texts too long for a cell continue in rows of the same identity."""
        for value in values:
            if isinstance(value, str) and len(value) > CELL_LIMIT // 2:
                for part in self._parts(values):
                    self._add(part)
                return
        self._add(values)

    def _add(self, values: Sequence[Value]) -> None:
        grid = self._grid
        grid.number += 1
        number = str(grid.number)
        height = self._height(values)
        look = self._lines if height else self._line
        heads, tails = self._heads, look.tails
        cells = [f'<row r="{number}"{height}>']
        for at, value in enumerate(values):
            if value is None or value == "":
                continue
            if isinstance(value, str) and not needs_care(value):
                cells.append(f"{heads[at]}{number}{tails[at]}{value}</t></is></c>")
            else:
                cells.append(self._careful(at, value, look))
        cells.append("</row>")
        grid.rows.append("".join(cells))

    def _height(self, values: Sequence[Value]) -> str:
        """Set a row's height where texts are wrapped: not every program finds it by itself."""
        lines = 1
        for at, room in self._wrapped:
            text = values[at]
            if isinstance(text, str) and (len(text) > room or "\n" in text):
                parts = text.split("\n") if "\n" in text else (text,)
                lines = max(lines, sum(int(len(part) / room) + 1 for part in parts))
        if lines == 1:
            return ""
        return f' ht="{min(_TALLEST, lines * 12.75 + 3):g}" customHeight="1"'

    def _careful(self, at: int, value: str | float, look: _RowLook) -> str:
        style = look.numbers[at]
        if isinstance(value, str):
            style = look.texts[at]
            if value.startswith(FORMULA_STARTS):
                style = look.quoted[at]
            self._grid.damaged += forbidden(value)
        return cell_xml(f"{self._letters[at]}{self._grid.number}", value, style)

    def _parts(self, values: Sequence[Value]) -> Iterable[Sequence[Value]]:
        cut = {
            at: pieces(value)
            for at, value in enumerate(values)
            if isinstance(value, str) and at not in self._identity
        }
        count = max(map(len, cut.values()))
        return tuple(self._part(values, cut, number) for number in range(count))

    def _part(
        self, values: Sequence[Value], cut: dict[int, list[str]], number: int
    ) -> Sequence[Value]:
        if number == 0:
            return [cut[at][0] if at in cut else value for at, value in enumerate(values)]
        part: list[Value] = []
        for at, value in enumerate(values):
            more = cut[at][number : number + 1] if at in cut else []
            part.append(value if at in self._identity else next(iter(more), None))
        return part


def set_columns(sheet: Worksheet, widths: Iterable[float]) -> None:
    """Set the columns' widths in characters, from the first on."""
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[letters(column)].width = width


def set_paper(sheet: Worksheet, paper: Paper) -> None:
    """Set what a sheet's pages show: A4, one page wide, marking in head and foot, page x of y."""
    setup = sheet.page_setup
    setup.paperSize = _A4
    setup.orientation = "landscape" if paper.landscape else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, paper.tall
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = 0.6
    margins.top, margins.bottom = 0.75, 0.65
    margins.header = margins.footer = 0.35
    for item, side, page in (
        (sheet.oddHeader, paper.head, "&A"),
        (sheet.oddFooter, paper.foot, "Page &P of &N"),
    ):
        if item is None:
            continue
        item.left.text, item.left.size = _shown(side), _HEADER_SIZE
        item.center.text, item.center.size = _shown(paper.marking), _HEADER_SIZE
        item.center.font = f"{TYPEFACE},Bold"
        item.right.text, item.right.size = page, _HEADER_SIZE
    if paper.repeated:
        sheet.print_title_rows = paper.repeated
    if paper.area:
        sheet.print_area = paper.area
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 100


def _shown(text: str) -> str:
    """Write a text into a page's head: `&` begins a command there."""
    return allowed_text(text).replace("&", "&&")
