"""The command line as a test calls it: in this process, with a home of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from commands import Command, answer_all, begin, command_in


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
        cli = command_in(folder, monkeypatch)
        begin(cli, folder)
        cli(
            *("new", "b.review", "--list", "list.csv", "--inspection", "SYN-2018Q4"),
            *("--force", "Synthetic Constabulary", "--reviewer", "Reader B"),
        )
        answer_all(cli, folder / "a.review", "Reader A", "G RI I RI", range(1, 5))
        answer_all(cli, folder / "b.review", "Reader B", "I G RI", range(4, 7))
        (folder / "trust").mkdir()
        for reader in "ab":
            identity = f"{reader}.p12"
            name = f"Reader {reader.upper()}"
            assert cli("identity", "create", identity, "--name", name, "--key", "ec").code == 0
            assert cli("identity", "certificate", identity, f"trust/{reader}.cer").code == 0
            made = cli("export", f"{reader}.review", f"{reader}.xlsx", "--identity", identity)
            assert made.code == 0, made.err
    return folder


@pytest.fixture
def two_workbooks(cli: Command, tmp_path: Path, made_workbooks: Path) -> Path:
    """Two readers' signed workbooks: A read cases 1 to 4, B cases 4 to 6; case 4 differs."""
    shutil.copytree(made_workbooks, tmp_path, dirs_exist_ok=True)
    return tmp_path
