"""Figures of published visits and of drawn answers, all the way from a list to a register."""

from __future__ import annotations

import csv
import io
import json
import random
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from ui.cli.main import run

PASSPHRASE = "violet lantern gravel orchid thursday"
TYPES = ("S47", "DA", "REF", "MISS", "OTH")
Command = Callable[..., str]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run commands that must end well; return what each prints."""
    monkeypatch.chdir(tmp_path)
    for name in ("REVIEWER_PASSPHRASE", "REVIEWER_IDENTITY_PASSPHRASE"):
        monkeypatch.setenv(name, PASSPHRASE)
    monkeypatch.setenv("REVIEWER_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("db.key.MEMORY_KIB", 64)

    def command(*arguments: str) -> str:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = run(arguments, lambda _: 0)
        assert code == 0, (arguments, out.getvalue(), err.getvalue())
        return out.getvalue()

    return command


def write(name: str, headings: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with Path(name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([headings, *rows])


def begin(cli: Command, file: str, reader: str, types: list[str]) -> None:
    rows = [(f"{n}/17", code, "2017-03-04") for n, code in enumerate(types, start=1)]
    write("list.csv", ("Reference", "Type", "Date reported"), rows)
    about = ("--inspection", "SYN-1", "--force", "Synthetic Constabulary", "--reviewer", reader)
    cli("new", file, "--list", "list.csv", *about)


def load(cli: Command, file: str, answers: dict[int, dict[str, str]]) -> None:
    keys = sorted({key for review in answers.values() for key in review})
    rows = [(f"SYN-1-{n:04d}", *(review.get(k, "") for k in keys)) for n, review in answers.items()]
    write("answers.csv", ("case", *keys), rows)
    cli("answers", "load", file, "answers.csv")


def tables(cli: Command, file: str) -> dict:
    return json.loads(cli("summary", file, "--json"))["tables"]


@pytest.mark.parametrize(
    ("below", "of", "percent", "interval"),
    [
        (278, 374, 74.3, [69.7, 78.5]),
        (125, 135, 92.6, [86.9, 95.9]),
        (191, 214, 89.3, [84.4, 92.7]),
        (210, 303, 69.3, [63.9, 74.2]),
    ],
)
def test_published_visits_come_out_as_they_were_published(
    cli: Command, below: int, of: int, percent: float, interval: list[float]
) -> None:
    begin(cli, "a.review", "Reader A", ["OTH"] * of)
    grades = ["RI"] * (below // 2) + ["I"] * (below - below // 2) + ["G"] * (of - below)
    load(cli, "a.review", {n: {"overall.grade": g} for n, g in enumerate(grades, start=1)})
    headline = tables(cli, "a.review")["headline"]
    assert (headline["below_good"], headline["graded"]) == (below, of)
    assert (headline["below_good_percent"], headline["interval"]) == (percent, interval)


@pytest.mark.parametrize("seed", range(3))
def test_drawn_answers_are_counted_as_an_independent_count_does(cli: Command, seed: int) -> None:
    chance = random.Random(seed)
    types = [chance.choice(TYPES) for _ in range(60)]
    drawn = {n: answers(chance) for n in range(1, 61) if chance.random() < 0.9}
    first = {n: review for n, review in drawn.items() if n <= 30}
    second = {n: review for n, review in drawn.items() if n > 30}
    for reader, part in (("A", first), ("B", second)):
        file = f"{reader}.review"
        begin(cli, file, f"Reader {reader}", types)
        load(cli, file, part)
        cli("identity", "create", f"{reader}.p12", "--name", f"Reader {reader}", "--key", "ec")
        cli("identity", "certificate", f"{reader}.p12", f"{reader}.cer")
        cli("trust", "add", f"{reader}.cer")
        cli("export", file, f"{reader}.xlsx", "--identity", f"{reader}.p12")
        cli("verify", f"{reader}.xlsx")
    cli("merge", "team.review", "B.xlsx", "A.xlsx")
    found = tables(cli, "team.review")
    counted = Counter(review.get("overall.grade", "") for review in drawn.values())
    excluded = sum(review.get("reviewable") == "EXC" for review in drawn.values())
    headline = found["headline"]
    assert {g: headline[g] for g in ("G", "RI", "I", "NG")} == {
        g: counted[g] for g in ("G", "RI", "I", "NG")
    }
    assert (headline["sampled"], headline["excluded"]) == (60, excluded)
    assert headline["below_good"] == counted["RI"] + counted["I"]
    by_type = Counter((types[n - 1], review.get("overall.grade")) for n, review in drawn.items())
    for row in found["by_type"]:
        assert [row[g] for g in ("G", "RI", "I")] == [
            by_type[row["type"], g] for g in ("G", "RI", "I")
        ]
    flags = Counter(
        (review.get("delay.flag"), review.get("overall.grade")) for review in drawn.values()
    )
    for flag, grades in found["delay"].items():
        assert grades["I"] == flags[flag, "I"]
    cli("export", "team.review", "team.xlsx", "--identity", "A.p12")
    assert tables(cli, "team.xlsx") == found


def answers(chance: random.Random) -> dict[str, str]:
    """Draw what one reader saves of one case: an exclusion, or a grade with its flags."""
    if chance.random() < 0.1:
        return {"reviewable": "EXC", "exclusion": "X1"}
    return {
        "reviewable": "YES",
        "overall.grade": chance.choice(("G", "RI", "I", "NG")),
        "delay.flag": chance.choice(("DEL_NONE", "DEL_JUST", "DEL_UNNEC", "DEL_CT")),
        "supervision.flag": chance.choice(("SUP_EFF", "SUP_INEFF", "SUP_NONE")),
    }
