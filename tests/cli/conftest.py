"""The command line as a test calls it: in this process, with a home of its own."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from commands import Command, Said

from ui.cli.main import run

PASSPHRASE = "violet lantern gravel orchid thursday"


@pytest.fixture
def cli(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Run commands in an empty folder; the key's derivation is made cheap, not left out."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REVIEWER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("REVIEWER_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("REVIEWER_IDENTITY_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("REVIEWER_DEBUG", raising=False)
    monkeypatch.setattr("db.key.MEMORY_KIB", 64)

    def command(*arguments: object, stdin: str | None = None) -> Said:
        if stdin is not None:
            monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        capsys.readouterr()
        code = run([str(argument) for argument in arguments], lambda _: 0)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return command


@pytest.fixture
def review_file(cli: Command, tmp_path: Path) -> Path:
    """A review file of six synthetic cases."""
    (tmp_path / "list.csv").write_text(
        "Reference,Type,Date reported,Unit,Force grade,Scale\n"
        + "".join(
            f"00{n}/17,{code},2017-03-0{n},Unit {n % 2},Good,GRI3\n"
            for n, code in enumerate(("S47", "DA", "REF", "MISS", "S46", "CUST"), start=1)
        ),
        encoding="utf-8",
    )
    made = cli(
        *("new", "a.review", "--list", "list.csv", "--inspection", "SYN-2018Q4"),
        *("--force", "Synthetic Constabulary", "--reviewer", "Reader A"),
    )
    assert made.code == 0, made.err
    return tmp_path / "a.review"
