"""Shapes that say what a colour says: grades and statuses are never told by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from reviewer.domain.grades import Status
from reviewer.domain.marks import Colour, Mark, Shape
from ui.window.theme import Theme

_TONES = {
    Colour.PURPLE: "exceptional",
    Colour.BLUE: "excellent",
    Colour.GREEN: "good",
    Colour.YELLOW: "medium",
    Colour.AMBER: "improve",
    Colour.RED: "inadequate",
    Colour.GREY: "quiet",
}


def grade_tone(mark: Mark | None) -> str:
    """Return the token of a grade's colour, `text` for what is no grade."""
    return _TONES[mark.colour] if mark else "text"


def draw_mark(painter: QPainter, mark: Mark, box: QRectF, color: QColor) -> None:
    """Draw a grade's shape."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    match mark.shape:
        case Shape.STAR:
            painter.drawPolygon(_star(box))
        case Shape.DISC:
            painter.drawEllipse(box)
        case Shape.HALF:
            painter.drawChord(box, 90 * 16, 180 * 16)
            _draw_ring(painter, box, color)
        case Shape.DIAMOND:
            x, y = box.center().x(), box.center().y()
            corners = ((x, box.top()), (box.right(), y), (x, box.bottom()), (box.left(), y))
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        case Shape.SQUARE:
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        case Shape.BAR:
            painter.drawRect(QRectF(box.left(), box.center().y() - 1, box.width(), 2))
        case Shape.RING:
            _draw_ring(painter, box, color)


def picture_of(theme: Theme, marks: Sequence[Mark], ratio: float) -> QPixmap:
    """Return the shapes of grades beside each other, for a cell of a table."""
    size, step = theme.px(11), theme.px(16)
    picture = QPixmap(round(step * len(marks) * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for place, mark in enumerate(marks):
        box = QRectF(place * step, 0, size, size)
        draw_mark(painter, mark, box, theme.color(grade_tone(mark)))
    painter.end()
    return picture


def _draw_ring(painter: QPainter, box: QRectF, color: QColor) -> None:
    _outline(painter, color, box.width())
    painter.drawEllipse(box.adjusted(0.75, 0.75, -0.75, -0.75))


def _star(box: QRectF) -> QPolygonF:
    middle, radius = box.center(), box.width() / 2
    reaches = (radius if corner % 2 == 0 else radius * 0.42 for corner in range(10))
    return QPolygonF(
        [
            middle + QPointF(sin(corner * pi / 5), -cos(corner * pi / 5)) * reach
            for corner, reach in enumerate(reaches)
        ]
    )


def draw_status(painter: QPainter, status: Status, box: QRectF, color: QColor) -> None:
    """Draw a status' shape: ○ not started, ▶ in progress, ✓ complete, – excluded, ⇄ replaced."""
    _outline(painter, color, box.width())
    middle = box.center().y()
    match status:
        case Status.NOT_STARTED:
            painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        case Status.IN_PROGRESS:
            painter.setBrush(color)
            painter.drawPolygon(
                QPolygonF([box.topLeft(), QPointF(box.right(), middle), box.bottomLeft()])
            )
        case Status.COMPLETE:
            painter.drawPolyline(
                QPolygonF(
                    [
                        QPointF(box.left(), middle),
                        QPointF(box.left() + box.width() * 0.38, box.bottom() - 1.5),
                        QPointF(box.right(), box.top() + 1.5),
                    ]
                )
            )
        case Status.EXCLUDED | Status.REPLACED:
            painter.drawLine(QPointF(box.left(), middle), QPointF(box.right(), middle))
            if status is Status.REPLACED:
                tip = QPointF(box.right(), middle)
                painter.drawLine(tip, tip + QPointF(-4, -3))
                painter.drawLine(tip, tip + QPointF(-4, 3))


def draw_alert(painter: QPainter, box: QRectF, color: QColor) -> None:
    """Draw the triangle of an open referral."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    top = QPointF(box.center().x(), box.top())
    painter.drawPolygon(QPolygonF([top, box.bottomRight(), box.bottomLeft()]))


def _outline(painter: QPainter, color: QColor, size: float) -> None:
    pen = QPen(color, max(1.5, size / 8))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
