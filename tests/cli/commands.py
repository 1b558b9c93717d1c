"""Running commands in tests: what one ended with, and review files made by them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reviewer.app.demonstration.sample_answers import sample_answers
from reviewer.domain.case import Case
from reviewer.domain.ids import CaseId, Key
from reviewer.forms.library import bundled_form
from ui.cli.main import run

PASSPHRASE = "violet lantern gravel orchid thursday"


@dataclass(frozen=True)
class CommandResult:
    """What one command ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - a JSON document is any of six types
        return json.loads(self.out)


Command = Callable[..., CommandResult]

FORM = bundled_form("ncpi")
TYPES = ("S47", "DA", "REF", "MISS", "S46", "CUST")


def command_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run commands in a folder; the key's derivation is made cheap, not left out."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("REVIEWER_HOME", str(folder / "home"))
    monkeypatch.setenv("REVIEWER_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("REVIEWER_IDENTITY_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("REVIEWER_DEBUG", raising=False)
    monkeypatch.setattr("db.key.MEMORY_KIB", 64)

    def command(*arguments: object, stdin: str | None = None) -> CommandResult:
        if stdin is not None:
            monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = run([str(argument) for argument in arguments], lambda _: 0)
        return CommandResult(code, out.getvalue(), err.getvalue())

    return command


def begin(cli: Command, folder: Path) -> None:
    """Make a review file of six synthetic cases."""
    (folder / "list.csv").write_text(
        "Reference,Type,Date reported,Unit,Force grade,Scale\n"
        + "".join(
            f"00{n}/17,{code},2017-03-0{n},Unit {n % 2},Good,GRI3\n"
            for n, code in enumerate(TYPES, start=1)
        ),
        encoding="utf-8",
    )
    made = cli(
        *("new", "a.review", "--list", "list.csv", "--inspection", "SYN-2018Q4"),
        *("--force", "Synthetic Constabulary", "--reviewer", "Reader A"),
    )
    assert made.code == 0, made.err


def answer_all(cli: Command, file: Path, reader: str, grades: str, places: range) -> None:
    """Answer cases completely, one grade after another, line by line."""
    rows = {}
    for place, grade in zip(places, grades.split(), strict=True):
        case = Case(
            id=CaseId(f"SYN-2018Q4-{place:04d}"),
            position=place,
            values={
                Key("type"): TYPES[place - 1],
                Key("reported"): f"2017-03-0{place}",
                Key("force_grade"): "G",
                Key("force_scale"): "GRI3",
            },
        )
        answers = sample_answers(FORM, case, reader, grade, seed=place, today=date(2018, 1, 29))
        rows[case.id] = answers
    lines = [f"{c} {k}={' '.join(v.split())}\n" for c, a in rows.items() for k, v in a.items()]
    result = cli("answers", "set", file, "-", stdin="".join(lines))
    assert result.code == 0, result.out
    assert cli("complete", file, "--all").code == 0


def make_workbooks(cli: Command, folder: Path) -> None:
    """Make two readers' signed workbooks: A read cases 1 to 4, B cases 4 to 6; case 4 differs."""
    begin(cli, folder)
    cli(
        *("new", "b.review", "--list", "list.csv", "--inspection", "SYN-2018Q4"),
        *("--force", "Synthetic Constabulary", "--reviewer", "Reader B"),
    )
    answer_all(cli, folder / "a.review", "Reader A", "G RI I RI", range(1, 5))
    answer_all(cli, folder / "b.review", "Reader B", "I G RI", range(4, 7))
    (folder / "trust").mkdir()
    for reader in "ab":
        identity, name = f"{reader}.p12", f"Reader {reader.upper()}"
        assert cli("identity", "create", identity, "--name", name, "--key", "ec").code == 0
        assert cli("identity", "certificate", identity, f"trust/{reader}.cer").code == 0
        made = cli("export", f"{reader}.review", f"{reader}.xlsx", "--identity", identity)
        assert made.code == 0, made.err
