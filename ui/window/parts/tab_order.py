"""Where Tab stops, in the order a page is read: Qt's own is that in which parts were built."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.window.parts.sight import bring_into_sight


def stops_at(widget: QWidget) -> bool:
    """Say whether Tab stops at a widget as it is now."""
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and widget.isVisible() and widget.isEnabled()


def tab_stops(part: QWidget) -> list[QWidget]:
    """Return where Tab stops inside a part whose own order is that in which it was built."""
    return [child for child in (part, *part.findChildren(QWidget)) if stops_at(child)]


def step_on(page: QWidget, stops: Sequence[QWidget], *, forward: bool) -> bool:
    """Give the keyboard to the stop after the one that has it, or to what is behind the page."""
    here = QApplication.focusWidget()
    if here is None:
        return False
    following = _place(stops, here) + (1 if forward else -1)
    inside = 0 <= following < len(stops)
    target = stops[following] if inside else _behind(page, here, forward=forward)
    if target is None:
        return False
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    target.setFocus(reason)
    bring_into_sight(target)
    return True


def _place(stops: Sequence[QWidget], here: QWidget) -> int:
    """Return the place of what has the keyboard; arrows also go where Tab does not stop."""
    if here in stops:
        return stops.index(here)
    beside = (i for i, stop in enumerate(stops) if stop.parentWidget() is here.parentWidget())
    return next(beside, -1)


def _behind(page: QWidget, here: QWidget, *, forward: bool) -> QWidget | None:
    after = QWidget.nextInFocusChain if forward else QWidget.previousInFocusChain
    widget = after(here)
    while widget is not None and widget is not here:
        if not page.isAncestorOf(widget) and stops_at(widget) and widget.window() is page.window():
            return widget
        widget = after(widget)
    return None
