"""Receipts by command: signed by a register, kept by the sender, asked for before a disposal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from commands import Command

CASE = "SYN-2018Q4-0001"


@pytest.fixture
def receipts(cli: Command, two_workbooks: Path) -> dict[str, Path]:
    """Merge two readers' workbooks and sign a receipt for each; return them by reader."""
    assert cli("merge", "team.review", "a.xlsx", "b.xlsx", "--trust", "trust").code == 0
    cli("identity", "create", "lead.p12", "--name", "M. Lead", "--key", "ec")
    cli("identity", "certificate", "lead.p12", "lead.cer")
    (two_workbooks / "out").mkdir()
    result = cli("receipts", "issue", "team.review", "out", "--identity", "lead.p12", "--json")
    assert result.code == 0, result.err
    return {one["issued_by"]: Path(one["file"]) for one in result.json}


def dispose(cli: Command, *more: str) -> Any:  # noqa: ANN401 - what a command prints
    order = ("dispose", "a.review", "--identity", "a.p12", "--record", "gone.json", "--yes")
    return cli(*order, *more)


def test_a_file_is_disposed_of_once_its_work_was_received(
    cli: Command, receipts: dict[str, Path]
) -> None:
    assert not cli("receipts", "list", "a.review", "--json").json["all_received"]
    refused = dispose(cli)
    assert (refused.code, "--without-receipt" in refused.err) == (2, True)
    assert Path("a.review").exists()
    taken = cli("receipts", "import", "a.review", receipts["Reader A"], "--trust", "lead.cer")
    assert taken.code == 0, taken.err
    assert "Export 1 was received by Team lead" in taken.out
    shown = cli("receipts", "list", "a.review", "--json").json
    assert (len(shown["receipts"]), shown["all_received"]) == (1, True)
    assert dispose(cli).code == 0
    assert not Path("a.review").exists()
    record = json.loads(Path("gone.json").read_text("utf-8"))["record"]
    assert [one["signer"] for one in record["receipts"]] == ["M. Lead"]
    assert record["without_receipt"] == ""


def test_work_after_the_receipt_is_waited_for_again(
    cli: Command, receipts: dict[str, Path]
) -> None:
    cli("receipts", "import", "a.review", receipts["Reader A"], "--trust", "lead.cer")
    assert cli("answers", "set", "a.review", CASE, "overall.grade=RI").code == 0
    result = cli("receipts", "list", "a.review")
    assert "1 case was changed after export 1" in result.out
    assert dispose(cli).code == 2
    assert dispose(cli, "--without-receipt", "the register is closed").code == 0
    record = json.loads(Path("gone.json").read_text("utf-8"))["record"]
    assert record["without_receipt"] == "the register is closed"


def test_the_same_receipt_again_changes_nothing(cli: Command, receipts: dict[str, Path]) -> None:
    for _ in range(2):
        result = cli("receipts", "import", "a.review", receipts["Reader A"], "--trust", "lead.cer")
        assert result.code == 0
    logged = [event["action"] for event in cli("log", "a.review", "--json").json]
    assert logged.count("receipt imported") == 1
    assert cli("check", "a.review").code == 0


def test_each_workbook_gets_one_receipt_unless_asked_again(
    cli: Command, receipts: dict[str, Path]
) -> None:
    order = ("receipts", "issue", "team.review", "out", "--identity", "lead.p12", "--json")
    assert cli(*order).json == []
    assert len(cli(*order, "--again").json) == len(receipts) == len(list(Path("out").iterdir()))
    assert cli("check", "team.review").code == 0


@pytest.mark.parametrize("place", [0, 4, 9, 40, 400, -300, -1])
def test_an_altered_receipt_is_refused(cli: Command, receipts: dict[str, Path], place: int) -> None:
    content = bytearray(receipts["Reader A"].read_bytes())
    content[place] ^= 1
    Path("edited.receipt").write_bytes(content)
    result = cli("receipts", "import", "a.review", "edited.receipt", "--trust", "lead.cer")
    assert result.code == 1
    assert len(result.err.strip().splitlines()) == 1
    assert cli("receipts", "list", "a.review", "--json").json["receipts"] == []


def test_what_is_no_receipt_for_this_file_is_refused(
    cli: Command, receipts: dict[str, Path]
) -> None:
    Path("cut.receipt").write_bytes(receipts["Reader A"].read_bytes()[:300])
    Path("empty.receipt").write_bytes(b"")
    for other in (receipts["Reader B"], Path("a.xlsx"), Path("cut.receipt"), Path("empty.receipt")):
        result = cli("receipts", "import", "a.review", other, "--trust", "lead.cer")
        assert result.code == 1, result.out
    unknown = cli("receipts", "import", "a.review", receipts["Reader A"])
    assert (unknown.code, "reviewer trust add" in unknown.err) == (1, True)
    assert cli("receipts", "import", "a.review", "nowhere.receipt").code == 2
    record = ("--identity", "b.p12", "--record", "r.json", "--yes")
    assert cli("dispose", "b.review", *record, "--without-receipt", "x").code == 0
    result = cli("receipts", "import", "a.review", "r.json", "--trust", "trust")
    assert (result.code, "not a pack or receipt" in result.err) == (1, True)


def test_a_folder_that_is_not_there_or_full_of_others_files_gets_no_receipt(
    cli: Command, receipts: dict[str, Path]
) -> None:
    order = ("--identity", "lead.p12", "--again")
    assert cli("receipts", "issue", "team.review", "nowhere", *order).code == 2
    first = receipts["Reader A"]
    first.write_text("my notes", "utf-8")
    result = cli("receipts", "issue", "team.review", "out", *order)
    assert result.code == 2
    assert first.read_text("utf-8") == "my notes"
    assert cli("receipts", "issue", "a.review", "out", *order).code == 2


def test_only_a_file_with_work_in_it_waits_for_a_receipt(
    cli: Command, review_file: Path, receipts: dict[str, Path]
) -> None:
    result = cli(
        *("dispose", "team.review", "--identity", "lead.p12", "--record", "t.json", "--yes")
    )
    assert result.code == 0, result.err
