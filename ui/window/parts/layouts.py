"""Layouts Qt has not: parts like words, parts in columns, a label beside or above its field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QLineEdit, QWidget

BESIDE_TEXT = 28
"""Pixels of a line that its text does not have: padding, and the button that clears it."""


def clear(layout: QLayout) -> None:
    """Take every part out of a layout, and out of the window."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def width_for(line: QLineEdit, least: int) -> int:
    """Return the width in which a line shows its whole placeholder, `least` pixels or more."""
    asked = line.fontMetrics().horizontalAdvance(line.placeholderText())
    return max(least, asked + BESIDE_TEXT)


def parts_of(layout: QLayout) -> list[QWidget | QLayout]:
    """Return the widgets and layouts in a layout, in their order.

    Its items are never asked for: PySide keeps an item that was, also when Qt has freed it, and
    takes for it whatever Qt builds at that address next.
    """
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    host = layout.parentWidget()
    parts: list[QWidget | QLayout] = [*layout.findChildren(QLayout, options=direct)]
    if host is not None:
        parts += host.findChildren(QWidget, options=direct)
    placed = {layout.indexOf(part): part for part in parts}
    return [placed[place] for place in sorted(placed) if place >= 0]


def stops_in(layout: QLayout) -> Iterator[QWidget]:
    """Go through what takes the focus by Tab, in the order in which it is laid out."""
    for part in parts_of(layout):
        inner = part.layout() if isinstance(part, QWidget) else part
        if isinstance(part, QWidget) and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield part
        if inner is not None:
            yield from stops_in(inner)


class _PartsLayout(QLayout):
    """Holds parts in their order; a subclass says how they are placed in a width."""

    def __init__(self, parent: QWidget | None, gap: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem, /) -> None:
        """Add a part."""
        self._items.append(item)

    def count(self) -> int:
        """Return the number of parts."""
        return len(self._items)

    def itemAt(self, index: int, /) -> QLayoutItem | None:
        """Return a part, None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int, /) -> QLayoutItem | None:
        """Remove a part and return it."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int, /) -> int:
        """Return the height the parts need in a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect, /) -> None:
        """Place the parts."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _place(self, rect: QRect, *, move: bool) -> int:
        raise NotImplementedError


class FlowLayout(_PartsLayout):
    """Lay parts out like words: as many in a line as fit, then the next line."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 6, right: bool = False) -> None:
        super().__init__(parent, gap)
        self._right = right

    def expandingDirections(self) -> Qt.Orientation:
        """Take no more room than the parts need."""
        return Qt.Orientation(0)

    def sizeHint(self) -> QSize:
        """Return the size of all parts in one line."""
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        gaps = self.spacing() * max(len(shown) - 1, 0)
        return QSize(
            sum(size.width() for size in shown) + gaps,
            max((size.height() for size in shown), default=0),
        )

    def minimumSize(self) -> QSize:
        """Return the size of the largest part."""
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        gap, y = self.spacing(), rect.y()
        line: list[tuple[QLayoutItem, QSize]] = []
        used = height = 0
        for item in (i for i in self._items if not i.isEmpty()):
            size = item.sizeHint().boundedTo(QSize(max(rect.width(), 1), 1 << 20))
            if line and used + gap + size.width() > rect.width():
                self._place_line(line, rect, y, used, move=move)
                y += height + gap
                line, used, height = [], 0, 0
            used += size.width() + (gap if line else 0)
            height = max(height, size.height())
            line.append((item, size))
        self._place_line(line, rect, y, used, move=move)
        return y + height - rect.y()

    def _place_line(
        self, line: list[tuple[QLayoutItem, QSize]], rect: QRect, y: int, used: int, *, move: bool
    ) -> None:
        if not move:
            return
        x = rect.right() + 1 - used if self._right else rect.x()
        for item, size in line:
            item.setGeometry(QRect(x, y, size.width(), size.height()))
            x += size.width() + self.spacing()


class ColumnsLayout(_PartsLayout):
    """Put parts below each other, in as many columns as there is room and use for.

    They are read down one column and then down the next; each column is `least` to `most` wide.
    """

    def __init__(self, parent: QWidget | None = None, *, least: int, most: int, gap: int) -> None:
        super().__init__(parent, gap)
        self._least, self._most = least, most

    def sizeHint(self) -> QSize:
        """Return the size of one column."""
        return QSize(self._most, self.heightForWidth(self._most))

    def minimumSize(self) -> QSize:
        """Return what the widest part needs at the least; the height follows from the width."""
        return QSize(max((item.minimumSize().width() for item in self._items), default=0), 0)

    def _place(self, rect: QRect, *, move: bool) -> int:
        shown = [item for item in self._items if not item.isEmpty()]
        gap = self.spacing()
        fitting = (rect.width() + gap) // (self._least + gap)
        columns = max(1, min(fitting, len(shown)))
        width = min(self._most, (rect.width() - (columns - 1) * gap) // columns)
        heights = [_height(item, width) for item in shown]
        longest = _shortest_columns(heights, columns, gap)
        x, y, lowest = rect.x(), rect.y(), 0
        for item, height in zip(shown, heights, strict=True):
            if y > rect.y() and y + height > rect.y() + longest:
                x, y = x + width + gap, rect.y()
            if move:
                item.setGeometry(QRect(x, y, width, height))
            lowest = max(lowest, y + height - rect.y())
            y += height + gap
        return lowest


def _shortest_columns(heights: Sequence[int], columns: int, gap: int) -> int:
    """Return the least height in which parts of these heights fit so many columns, in order."""
    wanted = max(heights, default=0)
    while True:
        used, filled, next_step = 1, 0, 0
        for height in heights:
            below = filled + gap + height if filled else height
            if below > wanted:
                used, next_step = used + 1, min(next_step or below, below)
                below = height
            filled = below
        if used <= columns:
            return wanted
        wanted = next_step


class BesideLayout(_PartsLayout):
    """Put a label and its field in one line where both fit, else the field below.

    They are in one line where the label keeps `least` pixels, however short it is: fields of
    one kind are then at one place all down the page.
    """

    def __init__(self, parent: QWidget | None = None, *, least: int = 200, gap: int = 8) -> None:
        """Take first the label, then the field."""
        super().__init__(parent, gap)
        self._least = least

    def sizeHint(self) -> QSize:
        """Return the size of both in one line."""
        label, field = (item.sizeHint() for item in self._items)
        return QSize(
            label.width() + 2 * self.spacing() + field.width(), max(label.height(), field.height())
        )

    def minimumSize(self) -> QSize:
        """Return the least width either needs."""
        field = self._items[1].minimumSize()
        return QSize(field.width(), field.height())

    def _place(self, rect: QRect, *, move: bool) -> int:
        label, field = self._items
        hint = field.sizeHint()
        room = rect.width() - hint.width() - 2 * self.spacing()
        beside = room >= self._least
        if beside:
            label_height = _height(label, room)
            height = max(label_height, hint.height())
            if move:
                label_y = rect.y() + max(0, (hint.height() - label_height) // 2)
                label.setGeometry(QRect(rect.x(), label_y, room, label_height))
                x = rect.right() + 1 - hint.width()
                field.setGeometry(QRect(x, rect.y(), hint.width(), hint.height()))
            return height
        label_height = _height(label, rect.width())
        field_height = _height(field, rect.width())
        if move:
            label.setGeometry(QRect(rect.x(), rect.y(), rect.width(), label_height))
            y = rect.y() + label_height + self.spacing()
            field.setGeometry(QRect(rect.x(), y, rect.width(), field_height))
        return label_height + self.spacing() + field_height


def _height(item: QLayoutItem, width: int) -> int:
    if item.hasHeightForWidth():
        return item.heightForWidth(width)
    return item.sizeHint().height()
