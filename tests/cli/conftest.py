"""The command line as a test calls it: in this process, with a home of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from commands import Command, begin, command_in, make_workbooks


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run commands in an empty folder."""
    return command_in(tmp_path, monkeypatch)


@pytest.fixture
def review_file(cli: Command, tmp_path: Path) -> Path:
    """A review file of six synthetic cases."""
    begin(cli, tmp_path)
    return tmp_path / "a.review"


@pytest.fixture(scope="session")
def made_workbooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `two_workbooks` copies: made once, as it takes seconds."""
    folder = tmp_path_factory.mktemp("workbooks")
    with pytest.MonkeyPatch.context() as monkeypatch:
        make_workbooks(command_in(folder, monkeypatch), folder)
    return folder


@pytest.fixture
def two_workbooks(cli: Command, tmp_path: Path, made_workbooks: Path) -> Path:
    """Two readers' signed workbooks: A read cases 1 to 4, B cases 4 to 6; case 4 differs."""
    shutil.copytree(made_workbooks, tmp_path, dirs_exist_ok=True)
    return tmp_path
