"""Earlier visits that a visit is compared with: typed in, or counted from their workbooks."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Command

CASES = [f"VIS-2016-{place:04d}" for place in range(1, 13)]


@pytest.fixture
def earlier_workbook(cli: Command, review_file: Path, tmp_path: Path) -> Path:
    """The signed workbook of an earlier visit: 12 cases, of which 9 are below good."""
    (tmp_path / "then.csv").write_text(
        "Reference,Type,Date reported\n"
        + "".join(f"{n}/16,DA,2016-03-{n:02d}\n" for n in range(1, 13)),
        encoding="utf-8",
    )
    made = cli(
        *("new", "then.review", "--list", "then.csv", "--inspection", "VIS-2016"),
        *("--force", "Synthetic Constabulary", "--reviewer", "Reader A"),
    )
    assert made.code == 0, made.err
    grades = ["G"] * 3 + ["RI"] * 5 + ["I"] * 4
    lines = [f"{case} overall.grade={g}\n" for case, g in zip(CASES, grades, strict=True)]
    assert cli("answers", "set", "then.review", "-", stdin="".join(lines)).code == 0
    cli("identity", "create", "lead.p12", "--name", "Reader A", "--key", "ec")
    cli("identity", "certificate", "lead.p12", "lead.cer")
    assert cli("export", "then.review", "then.xlsx", "--identity", "lead.p12").code == 0
    return tmp_path / "then.xlsx"


def test_typed_and_loaded_visits_are_in_the_table_and_travel_in_the_workbook(
    cli: Command, review_file: Path, earlier_workbook: Path
) -> None:
    typed = cli("earlier", "add", review_file, "2015", "--graded", 374, "--below-good", 278)
    assert typed.code == 0, typed.err
    loaded = cli("earlier", "load", review_file, earlier_workbook, "--trust", "lead.cer", "--json")
    assert loaded.code == 0, loaded.err
    assert [(v["label"], v["below_good"], v["graded"]) for v in loaded.json] == [
        ("2015", 278, 374),
        ("VIS-2016", 9, 12),
    ]
    source = loaded.json[1]["source"]
    assert cli("export", review_file, "a.xlsx", "--identity", "lead.p12").code == 0
    for file in (review_file, "a.xlsx"):
        shown = cli("summary", file).out
        (line,) = (line for line in shown.splitlines() if line.startswith("VIS-2016"))
        assert line.split()[1:7] == ["9", "12", "75.0%", "46.8", "to", "91.1"]
        assert source in shown
    logged = [e["detail"] for e in cli("log", review_file, "--json").json]
    assert any("“2015”" in one and "278 of 374" in one for one in logged)
    assert cli("check", review_file, "--against", "a.xlsx").code == 0


def test_a_visit_given_again_takes_the_first_ones_place(cli: Command, review_file: Path) -> None:
    cli("earlier", "add", review_file, "2015", "--graded", 374, "--below-good", 270)
    cli("earlier", "add", review_file, "2016", "--graded", 20, "--below-good", 10)
    again = cli(
        "earlier", "add", review_file, "2015", "--graded", 374, "--below-good", 278, "--json"
    )
    assert [(v["label"], v["below_good"]) for v in again.json] == [("2015", 278), ("2016", 10)]
    assert cli("earlier", "remove", review_file, "2015").code == 0
    assert [v["label"] for v in cli("earlier", "list", review_file, "--json").json] == ["2016"]


def test_what_cannot_be_compared_is_refused_in_one_sentence(
    cli: Command, review_file: Path, earlier_workbook: Path
) -> None:
    more = cli("earlier", "add", review_file, "2015", "--graded", 9, "--below-good", 10)
    assert (more.code, more.err.count("\n")) == (2, 1)
    unknown = cli("earlier", "load", review_file, earlier_workbook)
    assert unknown.code == 3
    whole = bytearray(earlier_workbook.read_bytes())
    whole[len(whole) // 2] ^= 1
    earlier_workbook.with_name("spoiled.xlsx").write_bytes(whole)
    assert cli("earlier", "load", review_file, "spoiled.xlsx", "--trust", "lead.cer").code == 1
    itself = cli("earlier", "load", "then.review", earlier_workbook, "--trust", "lead.cer")
    assert itself.code == 2
    assert "VIS-2016" in itself.err
    none = cli("earlier", "remove", review_file, "2015")
    assert (none.code, "No visits are compared" in none.err) == (2, True)
    assert cli("earlier", "list", review_file, "--json").json == []


def test_no_more_visits_are_compared_than_a_table_holds(cli: Command, review_file: Path) -> None:
    for year in range(40):
        given = ("earlier", "add", review_file, f"Visit {year}", "--graded", 20, "--below-good", 10)
        assert cli(*given).code == 0
    one_more = cli("earlier", "add", review_file, "One more", "--graded", 20, "--below-good", 10)
    assert one_more.code == 2
    assert "at most 40" in one_more.err


def test_another_force_s_visit_and_one_workbook_twice_are_refused_until_meant(
    cli: Command, review_file: Path, earlier_workbook: Path, tmp_path: Path
) -> None:
    load = ("earlier", "load", review_file, earlier_workbook, "--trust", "lead.cer")
    assert cli(*load).code == 0
    twice = cli(*load, "--label", "2016 again")
    assert (twice.code, "compared with this visit, as “VIS-2016”" in twice.err) == (2, True)
    assert cli(*load).code == 0
    made = cli(
        *("new", "other.review", "--list", "then.csv", "--inspection", "OTH-2018"),
        *("--force", "Other Constabulary", "--reviewer", "Reader A"),
    )
    assert made.code == 0, made.err
    load = ("earlier", "load", "other.review", earlier_workbook, "--trust", "lead.cer")
    refused = cli(*load)
    assert refused.code == 2
    assert "--other-force" in refused.err
    taken = cli(*load, "--other-force", "--json")
    assert [visit["label"] for visit in taken.json] == ["Synthetic Constabulary, VIS-2016"]
