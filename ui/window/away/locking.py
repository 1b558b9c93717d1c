"""Locking: after minutes without a key or a click, and after the computer slept.

Python can't wipe its memory, so locking ends the process: a new one (`handing_over`) asks for the
passphrase of the same file.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

LOOK_EVERY: Final = 5_000
"""Milliseconds between two looks at the clocks."""

SLEPT: Final = 30.0
"""Seconds by which the clock on the wall may run ahead of the running one: a sleep is longer."""

_USE: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.Shortcut,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


def _awake_on_windows() -> float:
    # The clock behind `time.monotonic` continues there while the computer sleeps.
    import ctypes  # noqa: PLC0415 - only Windows needs it

    ticks = ctypes.c_ulonglong()
    if sys.platform == "win32":
        ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(ticks))
    return ticks.value / 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Two clocks in seconds: one that stops while the computer sleeps, one on the wall."""

    running: Callable[[], float] = _awake_on_windows if sys.platform == "win32" else time.monotonic
    wall: Callable[[], float] = time.time


class IdleWatch(QObject):
    """Says when nobody has used the window for long, or when the computer has slept.

    It looks at the windows' own events (`QWindow`), some of which come before the first paint
    after a sleep; widgets get far more, each of which would ask Python. A key that is a shortcut
    goes to its action and to no window: `watch_keys_of` looks at those.
    """

    idle = Signal()
    worked_long = Signal()

    def __init__(
        self,
        app: QGuiApplication,
        *,
        minutes: int,
        remind_minutes: int,
        clocks: Clocks | None = None,
    ) -> None:
        super().__init__(app)
        self._clocks = clocks or Clocks()
        self._over = False
        self.set_minutes(minutes, remind_minutes)
        self._used = self._seen = self._now()
        self._began = self._used[0]
        self._watched: list[QWindow] = []
        self._timer = QTimer(self, interval=LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app.focusWindowChanged.connect(self._watch)

    def set_minutes(self, minutes: int, remind_minutes: int) -> None:
        """Lock after other minutes from now on; 0 minutes never remind."""
        self._limit = minutes * 60.0
        self._remind = remind_minutes * 60.0

    def look(self) -> None:
        """Look at the clocks, and say so where it is time."""
        now = self._now()
        slept = (now[1] - self._seen[1]) - (now[0] - self._seen[0]) > SLEPT
        waited = max(now[0] - self._used[0], now[1] - self._used[1])
        self._seen = now
        if (slept or waited >= self._limit) and not self._over:
            self._over = True
            self.idle.emit()
        elif self._remind and now[0] - self._began >= self._remind:
            self._began = now[0]
            self.worked_long.emit()

    def watch_keys_of(self, window: QWidget) -> None:
        """Look at the keys of a window's actions too, and go with it: then nothing is to lock."""
        self.setParent(window)
        for action in window.actions():
            action.installEventFilter(self)

    def restart(self) -> None:
        """Count from now on: the person was told, and nothing had to be locked."""
        self._used = self._seen = self._now()
        self._over = False

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Note a key or a click; look at the clocks before anything is painted or answered."""
        kind = event.type()
        if kind in _USE:
            self.look()
            if not self._over:
                self._used = self._now()
            return self._over
        if kind in {QEvent.Type.Expose, QEvent.Type.UpdateRequest}:
            self.look()
        return super().eventFilter(watched, event)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None and window not in self._watched:
            self._watched.append(window)
            window.installEventFilter(self)
            window.destroyed.connect(lambda _=None, w=window: self._watched.remove(w))

    def _now(self) -> tuple[float, float]:
        return self._clocks.running(), self._clocks.wall()
