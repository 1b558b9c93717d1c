"""A copied text leaves the clipboard again, unless it is another program's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication, QPixmap
from pytestqt.qtbot import QtBot

from ui.window.away.clipboard import ClipboardGuard, out_of_history


@pytest.fixture
def parent(qtbot: QtBot) -> Iterator[QObject]:
    QGuiApplication.clipboard().clear()
    yield QObject()
    QGuiApplication.clipboard().clear()


def test_a_copied_text_is_gone_after_a_while(parent: QObject, qtbot: QtBot) -> None:
    guard = ClipboardGuard(parent, kept_for=50, history=False, owns=lambda: True)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("She was seen alone.")
    assert clipboard.text() == "She was seen alone."
    qtbot.waitUntil(lambda: clipboard.text() == "", timeout=5_000)
    guard.clear()


def test_it_is_gone_when_the_program_locks_or_closes(parent: QObject) -> None:
    guard = ClipboardGuard(parent, history=True, owns=lambda: True)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("She was seen alone.")
    assert clipboard.text() == "She was seen alone."
    guard.clear()
    assert clipboard.text() == ""


def test_a_picture_is_gone_with_the_texts(parent: QObject) -> None:
    guard = ClipboardGuard(parent, history=True, owns=lambda: True)
    clipboard = QGuiApplication.clipboard()
    picture = QPixmap(4, 4)
    picture.fill("red")
    clipboard.setPixmap(picture)
    assert not clipboard.image().isNull()
    guard.clear()
    assert clipboard.image().isNull()


def test_what_another_program_put_there_stays(parent: QObject) -> None:
    ours = True
    guard = ClipboardGuard(parent, history=False, owns=lambda: ours)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("She was seen alone.")
    ours = False
    clipboard.setText("from a letter")
    guard.clear()
    assert clipboard.text() == "from a letter"


def test_windows_is_asked_to_keep_it_out_of_its_history() -> None:
    copied = QMimeData()
    copied.setText("She was seen alone.")
    data = out_of_history(copied)
    formats = data.formats()
    assert any("CanIncludeInClipboardHistory" in name for name in formats)
    assert any("CanUploadToCloudClipboard" in name for name in formats)
    assert data.text() == "She was seen alone."
