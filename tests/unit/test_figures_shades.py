"""The fills of grades: told apart in a grey print, and readable beneath figures."""

from __future__ import annotations

from itertools import pairwise

import pytest

from reviewer.domain.marks import Colour, Mark, Shape
from reviewer.figures.shades import luminance, shades

THREE = (Colour.GREEN, Colour.AMBER, Colour.RED)
FIVE = (Colour.BLUE, Colour.GREEN, Colour.YELLOW, Colour.AMBER, Colour.RED)
SEVEN = tuple(Colour)
INK = "1C2127"


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("colours", "least"), [(THREE, 2.9), (FIVE, 1.65), (FIVE[::-1], 1.65), (SEVEN, 1.4)]
)
def test_grades_are_told_apart_in_a_grey_print(colours: tuple[Colour, ...], least: float) -> None:
    found = shades(Mark(Shape.DISC, colour) for colour in colours)
    assert all(contrast(a.fill, b.fill) > least for a, b in pairwise(found))
    assert all(contrast(s.fill, "FFFFFF" if s.dark else INK) >= 4 for s in found)


def test_bars_of_no_grade_are_greys() -> None:
    assert len({shade.fill for shade in shades([None, None])}) == 2
