"""How a text is set."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Alignment(StrEnum):
    """Where the lines of a text begin."""

    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour as red, green and blue from 0 to 255."""

    red: int
    green: int
    blue: int

    @lru_cache(maxsize=64)  # noqa: B019 - there are a dozen inks, and they live as long as we do
    def operands(self) -> bytes:
        """Return it as a PDF takes it: three numbers from 0 to 1."""
        return b" ".join(f"{part / 255:.3f}".encode() for part in (self.red, self.green, self.blue))


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Size and leading in points, weight, colour and side."""

    size: float
    leading: float
    ink: Ink
    bold: bool = False
    side: Alignment = Alignment.LEFT
