"""Painted buttons: a choice with its key cap, a chip, a grade with its shape."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from reviewer.domain.marks import Mark
from ui.window.parts.shapes import draw_mark, grade_tone
from ui.window.theme import BODY, SMALL, Theme
from ui.window.words import tooltip

RADIUS = 4

if TYPE_CHECKING:
    _Button = QAbstractButton
else:  # the bases below are mixed into the kinds of Qt, which a screen reader tells apart
    _Button = object

ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})


class ButtonFace(Enum):
    """How a choice looks when it is chosen."""

    FILLED = auto()
    """Accent ground: an answer."""
    OUTLINED = auto()
    """A strong outline in the grade's colour, its shape before the word."""


class Painted(_Button):
    """What a painted button shares with the others, whichever of Qt's kinds it is."""

    def follow(self, theme: Theme) -> None:
        """Say that it can be clicked, and take another size with the theme."""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)

    def hitButton(self, pos: QPoint, /) -> bool:
        """Take a click anywhere."""
        return self.rect().contains(pos)

    def changeEvent(self, event: QEvent, /) -> None:
        """Repaint when enabled or disabled."""
        super().changeEvent(event)
        self.update()


class Unmoved(Painted):
    """It never changes by itself: who shows it says whether it is chosen."""

    def nextCheckState(self) -> None:
        """Stay as shown."""


class CodeButton(Painted):
    """It stands for a code, and is never narrower than its words."""

    code = ""

    def minimumSizeHint(self) -> QSize:
        """Never shrink below the words."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Leave arrows to the field, which goes through its codes by them: Qt would leave it."""
        if event.key() in ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class ChoiceButton(CodeButton, Unmoved, QRadioButton):
    """One code of an answer set; Space or a click chooses it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cap = ""
        self._face = ButtonFace.FILLED
        self._mark: Mark | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def offer(
        self,
        code: str,
        words: str,
        *,
        name: str,
        cap: str,
        face: ButtonFace,
        mark: Mark | None = None,
    ) -> None:
        """Stand for a code from now on; a grade has a mark."""
        self.code, self._cap, self._face, self._mark = code, cap, face, mark
        self.setText(words)
        self.setAccessibleName(name)
        self.setToolTip(tooltip(name, cap and f"[{cap}]") if name != words or cap else "")
        self.setObjectName(f"choice-{code}")
        self.updateGeometry()
        self.update()

    def choose(self, *, chosen: bool) -> None:
        """Show it as chosen or not; Qt alone would keep one of the group chosen for good."""
        self.setAutoExclusive(chosen)
        self.setChecked(chosen)
        self.setAutoExclusive(True)
        self.update()

    def sizeHint(self) -> QSize:
        """Return what word, shape and key cap need."""
        px = self._theme.px
        strong = QFontMetrics(self._theme.font(BODY, strong=True))
        width = strong.horizontalAdvance(self.text()) + px(22)
        if self._cap:
            width += self._cap_width() + px(8)
        if self._mark:
            width += px(19)
        return QSize(width, px(30))

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint ground, shape, word and key cap."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        px, theme = self._theme.px, self._theme
        x = px(11)
        if self._mark:
            size = px(11)
            box = QRectF(x, (self.height() - size) / 2, size, size)
            tone = grade_tone(self._mark) if self.isEnabled() else "quiet"
            color = theme.color("on_accent" if self._inverted() else tone)
            draw_mark(painter, self._mark, box, color)
            x += px(19)
        painter.setFont(theme.font(BODY, strong=self.isChecked()))
        painter.setPen(theme.color(self._ink()))
        right = self.width() - px(11) - (self._cap_width() + px(8) if self._cap else 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(x, 0, right - x + 2, self.height()), flags, self.text())
        if self._cap:
            self._paint_cap(painter)

    def _ink(self) -> str:
        if not self.isEnabled():
            return "quiet"
        return "on_accent" if self._inverted() else "text"

    def _inverted(self) -> bool:
        return self.isChecked() and self._face is ButtonFace.FILLED and self.isEnabled()

    def _paint_ground(self, painter: QPainter) -> None:
        theme, chosen = self._theme, self.isChecked()
        filled = self._inverted()
        edge, width, ground = "line", 1.0, "surface"
        if not self.isEnabled():
            edge, width, ground = ("line", 2.0, "ground") if chosen else ("hairline", 1.0, "ground")
        elif filled:
            edge, ground = "accent", "accent"
        elif chosen:
            edge, width = grade_tone(self._mark), 2.0
        elif self.underMouse():
            ground = "soft"
        painter.setPen(QPen(theme.color(edge), width))
        painter.setBrush(theme.color(ground))
        box = inside(self, width)
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("on_accent" if filled else "accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inset = 2.5 if filled or chosen else 0.5
            painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), 3, 3)

    def _cap_width(self) -> int:
        metrics = QFontMetrics(self._theme.font(SMALL))
        return max(metrics.horizontalAdvance(self._cap) + self._theme.px(8), self._theme.px(17))

    def _paint_cap(self, painter: QPainter) -> None:
        px = self._theme.px
        width, height = self._cap_width(), px(18)
        x = self.width() - px(8) - width
        box = QRectF(x + 0.5, (self.height() - height) // 2 + 0.5, width - 1, height - 1)
        ink = "on_accent" if self._inverted() else "quiet"
        edge = "on_accent" if self._inverted() else "hairline"
        painter.setPen(QPen(self._theme.color(edge), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(self._theme.font(SMALL))
        painter.setPen(self._theme.color(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._cap)


class Chip(CodeButton, QCheckBox):
    """One of several codes or filters, any of which can be on; a tick says that it is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, ticks: bool = True) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ticks = ticks
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    def sizeHint(self) -> QSize:
        """Return what the words need, with room for the tick and strong type."""
        px = self._theme.px
        metrics = QFontMetrics(self._theme.font(self._size(), strong=True))
        tick = px(18) if self._ticks else 0
        return QSize(metrics.horizontalAdvance(self.text()) + tick + px(22), self._height())

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint ground, box or tick, and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px, on = self._theme, self._theme.px, self.isChecked()
        box = inside(self, 2 if self.hasFocus() else 1)
        round_ = RADIUS if self._ticks else box.height() / 2
        line = "accent" if on or self.hasFocus() else "line"
        if not self.isEnabled():
            line = "hairline"
        painter.setPen(QPen(theme.color(line), 2 if self.hasFocus() else 1))
        fill = "soft" if on or (self.underMouse() and self.isEnabled()) else "surface"
        painter.setBrush(theme.color(fill))
        painter.drawRoundedRect(box, round_, round_)
        x = px(11)
        if self._ticks:
            self._paint_tick(painter, x)
            x += px(19)
        ink = ("accent" if on else "text") if self.isEnabled() else "quiet"
        painter.setPen(theme.color(ink))
        painter.setFont(theme.font(self._size(), strong=on))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(x, 0, self.width() - x, self.height()), flags, self.text())

    def _paint_tick(self, painter: QPainter, x: int) -> None:
        size = self._theme.px(12)
        box = QRectF(x + 0.5, (self.height() - size) // 2 + 0.5, size - 1, size - 1)
        on = self.isChecked()
        painter.setPen(QPen(self._theme.color("accent" if on else "line"), 1))
        painter.setBrush(self._theme.color("accent" if on else "surface"))
        painter.drawRoundedRect(box, 2, 2)
        if on:
            painter.setPen(QPen(self._theme.color("on_accent"), 1.6))
            left, middle = box.left() + size * 0.22, box.top() + size * 0.52
            painter.drawLine(
                QPoint(round(left), round(middle)),
                QPoint(round(box.left() + size * 0.42), round(box.bottom() - size * 0.25)),
            )
            painter.drawLine(
                QPoint(round(box.left() + size * 0.42), round(box.bottom() - size * 0.25)),
                QPoint(round(box.right() - size * 0.18), round(box.top() + size * 0.28)),
            )

    def _size(self) -> int:
        return BODY if self._ticks else SMALL

    def _height(self) -> int:
        return self._theme.px(30 if self._ticks else 26)


def inside(widget: QWidget, line: float) -> QRectF:
    """Return a widget's box drawn in by half its line, so that the line is crisp."""
    return QRectF(widget.rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2)


class PlainButton(QPushButton):
    """A push button that Enter presses too, as people expect; Qt knows only Space."""

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Press with Enter alone; with Ctrl or Alt it is a key of the window."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if enter and plain and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def plain_button(text: str, *, name: str, look: str = "", tip: str = "") -> QPushButton:
    """Return a push button in one of the style sheet's looks: primary, link, quiet or none."""
    button = PlainButton(text)
    button.setObjectName(name)
    button.setProperty("look", look)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setAutoDefault(False)
    if tip:
        button.setToolTip(tooltip(tip))
    return button
