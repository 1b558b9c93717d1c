"""The shape and colour of each grade: always beside its word, never instead of it."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, pi, sin
from typing import Final

from reviewer.domain.marks import Mark, Shape
from reviewer.printing.layout import look
from reviewer.printing.layout.pen import Pen
from reviewer.printing.letters.style import Ink
from reviewer.printing.pdf.values import number

_BEND: Final = 0.5523
"""Where the handles of a quarter of a circle lie, drawn as a Bézier curve."""


def draw_mark(pen: Pen, mark: Mark, x: float, top: float, size: float) -> None:
    """Draw a grade's shape in a square of `size` whose upper left corner is (x, top).

    The shapes differ, so that they survive a grey copy.
    """
    ink = look.COLOURS[mark.colour]
    line, radius = size / 9, size / 2
    y = pen.size[1] - top - size
    middle = (x + radius, y + radius)
    match mark.shape:
        case Shape.STAR:
            pen.shape(_polygon(_star(middle, radius)), ink)
        case Shape.DISC:
            pen.shape(_circle(middle, radius), ink)
        case Shape.HALF:
            pen.shape(_circle(middle, radius - line / 2), ink, line=line)
            pen.shape(_left_half(middle, radius), ink)
        case Shape.DIAMOND:
            turned = ((0.0, radius), (radius, 0.0), (0.0, -radius), (-radius, 0.0))
            pen.shape(_polygon((middle[0] + dx, middle[1] + dy) for dx, dy in turned), ink)
        case Shape.SQUARE:
            inset = size * 0.06
            pen.box(x + inset, top + inset, size - 2 * inset, size - 2 * inset, ink)
        case Shape.BAR:
            pen.box(x, top + radius - line, size, 2 * line, ink)
        case Shape.RING:
            pen.shape(_circle(middle, radius - line / 2), ink, line=line)


def draw_dot(pen: Pen, x: float, top: float, radius: float, ink: Ink) -> None:
    """Draw a full disc around a point."""
    pen.shape(_circle((x, pen.size[1] - top), radius), ink)


def _points(*values: float) -> bytes:
    return b" ".join(map(number, values))


def _arcs(middle: tuple[float, float], radius: float, turns: Iterable[int]) -> list[bytes]:
    x, y = middle
    code = []
    for turn in turns:
        a, b = turn * pi / 2, (turn + 1) * pi / 2
        bend = radius * _BEND
        code.append(
            _points(
                x + radius * cos(a) - bend * sin(a),
                y + radius * sin(a) + bend * cos(a),
                x + radius * cos(b) + bend * sin(b),
                y + radius * sin(b) - bend * cos(b),
                x + radius * cos(b),
                y + radius * sin(b),
            )
            + b" c"
        )
    return code


def _circle(middle: tuple[float, float], radius: float) -> list[bytes]:
    start = _points(middle[0] + radius, middle[1]) + b" m"
    return [start, *_arcs(middle, radius, range(4)), b"h"]


def _left_half(middle: tuple[float, float], radius: float) -> list[bytes]:
    start = _points(middle[0], middle[1] + radius) + b" m"
    return [start, *_arcs(middle, radius, (1, 2)), b"h"]


def _star(middle: tuple[float, float], radius: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.42
        angle = pi / 2 + corner * pi / 5
        points.append((middle[0] + reach * cos(angle), middle[1] + reach * sin(angle)))
    return points


def _polygon(points: Iterable[tuple[float, float]]) -> list[bytes]:
    first, *others = points
    return [_points(*first) + b" m", *(_points(*point) + b" l" for point in others), b"h"]
