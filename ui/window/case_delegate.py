"""How one line of the case list is painted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reviewer.domain.grades import Status
from ui.window.case_lines import CaseLine
from ui.window.case_model import Role
from ui.window.shapes import draw_alert, draw_grade, draw_status, grade_tone
from ui.window.theme import BODY, SMALL, Theme
from ui.window.words import grade_word

Index = QModelIndex | QPersistentModelIndex

_TONES = {
    Status.NOT_STARTED: "quiet",
    Status.IN_PROGRESS: "accent",
    Status.COMPLETE: "good",
    Status.EXCLUDED: "quiet",
    Status.REPLACED: "quiet",
}


NARROW = 285
"""Width in pixels at 100% below which a grade's shortest words leave room for the type."""

KEPT = 400
"""Painted lines that are kept: some screens full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """All that decides how a line looks."""

    line: CaseLine
    width: int
    selected: bool
    hovered: bool
    focused: bool
    ratio: float


class CaseDelegate(QStyledItemDelegate):
    """Paint status, number, type and grade in one line, flags or unit in a second."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._painted: dict[Look, QPixmap] = {}
        theme.changed.connect(self._painted.clear)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index, /) -> QSize:  # noqa: ARG002 - Qt's signature
        """Return two lines."""
        return QSize(self._theme.px(200), self._theme.px(54))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, /) -> None:
        """Paint one line; one that looks as before is taken from what was painted."""
        line = index.data(Role.LINE)
        if not isinstance(line, CaseLine):
            return
        state, ratio = option.state, painter.device().devicePixelRatio()
        look = Look(
            line=line,
            width=option.rect.width(),
            selected=bool(state & QStyle.StateFlag.State_Selected),
            hovered=bool(state & QStyle.StateFlag.State_MouseOver),
            focused=bool(state & QStyle.StateFlag.State_HasFocus),
            ratio=ratio,
        )
        pixmap = self._painted.get(look)
        if pixmap is None:
            if len(self._painted) >= KEPT:
                self._painted.clear()
            pixmap = self._paint_line(look, option.rect.height())
            self._painted[look] = pixmap
        painter.drawPixmap(option.rect.topLeft(), pixmap)

    def _paint_line(self, look: Look, height: int) -> QPixmap:
        theme, px, line = self._theme, self._theme.px, look.line
        pixmap = QPixmap(round(look.width * look.ratio), round(height * look.ratio))
        pixmap.setDevicePixelRatio(look.ratio)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(0, 0, look.width, height)
        self._paint_ground(painter, rect, look)
        shape = QRectF(px(17), px(12), px(11), px(11))
        if line.referral:
            draw_alert(painter, shape, theme.color("inadequate"))
        elif line.postponed:
            painter.setFont(theme.font(BODY, strong=True))
            painter.setPen(theme.color("improve"))
            place = QRectF(px(13), px(7), px(19), px(22))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "?")
        else:
            draw_status(painter, line.status, shape, theme.color(_TONES[line.status]))
        left = px(39)
        right = self._paint_right(painter, rect, line)
        self._paint_title(painter, QRectF(left, px(7), right - left - px(8), px(22)), line)
        painter.setFont(theme.font(SMALL))
        painter.setPen(theme.color("inadequate" if line.referral else "quiet"))
        room = rect.right() - left - px(14)
        words = QFontMetrics(theme.font(SMALL)).elidedText(
            line.second, Qt.TextElideMode.ElideRight, round(room)
        )
        second = QRectF(left, px(28), room, px(18))
        painter.drawText(second, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()
        return pixmap

    def _paint_ground(self, painter: QPainter, rect: QRectF, look: Look) -> None:
        theme = self._theme
        ground = "soft" if look.selected else "ground" if look.hovered else "surface"
        painter.fillRect(rect, theme.color(ground))
        if look.selected:
            painter.fillRect(QRectF(0, 0, 3, rect.height()), theme.color("accent"))
        painter.setPen(QPen(theme.color("hairline"), 1))
        bottom = rect.bottom() - 0.5
        painter.drawLine(QPointF(0, bottom), QPointF(rect.right(), bottom))
        if look.focused:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def _paint_right(self, painter: QPainter, rect: QRectF, line: CaseLine) -> float:
        theme, px = self._theme, self._theme.px
        edge = rect.right() - px(14)
        shortest = rect.width() < px(NARROW)
        words = grade_word(line.grade, short=True, shortest=shortest) or line.state
        if not words:
            return edge
        font = theme.font(SMALL, strong=True)
        tone = grade_tone(line.grade) if line.grade else "quiet"
        width = QFontMetrics(font).horizontalAdvance(words)
        painter.setFont(font)
        painter.setPen(theme.color(tone))
        place = QRectF(edge - width, rect.top() + px(7), width + 1, px(22))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        edge -= width
        if line.grade:
            size = px(9)
            box = QRectF(edge - px(14), rect.top() + px(18) - size / 2, size, size)
            draw_grade(painter, line.grade, box, theme.color(tone))
            edge -= px(14)
        return edge

    def _paint_title(self, painter: QPainter, box: QRectF, line: CaseLine) -> None:
        theme, px = self._theme, self._theme.px
        out = line.status in {Status.EXCLUDED, Status.REPLACED}
        strong = theme.font(BODY, strong=True)
        painter.setFont(strong)
        painter.setPen(theme.color("quiet" if out else "text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, line.number)
        used = QFontMetrics(strong).horizontalAdvance(line.number) + px(8)
        rest = box.adjusted(used, 0, 0, 0)
        painter.setFont(theme.font())
        metrics, room = QFontMetrics(theme.font()), round(rest.width())
        fits = metrics.horizontalAdvance(line.type) <= room
        words = line.type if fits else line.short_type
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, words)
