"""A table of figures on paper: no column cut off, the head repeated, its notes below it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from reviewer.domain.message import message
from reviewer.figures.table import Cell as FigureCell
from reviewer.figures.table import Counted, Row, Style, Table, cell_text
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Block, Stack, TextBlock
from reviewer.printing.layout.pen import Pen
from reviewer.printing.layout.table import Cell, CellRow, PrintedTable
from reviewer.printing.letters.faces import BOLD, REGULAR, plain_width
from reviewer.printing.letters.setting import Typesetter
from reviewer.printing.letters.style import Alignment, Ink, TextStyle
from reviewer.printing.pdf.structure import Element

CELL_LIMIT: Final = 300
"""Characters of a text in a cell; a longer one ends with …."""

KEPT_ROWS: Final = 20
"""A table of at most so many rows is not broken over pages."""

_SHORT_ROWS: Final = 12
"""A narrow table of more rows is folded; one of at most so many may have another beside it."""

_FOLDED_ROWS: Final = 60
"""A narrow table of at most so many rows is set in two columns, and fits one page."""

_LABEL_LEAST: Final = 76.0
_LABEL_MOST: Final = 200.0
_GAP: Final = 6.0
_PAD: Final = 0.4
_BETWEEN: Final = 14.0
HALF: Final = (look.WIDTH - _BETWEEN) / 2
"""The width of a table that has another beside it."""

_LABEL: Final = replace(look.SMALL, leading=9.3)
_NUMBER: Final = replace(look.SMALL_RIGHT, leading=9.3)
_HEAD: Final = look.TINY
_HEAD_RIGHT: Final = replace(look.TINY, side=Alignment.RIGHT)
"""Closer than other text: a row of figures is one line, and more of them are seen at once."""

_HEAD_SHARE: Final = 0.6
"""How much of its length a heading is given, where there is room: two lines or three."""

_NARROWEST: Final = 12.0
_TURNED_MOST: Final = 104.0


def figures_table(
    table: Table, lead: Sequence[Block] = (), width: float = look.WIDTH
) -> Iterator[Block]:
    """Set one table across the page; one that is wider continues below with its labels.

    `lead` is its chart, which is named as the table is and may be on the page before. Headings
    that are too wide are turned upright before a table is divided.
    """
    if not _counts_anything(table):
        yield _nothing_counted(table)
        return
    turned = least_width(table) > width
    parts = list(_parts(table, width, turned=turned))
    for place, columns in enumerate(parts):
        shown = _with_columns(table, columns)
        title = TextBlock(f"{table.id}  {table.title}", look.BODY_BOLD, "H3", holds_next=True)
        is_long = len(table.rows) > KEPT_ROWS
        narrow = width == look.WIDTH and least_width(table) <= HALF
        folds = narrow and _SHORT_ROWS < len(table.rows) <= _FOLDED_ROWS
        grid = _folded(shown) if folds else _grid(shown, width, turned=turned)
        notes = [TextBlock(str(note), look.TINY, before=1) for note in table.notes]
        below = notes if place == len(parts) - 1 else []
        if lead and place == 0:
            words = message("{table} {title}: chart", table=table.id, title=table.title)
            caption = TextBlock(str(words), look.BODY_BOLD, "H3", holds_next=True)
            yield Stack([caption, *lead], before=9, kept=True)
        if folds or not is_long:
            yield Stack([title, grid, *below], before=9, kept=True)
        else:
            yield Stack([title], before=9, holds_next=True)
            yield grid
            yield from below


def _counts_anything(table: Table) -> bool:
    cells = [cell for row in table.rows for cell in row.cells if cell is not None]
    return any(not isinstance(cell, Counted) or cell.n for cell in cells)


def _nothing_counted(table: Table) -> Block:
    """Set the title and notes of a table that has no case to show."""
    title = TextBlock(f"{table.id}  {table.title}", look.BODY_BOLD, "H3")
    notes = [*map(str, table.notes)] or [str(message("No cases to count."))]
    return Stack([title, *(TextBlock(note, look.TINY, before=1) for note in notes)], before=9)


def _folded(table: Table) -> Block:
    """Set a long and narrow table in two columns, read down the first and then the second."""
    half = -(-len(table.rows) // 2)
    halves = (replace(table, rows=table.rows[:half]), replace(table, rows=table.rows[half:]))
    cells = [Cell(_grid(part, HALF, turned=False), "Div") for part in halves]
    return CellRow(cells, [HALF, HALF], gap=_BETWEEN, above=None, pad=0, role="Div")


def pair_of_tables(left: Table, right: Table) -> Block:
    """Set two narrow tables side by side."""
    cells = [Cell(Stack(list(figures_table(table, (), HALF))), "Div") for table in (left, right)]
    row = CellRow(cells, [HALF, HALF], gap=_BETWEEN, above=None, pad=0, role="Div")
    return Stack([row], before=9, kept=True)


def paired(tables: Sequence[Table], charted: Collection[str]) -> Iterator[tuple[Table, ...]]:
    """Yield tables in their order, two at a time where both are narrow, short and uncharted."""
    waiting: Table | None = None
    for table in tables:
        fits = least_width(table) <= HALF and len(table.rows) <= _SHORT_ROWS
        if not fits or table.id in charted:
            if waiting is not None:
                yield (waiting,)
            waiting = None
            yield (table,)
        elif waiting is None:
            waiting = table
        else:
            yield waiting, table
            waiting = None
    if waiting is not None:
        yield (waiting,)


def _columns(table: Table) -> range:
    return range(len(table.headings) - 1)


def _at(row: Row, column: int) -> FigureCell:
    return row.cells[column] if column < len(row.cells) else None


def _is_text(table: Table, column: int) -> bool:
    return any(isinstance(_at(row, column), str) or _words(_at(row, column)) for row in table.rows)


def _words(cell: FigureCell) -> bool:
    text = cell_text(cell)
    return len(text) > 24 or (bool(text) and text[0].isalpha())


def _column_width(table: Table, column: int, *, turned: bool) -> float:
    cells = [cell_text(_at(row, column)) for row in table.rows]
    if _is_text(table, column):
        return min(max(_widest(word for cell in cells for word in cell.split()), 60.0), _LABEL_MOST)
    heading = [] if turned else str(table.headings[column + 1].label).split()
    least = max(_widest(cells), _widest(heading, _HEAD, REGULAR), _NARROWEST)
    return min(least, _LABEL_MOST)


def _widest(texts: Iterable[str], style: TextStyle = _LABEL, path: str = BOLD) -> float:
    return max((plain_width(text, style.size, path) for text in texts), default=0.0) + 1


def least_width(table: Table) -> float:
    """Return the least width in points at which no heading is turned and no word broken."""
    widths = [_column_width(table, column, turned=False) + _GAP for column in _columns(table)]
    return _LABEL_LEAST + sum(widths)


def _parts(table: Table, width: float, *, turned: bool) -> Iterator[list[int]]:
    room = width - _LABEL_LEAST
    part: list[int] = []
    taken = 0.0
    for column in _columns(table):
        wanted = _column_width(table, column, turned=turned) + _GAP
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


def _grid(table: Table, width: float, *, turned: bool) -> PrintedTable:
    texts = [_is_text(table, column) for column in _columns(table)]
    own = [_column_width(table, column, turned=turned) for column in _columns(table)]
    spare = width - sum(own) - _GAP * len(own)
    longest = _widest(label[:CELL_LIMIT] for label in _labels(table))
    label = min(max(longest, _LABEL_LEAST), _LABEL_MOST, spare)
    if not turned:
        own = _with_wider_heads(table, own, (spare - label) * (0.4 if any(texts) else 1.0))
        spare = width - sum(own) - _GAP * len(own)
    if any(texts):
        share = (spare - label) / sum(texts)
        own = [least + share * text for least, text in zip(own, texts, strict=True)]
    widths = [label, *own]
    # Of two columns the first is as much a value as the second, and a single row needs no head.
    role = "TH" if len(texts) > 1 and len(table.rows) > 1 else "TD"
    rows = [_row(row, texts, widths, role) for row in table.rows]
    head: list[Cell] = [Cell(TextBlock(str(table.headings[0].label), _HEAD), "TH")]
    for heading, text in zip(table.headings[1:], texts, strict=True):
        style = _HEAD if text else _HEAD_RIGHT
        words = str(heading.label)
        head.append(Cell(_Turned(words) if turned and not text else TextBlock(words, style), "TH"))
    return PrintedTable(
        rows, CellRow(head, widths, gap=_GAP, above=None, below=look.LINE, pad=1), before=2
    )


def _with_wider_heads(table: Table, widths: Sequence[float], room: float) -> list[float]:
    """Give columns some of the room that is left, so that their headings need few lines."""
    whole = [_widest([str(heading.label)], _HEAD, REGULAR) for heading in table.headings[1:]]
    more = [max(0.0, head * _HEAD_SHARE - own) for head, own in zip(whole, widths, strict=True)]
    part = min(1.0, max(0.0, room) / (sum(more) or 1.0))
    return [own + part * wanted for own, wanted in zip(widths, more, strict=True)]


def _labels(table: Table) -> list[str]:
    return [str(table.headings[0].label), *(str(row.label) for row in table.rows)]


def _row(row: Row, texts: Sequence[bool], widths: Sequence[float], role: str) -> CellRow:
    left, right = (
        replace(style, bold=row.style is Style.TOTAL, ink=_inks(row.style))
        for style in (_LABEL, _NUMBER)
    )
    cells = [Cell(TextBlock(_short(str(row.label)), left), role, heads_row=True)]
    for column, text in enumerate(texts):
        cell = _at(row, column)
        # Noughts are quiet, so that what was counted is seen.
        is_nought = isinstance(cell, Counted) and not cell.n
        style = left if text else replace(_NUMBER, ink=look.QUIET) if is_nought else right
        words = "·" if is_nought and row.style is Style.PLAIN else cell_text(cell)
        cells.append(Cell(TextBlock(_short(words), style)))
    heads_group = not any(map(cell_text, row.cells))
    above = look.LINE if row.style is Style.TOTAL else look.FAINT
    return CellRow(cells, widths, gap=_GAP, pad=_PAD, above=above, holds_next=heads_group)


def _inks(style: Style) -> Ink:
    return look.QUIET if style is Style.QUIET else look.INK


def _short(text: str) -> str:
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"


class _Turned(Block):
    """The heading of a narrow column, read from below upwards."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._width = 0.0

    def measure(self, setter: Typesetter, width: float) -> None:
        """Take the length of the text, up to a limit."""
        self._width = width
        self._text = setter.fitting(self._text, _HEAD, _TURNED_MOST)
        self.height = setter.width(self._text, _HEAD) + 2

    def draw(self, pen: Pen, x: float, top: float, parent: Element | None) -> None:
        """Draw it at the right edge of its column."""
        base = x + self._width - 3
        pen.turned(self._text, _HEAD, base, top + self.height - 1, parent)
