"""A window on a real file for every test of the window; no screen is needed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from entrance_sample import Host
from left_behind import check_nothing_is_left
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from window_kit import part, press, show_review
from window_sample import NOW, OpenWindow, Prepare, make_file, opened

from ui.operations.preferences import Preferences
from ui.window.away.locking import IdleWatch
from ui.window.entrance import Entrance
from ui.window.jobs import Jobs
from ui.window.keeping.recovery_sheet import RecoverySheet
from ui.window.main_window import MainWindow
from ui.window.start import Session
from ui.window.theme import Scheme, Theme

os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, Scheme.LIGHT, 100)


@pytest.fixture(autouse=True)
def nothing_is_left(qapp: QApplication, theme: Theme, tmp_path: Path) -> Iterator[None]:
    """Let no window, timer or open file of a test meet the next one, nor its size of text."""
    theme.choose(Scheme.LIGHT, 100)
    yield
    check_nothing_is_left(tmp_path)


@pytest.fixture
def open_window(theme: Theme, tmp_path: Path, qtbot: QtBot) -> Iterator[OpenWindow]:
    """Open a window on a new file of some cases, which `prepare` may answer before."""
    with ExitStack() as stack:

        def make(count: int = 5, prepare: Prepare | None = None) -> MainWindow:
            path = tmp_path / "sample.review"
            make_file(path, count)
            store = stack.enter_context(opened(path))
            if prepare is not None:
                prepare(store)
            window = MainWindow(theme, Preferences())
            qtbot.addWidget(window)
            show_review(window, theme, store)
            stack.callback(window.rest)
            window.resize(1440, 900)
            with qtbot.waitActive(window):
                window.show()
            return window

        yield make


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Make a file of three cases; nothing has it open."""
    path = tmp_path / "sample.review"
    make_file(path, 3)
    return path


@pytest.fixture
def session(
    theme: Theme, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    """Show the whole program, with no file open yet and its process not ended."""
    monkeypatch.setattr("ui.window.start.QApplication.exit", lambda: None)
    window = MainWindow(theme, Preferences())
    qtbot.addWidget(window)
    session = Session(window, theme, Preferences(), IdleWatch(qapp, minutes=10, remind_minutes=0))
    window.resize(1440, 900)
    with qtbot.waitActive(window):
        window.show()
    yield session
    session.close()


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give each test settings of its own; deriving a key is made cheap, not left out."""
    folder = tmp_path / "home"
    monkeypatch.setenv("REVIEWER_HOME", str(folder))
    monkeypatch.setattr("db.key.MEMORY_KIB", 64)
    return folder


@pytest.fixture
def host(qtbot: QtBot) -> Host:
    host = Host()
    qtbot.addWidget(host)
    host.show()
    return host


@pytest.fixture
def entrance(host: Host, theme: Theme) -> Iterator[Entrance]:
    jobs = Jobs(host)
    yield Entrance(theme, jobs, lambda: NOW, host.put)
    jobs.cancel()
    jobs.wait()


@pytest.fixture
def recovery_codes(qapp: QApplication) -> Iterator[list[str]]:
    """Note every recovery code that is shown, and say that it is kept."""
    shown: list[str] = []

    def look() -> None:
        sheet = QApplication.activeModalWidget()
        if isinstance(sheet, RecoverySheet):
            label = part(sheet, QLabel, "recovery-code")
            shown.append(label.text())
            press(sheet, "recovery-sheet-accept")

    timer = QTimer(qapp, interval=20)
    timer.timeout.connect(look)
    timer.start()
    yield shown
    timer.stop()
