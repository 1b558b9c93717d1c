"""Two readers added other cases to one list: a lead lets those of one count apart."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from commands import Command

REASON = ("--reason", "Each found cases of their own", "--moderator", "M. Lead")


@pytest.fixture
def extended(cli: Command, two_workbooks: Path) -> Path:
    """Both readers' files, each with another case added to the list, which its reader graded."""
    for reader in "ab":
        extend(cli, reader)
    return two_workbooks


def extend(cli: Command, reader: str) -> None:
    """Add a case to the list of a reader's file, grade it and export it."""
    file, listed = f"{reader}.review", Path("list.csv").read_text("utf-8")
    later = f"{listed}X{reader}/17,S47,2017-05-01,Unit 1,Good,GRI3\n"
    Path("later.csv").write_text(later, "utf-8")
    added = cli("list", "extend", file, "later.csv")
    assert added.code == 0, added.err
    cli("answers", "set", file, "SYN-2018Q4-0007", "reviewable=YES", "overall.grade=RI")
    made = cli("export", file, f"{reader}.xlsx", "--identity", f"{reader}.p12", "--replace")
    assert made.code == 0, made.err


def grades(cli: Command, file: str) -> list[str | None]:
    return [line["grade"] for line in cli("cases", file, "--json").json]


def test_lists_extended_differently_are_brought_together(cli: Command, extended: Path) -> None:
    cli("merge", "team.review", "a.xlsx", "--trust", "trust")
    before = grades(cli, "team.review")
    assert len(before) == 7
    again = ("merge", "team.review", "b.xlsx", "--trust", "trust")
    refused = cli(*again, "--json").json["refused"]
    assert [book["code"] for book in refused] == ["other-list"]
    output = cli(*again).out
    assert f"--list {refused[0]['list'][:12]}" in output
    assert cli("decide", "team.review", "--list", refused[0]["list"], *REASON).code == 0
    merged = cli(*again, "--json").json
    assert (merged["refused"], merged["conflicts"]) == ([], [])
    lines = cli("cases", "team.review", "--json").json
    assert len(lines) == 8
    assert [line["grade"] for line in lines if line["status"] != "not started"][-2:] == ["RI", "RI"]
    assert cli("check", "team.review").code == 0
    cli("identity", "create", "lead.p12", "--name", "M. Lead", "--key", "ec")
    cli("identity", "certificate", "lead.p12", "trust/lead.cer")
    assert cli("export", "team.review", "team.xlsx", "--identity", "lead.p12").code == 0
    assert cli("verify", "team.xlsx", "--trust", "trust").code == 0
    assert cli("merge", "top.review", "team.xlsx", "--trust", "trust").code == 0
    wanted = sorted(str(line["grade"]) for line in lines)
    assert sorted(map(str, grades(cli, "top.review"))) == wanted
    for top, order in (
        ("top.review", ("b.xlsx", "a.xlsx")),
        ("first.review", ("b.xlsx", "team.xlsx", "a.xlsx")),
        ("last.review", ("a.xlsx", "team.xlsx", "b.xlsx")),
    ):
        for book in order:
            merged = cli("merge", top, book, "--trust", "trust", "--json").json
            assert merged["refused"] == [], (top, book)
        assert sorted(map(str, grades(cli, top))) == wanted, top
        assert cli("check", top).code == 0


def test_the_same_later_list_has_the_same_places_in_every_file(
    cli: Command, extended: Path
) -> None:
    shutil.copy("b.review", "c.review")
    cli("handover", "c.review", "--to", "Reader A", "--reason", "B. is ill")
    cli("answers", "set", "c.review", "SYN-2018Q4-0007", "overall.grade=I")
    cli("export", "c.review", "c.xlsx", "--identity", "a.p12")
    cli("merge", "team.review", "a.xlsx", "--trust", "trust")
    (refused,) = cli("merge", "team.review", "b.xlsx", "--trust", "trust", "--json").json["refused"]
    assert cli("decide", "team.review", "--list", refused["list"][:12], *REASON).code == 0
    merged = cli("merge", "team.review", "b.xlsx", "c.xlsx", "--trust", "trust", "--json").json
    assert merged["refused"] == []
    assert len(cli("cases", "team.review", "--json").json) == 8


def test_a_list_of_the_register_and_what_is_no_digest_are_refused(
    cli: Command, extended: Path
) -> None:
    cli("merge", "team.review", "a.xlsx", "--trust", "trust")
    cli("merge", "other.review", "b.xlsx", "--trust", "trust")
    other = cli("merge", "other.review", "a.xlsx", "--trust", "trust", "--json").json
    own = other["refused"][0]["list"]
    before = cli("log", "team.review", "--json").json
    for digest in (own, own[:12], "nothing", "abc", "0" * 65, ""):
        refused = cli("decide", "team.review", "--list", digest, *REASON)
        assert (refused.code, refused.err.count("\n")) == (2, 1), refused
    assert cli("log", "team.review", "--json").json == before


@pytest.mark.usefixtures("two_workbooks")
def test_a_register_above_merges_again_after_a_workbook_was_removed_below(cli: Command) -> None:
    extend(cli, "b")
    cli("identity", "create", "lead.p12", "--name", "M. Lead", "--key", "ec")
    cli("identity", "certificate", "lead.p12", "trust/lead.cer")
    cli("merge", "team.review", "a.xlsx", "b.xlsx", "--trust", "trust")
    cli("export", "team.review", "first.xlsx", "--identity", "lead.p12")
    cli("merge", "top.review", "first.xlsx", "--trust", "trust")
    assert cli("remove", "team.review", "b.xlsx").code == 0
    cli("export", "team.review", "second.xlsx", "--identity", "lead.p12")
    merged = cli("merge", "top.review", "second.xlsx", "--trust", "trust", "--json")
    assert (merged.code, merged.json["refused"]) == (0, [])
