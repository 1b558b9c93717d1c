"""The shape and colour of each grade: always beside its word, never instead of it."""

from __future__ import annotations

from math import cos, pi, sin

from reportlab.pdfgen.canvas import Canvas

from reviewer.domain.marks import Mark, Shape
from reviewer.printing import look


def draw_mark(canvas: Canvas, mark: Mark, x: float, y: float, size: float) -> None:
    """Draw a grade's shape in the square of `size` whose lower left corner is (x, y).

    The shapes differ, so that they survive a grey copy.
    """
    canvas.saveState()
    canvas.setFillColor(look.COLOURS[mark.colour])
    canvas.setStrokeColor(look.COLOURS[mark.colour])
    line = size / 9
    canvas.setLineWidth(line)
    radius = size / 2
    middle = (x + radius, y + radius)
    match mark.shape:
        case Shape.STAR:
            _polygon(canvas, _star(middle, radius))
        case Shape.DISC:
            canvas.circle(*middle, radius, stroke=0, fill=1)
        case Shape.HALF:
            canvas.circle(*middle, radius - line / 2, stroke=1, fill=0)
            canvas.wedge(x, y, x + size, y + size, 90, 180, stroke=0, fill=1)
        case Shape.DIAMOND:
            turned = ((0, radius), (radius, 0), (0, -radius), (-radius, 0))
            _polygon(canvas, [(middle[0] + dx, middle[1] + dy) for dx, dy in turned])
        case Shape.SQUARE:
            inset = size * 0.06
            side = size - 2 * inset
            canvas.rect(x + inset, y + inset, side, side, stroke=0, fill=1)
        case Shape.BAR:
            canvas.rect(x, middle[1] - line, size, 2 * line, stroke=0, fill=1)
        case Shape.RING:
            canvas.circle(*middle, radius - line / 2, stroke=1, fill=0)
    canvas.restoreState()


def _star(middle: tuple[float, float], radius: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.42
        angle = pi / 2 + corner * pi / 5
        points.append((middle[0] + reach * cos(angle), middle[1] + reach * sin(angle)))
    return points


def _polygon(canvas: Canvas, points: list[tuple[float, float]]) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
