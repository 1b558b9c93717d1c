"""What the system says when the person leaves the computer, over a real bus and in real bytes."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import ClassInfo, QByteArray, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusUnixFileDescriptor
from pytestqt.qtbot import QtBot

from ui.window.away.desktop_bus import LOGIN, SCREEN_SAVERS, DesktopBus
from ui.window.away.windows_session import (
    WM_POWERBROADCAST,
    WM_WTSSESSION_CHANGE,
    WindowsMessage,
    WindowsSession,
)

MANAGER_AT = "/org/freedesktop/login1"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Run a bus of our own."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("there is no dbus-daemon (Debian: dbus)")
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().decode().strip()
        daemon.terminate()


@pytest.fixture
def ours(address: str, qtbot: QtBot) -> Iterator[QDBusConnection]:
    yield QDBusConnection.connectToBus(address, "ours")
    QDBusConnection.disconnectFromBus("ours")


@pytest.fixture
def system(address: str, qtbot: QtBot) -> Iterator[QDBusConnection]:
    """The connection of a desktop's other programs."""
    yield QDBusConnection.connectToBus(address, "system")
    QDBusConnection.disconnectFromBus("system")


def tell(bus: QDBusConnection, interface: str, name: str, values: Sequence[bool]) -> None:
    signal = QDBusMessage.createSignal("/any/where", interface, name)
    signal.setArguments(list(values))
    assert bus.send(signal)


@pytest.mark.parametrize(
    ("interface", "name", "values"),
    [
        *((saver, "ActiveChanged", (True,)) for saver in SCREEN_SAVERS),
        (f"{LOGIN}.Session", "Lock", ()),
        (f"{LOGIN}.Manager", "PrepareForSleep", (True,)),
        (f"{LOGIN}.Manager", "PrepareForSleep", (False,)),
    ],
)
def test_a_locked_screen_and_a_sleep_are_heard_of(
    ours: QDBusConnection,
    system: QDBusConnection,
    qtbot: QtBot,
    interface: str,
    name: str,
    values: tuple[bool, ...],
) -> None:
    host = QObject()
    bus = DesktopBus(host, ours, ours)
    with qtbot.waitSignal(bus.left):
        tell(system, interface, name, values)


def test_a_screen_that_is_uncovered_locks_nothing(
    ours: QDBusConnection, system: QDBusConnection, qtbot: QtBot
) -> None:
    host = QObject()
    bus = DesktopBus(host, ours, ours)
    heard: list[bool] = []
    bus.left.connect(lambda: heard.append(True))
    tell(system, SCREEN_SAVERS[0], "ActiveChanged", [False])
    tell(system, SCREEN_SAVERS[0], "ActiveChanged", [True])
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [True]


@ClassInfo({"D-Bus Interface": f"{LOGIN}.Manager"})
class Manager(QObject):
    """The part of the login service that lets programs delay a sleep."""

    def __init__(self) -> None:
        super().__init__()
        self.waits_for, self._given = os.pipe()
        os.set_blocking(self.waits_for, False)

    @Slot(str, str, str, str, result=QDBusUnixFileDescriptor)
    def Inhibit(self, what: str, who: str, why: str, mode: str) -> QDBusUnixFileDescriptor:  # noqa: N802 - its name
        assert (what, who, mode) == ("sleep", "Reviewer", "delay")
        return QDBusUnixFileDescriptor(self._given)

    def done(self) -> None:
        """Let the descriptor that was handed out be the last one."""
        os.close(self._given)

    def let_go(self) -> bool:
        """Say whether the descriptor that was handed out is closed."""
        try:
            return os.read(self.waits_for, 1) == b""
        except BlockingIOError:
            return False


def test_a_sleep_waits_until_the_case_is_covered(
    ours: QDBusConnection, system: QDBusConnection, qtbot: QtBot
) -> None:
    manager = Manager()
    assert system.registerService(LOGIN)
    assert system.registerObject(MANAGER_AT, manager, QDBusConnection.RegisterOption.ExportAllSlots)
    host = QObject()
    bus = DesktopBus(host, ours, ours)
    qtbot.waitUntil(lambda: bus.delays_sleep)
    held: list[bool] = []
    bus.left.connect(lambda: held.append(bus.delays_sleep))
    with qtbot.waitSignal(bus.left):
        tell(system, f"{LOGIN}.Manager", "PrepareForSleep", [True])
    assert held == [True], "the system still waits while the case is being covered"
    manager.done()
    qtbot.waitUntil(manager.let_go)
    assert not bus.delays_sleep
    system.unregisterService(LOGIN)


def test_a_computer_without_a_bus_is_a_computer(qtbot: QtBot) -> None:
    host = QObject()
    nowhere = QDBusConnection("nowhere")
    bus = DesktopBus(host, nowhere, nowhere)
    assert not bus.delays_sleep


@pytest.mark.parametrize(
    ("number", "kind", "heard"),
    [
        (WM_POWERBROADCAST, 0x4, True),
        (WM_POWERBROADCAST, 0x12, True),
        (WM_POWERBROADCAST, 0xA, False),
        (WM_WTSSESSION_CHANGE, 0x7, True),
        (WM_WTSSESSION_CHANGE, 0x2, True),
        (WM_WTSSESSION_CHANGE, 0x8, False),
        (0x0100, 0x4, False),
    ],
    ids=["suspend", "resume", "power", "lock", "another user", "unlock", "a key"],
)
def test_what_windows_says_is_read_as_it_is_laid_out(
    qtbot: QtBot, number: int, kind: int, *, heard: bool
) -> None:
    host = QObject()
    session = WindowsSession(host, 0)
    signals: list[bool] = []
    session.left.connect(lambda: signals.append(True))
    message = WindowsMessage(0, number, kind)
    passed = session.filter.nativeEventFilter(
        QByteArray(b"windows_generic_MSG"), ctypes.addressof(message)
    )
    assert passed == (False, 0), "the message goes on to the window"
    assert bool(signals) == heard
    session.filter.nativeEventFilter(QByteArray(b"xcb_generic_event_t"), ctypes.addressof(message))
    assert len(signals) == heard
