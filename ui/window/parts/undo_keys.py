"""Whose the keys of undo and redo are: a text box's while it has something, else the case's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_CTRL_Y = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Y)


def left_to_case(event: QEvent, undoable: bool, redoable: bool) -> bool:  # noqa: FBT001 - two facts of the box
    """Say whether a key asks for an undo or redo that a text box itself has none of."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    undoing = event.matches(QKeySequence.StandardKey.Undo)
    redoing = event.matches(QKeySequence.StandardKey.Redo) or event.keyCombination() == _CTRL_Y
    return (undoing and not undoable) or (redoing and not redoable)
