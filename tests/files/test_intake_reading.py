from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import list_maker
import pytest

from reviewer.cells.limits import Limits
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.form import Form
from reviewer.domain.list_options import ListOptions
from reviewer.domain.list_reading import ListReading
from reviewer.intake.process import WorkerError
from reviewer.intake.reading import read_list

ROOT = Path(__file__).parents[2]

TODAY = date(2018, 6, 1)


@pytest.fixture(scope="session")
def form() -> Form:
    return list_maker.small_form()


def codes(reading: ListReading) -> set[str]:
    return {notice.code for notice in reading.notices}


def test_a_clean_csv_gives_every_case_with_its_position_and_leading_zeros(
    tmp_path: Path, form: Form
) -> None:
    made = list_maker.cases(40)
    path = list_maker.write_csv(
        tmp_path / "clean.csv", list_maker.plain(made), encoding="utf-8-sig"
    )

    reading = read_list(path, ListOptions(force="X"), form=form, today=TODAY, code="NCPI-X-2018Q1")

    assert reading.rows == len(reading.cases) == 40
    assert reading.by_type == list_maker.by_type(made)
    assert [case.reference for case in reading.cases] == [case["reference"] for case in made]
    assert reading.cases[39].id == "NCPI-X-2018Q1-0040"
    assert {case.get("force") for case in reading.cases} == {"X"}
    assert reading.mapping == dict(
        zip(("reference", "type", "reported"), list_maker.HEADER, strict=True)
    )
    assert reading.header_row == 1
    assert reading.problems == ()
    assert reading.left_out == ()
    assert reading.file_digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_messy_workbook_gives_its_sheet_header_total_duplicate_and_personal_columns(
    tmp_path: Path, form: Form
) -> None:
    made = list_maker.cases(30)
    path = list_maker.messy_xlsx(tmp_path / "messy.xlsx", made)

    reading = read_list(path, form=form, today=TODAY)

    assert (reading.sheet, reading.header_row) == ("Sample", 5)
    assert (reading.rows, len(reading.cases)) == (31, 30)
    assert reading.by_type == list_maker.by_type(made)
    assert [case.get("reported") for case in reading.cases] == [case["reported"] for case in made]
    assert [(p.row, p.column, p.code) for p in reading.problems] == [
        (36, "URN", "duplicate-reference")
    ]
    assert "Row 6 has" in str(reading.problems[0].text)
    assert [header for header, _reason in reading.left_out] == ["Surname, forename", "DOB"]
    assert {"sheet-chosen", "total"} <= codes(reading)
    assert "doe" in reading.withheld
    assert "Jane" in reading.withheld
    assert "URN" not in reading.withheld
    assert not [c for c in reading.columns if c.header == "DOB" and c.samples]


def test_semicolons_and_windows_1252_are_found_and_reported(tmp_path: Path, form: Form) -> None:
    made = list_maker.cases(20)
    header = ["Ref no.", "Type of case", "Reported on", "Team – née", "Note"]
    rows = [header]
    for case in made:
        day = date.fromisoformat(case["reported"])
        rows.append(
            [case["reference"], list_maker.WORDS[case["type"]], f"{day:%d.%m.%Y}", "W", "£5; “q”"]
        )
    path = list_maker.write_csv(tmp_path / "a.csv", rows, delimiter=";", encoding="cp1252")

    reading = read_list(path, form=form, today=TODAY)

    assert len(reading.cases) == 20
    assert (reading.encoding, reading.delimiter) == ("cp1252", ";")
    assert "read-as-cp1252" in codes(reading)
    assert reading.cases[0].get("force_comment") == "£5; “q”"
    assert [case.get("reported") for case in reading.cases] == [case["reported"] for case in made]


def test_problems_are_named_by_row_column_and_code_and_leave_gaps(
    tmp_path: Path, form: Form
) -> None:
    rows = [
        ["Crime No", "Category", "Date reported"],
        ["01/17", "DA", "2017-10-19"],
        ["", "DA", "2017-10-19"],
        ["03/17", "Burglary", "2017-10-19"],
        ["04/17", "DA", "31/02/2018"],
        ["05/17", "DA", "2090-01-01"],
        ["06/17", "DA", "n/k"],
        ["07/17", "", "2017-10-19"],
        ["08/17", "DA", ""],
        ["1.23E+15", "DA", "2017-10-19"],
        ["0 1/17", "DA", "2017-10-19"],
        ["11/17", "MISS", "2017-10-19"],
    ]
    path = list_maker.write_csv(tmp_path / "problems.csv", rows)

    reading = read_list(path, form=form, today=TODAY)

    assert [(p.row, p.column, p.code) for p in reading.problems] == [
        (3, "Crime No", "no-reference"),
        (4, "Category", "unknown-type"),
        (5, "Date reported", "no-such-date"),
        (6, "Date reported", "in-the-future"),
        (7, "Date reported", "not-a-date"),
        (8, "Category", "no-type"),
        (9, "Date reported", "no-date"),
        (10, "Crime No", "reference-digits-lost"),
        (11, "Crime No", "duplicate-reference"),
    ]
    assert reading.refused_rows == tuple(range(3, 12))
    assert [(case.position, case.id) for case in reading.cases] == [
        (1, "LIST-0001"),
        (11, "LIST-0011"),
    ]


def test_a_persons_mapping_and_words_win(tmp_path: Path, form: Form) -> None:
    rows = [
        ["Crime ID", "Month", "Reported by", "Crime type", "Location"],
        ["a1", "2018-01", "Synthetic Police", "Burglary", "On or near Elm Road"],
        ["a2", "2018-01", "Synthetic Police", "Burglary", "On or near Oak Lane"],
    ]
    path = list_maker.write_csv(tmp_path / "street.csv", rows)

    reading = read_list(
        path,
        ListOptions(
            force="Another Police",
            columns={
                "reference": "crime id",
                "type": "Crime type",
                "reported": "Month",
                "unit": "",
            },
            types={"Burglary": "oth"},
        ),
        form=form,
        today=TODAY,
    )

    assert [case.get("reported") for case in reading.cases] == ["2018-01", "2018-01"]
    assert reading.by_type == {"OTH": 2}
    assert str(dict(reading.left_out)["Location"]).endswith("addresses or places")
    assert "other-force" in codes(reading)


def test_a_missing_mandatory_column_is_a_problem_of_the_header_and_accepts_nothing(
    tmp_path: Path, form: Form
) -> None:
    path = list_maker.write_csv(tmp_path / "a.csv", [["Case type", "Fish"], ["DA", "cod"]])

    reading = read_list(path, form=form, today=TODAY)

    assert reading.cases == ()
    assert {(p.row, p.code) for p in reading.problems} == {
        (1, "no-column-reference"),
        (1, "no-column-reported"),
    }
    assert reading.refused_rows == (2,)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"columns": {"colour": "Case type"}}, "unknown-key"),
        ({"columns": {"unit": "Team"}}, "no-such-column"),
        ({"types": {"Burglary": "BURG"}}, "unknown-type"),
        ({"scale": "STARS"}, "unknown-scale"),
    ],
)
def test_an_option_that_cannot_be_met_is_refused(
    tmp_path: Path, form: Form, options: dict[str, object], code: str
) -> None:
    path = list_maker.write_csv(tmp_path / "a.csv", list_maker.plain(list_maker.cases(3)))
    with pytest.raises(RefusalError) as refused:
        read_list(path, ListOptions(**options), form=form, today=TODAY)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"\xef\xbb\xbf\r\n", "empty-file"),
        ("header.csv", b"Case reference,Case type,Date reported\r\n", "no-rows"),
        ("page.xls", b"\r\n<html><body><table><tr><td>1</td></tr></table>", "html-as-xls"),
        (
            "old.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "xml-spreadsheet",
        ),
        ("a.xlsx", b"%PDF-1.7 ...", "not-a-list"),
        ("a.csv", bytes(range(256)) * 20, "not-a-list"),
        ("torn.xlsx", b"PK\x03\x04torn", "unreadable-workbook"),
        ("torn.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1torn", "unreadable-workbook"),
        (
            "locked.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "password-protected",
        ),
    ],
)
def test_what_is_no_list_is_refused_by_name(
    tmp_path: Path, form: Form, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(RefusalError) as refused:
        read_list(path, form=form, today=TODAY)
    assert refused.value.code == code


def test_a_file_that_is_not_there_is_the_worlds_fault(tmp_path: Path, form: Form) -> None:
    with pytest.raises(WorldError, match=r"no file list\.csv"):
        read_list(tmp_path / "list.csv", form=form, today=TODAY)


def test_a_decompression_bomb_is_refused_before_it_is_read(tmp_path: Path, form: Form) -> None:
    path = list_maker.bomb(tmp_path / "bomb.xlsx", 50_000_000)
    with pytest.raises(RefusalError, match="too large when unpacked"):
        read_list(path, form=form, today=TODAY)


def test_a_lone_cell_in_the_far_corner_ends_the_worker_and_not_the_program(
    tmp_path: Path, form: Form
) -> None:
    path = list_maker.lone_far_cell(tmp_path / "far.xlsx")
    with pytest.raises(RefusalError) as refused:
        read_list(path, form=form, today=TODAY)
    assert refused.value.code == "too-large"


def test_a_reading_past_its_time_is_stopped(tmp_path: Path, form: Form) -> None:
    path = list_maker.write_csv(tmp_path / "a.csv", list_maker.plain(list_maker.cases(3)))
    with pytest.raises(RefusalError) as refused:
        read_list(path, form=form, today=TODAY, limits=Limits(wall_seconds=0))
    assert refused.value.code == "too-slow"


def test_a_cancelled_reading_leaves_nothing(tmp_path: Path, form: Form) -> None:
    path = list_maker.write_csv(tmp_path / "a.csv", list_maker.plain(list_maker.cases(3)))
    with pytest.raises(WorldError) as stopped:
        read_list(path, form=form, today=TODAY, cancelled=lambda: True)
    assert stopped.value.code == "cancelled"


def test_a_list_is_read_from_another_thread(tmp_path: Path, form: Form) -> None:
    path = list_maker.write_csv(tmp_path / "a.csv", list_maker.plain(list_maker.cases(3)))
    found: list[ListReading] = []
    thread = threading.Thread(target=lambda: found.append(read_list(path, form=form, today=TODAY)))
    thread.start()
    thread.join()
    assert len(found[0].cases) == 3


def test_an_entity_in_a_part_is_refused(tmp_path: Path, form: Form) -> None:
    good = list_maker.write_xlsx(tmp_path / "good.xlsx", {"A": list_maker.plain([])})
    bad = list_maker.with_part(
        good, tmp_path / "bad.xlsx", "xl/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    )
    with pytest.raises(RefusalError) as refused:
        read_list(bad, form=form, today=TODAY)
    assert refused.value.code == "suspect-workbook"


def test_more_rows_than_the_limit_are_refused(tmp_path: Path, form: Form) -> None:
    rows = list_maker.plain(list_maker.cases(30))
    for path in (
        list_maker.write_csv(tmp_path / "a.csv", rows),
        list_maker.write_xlsx(tmp_path / "a.xlsx", {"A": rows}),
    ):
        with pytest.raises(RefusalError) as refused:
            read_list(path, form=form, today=TODAY, limits=Limits(rows=20))
        assert refused.value.code == "too-large"


def test_hidden_rows_error_cells_and_eaten_zeros_are_reported_or_fixed(
    tmp_path: Path, form: Form
) -> None:
    path = tmp_path / "a.xlsx"
    list_maker.odd_cells_xlsx(path)

    reading = read_list(path, form=form, today=TODAY)

    assert [case.reference for case in reading.cases] == ["0001234", "0005678"]
    assert {"hidden-rows", "hidden-columns", "error-cells"} <= codes(reading)
    assert reading.cases[1].get("unit") == ""


def test_day_numbers_count_from_1904_where_the_workbook_says_so(tmp_path: Path, form: Form) -> None:
    rows = [list_maker.HEADER, ["1/17", "DA", 41650]]
    plain = list_maker.write_xlsx(tmp_path / "a.xlsx", {"A": rows})
    old_mac = list_maker.write_xlsx(tmp_path / "b.xlsx", {"A": rows}, from_1904=True)

    found = [read_list(path, form=form, today=TODAY).cases[0] for path in (plain, old_mac)]

    assert [case.get("reported") for case in found] == ["2014-01-11", "2018-01-12"]


def test_a_sheet_is_chosen_by_its_header_or_by_name(tmp_path: Path, form: Form) -> None:
    made = list_maker.plain(list_maker.cases(5))
    path = list_maker.write_xlsx(
        tmp_path / "a.xlsx",
        {"Cover": [["Team", "Risk"]], "Q1": made, "Q2": [made[0], *made[3:]]},
    )

    best = read_list(path, form=form, today=TODAY)
    named = read_list(path, ListOptions(sheet="q2"), form=form, today=TODAY)

    assert (best.sheet, best.rows, named.sheet, named.rows) == ("Q1", 5, "Q2", 3)
    assert {"sheet-chosen", "other-sheets"} <= codes(best)
    with pytest.raises(RefusalError, match="It has Cover, Q1, Q2"):
        read_list(path, ListOptions(sheet="Q3"), form=form, today=TODAY)


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_workbook_is_read_or_refused_with_a_sentence(
    tmp_path: Path, form: Form, seed: int
) -> None:
    path = list_maker.messy_xlsx(tmp_path / "a.xlsx", list_maker.cases(5))
    content = bytearray(path.read_bytes())
    chance = random.Random(seed)
    for _flip in range(chance.randrange(1, 30)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(content[: chance.choice((None, len(content) // 2))])
    try:
        reading = read_list(path, form=form, today=TODAY)
    except RefusalError as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017 - either way is right
    else:
        assert reading.rows


def test_a_mistake_of_ours_in_the_worker_is_not_blamed_on_the_file(
    tmp_path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = list_maker.write_csv(tmp_path / "a.csv", list_maker.plain(list_maker.cases(3)))
    monkeypatch.setattr("reviewer.intake.process.written", lambda _request: b"{}")
    with pytest.raises(WorkerError, match="KeyError"):
        read_list(path, form=form, today=TODAY)


def test_the_worker_loads_no_checker_of_types() -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import reviewer.intake.worker;"
        "print('pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"False"
