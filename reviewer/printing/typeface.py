"""The typeface of prints, and reportlab made safe for texts that others wrote."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Final

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR: Final = "reviewer-regular"
BOLD: Final = "reviewer-bold"

_FILES: Final = {REGULAR: "Inter-Regular.ttf", BOLD: "Inter-Bold.ttf"}


@lru_cache(maxsize=1)
def load_typeface() -> frozenset[int]:
    """Register both weights with reportlab and return the code points that both can show.

    Reading of addresses is shut off with it: no host is trusted, and of the schemes only
    `data`, so that no text can make reportlab open a file or a connection.
    """
    rl_config.trustedHosts = []
    rl_config.trustedSchemes = ["data"]
    rl_config.useA85 = 0  # plain bytes: a fifth smaller than ASCII, and quicker to make
    shown: frozenset[int] | None = None
    for name, file in _FILES.items():
        outlines = (files("resources") / "fonts" / file).read_bytes()
        font = TTFont(name, BytesIO(outlines))
        pdfmetrics.registerFont(font)
        points = frozenset(font.face.charToGlyph)
        shown = points if shown is None else shown & points
    return shown or frozenset()
