"""Which face shows a character: the typeface of prints first, then one for its script."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from reviewer.printing.pdf.font import load_face

REGULAR: Final = "Inter-Regular.ttf"
BOLD: Final = "Inter-Bold.ttf"

_BLOCKS: Final[Mapping[str, tuple[tuple[int, int], ...]]] = {
    "Armenian": ((0x0530, 0x058F), (0xFB13, 0xFB17)),
    "Hebrew": ((0x0590, 0x05FF), (0xFB1D, 0xFB4F)),
    "Arabic": ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF),
               (0xFB50, 0xFDFF), (0xFE70, 0xFEFE)),
    "Devanagari": ((0x0900, 0x097F), (0x1CD0, 0x1CFF), (0xA8E0, 0xA8FF)),
    "Bengali": ((0x0980, 0x09FF),),
    "Gurmukhi": ((0x0A00, 0x0A7F),),
    "Gujarati": ((0x0A80, 0x0AFF),),
    "Tamil": ((0x0B80, 0x0BFF),),
    "Telugu": ((0x0C00, 0x0C7F),),
    "Kannada": ((0x0C80, 0x0CFF),),
    "Malayalam": ((0x0D00, 0x0D7F),),
    "Sinhala": ((0x0D80, 0x0DFF),),
    "Thai": ((0x0E00, 0x0E7F),),
    "Georgian": ((0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)),
    "Ethiopic": ((0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F)),
    "Korean": ((0x3130, 0x318F), (0xAC00, 0xD7A3)),
    "Chinese": ((0x2E80, 0x2FDF), (0x3000, 0x30FF), (0x3100, 0x312F),
                (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF)),
    "Symbols": ((0x2190, 0x2BFF),),
    "Emoji": ((0x2190, 0x2BFF), (0x1F000, 0x1FAFF)),
}  # fmt: skip
"""The blocks of Unicode that a face of `resources/fonts/scripts` is asked for."""


@lru_cache(maxsize=65_536)
def face_of(character: str) -> str | None:
    """Return the path of the face that shows a character; None where none does."""
    point = ord(character)
    if point in load_face(REGULAR).glyphs and point in load_face(BOLD).glyphs:
        return REGULAR
    for script, blocks in _BLOCKS.items():
        if any(first <= point <= last for first, last in blocks):
            path = f"scripts/Noto{script}.ttf"
            if point in load_face(path).glyphs:
                return path
    return None


@lru_cache(maxsize=4_096)
def plain_width(text: str, size: float, path: str = REGULAR) -> float:
    """Return how wide a text of the typeface's own letters is, in points.

    Letters of other faces count as wide as the face's sign for what it has not.
    """
    face = load_face(path)
    widths = (face.width(face.glyphs.get(ord(character), 0)) for character in text)
    return sum(widths) * size / 1000
