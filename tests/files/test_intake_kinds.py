"""Lists of the kinds that readers get wrong without a word: read rightly, or refused by name."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from reviewer.domain.errors import RefusalError
from reviewer.domain.list_options import ListOptions
from reviewer.forms.library import bundled_form
from reviewer.intake.examination import examine
from reviewer.intake.form_words import vocabulary
from reviewer.intake.pipe import Examined, ReadingRequest

KINDS = Path(__file__).parent / "kinds"
TODAY = date(2018, 6, 1)
FORM = bundled_form("ncpi")
WORDS = vocabulary(FORM, {}, None)


def examined(name: str, **chosen: object) -> Examined:
    options = ListOptions(**{"force": "X", **chosen})
    path = KINDS / name
    request = ReadingRequest(path=path, options=options, words=WORDS, today=TODAY)
    return examine(path.read_bytes(), request)


def refusal(name: str, **options: object) -> RefusalError:
    with pytest.raises(RefusalError) as refused:
        examined(name, **options)
    return refused.value


def notices(found: Examined) -> dict[str, str]:
    return {notice.code: str(notice.text) for notice in found.reading.notices}


def refused_rows(found: Examined) -> dict[int, str]:
    return {problem.row: problem.code for problem in found.reading.problems}


@pytest.mark.parametrize(
    ("name", "cases", "first"),
    [
        ("header-stolen-welsh/HT9-welsh.csv", 30, "0015456/17"),
        ("header-stolen-powerbi/HT7-unknown-5cols.csv", 30, "0015456/17"),
        ("header-stolen-REF/H2.xlsx", 8, "0015456/17"),
        ("sections-open-then-closed/HT11-open-then-closed.csv", 24, "0015456/17"),
        ("sections-other-column-order/C23-copy-other-order.csv", 30, "0015456/17"),
        ("sections-other-column-order/X18-stacked-other-order.xlsx", 8, "0015456/17"),
        ("csv-equals-text/C01-formula-text.csv", 6, "0015456/17"),
        ("csv-equals-text/C01b-formula-text-quoted.csv", 6, "0015456/17"),
        ("reference-with-E/C18-E-refs.csv", 6, "10E1234560"),
        ("reference-with-E/C18b.csv", 6, "5E10"),
        ("dates-with-zone/D-bst.csv", 3, "0015456/17"),
        ("dates-with-zone/D-hrs.csv", 3, "0015456/17"),
        ("dates-1904-xls/Y-xls-1904-d.xls", 8, "0015456/17"),
        ("dates-1904-xls/Y-xls-1904-g.xls", 8, "0015456/17"),
        ("dates-1904-xls/Y-biff5-1904-d.xls", 8, "0015456/17"),
        ("month-format/X06-month-format.xlsx", 8, "0015456/17"),
        ("ods-pretty-printed/O2-pretty.ods", 8, "0015456/17"),
        ("pulled-down-zero-dates/P7-pulled-down-date-zeros.xlsx", 8, "0015456/17"),
        ("reference-format-prefix/X01a-prefix.xlsx", 8, "MPS15456"),
        ("reference-format-suffix/X01b-suffix.xlsx", 8, "0015456/17"),
        ("reference-two-decimals/X01n-two-decimals.xlsx", 8, "15456.10"),
        ("reference-zeros-xls/Y-zeros.xls", 8, "0015456"),
        ("workbook-in-root/X10b-root-workbook.xlsx", 8, "0015456/17"),
        ("zip-backslashes/X14-backslash.xlsx", 8, "0015456/17"),
    ],
)
def test_every_case_of_the_list_is_read(name: str, cases: int, first: str) -> None:
    found = examined(name)
    assert len(found.positions) == found.reading.rows == cases
    assert found.values["reference"][0] == first
    assert not found.reading.problems
    assert {"reference", "type", "reported", "unit"} <= set(found.reading.mapping)


@pytest.mark.parametrize(
    "name",
    [
        "sections-other-column-order/C23-copy-other-order.csv",
        "sections-other-column-order/X18-stacked-other-order.xlsx",
    ],
)
def test_a_section_in_another_order_is_read_by_its_own_heading(name: str) -> None:
    found = examined(name)
    assert set(found.values["status"]) == {"NFA"}
    assert "NFA" not in found.values["unit"]
    assert "own-heading" in notices(found)


@pytest.mark.parametrize(
    ("name", "code", "where"),
    [
        ("csv-one-stray-quote/C02c-one-stray-quote.csv", "open-quote", "row 21"),
        ("csv-two-stray-quotes/C02-two-stray-quotes.csv", "text-after-quote", "row 6"),
        ("mixed-encodings/C13-mixed-encodings.csv", "mixed-encodings", "Line 32"),
    ],
)
def test_text_that_is_not_whole_is_refused_with_its_row(name: str, code: str, where: str) -> None:
    refused = refusal(name)
    assert refused.code == code
    assert where in str(refused)


def test_rows_longer_than_the_heading_are_refused() -> None:
    found = examined("csv-unquoted-comma/C26-unquoted-comma.csv")
    assert refused_rows(found) == {4: "wider-row", 9: "wider-row"}
    assert len(found.positions) == 28


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("references-that-say-nothing/R-nan.csv", dict.fromkeys(range(2, 9), "says-nothing")),
        ("references-turned-into-dates/C17-excel-dates-as-refs.csv", {4: "date", 6: "date"}),
        ("references-turned-into-dates/C17b-refs-dates.csv", {4: "date", 5: "date"}),
        (
            "references-that-say-nothing/X09f-error-text.xlsx",
            {6: "says-nothing", 7: "says-nothing", 8: "not-a-date", 9: "says-nothing"},
        ),
        (
            "null-date-1900/D-1900.csv",
            {2: "too-old", 3: "no-such-date", 4: "too-old", 5: "too-old"},
        ),
    ],
)
def test_cells_that_say_nothing_are_refused(name: str, codes: dict[int, str]) -> None:
    found = refused_rows(examined(name))
    assert found.keys() == codes.keys()
    assert all(found[row].endswith(code) for row, code in codes.items())


@pytest.mark.parametrize("name", ["units-NULL/B6-null.csv", "units-NULL/B7-nk.csv"])
def test_placeholder_units_and_statuses_are_empty_and_that_is_reported(name: str) -> None:
    found = examined(name)
    assert set(found.values["unit"]) == {"Barnet CAIT", "", "Hackney PPU"}
    assert set(found.values["status"]) == {""}
    notices = [notice for notice in found.reading.notices if notice.code == "says-nothing"]
    assert {notice.column: len(notice.rows) for notice in notices} == {
        "Investigating team": 10,
        "Status": 30,
    }


def test_rows_filled_as_cases_are_refused_and_not_left_out() -> None:
    found = examined("late-additions-called-notes/HT21-late-additions.csv")
    assert len(found.positions) == 24
    assert {27, 28} == {problem.row for problem in found.reading.problems}
    assert not notices(found)


@pytest.mark.parametrize("name", ["Y-xls-1904-d.xls", "Y-xls-1904-g.xls", "Y-biff5-1904-d.xls"])
def test_days_of_a_workbook_that_counts_from_1904_are_as_shown(name: str) -> None:
    found = examined(f"dates-1904-xls/{name}")
    assert found.values["reported"][:2] == ["2017-10-13", "2017-11-14"]


def test_whole_numbers_of_an_xls_are_references_and_days() -> None:
    found = examined("xls-whole-number-references/whole-number-references.xls")
    assert found.values["reference"][0] == "15456"
    assert found.values["reported"][:2] == ["2017-10-13", "2017-10-14"]
    assert not found.reading.problems


def test_formulas_without_results_are_named_and_no_values() -> None:
    found = examined("formula-no-result/X09a-formula-nocache-unit.xlsx")
    assert "(8): D2, D3, D4" in notices(found)["no-results"]
    assert set(found.values["unit"]) == {""}
    found = examined("formula-no-result/X09c-date-nocache.xlsx")
    assert refused_rows(found) == dict.fromkeys(range(2, 10), "no-result")


def test_a_sheet_that_continues_without_a_heading_is_named_with_its_rows() -> None:
    found = examined("second-sheet-without-heading/HT16-two-sheets-nohdr.xlsx")
    assert len(found.positions) == 12
    assert "“Page 2” (12 rows)" in notices(found)["list-goes-on"]


def test_rows_of_formulas_that_show_no_date_are_left_out_as_unused() -> None:
    found = examined("pulled-down-zero-dates/P7-pulled-down-date-zeros.xlsx")
    assert "2,991 in all" in notices(found)["unused"]


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("dates-ddmmyyyy/D-ddmmyyyy.csv", ["2017-10-13", "2017-11-14", "2017-12-15"]),
        ("dates-ddmmyyyy/D-ddmmyyyy-lead.csv", ["2017-10-03", "2017-11-04", "2017-12-05"]),
        ("utc-evening/D-utc-evening.csv", ["2017-10-13", "2017-11-14"]),
        ("month-format/X06-month-format.xlsx", [f"2017-{m}" for m in (10, 11, 12) * 2 + (10, 11)]),
    ],
)
def test_days_are_read_in_the_order_and_the_zone_of_the_force(name: str, days: list[str]) -> None:
    assert examined(name).values["reported"] == days


@pytest.mark.parametrize("name", ["book", "wb", "workbook-final", "WORKBOOK2"])
def test_a_workbook_is_what_the_package_says_whatever_it_is_called(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    original = KINDS / "reference-format-prefix" / "X01a-prefix.xlsx"
    with zipfile.ZipFile(original) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            renamed = part.replace("workbook.xml", f"{name}.xml")
            new.writestr(renamed, old.read(part).replace(b"workbook.xml", f"{name}.xml".encode()))
    assert len(examined(str(path)).positions) == 8


@pytest.mark.parametrize("untrusted", ["12:17", "9:05:00", "12:30 PM"])
def test_a_reference_that_became_a_time_is_refused(untrusted: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"00{n}/17,DA,2017-10-{n}\n" for n in range(10, 20)]
    path.write_text(f"Reference,Type,Date reported\n{untrusted},DA,2017-10-09\n{''.join(rows)}")
    assert refused_rows(examined(str(path))) == {2: "reference-became-date"}


def test_a_second_column_headed_like_one_that_was_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Reference,Type,Date reported,Date reported\n1/17,DA,2017-10-19,2017-11-20\n", "utf-8"
    )
    found = examined(str(path))
    (notice,) = [n for n in found.reading.notices if n.code == "another-column"]
    assert "column D" in str(notice.text)
    (left_out,) = [c for c in found.reading.columns if not c.key]
    assert "column C" in str(left_out.reason)


def test_a_heading_far_down_is_asked_for_by_its_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = "Reference,Type,Date reported\n1/17,DA,2017-10-19\n2/17,DA,2017-10-20\n"
    path.write_text("About the extract\n" * 70 + rows, "utf-8")
    with pytest.raises(RefusalError, match="row 71") as refused:
        examined(str(path))
    assert refused.value.code == "no-heading"
    assert len(examined(str(path), header_row=71).positions) == 2


@pytest.mark.parametrize("untrusted", ["-1", "-99", "e.g. 1/17", "EG: 001/17"])
def test_what_stands_for_no_reference_or_for_an_example_is_refused(
    untrusted: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    rows = [f"00{n}/17,DA,2017-10-{n}\n" for n in range(10, 20)]
    path.write_text(f"Reference,Type,Date reported\n{untrusted},DA,2017-10-09\n{''.join(rows)}")
    assert refused_rows(examined(str(path))) == {2: "reference-says-nothing"}
