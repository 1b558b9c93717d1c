"""The shape and colour of each grade: always beside its word, never instead of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from reviewer.domain.grades import Grade
from reviewer.printing import look

COLOURS: Final[Mapping[str, Color]] = {
    Grade.GOOD: look.GOOD,
    Grade.REQUIRES_IMPROVEMENT: look.IMPROVEMENT,
    Grade.INADEQUATE: look.INADEQUATE,
}
"""A rated answer's colour; every other one is set in ink."""


def colour_of(code: str) -> Color:
    """Return the colour of a grade's word and shape."""
    return COLOURS.get(code, look.INK)


def draw_mark(canvas: Canvas, code: str, x: float, y: float, size: float) -> None:
    """Draw a grade's shape in the square of `size` whose lower left corner is (x, y).

    Good is a disc, requires improvement a half disc in its ring, inadequate a square, any
    other answer an empty ring: they differ in shape, so that they survive a grey copy.
    """
    canvas.saveState()
    canvas.setFillColor(colour_of(code))
    canvas.setStrokeColor(colour_of(code))
    line = size / 9
    canvas.setLineWidth(line)
    radius = size / 2
    middle = (x + radius, y + radius)
    match code:
        case Grade.GOOD:
            canvas.circle(*middle, radius, stroke=0, fill=1)
        case Grade.REQUIRES_IMPROVEMENT:
            canvas.circle(*middle, radius - line / 2, stroke=1, fill=0)
            canvas.wedge(x, y, x + size, y + size, 90, 180, stroke=0, fill=1)
        case Grade.INADEQUATE:
            inset = size * 0.06
            side = size - 2 * inset
            canvas.rect(x + inset, y + inset, side, side, stroke=0, fill=1)
        case _:
            canvas.circle(*middle, radius - line / 2, stroke=1, fill=0)
    canvas.restoreState()
