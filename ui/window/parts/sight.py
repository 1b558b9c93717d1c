"""Scrolls to what a person has to see: a field with what is wrong, a card with its keyboard."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

AROUND: Final = 24
"""Pixels above and below a part that are brought into sight with it."""


def bring_into_sight(*parts: QWidget, around: int = AROUND) -> None:
    """Scroll to each of these parts, once all have their places.

    The last is in sight for certain: a card may be higher than the page, its field seldom is.
    """
    last = parts[-1]
    QTimer.singleShot(0, last, lambda: _scroll_to(parts, around))


def follow(part: QWidget) -> None:
    """Scroll to what has the keyboard now, where nothing of it is seen: a click never scrolls."""

    def look() -> None:
        if part.hasFocus() and part.visibleRegion().isEmpty():
            _scroll_to((part,), AROUND)

    QTimer.singleShot(0, part, look)


def _scroll_to(parts: tuple[QWidget, ...], around: int) -> None:
    for part in parts:
        above = part.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(part, 0, around)
            above = above.parentWidget()
