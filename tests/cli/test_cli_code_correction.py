"""A mistyped inspection code is corrected by its reviewer, until something was exported."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Command, answer_all

RIGHT, REASON = "SYN-2018Q3", ("--reason", "The quarter was mistyped")


def test_every_case_gets_its_new_id(cli: Command, review_file: Path, tmp_path: Path) -> None:
    answer_all(cli, review_file, "Reader A", "G RI", range(1, 3))
    before = cli("log", review_file, "--json").json
    assert cli("correct-code", review_file, RIGHT, *REASON).code == 0
    ids = [line["id"] for line in cli("cases", review_file, "--json").json]
    assert ids == [f"{RIGHT}-000{n}" for n in range(1, 7)]
    checked = cli("check", review_file)
    assert (checked.code, checked.err) == (0, ""), checked.out
    after = cli("log", review_file, "--json").json
    assert [event["action"] for event in after][: len(before)] == [e["action"] for e in before]
    assert after[len(before)]["facts"]["head"] == before[-1]["hash"]
    shown = cli("answers", "show", review_file, f"{RIGHT}-0001", "--json").json
    assert shown[0]["answers"]["overall.grade"] == "G"
    assert cli("answers", "set", review_file, f"{RIGHT}-0003", "reviewable=YES").code == 0
    assert cli("check", review_file).code == 0


def test_the_corrected_file_s_workbook_merges_with_a_colleague_s(
    cli: Command, two_workbooks: Path
) -> None:
    made = cli(
        *("new", "c.review", "--list", "list.csv", "--inspection", "SNY-2018Q4"),
        *("--force", "Synthetic Constabulary", "--reviewer", "Reader B"),
    )
    assert made.code == 0, made.err
    cli("answers", "set", "c.review", "SNY-2018Q4-0001", "reviewable=YES", "overall.grade=G")
    assert cli("correct-code", "c.review", "SYN-2018Q4", *REASON).code == 0
    assert cli("export", "c.review", "c.xlsx", "--identity", "b.p12").code == 0
    merged = cli("merge", "team.review", "a.xlsx", "c.xlsx", "--trust", "trust", "--json").json
    assert (len(merged["accepted"]), merged["refused"]) == (2, [])


@pytest.mark.parametrize(("code", "ends"), [("SYN-2018Q4", 1), ("no code!", 2), ("", 2)])
def test_what_is_no_other_code_is_refused(
    cli: Command, review_file: Path, code: str, ends: int
) -> None:
    log = cli("log", review_file, "--json").json
    assert cli("correct-code", review_file, code, *REASON).code == ends
    assert cli("log", review_file, "--json").json == log


def test_after_an_export_the_code_stays(cli: Command, two_workbooks: Path) -> None:
    refused = cli("correct-code", "a.review", RIGHT, *REASON)
    assert (refused.code, "--code" in refused.err) == (1, True)
    cli("merge", "team.review", "a.xlsx", "--trust", "trust")
    assert cli("correct-code", "team.review", RIGHT, *REASON).code == 2
    assert cli("correct-code", "a.review", RIGHT, "--reason", "").code != 0
    assert cli("check", "a.review").code == 0
