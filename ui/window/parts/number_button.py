"""A large number with its name below it: a link to the cases it counts."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from ui.window.parts.buttons import PlainButton, inside
from ui.window.theme import SMALL, TITLE, Theme


class NumberButton(PlainButton):
    """Nothing to press where nothing is counted."""

    def __init__(self, theme: Theme, words: str, number: int) -> None:
        super().__init__(f"{number:,}")
        self._theme = theme
        self._words = words
        self.setObjectName("number")
        self.setAccessibleName(f"{words}: {number:,}")
        self.setEnabled(bool(number))
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return what the wider of the two lines needs."""
        theme, px = self._theme, self._theme.px
        number = QFontMetrics(theme.font(TITLE, strong=True)).horizontalAdvance(self.text())
        words = QFontMetrics(theme.font(SMALL)).horizontalAdvance(self._words)
        return QSize(max(number, words, px(64)) + px(24), px(58))

    def minimumSizeHint(self) -> QSize:
        """Never shrink below the words."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the number in the accent where it leads somewhere."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px = self._theme, self._theme.px
        painter.setPen(QPen(theme.color("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        if self.underMouse() and self.isEnabled():
            painter.setBrush(theme.color("soft"))
        painter.drawRoundedRect(inside(self, 2), 4, 4)
        left, width = px(12), self.width() - px(12)
        painter.setFont(theme.font(TITLE, strong=True))
        painter.setPen(theme.color("accent" if self.isEnabled() else "quiet"))
        painter.drawText(
            QRectF(left, px(6), width, px(28)), Qt.AlignmentFlag.AlignLeft, self.text()
        )
        painter.setFont(theme.font(SMALL))
        painter.setPen(theme.color("quiet"))
        painter.drawText(
            QRectF(left, px(34), width, px(18)), Qt.AlignmentFlag.AlignLeft, self._words
        )
