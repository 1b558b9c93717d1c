"""The progress board, by the workbooks in a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from commands import Command, answer_all


def test_each_reader_is_counted_by_their_newest_workbook(cli: Command, two_workbooks: Path) -> None:
    folder = two_workbooks / "handed-in"
    (folder / "second").mkdir(parents=True)
    shutil.copy("a.xlsx", folder)
    shutil.copy("b.xlsx", folder / "second")
    shutil.copy("a.xlsx", folder / "copy of a.xlsx")
    (folder / "~$a.xlsx").write_bytes(b"\x05Excel")
    answer_all(cli, Path("a.review"), "Reader A", "G", range(5, 6))
    # Referred back, and then excluded: no referral is open.
    sixth = "a.review", "SYN-2018Q4-0006"
    for answers in (["reviewable=YES"], ["risk.still=Y"], ["reviewable=EXC", "exclusion=X1"]):
        result = cli("answers", "set", *sixth, *answers)
        assert result.code == 0, result.err
    exported = cli("export", "a.review", "handed-in/a2.xlsx", "--identity", "a.p12", "--json")
    assert exported.code == 0, exported.err
    broken = bytearray(Path("b.xlsx").read_bytes())
    broken[len(broken) // 2] ^= 1
    (folder / "broken.xlsx").write_bytes(broken)
    result = cli("board", "handed-in", "--trust", "trust/a.cer", "--json")
    assert result.code == 0, result.err
    (found,) = result.json["inspections"]
    assert (found["cases"], found["completed"], found["outstanding"]) == (6, 6, [])
    rows = {row["reader"]: row for row in found["rows"]}
    assert {name: (row["completed"], row["trusted"]) for name, row in rows.items()} == {
        "Reader A": (6, True),
        "Reader B": (3, False),
    }
    assert rows["Reader A"]["workbook"] == "a2.xlsx"
    assert rows["Reader A"]["last_change"]
    assert rows["Reader A"]["open_referrals"] == exported.json["open_referrals"]
    left = {one["workbook"] for one in result.json["left_out"]}
    assert {"a.xlsx", "broken.xlsx"} <= left
    shown = cli("board", "handed-in")
    assert shown.code == 0
    assert "6 of 6 cases complete" in shown.out


def test_a_folder_without_workbooks_and_one_that_is_not_there_are_told_apart(
    cli: Command, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "missing"):
        result = cli("board", name)
        assert result.code == 2
        assert result.err.count("\n") == 1
