"""The lines of the case list: moved through by arrows, and by the digits of a case number."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView

from ui.window.parts.field_keys import plain

PAUSE = 1500
"""Milliseconds between digits after which they begin another case number."""


class CaseListView(QListView):
    """The lines; digits look for a case by its number, letters are left to the window.

    `sought` carries the digits typed so far.
    """

    sought = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._digits = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._forget)

    def keyboardSearch(self, search: str, /) -> None:
        """Leave typed characters alone: the search box is for that."""

    def _forget(self) -> None:
        self._digits = ""

    def dataChanged(
        self,
        top: QModelIndex | QPersistentModelIndex,
        bottom: QModelIndex | QPersistentModelIndex,  # noqa: ARG002 - Qt's signature
        roles: Iterable[int] = (),  # noqa: ARG002 - Qt's signature
        /,
    ) -> None:
        """Repaint the line: Qt would lay out all ten thousand again for one answer."""
        self.viewport().update(self.visualRect(top))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Move by arrows and page keys, and to a case by the digits of its number."""
        moves = {
            Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
            Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_Enter,
        }  # fmt: skip
        if not plain(event):
            event.ignore()
        elif event.text().isdecimal() and not event.isAutoRepeat():
            self._digits += event.text()
            self._pause.start()
            self.sought.emit(self._digits)
        elif event.key() in moves:
            super().keyPressEvent(event)
        else:
            event.ignore()
