"""The look of prints: measures in points, colours, and the styles of text.

The scale is 7, 8, 9, 11, 14 and 20 points; nothing on a page has another size but the marking.
Long text is set no wider than about 100 characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum, auto
from typing import Final

from reviewer.domain.marks import Colour
from reviewer.printing.letters.style import Alignment, Ink, TextStyle

PAGE: Final = (595.28, 841.89)
"""A4, upright."""

MARGIN: Final = 50.0
"""Left and right: leaves room for a punch."""
TOP: Final = 66.0
BOTTOM: Final = 72.0
WIDTH: Final = PAGE[0] - 2 * MARGIN
KEY: Final = 34.0
"""The narrow column at the left that holds an item's key."""
ANSWER: Final = 112.0
"""The column at the right that holds its answer."""
GUTTER: Final = 12.0
HAIRLINE: Final = 0.5

INK: Final = Ink(28, 33, 39)
QUIET: Final = Ink(89, 97, 107)
LINE: Final = Ink(132, 140, 150)
FAINT: Final = Ink(211, 215, 220)
GROUND: Final = Ink(245, 246, 248)
WHITE: Final = Ink(255, 255, 255)
COLOURS: Final[Mapping[Colour, Ink]] = {
    Colour.PURPLE: Ink(106, 62, 145),
    Colour.BLUE: Ink(31, 95, 168),
    Colour.GREEN: Ink(30, 113, 69),
    Colour.YELLOW: Ink(107, 97, 0),
    Colour.AMBER: Ink(143, 82, 0),
    Colour.RED: Ink(164, 38, 44),
    Colour.GREY: INK,
}
"""Of grades, as words and shapes: dark enough to be read on white."""

TINY: Final = TextStyle(7.0, 9.0, QUIET)
TINY_RIGHT: Final = replace(TINY, side=Alignment.RIGHT)
SMALL: Final = TextStyle(8.0, 10.5, INK)
SMALL_BOLD: Final = replace(SMALL, bold=True)
SMALL_QUIET: Final = replace(SMALL, ink=QUIET)
SMALL_RIGHT: Final = replace(SMALL, side=Alignment.RIGHT)
SMALL_RIGHT_QUIET: Final = replace(SMALL_RIGHT, ink=QUIET)
BODY: Final = TextStyle(9.0, 12.5, INK)
BODY_BOLD: Final = replace(BODY, bold=True)
BODY_QUIET: Final = replace(BODY, ink=QUIET)
STRONG: Final = TextStyle(11.0, 15.0, INK, bold=True)
EYEBROW: Final = TextStyle(11.0, 15.0, QUIET)
HEADING: Final = TextStyle(14.0, 18.0, INK, bold=True)
TITLE: Final = TextStyle(20.0, 25.0, INK, bold=True)
_CLOSE: Final = 1.2
"""Leading of close lines, in sizes."""

_SMALLER: Final[Mapping[float, float]] = {14.0: 11.0, 11.0: 9.0, 9.0: 8.0, 8.0: 7.0}

MARKING: Final = TextStyle(11.0, 13.0, INK, bold=True, side=Alignment.MIDDLE)


class Fit(Enum):
    """How a part is set so that it fits its page: as usual, closer, or closer and smaller."""

    USUAL = auto()
    CLOSE = auto()
    SMALL = auto()

    @property
    def room(self) -> float:
        """The part of the usual room that is left between blocks."""
        return {Fit.USUAL: 1.0, Fit.CLOSE: 0.5, Fit.SMALL: 0.3}[self]

    @property
    def column(self) -> float:
        """The part of its usual width that a column of short words needs."""
        return _SMALLER[SMALL.size] / SMALL.size if self is Fit.SMALL else 1.0

    def style(self, usual: TextStyle) -> TextStyle:
        """Return the style that stands for a usual one; the smallest letters stay as they are."""
        if self is Fit.USUAL:
            return usual
        size = _SMALLER.get(usual.size, usual.size) if self is Fit.SMALL else usual.size
        return replace(usual, size=size, leading=min(size * _CLOSE, usual.leading))
