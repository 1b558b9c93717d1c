"""A QR code drawn without its quiet zone: of its rows' neighbours, one rectangle each."""

from __future__ import annotations

from typing import Final

import segno

from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Drawing
from reviewer.printing.layout.pen import Pen
from reviewer.printing.pdf.values import number as point

_MASK: Final = 3
"""One pattern for all codes: to try the eight for the most even one takes longer than the page."""


def qr_square(text: str, side: float, words: str) -> Drawing:
    """Set a QR code that holds a text, at the right; `words` say so to a screen reader."""
    return Drawing(side, words, _Square(text, side).paint)


class _Square:
    def __init__(self, text: str, side: float) -> None:
        self._text, self._side = text, side

    def paint(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw it at the right."""
        matrix = segno.make(self._text, error="m", boost_error=False, mask=_MASK).matrix
        cell = self._side / len(matrix)
        x += width - self._side
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
