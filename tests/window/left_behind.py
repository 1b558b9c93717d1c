"""What a test of the window must not leave to the next one: windows, timers, open files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from window_kit import wait_no_more

from ui.window.away.locking import IdleWatch


def check_nothing_is_left(folder: Path) -> None:
    """Fail where a window, a timer or an open file of a test is still there, and remove it."""
    wait_no_more()
    QGuiApplication.clipboard().clear()  # what is in it would outlive the interpreter
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as a real loop would
    left: list[str] = []
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for window in QApplication.topLevelWidgets():
        if window.parent() is None:
            left.append(f"a window: {window!r}")
            window.hide()
            window.deleteLater()
    for part in (*app.findChildren(IdleWatch), *app.findChildren(QTimer)):
        if not isinstance(part, QTimer) or part.isActive():
            left.append(f"what goes on by itself: {part!r}")
            part.deleteLater()
    left += [f"an open file: {lock.name}" for lock in folder.rglob(".*.lock")]
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not left, left
