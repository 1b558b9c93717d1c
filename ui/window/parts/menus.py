"""Menus whose entries are made in Python.

PySide does not notice when an entry that Qt made is deleted. It then takes a new object at the same
address for the old one, which lacks its methods or counts as deleted.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from ui.window.words import say


def add_entry(
    menu: QMenu, text: str, doing: Callable[[], object] | None = None, *, enabled: bool = True
) -> QAction:
    """Add an entry to a menu, and return it; `doing` is done when it is chosen."""
    action = QAction(text, menu)
    action.setEnabled(enabled)
    if doing is not None:
        action.triggered.connect(lambda _=False: doing())
    menu.addAction(action)
    return action


def add_line(menu: QMenu) -> None:
    """Add a line between entries."""
    line = QAction(menu)
    line.setSeparator(True)
    menu.addAction(line)


def add_editing(menu: QMenu, box: QPlainTextEdit) -> None:
    """Add what can be done with the text of a box."""
    document, chosen = box.document(), box.textCursor().hasSelection()
    may = not box.isReadOnly()
    for text, doing, enabled in (
        (say("Undo"), box.undo, may and document.isUndoAvailable()),
        (say("Redo"), box.redo, may and document.isRedoAvailable()),
        (say("Cut"), box.cut, may and chosen),
        (say("Copy"), box.copy, chosen),
        (say("Paste"), box.paste, may and box.canPaste()),
        (say("Select all"), box.selectAll, bool(box.toPlainText())),
    ):
        add_entry(menu, text, doing, enabled=enabled)
