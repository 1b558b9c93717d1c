"""What keys do in every kind of field: the same in the form, on pages and in dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from ui.window.parts.buttons import ChoiceButton

_FIELDS: Final = (QLineEdit, QPlainTextEdit, QComboBox, ChoiceButton)
_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
TYPES: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
"""What may be held while a character is typed."""


def plain(event: QKeyEvent) -> bool:
    """Say whether a key is pressed alone, on the keypad or beside it."""
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


def is_enter(event: QKeyEvent) -> bool:
    """Say whether Enter is pressed alone."""
    return event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain(event)


def letter_of(event: QKeyEvent) -> str:
    """Return the character that a key types; empty for a space and for any other key."""
    text = event.text()
    types = text.isprintable() and not text.isspace() and not event.modifiers() & ~TYPES
    return text if types else ""


def steps_by(event: QKeyEvent) -> int:
    """Return how far an arrow key goes through the codes of a field; 0 for any other key."""
    return _STEPS.get(Qt.Key(event.key()), 0) if plain(event) else 0


def stop_once(buttons: Sequence[QAbstractButton]) -> None:
    """Let Tab stop at one button of a field: the first that is chosen, else the first."""
    enabled = _enabled(buttons)
    stop = next((button for button in enabled if button.isChecked()), next(iter(enabled), None))
    for button in buttons:
        policy = Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus
        if button.focusPolicy() != policy:
            button.setFocusPolicy(policy)


def step_among(buttons: Sequence[QAbstractButton], by: int) -> None:
    """Give the keyboard to the button some places further, going round."""
    enabled = _enabled(buttons)
    here = next((place for place, button in enumerate(enabled) if button.hasFocus()), 0)
    if enabled:
        enabled[(here + by) % len(enabled)].setFocus(Qt.FocusReason.TabFocusReason)


def _enabled(buttons: Sequence[QAbstractButton]) -> list[QAbstractButton]:
    """Return those that can be chosen once their field can: it may be disabled as a whole."""
    return [b for b in buttons if not b.testAttribute(Qt.WidgetAttribute.WA_ForceDisabled)]


class EnteredLine(QLineEdit):
    """A line that acts on Enter itself, so that its page does not press a button as well."""

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Stop Enter here."""
        super().keyPressEvent(event)
        if is_enter(event):
            event.accept()


def press_main(page: QWidget) -> bool:
    """Press the main button that is nearest to the field with the keyboard.

    Returns whether there was one: Enter in a field of a page does what its main button does.
    Nothing else does it: a table or a filter is no answer that the button could wait for.
    """
    part = QApplication.focusWidget()
    if not isinstance(part, _FIELDS):
        return False
    while part is not None:
        shown = (b for b in part.findChildren(QPushButton) if b.isVisible() and b.isEnabled())
        main = next((b for b in shown if b.property("look") == "primary"), None)
        if main is not None:
            main.click()
            return True
        part = part.parentWidget() if part is not page else None
    return False
