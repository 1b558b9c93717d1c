"""The record of a review on paper: its code, to be typed or photographed."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import segno

from reviewer.domain.message import message
from reviewer.printing.answers import ReadReview
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Block, Drawing, Stack, TextBlock
from reviewer.printing.layout.pen import Pen
from reviewer.printing.layout.table import Cell, CellRow
from reviewer.printing.letters.style import Alignment
from reviewer.printing.pdf.values import number as point

_SIDE: Final = 46.0
_COLUMN: Final = 124.0
_MASK: Final = 3
"""One pattern for all codes: to try the eight for the most even one takes longer than the page."""


def record_block(read: ReadReview, titles: Block) -> Block:
    """Set the titles of a case with the code of its record at their right."""
    if not read.review.touched:
        return titles
    code = read.record
    words = str(message("The record of this review as a QR code: {code}", code=code))
    picture = Drawing(_SIDE, words, _Square(code).paint)
    number = TextBlock(code, replace(look.TINY, side=Alignment.RIGHT), before=2)
    record = Stack([picture, number])
    widths = [look.WIDTH - _COLUMN - look.GUTTER, _COLUMN]
    return CellRow(
        [Cell(titles, "Div"), Cell(record, "Div")], widths, above=None, pad=0, role="Div"
    )


class _Square:
    """A QR code that holds a text, drawn without its quiet zone."""

    def __init__(self, text: str) -> None:
        self._text = text

    def paint(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw it at the right, each row's neighbours as one rectangle."""
        matrix = segno.make(self._text, error="m", boost_error=False, mask=_MASK).matrix
        cell = _SIDE / len(matrix)
        x += width - _SIDE
        code = []
        for place, row in enumerate(matrix):
            bottom = pen.size[1] - top - (place + 1) * cell
            start = 0
            while start < len(row):
                end = start
                while end < len(row) and row[end]:
                    end += 1
                if end > start:
                    edges = (x + start * cell, bottom, (end - start) * cell, cell)
                    code.append(b" ".join(map(point, edges)) + b" re")
                start = end + 1
        pen.shape(code, look.INK)
