"""The sections of the form at the side of the items, each with what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from ui.window.parts.buttons import Unmoved
from ui.window.review.review_view import SectionLine
from ui.window.theme import BODY, SMALL, Theme
from ui.window.words import localised, say, tooltip

_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class SectionButton(Unmoved, QRadioButton):
    """One section: number, name, answered of asked; ✓ when done, ▲ when something is to correct."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._line: SectionLine | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.follow(theme)

    @property
    def section_id(self) -> str:
        """The id of the section it stands for."""
        return self._line.section.id if self._line else ""

    def show_line(self, line: SectionLine, *, current: bool) -> None:
        """Stand for a section."""
        if line == self._line and current == self.isChecked():
            return
        self._line = line
        section = line.section
        title = localised(section.title)
        counts = say("{n} of {all} answered", n=line.answered, all=line.asked)
        self.setChecked(current)
        self.setText(localised(section.short) or title)
        self.setObjectName(f"section-{section.id}")
        extra = "" if line.required else say("optional")
        found = say("problems") if line.findings else ""
        parts = [part for part in (counts, extra, found) if part]
        self.setAccessibleName(f"{section.number} {title}, {', '.join(parts)}")
        self.setToolTip(tooltip(f"{section.number} {title}", *parts))
        self.update()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Leave up and down to the navigator: Qt would continue as with Tab."""
        if event.key() in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return one line."""
        return QSize(self._theme.px(160), self._theme.px(30))

    def minimumSizeHint(self) -> QSize:
        """Return one line of any width."""
        return QSize(self._theme.px(60), self._theme.px(30))

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the bar of the current section, number, name and state."""
        line = self._line
        if line is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px, current = self._theme, self._theme.px, self.isChecked()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if current or self.underMouse():
            painter.setBrush(theme.color("soft"))
            painter.drawRoundedRect(box, 4, 4)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 4, 4)
        started = line.required or line.answered
        ink = theme.color("accent" if current else "text" if started else "quiet")
        painter.setFont(theme.font(SMALL))
        painter.setPen(theme.color("accent" if current else "quiet"))
        middle = Qt.AlignmentFlag.AlignVCenter
        number = QRectF(px(4), 0, px(18), self.height())
        painter.drawText(number, middle | Qt.AlignmentFlag.AlignRight, line.section.number)
        right = self._paint_state(painter, line)
        font = theme.font(BODY, strong=current)
        painter.setFont(font)
        painter.setPen(ink)
        room = self.width() - px(29) - right - px(4)
        words = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(px(29), 0, room + 2, self.height()), middle, words)

    def _paint_state(self, painter: QPainter, line: SectionLine) -> int:
        theme, px = self._theme, self._theme.px
        edge, centre = self.width() - px(8), self.height() / 2
        done = line.asked > 0 and line.answered == line.asked
        if line.findings and line.answered:
            box = QRectF(edge - px(10), centre - px(5), px(10), px(9))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("improve"))
            top = QPointF(box.center().x(), box.top())
            painter.drawPolygon(QPolygonF([top, box.bottomRight(), box.bottomLeft()]))
            edge -= px(14)
        if done and not line.findings:
            painter.setPen(QPen(theme.color("good"), 2))
            x = edge - px(10)
            painter.drawPolyline(
                QPolygonF(
                    [
                        QPointF(x, centre),
                        QPointF(x + px(4), centre + px(4)),
                        QPointF(x + px(10), centre - px(4)),
                    ]
                )
            )
            return px(18)
        if not line.asked or (not line.required and not line.answered):
            return self.width() - edge
        painter.setFont(theme.font(SMALL))
        painter.setPen(theme.color("quiet"))
        words = f"{line.answered}/{line.asked}"
        width = QFontMetrics(theme.font(SMALL)).horizontalAdvance(words)
        place = QRectF(edge - width, 0, width + 1, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        return self.width() - edge + width


class Navigator(QWidget):
    """The sections one below the other.

    `chosen` carries the id of a section to work on, `walked_to` that of one passed by the
    arrows, which keep the keyboard.
    """

    chosen = Signal(str)
    walked_to = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("navigator")
        self.setAccessibleName(say("Sections"))
        self._theme = theme
        self._buttons: list[SectionButton] = []
        self._shown = 0
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(1)
        self._layout.addStretch(1)

    def show_lines(self, lines: Sequence[SectionLine], current: str) -> None:
        """Show how the sections stand and which is open."""
        while len(self._buttons) < len(lines):
            button = SectionButton(self._theme)
            button.clicked.connect(self._on_clicked)
            self._layout.insertWidget(len(self._buttons), button)
            self._buttons.append(button)
        self._shown = len(lines)
        for button in self._buttons[len(lines) :]:
            button.hide()
        for button, line in zip(self._buttons, lines, strict=False):
            here = line.section.id == current
            button.show_line(line, current=here)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)
            if button.isHidden():
                button.show()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Go up and down by the arrows."""
        by = _STEPS.get(Qt.Key(event.key()))
        if by is None or event.modifiers():
            event.ignore()
            return
        shown = self._buttons[: self._shown]
        here = next((i for i, b in enumerate(shown) if b.isChecked()), 0)
        target = shown[min(max(here + by, 0), len(shown) - 1)]
        self.walked_to.emit(target.section_id)
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, SectionButton):
            self.chosen.emit(button.section_id)
