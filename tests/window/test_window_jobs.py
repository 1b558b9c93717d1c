"""Jobs beside the window: what they must not do to it."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from ui.operations.control import JobControl
from ui.operations.preferences import Preferences
from ui.window.away.locking import IdleWatch
from ui.window.jobs import Jobs
from ui.window.main_window import MainWindow
from ui.window.start import Session
from ui.window.theme import Theme


def ring(ended_in: list[threading.Thread]) -> None:
    """Leave a dialog behind that only the collector of garbage can end."""
    dialog = QDialog()
    dialog.own = [dialog]  # type: ignore[attr-defined]
    weakref.finalize(dialog, lambda: ended_in.append(threading.current_thread()))


def much(_: JobControl) -> int:
    """Make what the collector would wake up for, many times over."""
    return sum(len([[n] for n in range(10_000)]) for _ in range(100))


def test_a_closed_dialog_is_destroyed_in_the_window_s_thread_whatever_a_job_does(
    qtbot: QtBot,
) -> None:
    window, ended_in, done = QDialog(), list[threading.Thread](), list[int]()
    jobs = Jobs(window)
    gc.collect()
    ring(ended_in)
    jobs.start(much, done.append, lambda _: None)
    qtbot.waitUntil(lambda: bool(done))
    gc.collect()
    assert ended_in == [threading.main_thread()]


def test_garbage_is_collected_again_once_the_last_job_has_ended(qtbot: QtBot) -> None:
    window, go_on, done = QDialog(), threading.Event(), list[object]()
    jobs = Jobs(window)
    jobs.start(lambda _: go_on.wait(), done.append, lambda _: None)
    jobs.start(lambda _: None, done.append, lambda _: None)
    qtbot.waitUntil(lambda: len(done) == 1)
    assert not gc.isenabled()
    go_on.set()
    qtbot.waitUntil(lambda: len(done) == 2)
    assert gc.isenabled()


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_the_window_stays_while_work_continues_whose_end_is_shown_once(
    theme: Theme, qtbot: QtBot, qapp: QApplication
) -> None:
    window = MainWindow(theme, Preferences())
    qtbot.addWidget(window)
    session = Session(window, theme, Preferences(), IdleWatch(qapp, minutes=10, remind_minutes=0))
    jobs = Jobs(window)
    window.held = jobs.held
    window.show()
    go_on, ended = threading.Event(), list[str]()
    jobs.start(
        lambda _: go_on.wait(), lambda _: ended.append("the code"), lambda _: None, holds=True
    )
    assert not window.close()
    assert window.isVisible()
    go_on.set()
    qtbot.waitUntil(lambda: ended == ["the code"])
    assert window.close()
    session.close()
