"""What Windows tells a window: the screen is locked, the user is switched, the computer sleeps.

Written after Microsoft's documentation (WM_WTSSESSION_CHANGE, WM_POWERBROADCAST); the messages
are tested as they are laid out in memory, the registration has not been run on Windows.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Final, SupportsInt

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QObject, Signal

WM_POWERBROADCAST: Final = 0x0218
WM_WTSSESSION_CHANGE: Final = 0x02B1

LEAVING: Final = frozenset(
    {
        (WM_POWERBROADCAST, 0x0004),  # PBT_APMSUSPEND
        (WM_POWERBROADCAST, 0x0012),  # PBT_APMRESUMEAUTOMATIC
        (WM_WTSSESSION_CHANGE, 0x2),  # WTS_CONSOLE_DISCONNECT: another user
        (WM_WTSSESSION_CHANGE, 0x4),  # WTS_REMOTE_DISCONNECT
        (WM_WTSSESSION_CHANGE, 0x7),  # WTS_SESSION_LOCK
    }
)
"""Messages, each with its kind (`wParam`), after which nobody may see the case."""

_THIS_SESSION: Final = 0


class WindowsMessage(ctypes.Structure):
    """The head of Windows's `MSG`."""

    _fields_ = (("hwnd", ctypes.c_void_p), ("message", ctypes.c_uint), ("kind", ctypes.c_size_t))


class WindowsSession(QObject):
    """`left` says that the person left the computer, or that it sleeps or slept."""

    left = Signal()

    def __init__(self, parent: QObject, window: int) -> None:
        super().__init__(parent)
        self.filter = _Filter(self)
        if sys.platform == "win32":
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(
                ctypes.c_void_p(window), _THIS_SESSION
            )


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, session: WindowsSession) -> None:
        super().__init__()
        self._session = session

    def nativeEventFilter(  # type: ignore[override]  # a pointer, whatever the stubs say
        self, kind: QByteArray, message: SupportsInt, /
    ) -> tuple[bool, int]:
        """Look at a message and let it pass."""
        if bytes(kind.data()) == b"windows_generic_MSG":
            seen = WindowsMessage.from_address(int(message))
            if (seen.message, seen.kind) in LEAVING:
                self._session.left.emit()
        return False, 0
