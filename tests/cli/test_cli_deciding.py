"""Decisions by command: versions and no clock, postponing, revoking, returns, withdrawal."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from commands import Command

CASE, FOURTH = "SYN-2018Q4-0001", "SYN-2018Q4-0004"
REASON = ("--reason", "Read together.", "--moderator", "M. Lead")


def grades(cli: Command, file: str) -> dict[str, Any]:
    """Return the grade of each case, None where it is open."""
    return {line["id"]: line["grade"] for line in cli("cases", file, "--json").json}


def export(cli: Command, register: str, out: str) -> None:
    result = cli("export", register, out, "--identity", "lead.p12")
    assert result.code == 0, result.err


@pytest.fixture
def registers(cli: Command, two_workbooks: Path) -> Path:
    """Make two leads' registers of the same two workbooks, and an identity for both."""
    for register in ("one.review", "two.review"):
        cli("merge", register, "a.xlsx", "b.xlsx", "--trust", "trust")
    cli("identity", "create", "lead.p12", "--name", "M. Lead", "--key", "ec")
    cli("identity", "certificate", "lead.p12", "lead.cer")
    return two_workbooks


def test_of_two_leads_who_decided_differently_neither_holds(cli: Command, registers: Path) -> None:
    for register, grade in (("one.review", "RI"), ("two.review", "G")):
        assert cli("decide", register, FOURTH, "--grade", grade, *REASON).code == 0
        assert grades(cli, register)[FOURTH] == grade
        export(cli, register, f"{register}.xlsx")
    for books in (("one", "two"), ("two", "one")):
        top = f"top-{books[0]}.review"
        cli("merge", top, *(f"{b}.review.xlsx" for b in books), "--trust", "lead.cer")
        (waiting,) = cli("conflicts", top, "--json").json
        assert sorted(ruling["decided"] for ruling in waiting["rulings"]) == ["G", "RI"]
        assert grades(cli, top)[FOURTH] is None
        assert cli("decide", top, FOURTH, "--grade", "I", *REASON).code == 0
        assert grades(cli, top)[FOURTH] == "I"
        assert cli("conflicts", top, "--json").json == []


def test_a_later_decision_replaces_an_earlier_one_and_can_be_revoked(
    cli: Command, registers: Path
) -> None:
    for grade in ("RI", "G", "I"):
        cli("decide", "one.review", FOURTH, "--grade", grade, *REASON)
        assert grades(cli, "one.review")[FOURTH] == grade
    assert cli("decide", "one.review", FOURTH, "--revoke", *REASON).code == 0
    assert grades(cli, "one.review")[FOURTH] is None
    assert cli("decide", "one.review", FOURTH, "--revoke", *REASON).code == 1
    assert cli("check", "one.review").code == 0


def test_a_postponed_case_stays_open_and_is_counted(cli: Command, registers: Path) -> None:
    assert cli("decide", "one.review", FOURTH, "--postpone", *REASON).code == 0
    (waiting,) = cli("conflicts", "one.review", "--json").json
    assert waiting["postponed"]
    cli("decide", "one.review", FOURTH, "--grade", "RI", *REASON)
    assert grades(cli, "one.review")[FOURTH] == "RI"
    assert cli("decide", "one.review", FOURTH, "--postpone", *REASON).code == 1


def test_a_return_is_open_until_its_reader_completed_the_case_again(
    cli: Command, registers: Path
) -> None:
    cli("decide", "one.review", CASE, "--return", *REASON)
    for command in ("conflicts", "summary"):
        assert "was returned" in cli(command, "one.review").out
    assert cli("summary", "one.review", "--json").json["returned"] == [CASE]
    lines = {line["id"]: line["return"] for line in cli("cases", "one.review", "--json").json}
    assert (lines[CASE], lines[FOURTH]) == ("open", None)
    export(cli, "one.review", "team.xlsx")
    again = cli("merge", "one.review", "a.xlsx", "--trust", "trust", "--json").json
    assert [(r["case"], r["state"]) for r in again["returns"]] == [(CASE, "open")]
    cli("returns", "a.review", "team.xlsx", "--trust", "lead.cer")
    for complete, state in ((False, "reopened"), (True, "answered")):
        if complete:
            cli("complete", "a.review", CASE)
        cli("export", "a.review", "a.xlsx", "--identity", "a.p12")
        again = cli("merge", "one.review", "a.xlsx", "--trust", "trust", "--json").json
        assert [r["state"] for r in again["returns"]] == [state]


def test_a_workbook_removed_below_is_gone_above(cli: Command, registers: Path) -> None:
    export(cli, "one.review", "first.xlsx")
    cli("remove", "one.review", "b.xlsx")
    export(cli, "one.review", "second.xlsx")
    for books in (("first", "second"), ("second",)):
        top = f"top-{len(books)}.review"
        for book in books:
            cli("merge", top, f"{book}.xlsx", "--trust", "lead.cer")
        assert grades(cli, top) == grades(cli, "one.review")
        held = {book["workbook"] for book in cli("workbooks", top, "--json").json}
        assert held == {"second.xlsx", "a.xlsx"}
    older = cli("merge", "top-1.review", "first.xlsx", "--trust", "lead.cer", "--json")
    assert [book["code"] for book in older.json["refused"]] == ["went-back"]


def test_readers_show_each_readers_cases_and_what_they_agree_on(
    cli: Command, registers: Path
) -> None:
    rows = cli("readers", "one.review", "--json").json
    assert [(r["Reader"], r["Cases"], r["Second reads"], r["Agreed"]) for r in rows] == [
        ("Reader A", 4, 1, 0),
        ("Reader B", 3, 1, 0),
    ]
    own = cli("readers", "a.review", "--json").json
    assert [row["Reader"] for row in own] == ["Reader A"]


def test_an_inspection_can_forbid_that_a_reader_moderates(cli: Command, registers: Path) -> None:
    reader = ("--reason", "My own reading.", "--moderator", "reader a")
    assert cli("moderation", "one.review", "--outside-only").code == 0
    assert "Readers cannot moderate" in cli("moderation", "one.review").out
    for how in (("--grade", "RI"), ("--side", "1")):
        refused = cli("decide", "one.review", FOURTH, *how, *reader)
        assert (refused.code, "one of the readers" in refused.err) == (1, True)
    assert grades(cli, "one.review")[FOURTH] is None
    assert cli("decide", "one.review", FOURTH, "--grade", "RI", *REASON).code == 0
    assert cli("check", "one.review").code == 0


def test_what_a_reader_moderated_before_it_was_forbidden_is_named_in_a_final_export(
    cli: Command, registers: Path
) -> None:
    reader = ("--reason", "My own reading.", "--moderator", "Reader A")
    assert cli("decide", "one.review", FOURTH, "--grade", "RI", *reader).code == 0
    assert cli("moderation", "one.review", "--outside-only").code == 0
    final = ("export", "one.review", "final.xlsx", "--identity", "lead.p12", "--final")
    refused = cli(*final)
    assert (refused.code != 0, FOURTH in refused.err) == (True, True)
    assert cli("moderation", "one.review", "--readers-too").code == 0
    assert cli(*final).code == 0
    assert cli("moderation", "a.review", "--outside-only").code == 2


def test_a_merge_shows_the_digest_of_each_workbook_also_of_a_refused_one(
    cli: Command, registers: Path
) -> None:
    made = cli(
        *("new", "other.review", "--list", "list.csv", "--inspection", "SYN-2018Q3"),
        *("--force", "Synthetic Constabulary", "--reviewer", "Reader A"),
    )
    assert made.code == 0, made.err
    cli("answers", "set", "other.review", "SYN-2018Q3-0005", "reviewable=YES")
    cli("export", "other.review", "other.xlsx", "--identity", "a.p12")
    both = ("a.xlsx", "other.xlsx", "--trust", "trust")
    result = cli("merge", "one.review", *both)
    digests = [hashlib.sha256(Path(name).read_bytes()).hexdigest()[:12] for name in both[:2]]
    assert all(digest in result.out for digest in digests)
    assert "--code" in result.out
    assert cli("decide", "one.review", "--code", "SYN-2018Q3", *REASON).code == 0
    assert cli("merge", "one.review", *both).code == 0
