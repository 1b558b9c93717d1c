"""Steps no faster than the window can show them: a key held down never runs ahead of the eye."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal


class Pace(QObject):
    """Hands on what is asked for; `ready` carries it.

    The first is handed on at once. What is asked for before the window was idle again waits,
    and only the newest of it is handed on: Qt sends what was painted and the keys that came
    meanwhile before a timer of no time.
    """

    ready = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._idle = QTimer(self, singleShot=True, interval=0)
        self._idle.timeout.connect(self._on_idle)
        self.waiting = ""

    def ask(self, what: str) -> None:
        """Hand this on, now or when the window is idle."""
        if self._idle.isActive():
            self.waiting = what
        else:
            self._idle.start()
            self.ready.emit(what)

    def forget(self) -> None:
        """Drop what waits: something else is shown."""
        self.waiting = ""

    def _on_idle(self) -> None:
        if self.waiting:
            what, self.waiting = self.waiting, ""
            self.ask(what)
