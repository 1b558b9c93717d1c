"""The pages of a print as pictures, made in memory: nothing readable is left on the disk."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One page as pixels: four bytes each (blue, green, red, and one unused), row by row."""

    width: int
    height: int
    stride: int
    pixels: bytes


class PagePictures:
    """The pages of one PDF; sizes are in points."""

    def __init__(self, content: bytes) -> None:
        self._document = pypdfium2.PdfDocument(content)

    def __len__(self) -> int:
        return len(self._document)

    def size(self, page: int) -> tuple[float, float]:
        """Return width and height of a page, counted from 0."""
        width, height = self._document.get_page_size(page)
        return float(width), float(height)

    def picture(self, page: int, scale: float) -> Picture:
        """Draw a page with so many pixels to a point."""
        drawn = self._document[page].render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
        return Picture(
            width=int(drawn.width),
            height=int(drawn.height),
            stride=int(drawn.stride),
            pixels=bytes(drawn.buffer),
        )
