"""What several prints are set of: headings, facts in columns, ratings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reviewer.domain.form import Form, Item, Section
from reviewer.domain.marks import OTHER_MARK, Mark
from reviewer.domain.message import Message, message
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Block, Stack, Tag, TextBlock
from reviewer.printing.layout.look import Fit
from reviewer.printing.layout.marks import draw_mark
from reviewer.printing.layout.outline import OutlineMark
from reviewer.printing.layout.passages import passage
from reviewer.printing.layout.pen import Pen
from reviewer.printing.layout.table import Cell, CellRow
from reviewer.printing.letters.setting import Typesetter
from reviewer.printing.letters.style import TextStyle
from reviewer.printing.pdf.structure import Element

_NUMBERED: Final = re.compile(r"[A-Z]{1,2}[0-9]{0,2}\.[0-9]{1,2}")

FACT_LIMIT: Final = 32
"""Characters of a value that fits a column; a longer one gets lines of its own."""

_FACT_COLUMNS: Final = 5
_FACT_LEAST: Final = 9
_FACT_CHARACTER: Final = 7.0
"""The least characters that a column has room for, and the most room for each, in points."""
_AREA_COLUMNS: Final = 2
_COLUMN_GAP: Final = 16.0


class Marked(Block):
    """A word with the shape of a grade before it."""

    def __init__(self, text: str, style: TextStyle, mark: Mark | None) -> None:
        self._mark, self._style = mark, style
        self._words = TextBlock(text, style, left=style.size * 1.15 if mark else 0.0)

    def fit(self, fit: Fit) -> None:
        """Fit the word, and its shape with it."""
        super().fit(fit)
        self._style = fit.style(self._style)
        self._words.fit(fit)

    def measure(self, setter: Typesetter, width: float) -> None:
        """Measure the word."""
        self._words.measure(setter, width)
        self.height = self._words.height

    def draw(self, pen: Pen, x: float, top: float, parent: Element | None) -> None:
        """Draw shape and word."""
        if self._mark is not None:
            size = self._style.size * 0.78
            draw_mark(pen, self._mark, x, top + (self._style.leading - size) * 0.52, size)
        self._words.draw(pen, x, top, parent)


def heading(words: Message | str, *, style: TextStyle = look.STRONG) -> Block:
    """Head a section within a case or print, with a bookmark of its own."""
    return Stack(
        [OutlineMark(str(words), 1), TextBlock(str(words), style, "H2")],
        before=8 if style is look.STRONG else 12,
        holds_next=True,
    )


def facts(
    values: Sequence[tuple[str, str]], *, small: bool = False, columns: int = _FACT_COLUMNS
) -> list[Block]:
    """Set label over value, several to a line; long values below on lines of their own.

    What fits one line is given room by its length; more lines are columns of one width.
    """
    above, own = (look.TINY, look.SMALL) if small else (look.SMALL_QUIET, look.BODY)
    short = [(label, value) for label, value in values if len(value) <= FACT_LIMIT]
    lengths = [max(len(label), len(value), _FACT_LEAST) for label, value in short]
    room = look.WIDTH - (columns - 1) * look.GUTTER
    a_character = min(room / (sum(lengths) or 1), _FACT_CHARACTER)
    is_one_line = len(short) <= columns
    widths = [a_character * n for n in lengths] if is_one_line else [room / columns] * columns
    blocks: list[Block] = []
    for start in range(0, len(short), columns):
        line = short[start : start + columns]
        pairs = [(TextBlock(label, above), TextBlock(value, own)) for label, value in line]
        blocks.append(_FactLine(pairs, widths))
    for label, value in values:
        if len(value) > FACT_LIMIT:
            blocks.append(TextBlock(label, above, before=4, holds_next=True))
            blocks.extend(passage(value, own))
    return blocks


class _FactLine(Block):
    """Labels side by side, each with its value below it; the values share one line."""

    _PAD: Final = 2.0

    def __init__(
        self, pairs: Sequence[tuple[TextBlock, TextBlock]], widths: Sequence[float]
    ) -> None:
        self._pairs, self._widths = pairs, widths
        self._pad = self._PAD
        self._labels = 0.0

    def fit(self, fit: Fit) -> None:
        """Fit labels and values."""
        super().fit(fit)
        self._pad *= fit.room
        for label, value in self._pairs:
            label.fit(fit)
            value.fit(fit)

    def measure(self, setter: Typesetter, width: float) -> None:  # noqa: ARG002 - has its own widths
        """Measure each, and how high the highest label is."""
        for pair, own in zip(self._pairs, self._widths, strict=False):
            for block in pair:
                block.measure(setter, own)
        self._labels = max(label.height for label, _ in self._pairs)
        values = max(value.height for _, value in self._pairs)
        self.height = self._labels + values + 2 * self._pad

    def draw(self, pen: Pen, x: float, top: float, parent: Element | None) -> None:
        """Draw each label right above its value."""
        below = top + self._pad + self._labels
        for (label, value), width in zip(self._pairs, self._widths, strict=False):
            element = Tag("Div").within(parent)
            label.draw(pen, x, below - label.height, element)
            value.draw(pen, x, below, element)
            x += width + look.GUTTER


def area_grid(form: Form, rated: Sequence[tuple[Section, str]]) -> Block:
    """Set areas and their ratings in two columns, read down the first and then the second."""
    half = -(-len(rated) // _AREA_COLUMNS)
    width = (look.WIDTH - _COLUMN_GAP * (_AREA_COLUMNS - 1)) / _AREA_COLUMNS
    columns = [
        Cell(Stack([_area(form, area, code, width) for area, code in part]), "Div")
        for part in (rated[:half], rated[half:])
        if part
    ]
    return CellRow(columns, [width] * len(columns), gap=_COLUMN_GAP, above=None, pad=0, role="Div")


def _area(form: Form, area: Section, code: str, width: float) -> CellRow:
    rating = area.rating or ""
    word = form.label(rating, code) if code else str(message("not answered"))
    style = look.SMALL_BOLD if code else look.SMALL_QUIET
    numbers, answers = 14.0, 108.0
    widths = [numbers, width - numbers - answers - 16, answers]
    cells = [
        Cell(TextBlock(area.number, look.SMALL_QUIET), "Div"),
        Cell(TextBlock(str(area.title), look.SMALL), "Div"),
        Cell(Marked(word, style, rating_mark(form, code)), "Div"),
    ]
    return CellRow(cells, widths, gap=8, pad=2.5, role="Div")


def rating_mark(form: Form, code: str) -> Mark | None:
    """Return how a rating is drawn, None where there is none."""
    return (form.grades.mark(code) or OTHER_MARK) if code else None


def short_key(item: Item) -> str:
    """Return a key that people read as a number, as A1.4; others are names for machines."""
    return item.key if _NUMBERED.fullmatch(item.key) else ""
