"""Two copies of one reviewer's file brought together by command."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from commands import Command

CASES = FIRST, SECOND, THIRD, FIFTH = tuple(f"SYN-2018Q4-000{n}" for n in (1, 2, 3, 5))


def long(text: str) -> str:
    """Return a text of the length that the form asks for."""
    return " ".join([text] * 15)


@pytest.fixture
def copies(cli: Command, two_workbooks: Path) -> Path:
    """Reader A's file and a copy of it, each worked on; the copy's workbook is `copy.xlsx`.

    They differ on the first case; on the second both changed the same way; the third was changed
    in the copy alone, and there the fifth was begun.
    """
    shutil.copy("a.review", "copy.review")
    for file, grade in (("a.review", "RI"), ("copy.review", "I")):
        answer(cli, file, FIRST, f"overall.grade={grade}")
        answer(cli, file, SECOND, f"overall.rationale={long('Read again.')}")
    answer(cli, "a.review", FIRST, "overall.rationale=Late.")
    answer(cli, "copy.review", THIRD, f"overall.rationale={long('Clear now.')}")
    answer(cli, "copy.review", FIFTH, "reviewable=YES")
    export(cli, "copy.review", "copy.xlsx")
    return two_workbooks


def answer(cli: Command, file: str, case: str, *answers: str) -> None:
    result = cli("answers", "set", file, case, *answers)
    assert result.code == 0, result.err


def export(cli: Command, file: str, out: str) -> None:
    result = cli("export", file, out, "--identity", "a.p12", "--replace")
    assert result.code == 0, result.err


def answers(cli: Command, file: str) -> dict[str, Any]:
    shown = {case: cli("answers", "show", file, case, "--json") for case in CASES}
    return {
        case: result.json[0]["answers"] if result.json else {} for case, result in shown.items()
    }


def status(cli: Command, case: str) -> str:
    lines = cli("cases", "a.review", "--json").json
    return next(str(line["status"]) for line in lines if line["id"] == case)


def done(cli: Command, file: str) -> list[str]:
    return [event["action"] for event in cli("log", file, "--json").json]


def conflicts(cli: Command, register: str) -> int:
    return sum(one["kind"] == "conflict" for one in cli("conflicts", register, "--json").json)


RECONCILE = ("reconcile", "a.review", "copy.xlsx", "--trust", "trust")


def test_copies_that_differ_are_shown_and_nothing_is_changed(cli: Command, copies: Path) -> None:
    before = done(cli, "a.review")
    shown = cli(*RECONCILE, "--json")
    assert shown.code == 1
    (one,) = shown.json["differing"]
    assert one["case"] == FIRST
    assert {a["key"]: (a["own"], a["other"]) for a in one["answers"]}["overall.grade"] == (
        ("RI", "I")
    )
    assert (shown.json["newer"], shown.json["alike"]) == ([THIRD, FIFTH], [SECOND])
    assert "--take all=own" in cli(*RECONCILE).out
    assert cli(*RECONCILE, "--take", "all=own", "--dry-run").code == 0
    assert done(cli, "a.review") == before


def test_reconciled_copies_leave_the_lead_no_conflict(cli: Command, copies: Path) -> None:
    export(cli, "a.review", "a.xlsx")
    cli("merge", "team.review", "a.xlsx", "copy.xlsx", "--trust", "trust")
    assert conflicts(cli, "team.review") == 1
    result = cli(
        *RECONCILE,
        *("--take", f"{FIRST}/overall.grade=other", "--take", f"{FIRST}=own"),
    )
    assert result.code == 0, result.err
    now = answers(cli, "a.review")
    assert now[FIRST]["overall.grade"] == "I"
    assert now[FIRST]["overall.rationale"] == "Late."
    assert now[THIRD]["overall.rationale"] == long("Clear now.")
    assert now[FIFTH]["reviewable"] == "YES"
    assert (status(cli, FIRST), status(cli, SECOND)) == ("in progress", "complete")
    export(cli, "a.review", "a.xlsx")
    merged = cli("merge", "team.review", "a.xlsx", "--trust", "trust", "--json").json
    assert merged["conflicts"] == []
    assert cli("check", "a.review").code == 0
    assert cli("check", "team.review").code == 0


def test_reconciling_twice_changes_nothing(cli: Command, copies: Path) -> None:
    assert cli(*RECONCILE, "--take", "all=other").code == 0
    before = done(cli, "a.review")
    again = cli(*RECONCILE, "--json")
    assert (again.code, again.json["differing"], again.json["newer"]) == (0, [], [])
    assert done(cli, "a.review").count("reconciled") == before.count("reconciled") == 4
    assert answers(cli, "a.review") == answers(cli, "copy.review")


def test_of_one_side_taken_whole_the_case_is_as_complete_as_there(
    cli: Command, copies: Path
) -> None:
    answer(cli, "a.review", THIRD, f"overall.rationale={long('Not clear.')}")
    assert cli(*RECONCILE, "--take", "all=other").code == 0
    assert (status(cli, FIRST), status(cli, THIRD)) == ("in progress", "complete")
    assert cli("check", "a.review").code == 0


def test_a_case_of_both_copies_is_complete_only_once_its_reader_completes_it_again(
    cli: Command, copies: Path
) -> None:
    answer(cli, "a.review", THIRD, f"overall.rationale={long('Not clear.')}")
    answer(cli, "a.review", THIRD, f"A1.rationale={long('Seen alone.')}")
    assert status(cli, THIRD) == "complete"  # and in the copy too
    mixed = ("--take", f"{THIRD}/overall.rationale=other", "--take", "all=own")
    assert cli(*RECONCILE, *mixed).code == 0
    assert status(cli, THIRD) == "in progress"
    assert cli("complete", "a.review", THIRD).code == 0


def test_a_case_reopened_in_the_other_copy_alone_is_open_here_too(
    cli: Command, copies: Path
) -> None:
    before = answers(cli, "copy.review")[SECOND]["overall.rationale"]
    assert cli(*RECONCILE, "--take", "all=other").code == 0
    shutil.copy("a.review", "copy.review")
    for text in ("Short.", before):
        answer(cli, "copy.review", SECOND, f"overall.rationale={text}")
    export(cli, "copy.review", "copy.xlsx")
    assert cli(*RECONCILE).code == 0
    assert status(cli, SECOND) == "in progress"


@pytest.mark.parametrize("take", ["all=theirs", "nothing=own", f"{SECOND}=own", "own"])
def test_a_choice_that_means_nothing_is_refused(cli: Command, copies: Path, take: str) -> None:
    result = cli(*RECONCILE, "--take", take)
    assert (result.code, result.err.count("\n")) == (2, 1), result
    assert "reconciled" not in done(cli, "a.review")


def test_only_the_reader_s_own_copy_is_reconciled(cli: Command, copies: Path) -> None:
    cli("merge", "team.review", "a.xlsx", "--trust", "trust")
    cli("export", "team.review", "team.xlsx", "--identity", "b.p12")
    for other in ("b.xlsx", "team.xlsx"):
        result = cli("reconcile", "a.review", other, "--trust", "trust")
        assert (result.code, "not from another copy" in result.err) == (1, True)
    assert cli("reconcile", "a.review", "copy.xlsx").code == 1  # nobody vouched for the signer
    assert cli("reconcile", "team.review", "copy.xlsx", "--trust", "trust").code == 1
    broken = bytearray(Path("copy.xlsx").read_bytes())
    broken[len(broken) // 2] ^= 1
    Path("broken.xlsx").write_bytes(broken)
    assert cli("reconcile", "a.review", "broken.xlsx", "--trust", "trust").code == 1
