"""Keeping the window out of screenshots, recordings and shared screens, where the system can.

Windows leaves a window out whose display affinity says so; dialogs are windows of their own. Other
systems offer nothing like it.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

CAN_BLOCK: Final = sys.platform == "win32"
"""Whether this system can leave a window out."""

_SHOWN: Final = 0x00
_LEFT_OUT: Final = 0x11
"""SetWindowDisplayAffinity: WDA_NONE, and WDA_EXCLUDEFROMCAPTURE of Windows 10 2004 and later."""
_BLACK: Final = 0x01
"""WDA_MONITOR, which earlier versions know: the window is black in a capture."""

Affinity = Callable[[int, int], bool]
"""Gives a window, by its handle, an affinity; says whether the system took it."""


class CaptureGuard(QObject):
    """Leaves every window of the program out of captures while it is `blocking`."""

    def __init__(
        self, app: QApplication, *, blocking: bool, affinity: Affinity | None = None
    ) -> None:
        """Watch the windows of an application; `affinity` is the system's own unless given."""
        super().__init__(app)
        self._blocking = False
        self._affinity = affinity or (_of_windows if CAN_BLOCK else None)
        if self._affinity is not None:
            app.installEventFilter(self)
        self.block(blocking=blocking)

    def block(self, *, blocking: bool) -> None:
        """Leave the windows out from now on, or show them in captures again."""
        if blocking == self._blocking:
            return
        self._blocking = blocking
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible():
                self._treat(widget)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Treat a window as soon as it is shown."""
        if (
            self._blocking
            and event.type() is QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
        ):
            self._treat(watched)
        return False

    def _treat(self, window: QWidget) -> None:
        if self._affinity is None:
            return
        handle = int(window.winId())
        if not self._blocking:
            self._affinity(handle, _SHOWN)
        elif not self._affinity(handle, _LEFT_OUT):
            self._affinity(handle, _BLACK)


def _of_windows(handle: int, affinity: int) -> bool:
    windows: Any = ctypes
    return bool(windows.windll.user32.SetWindowDisplayAffinity(handle, affinity))
