"""Many codes as a list to pick from."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QHBoxLayout

from reviewer.domain.form import Option
from ui.window.parts.buttons import ARROWS
from ui.window.parts.field import Asking, Field
from ui.window.parts.field_keys import TYPES, letter_of
from ui.window.theme import Theme
from ui.window.words import localised, say

_LEAPS: Final = frozenset({Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
"""What would change the answer in a list that is closed."""


class PickBox(QComboBox):
    """A list to pick from, which is opened to be changed: no wheel and no key does it closed."""

    def minimumSizeHint(self) -> QSize:
        """Let the words be cut before a narrow window must be wider."""
        wanted = super().minimumSizeHint()
        return QSize(min(wanted.width(), 6 * wanted.height()), wanted.height())

    def wheelEvent(self, event: QWheelEvent, /) -> None:
        """Leave the wheel to the page: an answer is never changed by scrolling."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent, /) -> None:
        """Paint the arrow that says there is a list: the style sheet leaves it out."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = max(self.height() / 8, 3.5)
        x, y = self.width() - 4 * size, self.height() / 2 - size / 2
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1.6))
        tip = QPointF(x + size, y + size)
        painter.drawPolyline(QPolygonF([QPointF(x, y), tip, QPointF(x + 2 * size, y)]))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Open the list with arrows and letters, which change nothing before one is picked."""
        letter = letter_of(event)
        if event.key() in ARROWS:
            self.showPopup()
        elif letter:
            self.showPopup()
            self.view().keyboardSearch(letter)
        elif event.key() in _LEAPS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent, /) -> bool:
        """Keep plain characters: they look for an entry, they do not grade the case."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.text().isprintable()
            and event.text()
            and not event.modifiers() & ~TYPES
        ):
            event.accept()
            return True
        return super().event(event)


class PickField(Field):
    """Many codes as a list to pick from; typed letters find an entry."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._box = PickBox()
        self._box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._box.setMinimumContentsLength(22)
        self._box.setMaxVisibleItems(20)
        self._offered: tuple[Option, ...] = ()
        self._box.activated.connect(self._on_activated)
        self.setFocusProxy(self._box)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._box)

    def ask(self, asking: Asking) -> None:
        """Offer the codes of another item."""
        super().ask(asking)
        self._box.setAccessibleName(asking.name)
        options = tuple(asking.options.values())
        if options != self._offered:
            self._offered = options
            self._box.clear()
            self._box.addItem(say("Choose…"), "")
            for option in options:
                self._box.addItem(localised(option.label), option.code)

    def put(self, text: str) -> None:
        """Show which code is saved."""
        index = max(self._box.findData(text), 0)
        if index != self._box.currentIndex():
            self._box.setCurrentIndex(index)

    def clear(self) -> None:
        """Take the answer back."""
        if self._box.currentData():
            self.edited.emit("")

    def _on_activated(self) -> None:
        code = str(self._box.currentData() or "")
        self.edited.emit(code)
        if code:
            self.settled.emit()
