"""Lists by command: checked, mapped, drawn, extended, assigned, as a script would."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from commands import Command
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook, load_workbook

HEAD = "Crime No,Kind,Logged\n"
NEW = ("--inspection", "SYN-2018Q4", "--force", "Synthetic Constabulary", "--reviewer", "Reader A")


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def long_list(tmp_path: Path) -> Path:
    codes = ("S47", "DA", "MISS")
    rows = "".join(f"{n:04d}/17,{codes[n % 3]},2017-03-{n % 28 + 1:02d},U\n" for n in range(1, 91))
    return write(tmp_path / "long.csv", "Reference,Type,Date reported,Unit\n" + rows)


def test_what_new_learns_of_a_force_is_offered_with_its_next_list(
    cli: Command, tmp_path: Path
) -> None:
    write(tmp_path / "first.csv", HEAD + "1/17,Domestic thing,05/04/2017\n")
    write(tmp_path / "next.csv", HEAD + "2/17,Domestic thing,06/04/2017\n")
    options = ("--type", "Domestic thing=DA", "--dates", "Logged=month-first")
    options += ("--map", "type=Kind", "--map", "reported=Logged")

    assert cli("new", "a.review", "--list", "first.csv", *NEW, *options).code == 0
    after = cli("list", "check", "next.csv", "--force", "synthetic  constabulary")
    other = cli("list", "check", "next.csv", "--force", "Another Force", "--json")
    without = cli(
        *("list", "check", "next.csv", "--force", "Synthetic Constabulary"), "--forget-mapping"
    )

    assert (after.code, other.code, without.code) == (0, 1, 1)
    assert "--forget-mapping" in after.out
    again = cli("list", "check", "next.csv", "--force", "Synthetic Constabulary", "--json").json
    assert again["by_type"] == {"DA": 1}
    assert again["undecided_dates"] == []
    kept = [path.read_text() for path in (tmp_path / "home" / "mappings").iterdir()]
    assert len(kept) == 1
    assert "1/17" not in kept[0]


def test_a_mapping_is_a_small_file_for_the_next_inspector(cli: Command, tmp_path: Path) -> None:
    write(tmp_path / "a.csv", HEAD + "1/17,Domestic thing,2017-04-05\n")
    options = ("--type", "Domestic thing=DA", "--map", "type=Kind", "--map", "reported=Logged")
    assert cli("list", "mapping", "a.csv", "m.json", *options).code == 0
    assert cli("list", "check", "a.csv", "--mapping", "m.json", "--json").json["accepted"] == 1
    mapping = json.loads((tmp_path / "m.json").read_text())
    assert mapping["columns"]["type"] == "Kind"
    assert mapping["types"] == {"Domestic thing": "DA"}


def test_a_mapping_takes_the_place_of_an_earlier_one_and_of_no_other_file(
    cli: Command, tmp_path: Path
) -> None:
    listed = HEAD + "1/17,DA,2017-04-05\n"
    write(tmp_path / "a.csv", listed)
    how = ("--map", "type=Kind", "--map", "reported=Logged")
    refused = cli("list", "mapping", "a.csv", "a.csv", *how)
    assert (refused.code, "a.csv" in refused.err) == (2, True)
    assert (tmp_path / "a.csv").read_text("utf-8") == listed
    assert cli("list", "mapping", "a.csv", "m.json", *how).code == 0
    assert cli("list", "mapping", "a.csv", "m.json", *how).code == 0
    write(tmp_path / "notes.txt", "notes")
    assert cli("list", "mapping", "a.csv", "notes.txt", *how).code == 2
    assert cli("list", "mapping", "a.csv", "notes.txt", *how, "--replace").code == 0


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{", '{"kind": "reviewer list mapping", "version": 2}', "[" * 50_000,
        '{"kind": "reviewer list mapping", "version": 1, "columns": {"colour": "x"}}',
        '{"kind": "reviewer list mapping", "version": 1, "columns": {"type": 3}}',
        '{"kind": "reviewer list mapping", "version": 1, "dates": {"reported": "maybe"}}',
        '{"kind": "reviewer list mapping", "version": 1, "types": {"x": "' + "y" * 500 + '"}}',
    ],
)  # fmt: skip
def test_what_is_no_mapping_is_refused_in_a_line(cli: Command, tmp_path: Path, text: str) -> None:
    write(tmp_path / "a.csv", HEAD + "1/17,DA,2017-04-05\n")
    write(tmp_path / "m.json", text)
    result = cli("list", "check", "a.csv", "--mapping", "m.json")
    assert result.code == 2
    assert result.err.count("\n") == 1
    assert not result.out


def test_refused_rows_are_a_file_to_send_back_and_can_be_corrected_in_place(
    cli: Command, tmp_path: Path
) -> None:
    head = "Reference,Type,Date reported\n"
    write(tmp_path / "a.csv", head + "1/17,DA,2017-04-05\n2/17,Dometic abuse,n/k\n")
    result = cli("list", "check", "a.csv", "--refused", "back.csv")
    assert result.code == 1
    back = list(csv.reader(io.StringIO((tmp_path / "back.csv").read_text("utf-8-sig"))))
    assert [row[0] for row in back] == ["Row", "3"]
    assert back[1][2:] == ["2/17", "Dometic abuse", "n/k"]
    corrected = ("--correct", "3:type=DA", "--correct", "3:reported=06/04/2017")
    assert cli("new", "a.review", "--list", "a.csv", *NEW, *corrected).code == 0
    log = cli("log", "a.review", "--json").json
    imported = next(line["detail"] for line in log if line["action"] == "imported")
    assert "2 cells corrected by hand" in imported
    assert "reference from “Reference”" in imported


def test_no_file_is_written_where_no_row_is_refused(cli: Command, tmp_path: Path) -> None:
    write(tmp_path / "a.csv", "Reference,Type,Date reported\n1/17,DA,2017-04-05\n")
    assert cli("list", "check", "a.csv", "--refused", "back.csv").code == 0
    assert not (tmp_path / "back.csv").exists()


def test_the_password_of_a_list_comes_from_a_file_or_the_environment(
    cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Workbook()
    for row in (["Reference", "Type", "Date reported"], ["1/17", "DA", "2017-04-05"]):
        book.active.append(row)
    book.save(tmp_path / "plain.xlsx")
    with (tmp_path / "plain.xlsx").open("rb") as plain, (tmp_path / "a.xlsx").open("w+b") as made:
        OOXMLFile(plain).encrypt("violet lantern", made)
    write(tmp_path / "word", "violet lantern\n")
    write(tmp_path / "wrong", "violent lantern\n")

    assert cli("list", "check", "a.xlsx").code == 2
    assert cli("list", "check", "a.xlsx", "--password-file", "wrong").code == 2
    assert cli("list", "check", "a.xlsx", "--password-file", "word").code == 0
    monkeypatch.setenv("REVIEWER_WORKBOOK_PASSWORD", "violet lantern")
    assert cli("list", "check", "a.xlsx").code == 0


def test_a_precision_says_how_many_cases_it_needs_by_stratum_and_draws_them(
    cli: Command, long_list: Path
) -> None:
    asked = ("list", "draw", "long.csv", "--precision", "10", "--stratify", "type")
    need = cli(*asked, "--json").json
    assert (need["population"], need["size"]) == (90, 47)
    assert sum(stratum["in_proportion"] for stratum in need["strata"]) == 47
    assert [stratum["for_itself"] for stratum in need["strata"]] == [24, 24, 24]
    assert {"size": 90, "points": 0.0} in need["sizes"]
    assert not long_list.with_name("s.csv").exists()
    drawn = cli(*asked[:3], "s.csv", *asked[3:], "--seed", "x", "--json").json
    assert drawn["needed"]["size"] == drawn["size"] == 47


@pytest.mark.parametrize("points", ["0", "-5", "51", "nan"])
def test_a_precision_that_cannot_be_is_refused(cli: Command, long_list: Path, points: str) -> None:
    assert cli("list", "draw", "long.csv", f"--precision={points}").code == 2
    assert cli("list", "draw", "long.csv").code == 2


def test_a_drawn_samples_strata_reach_the_summary(cli: Command, long_list: Path) -> None:
    strata = ("--stratify", "type", "--fixed", "DA=20", "--fixed", "MISS=5")
    assert cli(*DRAW, *strata).code == 0
    assert cli("new", "a.review", "--list", "s.csv", "--draw", "s.draw.json", *NEW).code == 0
    design = cli("summary", "a.review", "--json").json["tables"]["headline"]["design"]
    assert (design["sampling"], design["population"]) == ("stratified", 90)
    assert [(s["population"], s["sampled"]) for s in design["strata"]] == [
        (30, 20),
        (30, 5),
        (30, 0),
    ]


DRAW = ("list", "draw", "long.csv", "s.csv", "--seed", "2018-Q4")


def test_a_drawn_sample_is_taken_with_its_record_in_the_log(cli: Command, long_list: Path) -> None:
    drawn = cli(*DRAW, "--size", "12", "--stratify", "type", "--replacements", "2", "--json")
    assert drawn.code == 0
    assert [s["size"] for s in drawn.json["strata"]] == [4, 4, 4]
    assert drawn.json["files"] == ["s.csv", "s-replacements.csv", "s.draw.json"]
    first = long_list.with_name("s.csv").read_bytes()

    again = (*DRAW, "--size", "12", "--stratify", "type")
    assert "belongs to another draw" in cli(*again).err  # it had replacements
    assert cli(*again, "--replace").code == 0
    assert long_list.with_name("s.csv").read_bytes() == first

    made = cli("new", "a.review", "--list", "s.csv", "--draw", "s.draw.json", *NEW)
    assert made.code == 0
    log = cli("log", "a.review", "--json").json
    sentence = "seed “2018-Q4”; DA 4 of 30, MISS 4 of 30"
    assert any(sentence in line["detail"] for line in log)
    columns = "frame's columns read: “Reference”, “Type”, “Date reported”, “Unit”; columns left"
    assert any(columns in line["detail"] for line in log)
    assert cli("check", "a.review").code == 0

    assert cli("identity", "create", "a.p12", "--name", "Reader A", "--key", "ec").code == 0
    assert cli("export", "a.review", "a.xlsx", "--identity", "a.p12").code == 0
    book = load_workbook(long_list.with_name("a.xlsx"), read_only=True)
    for name in ("Cover", "Sample"):
        cells = [str(cell) for row in book[name].iter_rows(values_only=True) for cell in row]
        assert any(sentence in cell for cell in cells), name
    book.close()


def test_a_draw_by_units_with_odd_names_is_taken_again(cli: Command, tmp_path: Path) -> None:
    odd = ("U" * 200, "North \ue000 team", "South")
    rows = "".join(f"{n:04d}/17,DA,2017-03-{n % 28 + 1:02d},{odd[n % 3]}\n" for n in range(1, 31))
    write(tmp_path / "long.csv", "Reference,Type,Date reported,Unit\n" + rows)
    assert cli(*DRAW, "--size", "6", "--stratify", "unit").code == 0
    assert cli("new", "a.review", "--list", "s.csv", "--draw", "s.draw.json", *NEW).code == 0


def test_a_list_that_is_not_the_one_drawn_is_refused(cli: Command, long_list: Path) -> None:
    assert cli(*DRAW, "--size", "12").code == 0
    text = long_list.with_name("s.csv").read_text("utf-8")
    write(long_list.with_name("less.csv"), "\n".join(text.split("\n")[:-2]))
    result = cli("new", "a.review", "--list", "less.csv", "--draw", "s.draw.json", *NEW)
    assert result.code == 2
    assert "the 12 cases that were drawn" in result.err
    assert not long_list.with_name("a.review").exists()


def test_nothing_is_drawn_from_a_list_with_problems_unless_asked(
    cli: Command, long_list: Path
) -> None:
    write(long_list, long_list.read_text() + "x,FISH,2017-01-01,U\n")
    assert cli(*DRAW, "--size", "12").code == 1
    assert not long_list.with_name("s.csv").exists()
    assert cli(*DRAW, "--size", "12", "--good-rows").code == 0
    assert cli(*DRAW, "--size", "3", "--good-rows", "--fixed", "DA=1").code == 2
    fixed = (*DRAW, "--good-rows", "--stratify", "type", "--fixed", "DA=1")
    assert cli(*fixed, "--replace").code == 0


def test_a_list_is_extended_at_its_end_and_nothing_is_renumbered(
    cli: Command, long_list: Path
) -> None:
    lines = long_list.read_text().split("\n")
    write(long_list.with_name("short.csv"), "\n".join(lines[:11]) + "\n")
    assert cli("new", "a.review", "--list", "short.csv", *NEW).code == 0
    before = cli("cases", "a.review", "--json").json

    extended = cli("list", "extend", "a.review", "long.csv", "--json")
    again = cli("list", "extend", "a.review", "long.csv")

    assert extended.code == 0
    assert extended.json["known"] == 10
    assert extended.json["added"][:2] == ["SYN-2018Q4-0011", "SYN-2018Q4-0012"]
    assert len(extended.json["added"]) == 80
    assert cli("cases", "a.review", "--json").json[:10] == before
    assert (again.code, "Nothing was added" in again.err) == (1, True)
    assert cli("check", "a.review").code == 0
    log = cli("log", "a.review", "--json").json
    assert log[-1]["action"] == "list extended"
    assert "SYN-2018Q4-0011 to SYN-2018Q4-0090" in log[-1]["detail"]


def test_refused_rows_of_an_extension_leave_gaps(cli: Command, review_file: Path) -> None:
    head = "Reference,Type,Date reported\n"
    write(
        review_file.with_name("more.csv"),
        f"{head}7/17,FISH,2017-03-01\n001/17,S47,2017-03-01\n8/17,DA,2017-03-01\n",
    )
    assert cli("list", "extend", review_file, "more.csv").code == 1
    result = cli("list", "extend", review_file, "more.csv", "--good-rows", "--json")
    added = ["SYN-2018Q4-0008"]
    assert result.json == {"added": added, "known": 1, "differing": {}, "twins": []}


def test_cases_are_assigned_evenly_by_name_or_by_a_list(cli: Command, review_file: Path) -> None:
    evenly = cli("assign", review_file, "--evenly", "Reader A; Reader B", "--json")
    assert evenly.json["cases"] == {"Reader A": 3, "Reader B": 3}
    same = cli("assign", review_file, "--evenly", "Reader A;Reader B", "--json")
    assert same.json["changed"] == []
    one = cli("assign", review_file, "SYN-2018Q4-0002", "--to", "Reader C", "--json")
    assert one.json["cases"]["Reader C"] == 1

    listed = "Reference,Type,Date reported,Inspector\n001/17,S47,2017-03-01,Reader D\n"
    write(review_file.with_name("who.csv"), listed)
    by_list = cli("assign", review_file, "--list", "who.csv", "--json")
    assert by_list.json["changed"] == ["SYN-2018Q4-0001"]

    log = [line for line in cli("log", review_file, "--json").json if line["action"] == "assigned"]
    assert len(log) == 8
    assert log[-1]["detail"] == "to Reader D"
    assert cli("check", review_file).code == 0


@pytest.mark.parametrize(
    "options",
    [
        (), ("--evenly", "A", "--to", "B"), ("--to", "B"), ("SYN-2018Q4-0001",),
        ("--evenly", "A;a"), ("--evenly", ";"),
    ],
)  # fmt: skip
def test_what_cannot_be_assigned_is_refused_in_a_line(
    cli: Command, review_file: Path, options: tuple[str, ...]
) -> None:
    ended = cli("assign", review_file, *options)
    assert ended.code == 2
    assert ended.err.count("\n") == 1


def test_what_the_file_or_the_list_does_not_have_is_no_wrong_request(
    cli: Command, review_file: Path
) -> None:
    write(review_file.with_name("who.csv"), "Reference,Type,Date reported\n001/17,S47,2017-03-01\n")
    for options in (("SYN-2018Q4-0099", "--to", "B"), ("--list", "who.csv")):
        ended = cli("assign", review_file, *options)
        assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert "assigned" not in {line["action"] for line in cli("log", review_file, "--json").json}


@pytest.mark.parametrize(
    "command",
    ["list check", "list mapping", "list draw", "list extend", "new", "assign"],
)
def test_help_has_an_example_and_the_options_of_a_list(cli: Command, command: str) -> None:
    result = cli(*command.split(), "--help")
    assert result.code == 0
    assert "Example: reviewer " in result.out
    for option in ("--password-file", "--encoding", "--delimiter", "--dates", "--mapping"):
        assert option in result.out


@pytest.mark.parametrize("correction", ["3:type", "type=DA", "x:type=DA", "²:type=DA"])
def test_a_correction_that_is_none_is_refused(
    cli: Command, tmp_path: Path, correction: str
) -> None:
    write(tmp_path / "a.csv", HEAD + "1/17,DA,2017-04-05\n")
    assert cli("list", "check", "a.csv", "--correct", correction).code == 2


def test_every_value_of_an_accepted_row_is_given_with_its_row(cli: Command, tmp_path: Path) -> None:
    lines = ["Case reference,Case type,Date reported,Team", '="0015456/17",DA,19/10/2017,North']
    path = write(
        tmp_path / "a.csv", "\n".join(["Sample", *lines, "2/17,Burglary,soon,-", "Total,2,,"])
    )
    found = cli("list", "check", path, "--json", "--values").json
    values = {"reference": "0015456/17", "type": "DA", "reported": "2017-10-19", "unit": "North"}
    assert found["cases"] == [{"row": 3, "values": values}]
    assert [(part["rows"], part["fate"]) for part in found["parts"]] == [
        ([1, 1], "above the heading"),
        ([2, 2], "heading"),
        ([3, 3], "case"),
        ([4, 4], "refused"),
        ([5, 5], "total"),
    ]
    assert "Result" in cli("list", "check", path).out


def test_a_reference_that_differs_by_marks_and_zeros_alone_is_asked_about(
    cli: Command, review_file: Path
) -> None:
    head = "Reference,Type,Date reported\n"
    write(review_file.with_name("more.csv"), f"{head}1/17,S47,2017-03-01\n")
    refused = cli("list", "extend", review_file, "more.csv")
    assert (refused.code, "The reference in row 2" in refused.err) == (1, True)
    assert "1/17" not in refused.err
    assert "--alike-too" in refused.err
    assert len(cli("cases", review_file, "--json").json) == 6
    added = cli("list", "extend", review_file, "more.csv", "--alike-too", "--json").json
    assert added["added"] == ["SYN-2018Q4-0007"]


def test_a_review_file_given_as_a_list_is_no_text_with_one_bad_line(
    cli: Command, review_file: Path
) -> None:
    for command in (("list", "check", review_file), ("answers", "load", review_file, review_file)):
        ended = cli(*command)
        assert (ended.code, ended.err.count("\n")) == (2, 1)
        assert "--encoding" not in ended.err


def test_no_notice_is_empty(cli: Command, review_file: Path) -> None:
    decided = ("decide", review_file, "SYN-2018Q4-0001", "--grade", "G", "--reason", "R")
    assert "Notice: \n" not in cli(*decided, "--moderator", "M").err


@pytest.mark.parametrize(
    "command",
    [
        ("list", "check", "x.csv", "--refused", "{out}"),
        ("list", "draw", "x.csv", "{out}", "--seed", "s", "--size", "1", "--good-rows"),
        ("list", "mapping", "x.csv", "{out}"),
        ("new", "a.review", "--list", "x.csv", "--refused", "{out}", "--inspection", "SYN-1",
            "--force", "F", "--reviewer", "R"),
    ],
    ids=lambda words: " ".join(words[:2]),
)  # fmt: skip
@pytest.mark.parametrize("name", ["x.csv", "hard.csv", "soft.csv"])
def test_a_list_is_never_overwritten_by_what_is_made_from_it(
    cli: Command, tmp_path: Path, command: tuple[str, ...], name: str
) -> None:
    listed = HEAD.replace("Kind", "Type") + "1/17,DA,2017-04-05\n2/17,ZZ,2017-04-05\n"
    write(tmp_path / "x.csv", listed)
    (tmp_path / "hard.csv").hardlink_to(tmp_path / "x.csv")
    (tmp_path / "soft.csv").symlink_to(tmp_path / "x.csv")
    refused = cli(*(word.format(out=name) for word in command), "--replace")
    assert (refused.code, refused.err.count("\n")) == (2, 1), refused
    assert (tmp_path / "x.csv").read_text("utf-8") == listed
    assert not (tmp_path / "a.review").exists()
