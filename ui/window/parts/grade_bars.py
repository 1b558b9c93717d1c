"""Stacked bars of a table of grades: told apart by order, number and colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer.figures.table import Counted, Row, Style, Table
from ui.window.parts.shapes import draw_mark, grade_tone
from ui.window.theme import BODY, SMALL, Theme
from ui.window.words import say

LABEL, STEP, BAR, LEGEND = 328, 28, 18, 30
TOTAL_ROOM: Final = 48
"""Pixels at 100%."""


class GradeBars(QWidget):
    """One bar a row, all to one scale; below each other as in the table."""

    def __init__(self, theme: Theme, table: Table) -> None:
        super().__init__()
        self._theme = theme
        self._rows = [row for row in table.rows if row.style is not Style.TOTAL]
        self._series = [(table.headings[column + 1], column) for column in table.bars]
        self.setObjectName("grade-bars")
        self.setAccessibleName(str(table.title))
        self.setAccessibleDescription(self._accessible_text())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return room for the legend and a step for each row."""
        px = self._theme.px
        return QSize(px(720), px(LEGEND) + len(self._rows) * px(STEP) + px(8))

    def minimumSizeHint(self) -> QSize:
        """Return a width at which bars can still be compared."""
        return QSize(self._theme.px(260), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the legend and the bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_legend(painter)
        px = self._theme.px
        most = max((sum(self._counts(row)) for row in self._rows), default=0)
        room = self.width() - self._label_room() - px(TOTAL_ROOM)
        for place, row in enumerate(self._rows):
            self._paint_row(painter, row, px(LEGEND) + place * px(STEP), room / max(most, 1))

    def _label_room(self) -> int:
        """Return the width of the labels: most of a narrow page is left to the bars."""
        return min(self._theme.px(LABEL), self.width() * 2 // 5)

    def _counts(self, row: Row) -> list[int]:
        cells = [row.cells[column] for _, column in self._series]
        return [cell.n if isinstance(cell, Counted) else 0 for cell in cells]

    def _paint_legend(self, painter: QPainter) -> None:
        theme, px = self._theme, self._theme.px
        font = theme.font(SMALL)
        painter.setFont(font)
        x = self._label_room()
        for heading, _ in self._series:
            box = QRectF(x, px(6), px(11), px(11))
            if heading.mark:
                draw_mark(painter, heading.mark, box, theme.color(grade_tone(heading.mark)))
            painter.setPen(theme.color("text"))
            width = QFontMetrics(font).horizontalAdvance(str(heading.label))
            place = QRectF(x + px(17), 0, width + 2, px(23))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, str(heading.label))
            x += width + px(44)

    def _paint_row(self, painter: QPainter, row: Row, top: int, scale: float) -> None:
        theme, px = self._theme, self._theme.px
        font, small = theme.font(BODY), theme.font(SMALL, strong=True)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        label = QFontMetrics(font).elidedText(
            str(row.label), Qt.TextElideMode.ElideRight, self._label_room() - px(12)
        )
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, top, self._label_room() - px(8), px(STEP)), middle, label)
        x, counts = float(self._label_room()), self._counts(row)
        painter.setFont(small)
        for (heading, _), count in zip(self._series, counts, strict=True):
            wide = count * scale
            box = QRectF(x, top + (px(STEP) - px(BAR)) / 2, max(wide - 1.5, 0), px(BAR))
            painter.fillRect(box, theme.color(grade_tone(heading.mark)))
            text = f"{count:,}"
            if count and QFontMetrics(small).horizontalAdvance(text) + 4 <= wide:
                painter.setPen(theme.color("on_accent"))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            x += wide
        painter.setPen(theme.color("quiet"))
        total = QRectF(x + px(6), top, px(TOTAL_ROOM), px(STEP))
        painter.drawText(total, middle, f"{sum(counts):,}")

    def _accessible_text(self) -> str:
        lines: Sequence[str] = [
            f"{row.label}: "
            + ", ".join(
                f"{heading.label} {count}"
                for (heading, _), count in zip(self._series, self._counts(row), strict=True)
            )
            for row in self._rows
        ]
        return "; ".join(lines) or say("No case is graded yet.")
