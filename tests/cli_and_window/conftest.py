"""Both front ends on the same files, for every test here."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from commands import CommandResult, begin, command_in, make_workbooks
from front_ends import BothFrontEnds, CommandSide, WindowSide
from left_behind import check_nothing_is_left
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.window.theme import Scheme, Theme


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, Scheme.LIGHT, 100)


@pytest.fixture(autouse=True)
def nothing_is_left(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    """Let no window, timer or open file of a test meet the next one."""
    yield
    check_nothing_is_left(tmp_path)


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a review file of six cases and a home that knows it, to be copied."""
    folder = tmp_path_factory.mktemp("begun")
    with pytest.MonkeyPatch.context() as monkeypatch:
        begin(command_in(folder, monkeypatch), folder)
    return folder


@pytest.fixture(scope="session")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two readers' files and workbooks, both trusted in its home, to be copied."""
    folder = tmp_path_factory.mktemp("reviewed")
    with pytest.MonkeyPatch.context() as monkeypatch:
        cli = command_in(folder, monkeypatch)
        make_workbooks(cli, folder)
        for reader in "ab":
            assert cli("trust", "add", f"trust/{reader}.cer").code == 0
    return folder


@pytest.fixture
def from_start(
    tmp_path: Path, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Path], BothFrontEnds]:
    """Give the command line and the window a copy of a folder each."""

    def begin_with(start: Path) -> BothFrontEnds:
        by_command, by_window = tmp_path / "command" / "work", tmp_path / "window" / "work"
        for folder in (by_command, by_window):
            shutil.copytree(start, folder)
        monkeypatch.setattr("db.key.MEMORY_KIB", 64)

        def command(*arguments: object, stdin: str | None = None) -> CommandResult:
            with pytest.MonkeyPatch.context() as patched:
                return command_in(by_command, patched)(*arguments, stdin=stdin)

        return BothFrontEnds(
            command=CommandSide(by_command, command),
            window=WindowSide(by_window, theme, qtbot, monkeypatch),
        )

    return begin_with


@pytest.fixture
def both(from_start: Callable[[Path], BothFrontEnds], begun: Path) -> BothFrontEnds:
    """The command line and the window, each with `a.review` in a folder of its own."""
    return from_start(begun)


@pytest.fixture
def team(from_start: Callable[[Path], BothFrontEnds], reviewed: Path) -> BothFrontEnds:
    """The command line and the window, each with two readers' workbooks to merge."""
    return from_start(reviewed)
