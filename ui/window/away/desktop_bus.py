"""What a Linux desktop says over D-Bus: the screen is locked, the computer goes to sleep.

The bus joins programs of one computer; nothing leaves it. Where there is no bus, or nobody on
it says such things, the clocks still tell of a sleep (`ui.window.away.locking.IdleWatch`).
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

SCREEN_SAVERS: Final = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)
"""Each tells by `ActiveChanged` that it covers the screen, on the bus of the session."""

LOGIN: Final = "org.freedesktop.login1"
"""The service of sessions and sleep (systemd-logind, elogind), on the bus of the system."""

_MANAGER: Final = f"{LOGIN}.Manager"
_MANAGER_AT: Final = "/org/freedesktop/login1"


class DesktopBus(QObject):
    """`left` says that the person left the computer, or that it is about to sleep.

    The system waits with a sleep until the case is covered, for its own few seconds at most.
    """

    left = Signal()

    def __init__(self, parent: QObject, session: QDBusConnection, system: QDBusConnection) -> None:
        super().__init__(parent)
        self._system = system
        self._delay: QDBusMessage | None = None
        self._asked: QDBusPendingCallWatcher | None = None
        for name in SCREEN_SAVERS:
            self._hear(session, name, "ActiveChanged", "_on_covered(bool)")
        self._hear(system, f"{LOGIN}.Session", "Lock", "_on_lock()")
        self._hear(system, _MANAGER, "PrepareForSleep", "_on_sleep(bool)")
        self._ask_for_delay()

    @property
    def delays_sleep(self) -> bool:
        """Whether the system waits for us before it sleeps."""
        return self._delay is not None

    def _hear(self, bus: QDBusConnection, interface: str, name: str, slot: str) -> None:
        # From any service and path: who else may say so on these buses is no worse a neighbour
        # than one who could kill us. The stubs ask for bytes, which it refuses.
        bus.connect("", "", interface, name, self, SLOT(slot))  # type: ignore[call-overload]  # see above

    def _ask_for_delay(self) -> None:
        if not self._system.isConnected():
            return
        asked = QDBusMessage.createMethodCall(LOGIN, _MANAGER_AT, _MANAGER, "Inhibit")
        asked.setArguments(["sleep", "Reviewer", "Covers the case", "delay"])
        self._asked = QDBusPendingCallWatcher(self._system.asyncCall(asked), self)
        self._asked.finished.connect(self._on_delay)

    def _on_delay(self, asked: QDBusPendingCallWatcher) -> None:
        # The answer holds a descriptor: while it is open the system waits. It is closed with the
        # answer, and when the process is replaced.
        self._delay = None if asked.isError() else asked.reply()
        self._asked = None
        asked.deleteLater()

    @Slot(bool)
    def _on_covered(self, active: bool) -> None:  # noqa: FBT001 - the signal's signature
        if active:
            self.left.emit()

    @Slot()
    def _on_lock(self) -> None:
        self.left.emit()

    @Slot(bool)
    def _on_sleep(self, begins: bool) -> None:  # noqa: FBT001 - the signal's signature
        self.left.emit()
        self._delay = None
        if not begins:
            self._ask_for_delay()
