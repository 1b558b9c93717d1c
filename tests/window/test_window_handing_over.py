"""Locking hands over to a new process, whose window has the keyboard before the old one goes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.window.away.handing_over import WAITING, restart, take_over

Started = list[tuple[list[str], dict[str, str]]]
TAKES_OVER = f"import os, time; time.sleep(0.4); os.unlink(os.environ[{WAITING!r}])"
DIES = "raise SystemExit(3)"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[Started]:
    """Note what is started, and let a script take its place."""
    notes: Started = []
    running: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def start(arguments: list[str], *, env: dict[str, str]) -> Any:  # noqa: ANN401 - Popen has a type of its own
        notes.append((arguments, env))
        script = os.environ.get("SCRIPT", TAKES_OVER)
        running.append(real([sys.executable, "-c", script], env=env))
        return running[-1]

    monkeypatch.setattr("ui.window.away.handing_over.subprocess.Popen", start)
    yield notes
    for process in running:
        process.wait()


def wait() -> None:
    time.sleep(0.01)


@pytest.mark.parametrize(
    ("path", "new", "asked"),
    [
        (Path("a b.review"), False, ["open", "a b.review"]),
        (None, True, ["open", "--new"]),
        (None, False, []),
    ],
)
def test_the_next_process_is_told_the_file_and_nothing_else(
    started: Started,
    path: Path | None,
    *,
    new: bool,
    asked: list[str],
) -> None:
    assert restart(path, new=new, meanwhile=wait) == 0
    ((arguments, env),) = started
    assert arguments == [sys.executable, "-P", "-m", "ui", *asked]
    assert env.keys() - os.environ.keys() == {WAITING}


def test_the_old_window_stays_until_the_new_one_has_the_keyboard(
    started: Started,
) -> None:
    turns: list[bool] = []

    def meanwhile() -> None:
        turns.append(Path(started[0][1][WAITING]).exists())
        wait()

    restart(None, meanwhile=meanwhile)
    assert len(turns) > 5
    assert not Path(started[0][1][WAITING]).exists()


def test_a_process_that_does_not_come_up_is_not_waited_for(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRIPT", DIES)
    began = time.monotonic()
    restart(None, meanwhile=wait)
    assert time.monotonic() - began < 10
    assert not Path(started[0][1][WAITING]).exists()


def test_the_new_process_tells_that_it_has_the_keyboard(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle, name = tempfile.mkstemp(prefix="reviewer-waiting-")
    os.close(handle)
    monkeypatch.setenv(WAITING, name)
    window = QWidget()
    QLineEdit(window)
    qtbot.addWidget(window)
    take_over()
    assert Path(name).exists()
    with qtbot.waitActive(window):
        window.show()
    qtbot.waitUntil(lambda: not Path(name).exists())
    assert WAITING not in os.environ


def test_no_other_file_is_removed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "mine.txt"
    other.write_text("kept", "utf-8")
    monkeypatch.setenv(WAITING, str(other))
    take_over()
    assert other.exists()
