"""Flat surfaces and the hairlines that separate them."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.window.theme import Theme


class Panel(QWidget):
    """A flat surface with a line at one edge, a hairline by default."""

    def __init__(
        self, theme: Theme, edge: Qt.Edge, *, ground: str = "surface", line: str = "hairline"
    ) -> None:
        super().__init__()
        self.theme = theme
        self._edge = edge
        self._tokens = ground, line

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint surface and line."""
        painter = QPainter(self)
        ground, line = map(self.theme.color, self._tokens)
        painter.fillRect(self.rect(), ground)
        painter.fillRect(self._line(), line)

    def _line(self) -> QRect:
        width, height = self.width(), self.height()
        match self._edge:
            case Qt.Edge.BottomEdge:
                return QRect(0, height - 1, width, 1)
            case Qt.Edge.TopEdge:
                return QRect(0, 0, width, 1)
            case Qt.Edge.LeftEdge:
                return QRect(0, 0, 1, height)
            case _:
                return QRect(width - 1, 0, 1, height)


class WarningPanel(Panel):
    """A surface with the sign of a warning at its left, in the tone of what it says."""

    def __init__(self, theme: Theme, tone: str, *, ground: str, line: str) -> None:
        super().__init__(theme, Qt.Edge.BottomEdge, ground=ground, line=line)
        self._tone = tone

    def paintEvent(self, event: QPaintEvent, /) -> None:
        """Paint the sign on the surface."""
        super().paintEvent(event)
        px, icon = self.theme.px, self.theme.icon("triangle-alert", self._tone)
        icon.paint(QPainter(self), px(14), (self.height() - px(20)) // 2, px(20), px(20))


class Hairline(QWidget):
    """One line across, which only separates."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the line."""
        QPainter(self).fillRect(self.rect(), self._theme.color("hairline"))
