"""The look of prints: measures in points, colours, and the styles of text.

The scale is 8.5, 9.5, 11, 14 and 20 points; nothing on a page has another size but the
marking. Long text is set no wider than about 75 characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle

from reviewer.domain.marks import Colour
from reviewer.printing.typeface import BOLD, REGULAR

PAGE: Final = A4
MARGIN: Final = 56.0
"""Left and right: leaves room for a punch."""
TOP: Final = 76.0
BOTTOM: Final = 78.0
WIDTH: Final = PAGE[0] - 2 * MARGIN
KEY: Final = 40.0
"""The narrow column at the left that holds an item's key."""
ANSWER: Final = 120.0
"""The column at the right that holds its answer."""
GUTTER: Final = 12.0

INK: Final = HexColor("#1C2127")
QUIET: Final = HexColor("#59616B")
LINE: Final = HexColor("#848C96")
FAINT: Final = HexColor("#D3D7DC")
GROUND: Final = HexColor("#F5F6F8")
COLOURS: Final[Mapping[Colour, Color]] = {
    Colour.BLUE: HexColor("#1F5FA8"),
    Colour.GREEN: HexColor("#1E7145"),
    Colour.YELLOW: HexColor("#6B6100"),
    Colour.AMBER: HexColor("#8F5200"),
    Colour.RED: HexColor("#A4262C"),
    Colour.GREY: INK,
}
"""Of grades, as words and shapes: dark enough to be read on white."""

HAIRLINE: Final = 0.5

SMALL_SIZE: Final = 8.5
BODY_SIZE: Final = 9.5
STRONG_SIZE: Final = 11.0
HEADING_SIZE: Final = 14.0
TITLE_SIZE: Final = 20.0


def _style(
    size: float,
    leading: float,
    *,
    bold: bool = False,
    quiet: bool = False,
    at_right: bool = False,
    measured: bool = False,
    before: float = 0.0,
) -> ParagraphStyle:
    """Make a style; `measured` text keeps clear of the key column and the answer column."""
    return ParagraphStyle(
        "text",
        fontName=BOLD if bold else REGULAR,
        fontSize=size,
        leading=leading,
        textColor=QUIET if quiet else INK,
        alignment=TA_RIGHT if at_right else TA_LEFT,
        leftIndent=KEY if measured else 0.0,
        rightIndent=ANSWER if measured else 0.0,
        spaceBefore=before,
        bulletFontName=REGULAR,
        bulletFontSize=SMALL_SIZE,
        bulletColor=QUIET,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
    )


SMALL: Final = _style(SMALL_SIZE, 12)
SMALL_BOLD: Final = _style(SMALL_SIZE, 12, bold=True)
SMALL_QUIET: Final = _style(SMALL_SIZE, 12, quiet=True)
SMALL_RIGHT: Final = _style(SMALL_SIZE, 12, at_right=True)
SMALL_RIGHT_BOLD: Final = _style(SMALL_SIZE, 12, at_right=True, bold=True)
SMALL_RIGHT_QUIET: Final = _style(SMALL_SIZE, 12, at_right=True, quiet=True)
NOTE: Final = SMALL_QUIET.clone("note", rightIndent=ANSWER)
BODY: Final = _style(BODY_SIZE, 14)
BODY_BOLD: Final = _style(BODY_SIZE, 14, bold=True)
BODY_QUIET: Final = _style(BODY_SIZE, 14, quiet=True)
FACT: Final = BODY.clone("fact", rightIndent=ANSWER)
LONG: Final = _style(BODY_SIZE, 14, measured=True)
LONG_QUIET: Final = _style(BODY_SIZE, 14, measured=True, quiet=True)
CAPTION: Final = _style(SMALL_SIZE, 12, measured=True, quiet=True, before=5)
GUIDANCE: Final = _style(SMALL_SIZE, 11.5, quiet=True, measured=True)
STRONG: Final = _style(STRONG_SIZE, 15, bold=True)
HEADING: Final = _style(HEADING_SIZE, 18, bold=True)
TITLE: Final = _style(TITLE_SIZE, 25, bold=True)
EYEBROW: Final = _style(STRONG_SIZE, 15, quiet=True)
