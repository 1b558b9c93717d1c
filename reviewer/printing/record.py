"""The record of a review on paper: its code, to be typed or photographed."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from reviewer.domain.message import message
from reviewer.printing.answers import ReadReview
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Block, Stack, TextBlock
from reviewer.printing.layout.square import qr_square
from reviewer.printing.layout.table import Cell, CellRow
from reviewer.printing.letters.style import Alignment

_SIDE: Final = 46.0
_COLUMN: Final = 124.0


def record_block(read: ReadReview, titles: Block) -> Block:
    """Set the titles of a case with the code of its record at their right."""
    if not read.review.touched:
        return titles
    code = read.record
    words = str(message("The record of this review as a QR code: {code}", code=code))
    picture = qr_square(code, _SIDE, words)
    number = TextBlock(code, replace(look.TINY, side=Alignment.RIGHT), before=2)
    record = Stack([picture, number])
    widths = [look.WIDTH - _COLUMN - look.GUTTER, _COLUMN]
    return CellRow(
        [Cell(titles, "Div"), Cell(record, "Div")], widths, above=None, pad=0, role="Div"
    )
