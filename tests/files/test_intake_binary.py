"""Lists in .xlsb are read as they are shown: numbers, formats, first days, errors, hidden rows."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from binary_workbooks import Cell, Error, Number, workbook

from reviewer.domain.list_options import ListOptions
from reviewer.forms.library import bundled_form
from reviewer.intake.examination import examine
from reviewer.intake.form_words import vocabulary
from reviewer.intake.pipe import Examined, ReadingRequest

HEADING: list[Cell] = ["Case reference", "Case type", "Date reported", "Unit"]
DAYS = [date(2017, 10, 13) + timedelta(days=n) for n in range(4)]
ISO = [day.isoformat() for day in DAYS]
TEXTS: list[Cell] = [f"00{15456 + n}/17" for n in range(4)]
WORDS = vocabulary(bundled_form("ncpi"), {}, None)


def serial(day: date, *, from_1904: bool = False) -> int:
    return (
        day - date(1904 if from_1904 else 1899, 1 if from_1904 else 12, 1 if from_1904 else 30)
    ).days


def days(code: str = "dd/mm/yyyy", *, from_1904: bool = False, short: bool = False) -> list[Cell]:
    return [Number(serial(day, from_1904=from_1904), code, short=short) for day in DAYS]


def examined(
    references: list[Cell], reported: list[Cell], *, from_1904: bool = False, **more: list[int]
) -> Examined:
    rows = [[one, "DA", day, "North"] for one, day in zip(references, reported, strict=True)]
    content = workbook([HEADING, *rows], from_1904=from_1904, **more)
    options = ListOptions(force="X")
    request = ReadingRequest(
        path=Path("list.xlsb"), options=options, words=WORDS, today=date(2018, 6, 1)
    )
    return examine(content, request)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (Number(15456, short=True), "15456"),
        (Number(15456), "15456"),
        (Number(15456, by_formula=True), "15456"),
        (Number(15456, '0000000"/17"'), "0015456/17"),
        (Number(15456, '"MPS-"00000', short=True), "MPS-15456"),
        (Number(15456, "[Blue]0000000;[Red]-0"), "0015456"),
        (Number(171015456, r"00\-0000000"), "17-1015456"),
        (Number(15456.1, "0.00"), "15456.10"),
    ],
)
def test_a_reference_that_is_a_number_is_read_as_it_is_shown(number: Number, shown: str) -> None:
    found = examined([number, *TEXTS[1:]], days())
    assert found.values["reference"] == [shown, *TEXTS[1:]]


@pytest.mark.parametrize("from_1904", [False, True])
@pytest.mark.parametrize("code", ["dd/mm/yyyy", "d mmm yyyy", ""])
@pytest.mark.parametrize("short", [False, True])
def test_days_are_counted_from_the_first_day_of_the_workbook(
    from_1904: bool,  # noqa: FBT001 - a parameter of the test
    code: str,
    short: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    found = examined(TEXTS, days(code, from_1904=from_1904, short=short), from_1904=from_1904)
    assert found.values["reported"] == ISO


def test_months_stay_months_and_what_shows_no_day_is_refused() -> None:
    assert examined(TEXTS, days("mmm-yy")).values["reported"] == ["2017-10"] * 4
    for nothing, code in (
        (Error("#VALUE!"), "error-value"),
        (Number(0, "dd/mm/yyyy"), "zero-date"),
        (Number(43000, ";;;"), "not-shown"),
    ):
        found = examined(TEXTS, [*days()[:3], nothing])
        assert [(p.row, p.code) for p in found.reading.problems] == [(5, code)]


def test_an_error_or_a_day_is_no_reference_and_hidden_rows_are_named() -> None:
    found = examined(
        [*TEXTS[:2], Error("#N/A"), Number(serial(DAYS[0]), "mmm-yy")], days(), hidden=[3]
    )
    assert {p.row: p.code for p in found.reading.problems} == {
        4: "error-value",
        5: "reference-became-date",
    }
    assert {n.code: n.rows for n in found.reading.notices}["hidden-rows"] == (3,)
