"""How grades are drawn: the shapes and colours that a form may choose for them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple


class Shape(StrEnum):
    """The shapes of grades: told apart without colour."""

    STAR = "star"
    DISC = "disc"
    HALF = "half"
    DIAMOND = "diamond"
    SQUARE = "square"
    BAR = "bar"
    RING = "ring"


class Colour(StrEnum):
    """The colours of grades; each medium has its own shade of them."""

    PURPLE = "purple"
    BLUE = "blue"
    GREEN = "green"
    YELLOW = "yellow"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


class Mark(NamedTuple):
    """How a grade is drawn beside its word."""

    shape: Shape
    colour: Colour


OTHER_MARK: Final = Mark(Shape.RING, Colour.GREY)
"""How a rating is drawn that is no grade."""
