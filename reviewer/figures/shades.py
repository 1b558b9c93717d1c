"""The fills of grades in bars: each in its own hue, from light to dark in the order of the scale.

A grey copy, and every kind of colour vision, tells them apart by how dark they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from colorsys import hls_to_rgb
from dataclasses import dataclass
from typing import Final

from reviewer.domain.marks import Colour, Mark

_HUES: Final = {
    Colour.PURPLE: (0.77, 0.42),
    Colour.BLUE: (0.58, 0.62),
    Colour.GREEN: (0.39, 0.36),
    Colour.YELLOW: (0.13, 0.60),
    Colour.AMBER: (0.09, 0.62),
    Colour.RED: (0.985, 0.70),
    Colour.GREY: (0.58, 0.08),
}
"""Hue and saturation, from 0 to 1."""

_LIGHTEST, _DARKEST = 0.76, 0.085
"""Luminance of the first and the last fill, with the 0.05 that WCAG's contrast adds."""

_WHITE: Final = 1.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """A fill as `RRGGBB`; on a `dark` one figures are set in white."""

    fill: str
    dark: bool


def shades(marks: Iterable[Mark | None]) -> tuple[Shade, ...]:
    """Return the fills of bars in their order; those of no grade are greys."""
    colours = [mark.colour if mark else Colour.GREY for mark in marks]
    steps = max(len(colours) - 1, 1)
    ratio = (_DARKEST / _LIGHTEST) ** (1 / steps)
    return tuple(_shade(colour, _LIGHTEST * ratio**place) for place, colour in enumerate(colours))


def luminance(fill: str) -> float:
    """Compute the relative luminance of `RRGGBB` as WCAG 2 defines it."""
    channels = (int(fill[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _shade(colour: Colour, wanted: float) -> Shade:
    """Find the lightness at which a hue is as light as is wanted."""
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        if luminance(_fill(colour, middle)) + 0.05 < wanted:
            low = middle
        else:
            high = middle
    return Shade(fill=_fill(colour, high), dark=_WHITE / wanted > wanted / 0.065)


def _fill(colour: Colour, lightness: float) -> str:
    hue, saturation = _HUES[colour]
    return "".join(f"{round(255 * c):02X}" for c in hls_to_rgb(hue, lightness, saturation))
