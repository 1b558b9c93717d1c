"""What an input method is still composing, which is text once its field is left."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QWidget


class Composing(QObject):
    """Remembers what is being composed in a box, which Qt may drop when the keyboard goes."""

    def __init__(self, box: QWidget) -> None:
        super().__init__(box)
        self._text = ""
        box.installEventFilter(self)

    def finish(self) -> None:
        """Turn what is being composed into text."""
        text, self._text = self._text, ""
        box = self.parent()
        if text and box is not None:
            typed = QInputMethodEvent()
            typed.setCommitString(text)
            QCoreApplication.sendEvent(box, typed)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Follow what is composed; finish it before the keyboard goes."""
        if isinstance(event, QInputMethodEvent):
            self._text = event.preeditString()
        elif event.type() is QEvent.Type.FocusOut:
            self.finish()
        return super().eventFilter(watched, event)
