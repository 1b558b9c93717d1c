"""Wrong names, wrong kinds of files, odd characters: one sentence each, and nothing is touched."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from commands import Command

CASE = "SYN-2018Q4-0001"
LONG = "x" * 300
NEW = ("--list", "list.csv", "--inspection", "X-1", "--force", "F", "--reviewer", "R")


def writers(out: str) -> list[tuple[str, ...]]:
    return [
        ("export", "a.review", out, "--identity", "a.p12"),
        ("print", "a.review", out, "--blank"),
        ("answers", "template", "a.review", out),
        ("identity", "create", out, "--name", "X", "--key", "ec"),
        ("identity", "certificate", "a.p12", out),
        ("backup", "a.review", out),
        ("restore", "a.review", out),
        ("restore", "a.review", out, "--dry-run"),
        ("new", out, *NEW),
        ("merge", out, "a.xlsx", "--trust", "trust"),
        ("demo", out),
        ("dispose", "a.review", "--identity", "a.p12", "--record", out, "--yes"),
    ]


def kept(folder: Path) -> dict[str, bytes | None]:
    # A file that is opened for writing changes its header; its log is looked at instead.
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
        if path.suffix != ".review" and "home" not in path.parts
    }


@pytest.mark.parametrize(
    "out", ["pipe", "a.p12", "list.csv/o", "nowhere/o", LONG, f"nowhere/{LONG}"]
)
def test_no_command_writes_where_something_else_lies_or_nothing_can(
    cli: Command, two_workbooks: Path, out: str
) -> None:
    os.mkfifo("pipe")
    before, events = kept(two_workbooks), cli("log", "a.review", "--json").out
    for command in writers(out):
        if command[0] == "demo" and out.startswith("nowhere"):
            continue  # a demonstration makes its folder
        if command[:2] == ("identity", "create") and out == "a.p12":
            continue  # replacing an identity is held elsewhere
        result = cli(*command)
        assert (result.code, result.out) == (2, ""), command
        assert result.err.count("\n") == 1, result.err
        assert "mistake" not in result.err
    assert kept(two_workbooks) == before
    assert cli("log", "a.review", "--json").out == events


def text_writers(out: str) -> list[tuple[str, ...]]:
    return [
        ("list", "mapping", "list.csv", out),
        ("list", "check", "bad.csv", "--refused", out),
        ("list", "draw", "list.csv", out, "--size", "2", "--seed", "s"),
        ("new", "n.review", *NEW[2:], "--list", "bad.csv", "--refused", out),
        ("answers", "template", "a.review", out),
        ("identity", "certificate", "a.p12", out),
        ("identity", "request", "a.p12", out),
        ("dispose", "a.review", "--identity", "a.p12", "--record", out, "--yes"),
    ]


def test_no_command_takes_the_place_of_a_text_of_another_kind_unless_it_is_agreed_to(
    cli: Command, two_workbooks: Path
) -> None:
    bad = Path("list.csv").read_text("utf-8") + "9/17,no such type,2017-03-09,Unit 1,Good,GRI3\n"
    Path("bad.csv").write_text(bad, "utf-8")
    Path("notes.csv").write_text("what somebody wrote\n", "utf-8")
    Path("notes.yaml").write_text("what somebody wrote\n", "utf-8")
    before = kept(two_workbooks)
    agreed = []
    for asked in (*text_writers("notes.csv"), ("form", "new", "notes.yaml")):
        result = cli(*asked)
        assert (result.code, result.err.count("\n")) == (2, 1), (asked, result.err)
        assert kept(two_workbooks) == before, asked
        if "--replace" in result.err:
            agreed.append(asked)
    assert len(agreed) == 6
    for asked in agreed:
        Path("notes.csv").write_text("what somebody wrote\n", "utf-8")
        assert cli(*asked, "--replace").code in {0, 1}, asked
        assert Path("notes.csv").read_text("utf-8") != "what somebody wrote\n", asked


@pytest.mark.parametrize("wrong", ["a.p12", "a.xlsx", "list.csv", "empty", "folder", LONG])
def test_what_is_no_review_file_is_reported_before_anything_else(
    cli: Command, two_workbooks: Path, wrong: str
) -> None:
    Path("empty").touch()
    Path("folder").mkdir()
    for command in (
        ("cases", wrong),
        ("log", wrong),
        ("check", wrong),
        ("backups", wrong),
        ("complete", wrong, "--all"),
        ("answers", "set", wrong, "-"),
        ("answers", "load", wrong, "list.csv"),
        ("print", wrong, "o.pdf", "--all"),
        ("passphrase", wrong),
        ("restore", wrong, "o.review"),
    ):
        result = cli(*command)
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1), command
        assert "mistake" not in result.err


@pytest.mark.skipif(sys.platform == "win32", reason="a hole takes room on the disk there")
def test_a_file_is_read_no_further_than_a_workbook_can_be_long(
    cli: Command, review_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviewer.app.files.READ_LIMIT", 4096)
    with Path("long.csv").open("wb") as file:
        file.truncate(1 << 40)  # a hole: read whole, it would fill the memory
    result = cli("answers", "load", review_file, "long.csv")
    assert result.code == 2
    assert "larger" in result.err


def test_an_empty_sheet_is_no_answer_sheet(cli: Command, review_file: Path) -> None:
    Path("empty.csv").touch()
    result = cli("answers", "load", review_file, "empty.csv")
    assert result.code == 1
    assert "case" in result.out


@pytest.mark.parametrize("odd", ["a\nb", "a\x07", "a\u2028b", "\udcff", LONG])
def test_odd_names_and_keys_are_reported_in_one_line(
    cli: Command, review_file: Path, odd: str
) -> None:
    for command in (
        ("answers", "set", review_file, odd, "A1.1=Y"),
        ("answers", "set", review_file, CASE, f"{odd}=Y"),
        ("answers", "set", review_file, CASE, f"A1.1={odd}"),
        ("answers", "show", review_file, odd),
        ("complete", review_file, f"{odd}?"),
        ("list", "check", "list.csv", "--force", f"{odd}\x07"),
    ):
        result = cli(*command)
        assert result.code in {1, 2}, command
        assert len((result.out + result.err).splitlines()) <= 2
        assert "mistake" not in result.err
    result = cli(
        "answers", "set", review_file, "-", stdin=f"{CASE} A1.1={odd.replace(chr(10), '')}\n"
    )
    assert result.out.startswith(f"REFUSED {CASE} A1.1 ")
    assert len(result.out.splitlines()) == 1


def test_a_visit_does_not_end_before_it_begins(cli: Command, review_file: Path) -> None:
    result = cli("new", "b.review", *NEW, "--visit-from", "2018-02-01", "--visit-to", "2018-01-01")
    assert result.code == 2
    assert "before" in result.err
    assert not Path("b.review").exists()


def test_settings_that_can_not_be_kept_are_a_notice_and_the_answer_is_saved(
    cli: Command, review_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEWER_HOME", str(Path("list.csv").resolve() / "home"))
    result = cli("answers", "set", review_file, CASE, "A1.1=Y")
    assert result.code == 0
    assert all(line.startswith("Notice:") for line in result.err.splitlines())
    assert cli("answers", "show", review_file, CASE, "--json").json[0]["answers"] == {"A1.1": "Y"}


@pytest.mark.parametrize(
    ("what", "module", "prints"),
    [
        ("--blank", "blank_form", "print_blank_form"),
        ("--summary", "inspection_summary", "print_summary"),
        ("--all", "cases", "print_cases"),
    ],
)
def test_no_page_is_set_where_the_print_may_not_lie(
    cli: Command,
    review_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
    module: str,
    prints: str,
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("it was made though it must not be written")

    monkeypatch.setattr(f"reviewer.printing.{module}.{prints}", never)
    Path("other.pdf").write_bytes(b"%PDF-1.7 of somebody else")
    result = cli("print", review_file, "other.pdf", what)
    assert (result.code, "is not a print of" in result.err) == (2, True), result.err
