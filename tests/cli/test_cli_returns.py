"""A case the lead returns: from the register, by the team's workbook, into its reader's file."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Command

CASE, OTHER = "SYN-2018Q4-0001", "SYN-2018Q4-0002"
COMMENT = "The strategy discussion of 3 March is not weighed."


@pytest.fixture
def team(cli: Command, review_file: Path, tmp_path: Path) -> Path:
    """A register with one reader's workbook, whose first case is returned, and its workbook."""
    for who, name in (("a", "Reader A"), ("lead", "M. Lead")):
        cli("identity", "create", f"{who}.p12", "--name", name, "--key", "ec")
        cli("identity", "certificate", f"{who}.p12", f"{who}.cer")
    cli("trust", "add", "a.cer")
    for case in (CASE, OTHER):
        assert cli("answers", "set", "a.review", case, "reviewable=EXC", "exclusion=X1").code == 0
        done = cli("complete", "a.review", case)
        assert done.code == 0, done.err
    assert cli("export", "a.review", "a.xlsx", "--identity", "a.p12").code == 0
    assert cli("merge", "team.review", "a.xlsx").code == 0
    return tmp_path


def returned(cli: Command, *more: str) -> None:
    result = cli(
        *("decide", "team.review", CASE, "--return", "--reason", COMMENT),
        *("--moderator", "M. Lead", *more),
    )
    assert result.code == 0, result.err
    assert result.out == f"{CASE} will be returned to Reader A with the next team workbook.\n"
    assert cli("export", "team.review", "team.xlsx", "--identity", "lead.p12").code == 0


def states(cli: Command) -> dict[str, tuple[str, bool]]:
    lines = cli("cases", "a.review", "--json").json
    return {line["id"]: (line["status"], line["returned"]) for line in lines}


def test_a_return_reaches_the_reader_with_its_comment_and_completing_settles_it(
    cli: Command, team: Path
) -> None:
    returned(cli)
    result = cli("returns", "a.review", "team.xlsx", "--trust", "lead.cer", "--json")
    assert result.code == 0, result.err
    assert [(one["case"], one["moderator"], one["comment"]) for one in result.json] == [
        (CASE, "M. Lead", COMMENT)
    ]
    assert states(cli)[CASE][1]
    assert not states(cli)[OTHER][1]
    head, _, *listed = cli("cases", "a.review").out.splitlines()
    assert head.split()[-1] == "Returned"
    assert [line.split()[0] for line in listed if line.split()[-1] == "yes"] == [CASE]
    assert cli("check", "a.review").code == 0
    assert cli("complete", "a.review", CASE).code == 0
    assert not states(cli)[CASE][1]
    again = cli("returns", "a.review", "team.xlsx", "--trust", "lead.cer")
    assert again.out == "No cases were returned.\n"
    assert not states(cli)[CASE][1]
    assert cli("check", "a.review").code == 0


def test_a_second_return_is_another_one(cli: Command, team: Path) -> None:
    returned(cli)
    cli("trust", "add", "lead.cer")
    cli("returns", "a.review", "team.xlsx")
    cli("complete", "a.review", CASE)
    returned(cli, "--to", "reader a")
    assert len(cli("returns", "a.review", "team.xlsx", "--json").json) == 1
    assert states(cli)[CASE][1]


def test_a_return_that_is_not_the_team_s_own_word_is_refused(cli: Command, team: Path) -> None:
    returned(cli)
    for book, why in (
        ("team.xlsx", "whom you do not trust yet"),
        ("a.xlsx", "one reviewer's workbook"),
        ("list.csv", "unreadable"),
    ):
        result = cli("returns", "a.review", book)
        assert (result.code, result.out) == (1, ""), result
        assert why in result.err
    result = cli("returns", "team.review", "team.xlsx", "--trust", "lead.cer")
    assert result.code == 1
    assert "imported into the reviewers' own files" in result.err
    assert not states(cli)[CASE][1]


def test_only_a_case_with_a_review_is_returned_and_to_one_who_reviewed_it(
    cli: Command, team: Path
) -> None:
    for case, reader, why in (
        ("SYN-2018Q4-0003", "", "no review yet"),
        ("SYN-2018Q4-0099", "", "no case"),
        (CASE, "Reader B", "Use --to NAME."),
    ):
        result = cli(
            *("decide", "team.review", case, "--return", "--reason", "…", "--moderator", "M"),
            *("--to", reader),
        )
        assert result.code != 0, result
        assert why in result.err
