"""Shapes that say what a colour says: grades and statuses are never told by colour alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from reviewer.domain.grades import Grade, Status

GRADE_TONES = {
    Grade.GOOD: "good",
    Grade.REQUIRES_IMPROVEMENT: "improve",
    Grade.INADEQUATE: "inadequate",
    Grade.NOT_GRADEABLE: "quiet",
}
"""The token of each grade's colour."""


def grade_tone(code: str) -> str:
    """Return the token of a grade's colour, `text` for a code that is no grade."""
    return next((tone for grade, tone in GRADE_TONES.items() if grade == code), "text")


def draw_grade(painter: QPainter, code: str, box: QRectF, color: QColor) -> None:
    """Draw a grade's shape: ● good, ◐ requires improvement, ■ inadequate, – not gradeable."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    match code:
        case Grade.GOOD:
            painter.drawEllipse(box)
        case Grade.REQUIRES_IMPROVEMENT:
            painter.drawChord(box, 90 * 16, 180 * 16)
            _outline(painter, color, box.width())
            painter.drawEllipse(box.adjusted(0.75, 0.75, -0.75, -0.75))
        case Grade.INADEQUATE:
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        case Grade.NOT_GRADEABLE:
            middle = box.center().y()
            painter.drawRect(QRectF(box.left(), middle - 1, box.width(), 2))


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
