"""Hears from the system that the person left the computer, or that it goes to sleep.

macOS tells only programs that are built on its own toolkit; there the clocks tell of a sleep.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from ui.window.away.windows_session import WindowsSession


def hear_of_leaving(window: QWidget, leave: Callable[[], None]) -> None:
    """Call `leave` from now on when the screen is locked, the user switched, or sleep begins."""
    if sys.platform == "win32":
        session = WindowsSession(window, int(window.winId()))
        session.left.connect(leave)
        QApplication.instance().installNativeEventFilter(session.filter)
    elif sys.platform.startswith("linux"):
        # The other systems have no such bus.
        from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415 - the reason is above

        from ui.window.away.desktop_bus import DesktopBus  # noqa: PLC0415 - the same

        bus = DesktopBus(window, QDBusConnection.sessionBus(), QDBusConnection.systemBus())
        bus.left.connect(leave)
