"""The days of a case on one line, drawn to scale: list, supervision, delays."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from reviewer.domain.timeline import DelaySpan, Timeline
from reviewer.domain.times import long_day
from ui.window.list_words import key_words
from ui.window.theme import SMALL, Theme
from ui.window.words import counted, say

HEIGHT, LINE, BAR = 54, 30, 5
"""Pixels at 100%: of the whole, from its top to the line, and of a delay's bar."""

ROOM_FOR_LABEL = 84
"""Pixels at 100% between two days that are named."""


class TimelineView(QWidget):
    """The line of a case; `picked` carries the day at which it was clicked.

    A day that was clicked goes into the date that has the keyboard.
    """

    picked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._timeline: Timeline | None = None
        self.setObjectName("timeline")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        self.hide()

    def show_days(self, timeline: Timeline | None) -> None:
        """Show the days of a case; without one day the line takes no room."""
        if timeline == self._timeline:
            return
        self._timeline = timeline
        self.setVisible(timeline is not None)
        if timeline is not None:
            self.setAccessibleName(say("Timeline of the case"))
            self.setAccessibleDescription("; ".join(timeline_words(timeline)))
            self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the line with its delays."""
        return QSize(self._theme.px(200), self._theme.px(HEIGHT))

    def event(self, event: QEvent, /) -> bool:
        """Name the day under the mouse."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            if self._timeline is not None:
                day = self._timeline.scale.day_at(self._fraction(event.pos().x()))
                QToolTip.showText(event.globalPos(), long_day(day.isoformat()), self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """Pick the day that was clicked."""
        if self._timeline is not None and self.rect().contains(event.position().toPoint()):
            self.picked.emit(self._timeline.scale.day_at(self._fraction(event.position().x())))

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the scale, the gap, the delays and what the list and supervision say."""
        timeline = self._timeline
        if timeline is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, y = self._theme, self._theme.px(LINE)
        painter.setFont(theme.font(SMALL))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(QPointF(self._x(0), y), QPointF(self._x(1), y))
        self._paint_ticks(painter, timeline)
        gap = timeline.longest_gap
        if gap is not None:
            painter.setPen(QPen(theme.color("improve"), 3))
            first, last = (self._x(timeline.scale.fraction(d)) for d in (gap.first, gap.last))
            painter.drawLine(QPointF(first, y), QPointF(last, y))
        for row, span in enumerate(timeline.delays[:3]):
            self._paint_delay(painter, timeline, span, row)
        painter.setPen(QPen(theme.color("surface"), 1.5))
        painter.setBrush(theme.color("accent"))
        for day in timeline.entries:
            painter.drawEllipse(QPointF(self._x(timeline.scale.fraction(day)), y), 4, 4)
        painter.setPen(QPen(theme.color("text"), 2))
        for milestone in timeline.milestones:
            x = self._x(timeline.scale.fraction(milestone.day))
            painter.drawLine(QPointF(x, y - theme.px(7)), QPointF(x, y + theme.px(3)))

    def _paint_ticks(self, painter: QPainter, timeline: Timeline) -> None:
        theme = self._theme
        metrics = QFontMetrics(theme.font(SMALL))
        painter.setPen(theme.color("quiet"))
        end = 0.0
        for tick in timeline.scale.ticks(max(self.width() // theme.px(ROOM_FOR_LABEL), 2)):
            width = metrics.horizontalAdvance(tick.label)
            left = min(max(self._x(timeline.scale.fraction(tick.day)), 0), self.width() - width)
            if left >= end:
                box = QRectF(left, 0, width + 1, theme.px(18))
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft, tick.label)
                end = left + width + theme.px(8)

    def _paint_delay(
        self, painter: QPainter, timeline: Timeline, span: DelaySpan, row: int
    ) -> None:
        theme, scale = self._theme, timeline.scale
        first, last = self._x(scale.fraction(span.first)), self._x(scale.fraction(span.last))
        top = theme.px(LINE + 7 + row * (BAR + 1))
        box = QRectF(first, top, max(last - first, 2), theme.px(BAR))
        painter.fillRect(box, theme.color("inadequate"))
        if span.open:  # an open end fades into the page
            painter.fillRect(box.adjusted(box.width() - 3, 0, 0, 0), theme.color("ground"))
            painter.fillRect(box.adjusted(box.width() - 2, 0, 0, 0), theme.color("inadequate"))

    def _margin(self) -> int:
        return self._theme.px(6)

    def _x(self, fraction: float) -> float:
        return self._margin() + fraction * (self.width() - 2 * self._margin())

    def _fraction(self, x: float) -> float:
        return (x - self._margin()) / max(self.width() - 2 * self._margin(), 1)


def timeline_words(timeline: Timeline) -> list[str]:
    """Return the days of a timeline in words, in the order in which they are drawn."""
    words = [
        say("{what} {day}", what=key_words(m.key), day=long_day(m.day.isoformat()))
        for m in timeline.milestones
    ]
    if timeline.entries:
        words.append(counted(len(timeline.entries), "{n} supervision entry",
                             "{n} supervision entries"))  # fmt: skip
    if timeline.longest_gap is not None:
        words.append(counted(timeline.longest_gap.days, "longest gap {n} day",
                             "longest gap {n} days"))  # fmt: skip
    for span in timeline.delays:
        days = counted(span.days, "{n} day", "{n} days")
        shown = say("{stage}: {days}, still open", stage=span.label, days=days)
        words.append(shown if span.open else say("{stage}: {days}", stage=span.label, days=days))
    return words
