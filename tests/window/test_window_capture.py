"""Where a person wants it, no window of the program is in a screenshot or a shared screen."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot
from window_kit import part

from ui.operations.preferences import Preferences
from ui.window.away.capture import CaptureGuard
from ui.window.parts.pick_field import PickBox
from ui.window.settings_dialog import SettingsDialog
from ui.window.theme import Theme


def test_every_window_is_left_out_while_it_is_wanted(qapp: QApplication, qtbot: QtBot) -> None:
    given: list[tuple[int, int]] = []

    def affinity(handle: int, wanted: int) -> bool:
        given.append((handle, wanted))
        return True

    window, dialog = QWidget(), QDialog()
    for one in (window, dialog):
        qtbot.addWidget(one)
    guard = CaptureGuard(qapp, blocking=True, affinity=affinity)
    try:
        window.show()
        QWidget(window).show()
        assert given == [(int(window.winId()), 0x11)]
        dialog.show()
        assert given[-1] == (int(dialog.winId()), 0x11)
        guard.block(blocking=False)
        assert {(int(window.winId()), 0), (int(dialog.winId()), 0)} <= set(given)
        before = len(given)
        dialog.hide()
        dialog.show()
        assert len(given) == before
    finally:
        qapp.removeEventFilter(guard)


def test_an_earlier_windows_shows_a_black_window(qapp: QApplication, qtbot: QtBot) -> None:
    given: list[int] = []
    guard = CaptureGuard(qapp, blocking=True, affinity=lambda _, wanted: bool(given.append(wanted)))
    window = QWidget()
    qtbot.addWidget(window)
    try:
        window.show()
        assert given == [0x11, 0x01]
    finally:
        qapp.removeEventFilter(guard)


def test_the_setting_is_offered_where_the_system_can_do_it(theme: Theme, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = SettingsDialog(theme, Preferences(), (), parent, can_block=True)
    chosen: list[Preferences] = []
    dialog.preferred.connect(chosen.append)
    box = part(dialog, PickBox, "setting-block_capture")
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert chosen[-1].block_capture
    other = SettingsDialog(theme, Preferences(), (), parent, can_block=False)
    assert other.findChild(PickBox, "setting-block_capture") is None
