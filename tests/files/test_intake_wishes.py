"""What a person may say about a list, and what the reading hands back for it."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import list_maker
import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from reviewer.cells.limits import Limits
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.list_options import DateOrder, ListMapping, ListOptions
from reviewer.domain.list_reading import ListReading
from reviewer.intake.process import ask_worker
from reviewer.intake.reading import read_list
from reviewer.intake.refused import refused_csv

TODAY = date(2018, 6, 1)
HEADER = list(list_maker.HEADER)


@pytest.fixture(scope="session")
def form() -> Form:
    return list_maker.small_form()


def codes(reading: ListReading) -> dict[str, tuple[int, ...]]:
    return {notice.code: notice.rows for notice in reading.notices}


def protected_copy(source: Path, target: Path, password: str) -> Path:
    with source.open("rb") as plain, target.open("w+b") as locked:
        OOXMLFile(plain).encrypt(password, locked)
    return target


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    made = list_maker.plain(list_maker.cases(12))
    plain = list_maker.write_xlsx(tmp_path / "plain.xlsx", {"Sample": made})
    return protected_copy(plain, tmp_path / "locked.xlsx", "violet lantern")


def test_a_protected_workbook_is_opened_with_its_password_and_hashed_as_it_came(
    locked: Path, form: Form
) -> None:
    reading = read_list(locked, ListOptions(password="violet lantern"), form=form, today=TODAY)
    assert len(reading.cases) == 12
    assert reading.format == "xlsx"
    assert reading.file_digest == list_maker.digest(locked)


def test_a_protected_workbook_without_or_with_another_password_is_refused(
    locked: Path, form: Form
) -> None:
    for password, code in (("", "password-protected"), ("Violet lantern", "wrong-password")):
        with pytest.raises(RefusalError) as refused:
            read_list(locked, ListOptions(password=password), form=form, today=TODAY)
        assert refused.value.code == code


def test_what_excel_encrypts_only_against_writing_needs_no_password(
    tmp_path: Path, form: Form
) -> None:
    plain = list_maker.write_xlsx(tmp_path / "a.xlsx", {"A": list_maker.plain(list_maker.cases(3))})
    path = protected_copy(plain, tmp_path / "b.xlsx", "VelvetSweatshop")
    assert len(read_list(path, form=form, today=TODAY).cases) == 3


def test_a_bomb_behind_a_password_is_still_a_bomb(tmp_path: Path, form: Form) -> None:
    plain = list_maker.bomb(tmp_path / "bomb.xlsx", 50_000_000)
    path = protected_copy(plain, tmp_path / "locked.xlsx", "x")
    with pytest.raises(RefusalError, match="too large when unpacked"):
        read_list(path, ListOptions(password="x"), form=form, today=TODAY)


@pytest.mark.parametrize("place", [0x400, 0x800, 0x1200, 0x1900, -0x300])
def test_a_damaged_protected_workbook_is_refused_with_a_sentence(
    locked: Path, form: Form, place: int
) -> None:
    content = bytearray(locked.read_bytes())
    content[place : place + 200] = bytes(200)
    locked.write_bytes(content)
    try:
        reading = read_list(locked, ListOptions(password="violet lantern"), form=form, today=TODAY)
    except RefusalError as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017 - either way is right
    else:
        assert len(reading.cases) == 12


def test_encoding_and_delimiter_are_a_persons_to_change(tmp_path: Path, form: Form) -> None:
    rows = [[*HEADER, "Unit"], ["1/17", "DA", "2017-10-19", "Żółw"]]
    path = list_maker.write_csv(tmp_path / "a.csv", rows, encoding="cp1250", delimiter=";")

    guessed = read_list(path, form=form, today=TODAY)
    reading = read_list(
        path, ListOptions(encoding="windows-1250", delimiter="semicolon"), form=form, today=TODAY
    )

    assert guessed.cases[0].get("unit") != "Żółw"
    assert reading.cases[0].get("unit") == "Żółw"
    assert (reading.encoding, reading.delimiter) == ("cp1250", ";")
    assert "read-as-cp1252" not in codes(reading)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"encoding": "klingon"}, "unknown-encoding"),
        ({"encoding": "utf-16"}, "other-encoding"),
        ({"delimiter": "ab"}, "unknown-delimiter"),
        ({"delimiter": '"'}, "unknown-delimiter"),
        ({"dates": {"Fish": DateOrder.DAY_FIRST}}, "no-such-column"),
        ({"dates": {"Case type": DateOrder.DAY_FIRST}}, "not-a-date-column"),
        ({"header_row": 900}, "no-such-row"),
        ({"corrections": {900: {"type": "DA"}}}, "no-such-row"),
        ({"corrections": {2: {"unit": "x"}}}, "unknown-key"),
    ],
)
def test_an_option_that_cannot_be_met_is_refused_with_its_code(
    tmp_path: Path, form: Form, options: dict[str, object], code: str
) -> None:
    path = list_maker.write_csv(tmp_path / "a.csv", [HEADER, ["1/17", "DA", "03/04/2018 é"]])
    with pytest.raises(RefusalError) as refused:
        read_list(path, ListOptions(**options), form=form, today=TODAY)
    assert refused.value.code == code


def test_the_order_of_an_ambiguous_column_is_asked_and_then_kept_to(
    tmp_path: Path, form: Form
) -> None:
    rows = [HEADER, ["1/17", "DA", "03/04/2018"], ["2/17", "DA", "05/05/2018"]]
    path = list_maker.write_csv(tmp_path / "a.csv", rows)

    asked = read_list(path, form=form, today=TODAY)
    reading = read_list(
        path, ListOptions(dates={"Date reported": DateOrder.MONTH_FIRST}), form=form, today=TODAY
    )
    wrong = read_list(
        list_maker.write_csv(tmp_path / "b.csv", [*rows, ["3/17", "DA", "13/04/2018"]]),
        ListOptions(dates={"reported": DateOrder.MONTH_FIRST}),
        form=form,
        today=TODAY,
    )

    assert asked.undecided_dates == ("Date reported",)
    assert asked.cases[0].get("reported") == "2018-04-03"
    assert reading.undecided_dates == ()
    assert reading.cases[0].get("reported") == "2018-03-04"
    assert [(p.row, p.code) for p in wrong.problems] == [(4, "no-such-date")]


def test_a_column_with_both_orders_is_settled_by_a_persons_word(tmp_path: Path, form: Form) -> None:
    days = ["13/04/2018", "04/13/2018", "03/04/2018"]
    rows = [HEADER, *([f"{n}/17", "DA", day] for n, day in enumerate(days))]
    path = list_maker.write_csv(tmp_path / "a.csv", rows)
    asked = read_list(path, form=form, today=TODAY)
    reading = read_list(
        path, ListOptions(dates={"reported": DateOrder.DAY_FIRST}), form=form, today=TODAY
    )
    assert asked.undecided_dates == ("Date reported",)
    assert [(p.row, p.code) for p in reading.problems] == [(3, "no-such-date")]
    assert reading.cases[1].get("reported") == "2018-04-03"


def test_the_header_row_is_a_persons_to_change(tmp_path: Path, form: Form) -> None:
    rows = [HEADER, ["Ref", "Kind", "Day"], ["1/17", "DA", "2017-10-19"]]
    path = list_maker.write_csv(tmp_path / "a.csv", rows)
    assert read_list(path, form=form, today=TODAY).header_row == 1
    reading = read_list(
        path,
        ListOptions(header_row=2, columns={"type": "Kind", "reported": "Day"}),
        form=form,
        today=TODAY,
    )
    assert (reading.header_row, reading.rows, len(reading.cases)) == (2, 1, 1)


PROBLEMS = [
    [*HEADER, "Victim name", "Remark 2", "Force grade"],
    ["1/17", "DA", "2017-10-19", "Doe, Jane", "fine", "Good"],
    ["2/17", "Missing childs", "2017-10-19", "Doe, Jane", '=HYPERLINK("x")', "Good"],
    ["3/17", "Burglary", "n/k", "Doe, Jane", "-", "Good"],
]


def test_refused_rows_go_back_as_they_came_without_names_or_withheld_grades(
    tmp_path: Path, form: Form
) -> None:
    path = list_maker.write_csv(tmp_path / "a.csv", PROBLEMS)
    reading = read_list(path, form=form, today=TODAY)

    sent = refused_csv(reading.refused, reading.problems, reading.header_row)
    lines = list(csv.reader(io.StringIO(sent.decode("utf-8-sig"))))

    assert lines[0] == ["Row", "What is wrong", *HEADER, "Remark 2"]
    assert [line[0] for line in lines[1:]] == ["3", "4"]
    assert lines[1][2:] == ["2/17", "Missing childs", "2017-10-19", '\'=HYPERLINK("x")']
    assert lines[2][2:] == ["3/17", "Burglary", "n/k", "-"]
    assert "Case type: “Burglary” is not a case type" in lines[2][1]
    assert "Date reported: “n/k” is not a date" in lines[2][1]
    assert b"Jane" not in sent


def test_unknown_words_come_with_what_they_may_mean_and_how_often(
    tmp_path: Path, form: Form
) -> None:
    reading = read_list(list_maker.write_csv(tmp_path / "a.csv", PROBLEMS), form=form, today=TODAY)
    assert [(u.words, u.rows, u.suggestion) for u in reading.unknown_types] == [
        ("Missing childs", 1, "MISS"),
        ("Burglary", 1, ""),
    ]
    assert "perhaps it is MISS" in str(reading.problems[0].text)


def test_a_row_is_corrected_in_place_and_counted(tmp_path: Path, form: Form) -> None:
    path = list_maker.write_csv(tmp_path / "a.csv", PROBLEMS)
    reading = read_list(
        path,
        ListOptions(
            corrections={3: {"type": "MISS"}, 4: {"type": "OTH", "reported": "20/10/2017"}}
        ),
        form=form,
        today=TODAY,
    )
    assert reading.problems == ()
    assert reading.corrected == 3
    assert [case.get("reported") for case in reading.cases][2] == "2017-10-20"


def test_an_earlier_mapping_is_used_where_its_headers_are_and_reported(
    tmp_path: Path, form: Form
) -> None:
    rows = [["Alpha", "Beta", "Gamma", "Date reported"], ["1/17", "Domestic", "05/04/2018", ""]]
    path = list_maker.write_csv(tmp_path / "a.csv", rows)
    earlier = ListMapping(
        columns={"reference": "Alpha", "type": "Beta", "reported": "Gamma", "unit": "Squad"},
        types={"Domestic": "DA", "Old words": "GONE"},
        dates={"reported": DateOrder.MONTH_FIRST},
    )

    reading = read_list(path, ListOptions(earlier=earlier), form=form, today=TODAY)

    assert reading.by_type == {"DA": 1}
    assert reading.cases[0].get("reported") == "2018-05-04"
    assert {"mapped-as-before", "columns-not-there"} <= set(codes(reading))
    overruled = read_list(
        path,
        ListOptions(earlier=earlier, dates={"reported": DateOrder.DAY_FIRST}),
        form=form,
        today=TODAY,
    )
    assert overruled.cases[0].get("reported") == "2018-04-05"


def test_a_cell_merged_over_rows_is_read_in_each_of_them_but_a_reference_is_not(
    tmp_path: Path, form: Form
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["A synthetic list"])
    sheet.append([*HEADER, "Team"])
    for row in (["1/17", "DA", date(2017, 10, 19), "North"], ["2/17"], ["3/17"], [None, "DA"]):
        sheet.append(row)
    sheet["C6"], sheet["D6"] = date(2017, 10, 20), "South"
    for cells in ("A1:D1", "B3:B5", "C3:C5", "D3:D5", "A5:A6"):
        sheet.merge_cells(cells)
    path = tmp_path / "a.xlsx"
    book.save(path)

    reading = read_list(path, form=form, today=TODAY)

    assert [case.get("unit") for case in reading.cases] == ["North", "North", "North"]
    assert [(p.row, p.code) for p in reading.problems] == [(6, "no-reference")]
    assert codes(reading)["merged-cells"] == (4, 5)
    assert codes(reading)["merged-references"] == (6,)


def test_a_column_merged_to_the_sheets_end_does_not_hold_the_reading_up(
    tmp_path: Path, form: Form
) -> None:
    path = list_maker.merged_to_the_end(tmp_path / "a.xlsx", list_maker.plain(list_maker.cases(9)))
    reading = read_list(path, form=form, today=TODAY, limits=Limits(cpu_seconds=4))
    assert len(reading.cases) == 9
    assert "not-looked-at" not in codes(reading)


def test_near_duplicates_are_warned_about_and_kept(tmp_path: Path, form: Form) -> None:
    references = ["MPS-0012/17", "mps 12-17", "MPS-0O12/17", "MPS-0013/17", "MPS0012/17"]
    rows = [HEADER, *([r, "DA", "2017-10-19"] for r in references)]
    reading = read_list(list_maker.write_csv(tmp_path / "a.csv", rows), form=form, today=TODAY)
    assert reading.problems == ()
    assert codes(reading)["near-duplicates"] == (2, 3, 4, 6)


def test_the_password_is_in_no_argument_of_the_worker(
    locked: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []

    def ask(request: dict[str, object], *rest: object) -> dict[str, object]:
        seen.append(request)
        return ask_worker(request, *rest)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr("reviewer.intake.reading.ask_worker", ask)
    commands: list[list[str]] = []
    made = __import__("subprocess").Popen

    def popen(command: list[str], **named: object) -> object:
        commands.append(command)
        return made(command, **named)

    monkeypatch.setattr("reviewer.intake.process.subprocess.Popen", popen)
    read_list(locked, ListOptions(password="violet lantern"), form=form, today=TODAY)
    assert seen
    assert "violet" not in " ".join(commands[0])


def test_columns_come_back_whole_whatever_the_force_is_called(tmp_path: Path, form: Form) -> None:
    rows = [[*HEADER, "Unit"], ["1/17", "DA", "2017-10-19", ""], ["2/17", "DA", "2017-10-19", "x"]]
    path = list_maker.write_csv(tmp_path / "a.csv", rows)
    for force in ("X", "X\x1fY"):
        reading = read_list(path, ListOptions(force=force), form=form, today=TODAY)
        assert [case.get("force") for case in reading.cases] == [" ".join(force.split())] * 2
        assert [case.get("unit") for case in reading.cases] == ["", "x"]
