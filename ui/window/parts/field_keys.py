"""What keys do in every kind of field: the same in the form, on pages and in dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton, QWidget

_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


def plain(event: QKeyEvent) -> bool:
    """Say whether a key is pressed alone, on the keypad or beside it."""
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


def is_enter(event: QKeyEvent) -> bool:
    """Say whether Enter is pressed alone."""
    return event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain(event)


def steps_by(event: QKeyEvent) -> int:
    """Return how far an arrow key goes through the codes of a field; 0 for any other key."""
    return _STEPS.get(Qt.Key(event.key()), 0) if plain(event) else 0


def stop_once(buttons: Sequence[QAbstractButton]) -> None:
    """Let Tab stop at one button of a field: the first that is chosen, else the first."""
    stop = next((button for button in buttons if button.isChecked()), None)
    for place, button in enumerate(buttons):
        stops = button is stop or (stop is None and place == 0)
        policy = Qt.FocusPolicy.StrongFocus if stops else Qt.FocusPolicy.ClickFocus
        if button.focusPolicy() != policy:
            button.setFocusPolicy(policy)


def step_among(buttons: Sequence[QAbstractButton], by: int) -> None:
    """Give the keyboard to the button some places further, going round."""
    here = next((place for place, button in enumerate(buttons) if button.hasFocus()), 0)
    if buttons:
        buttons[(here + by) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)


class EnteredLine(QLineEdit):
    """A line that is acted on with Enter: the page it stands on does nothing more."""

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Keep Enter."""
        super().keyPressEvent(event)
        if is_enter(event):
            event.accept()


def press_main(page: QWidget) -> bool:
    """Press the main button that is nearest to the field with the keyboard.

    Returns whether there was one: Enter in a field of a page does what its main button does.
    """
    part = QApplication.focusWidget()
    if isinstance(part, QPushButton):
        return False
    while part is not None:
        shown = (b for b in part.findChildren(QPushButton) if b.isVisible() and b.isEnabled())
        main = next((b for b in shown if b.property("look") == "primary"), None)
        if main is not None:
            main.click()
            return True
        part = part.parentWidget() if part is not page else None
    return False
