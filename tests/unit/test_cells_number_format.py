"""Numbers as a cell shows them, by the format it has."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.cells.format_code import BUILT_IN, UNKNOWN, is_plain, sections_of
from reviewer.cells.number_format import number_of, shown_number, shown_text
from reviewer.cells.sheet import Doubtful, Month


def shown(number: float, code: str) -> object:
    return shown_number(number, code, from_1904=False)


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (15456, "0000000", "0015456"),
        (15456, '0000000"/17"', "0015456/17"),
        (15456, '"MPS"00000', "MPS15456"),
        (15456, r"00\-0000", "01-5456"),
        (15456, "0000000;-0000000", "0015456"),
        (15456, "0000000;;;@", "0015456"),
        (15456, "[Red]0000000", "0015456"),
        (15456, "[$-809]0000000", "0015456"),
        (15456, "0000000_)", "0015456"),
        (15456, '"CRS"* 0000', "CRS15456"),
        (15456, r"\C\R\S0000", "CRS15456"),
        (15456, 'General"/17"', "15456/17"),
        (15456, "000 000 000", "000 015 456"),
        (15456, "#,##0", "15,456"),
        (15456, "#,##0_);(#,##0)", "15,456"),
        (-15456, "#,##0_);(#,##0)", "(15,456)"),
        (-5, "0000", "-0005"),
        (15456.1, "0.00", "15456.10"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (0.5, "0%", "50%"),
        (2.5, "0", "3"),
        (1.5e15, "0.00E+00", "1.50E+15"),
        (-12.45, "0.00E+00", "-1.25E+01"),
        (0.0, "0.00E+00", "0.00E+00"),
        (0.00995, "0.0E+0", "1.0E-2"),
        (15456, "[>1000]00000;000", "15456"),
        (5, "[>1000]00000;000", "005"),
        (15456, "[$£-809]#,##0", "£15,456"),
        (1234567, '#,##0,"k"', "1,235k"),
        (1234567, "0.00,,", "1.23"),
        (15456, "0.0,", "15.5"),
    ],
)
def test_a_number_is_written_as_its_format_shows_it(number: float, code: str, text: str) -> None:
    assert shown(number, code) == text
    assert not is_plain(code)


@pytest.mark.parametrize(
    ("number", "code", "why"),
    [
        (15456, ";;;", "not-shown"),
        (0, "#", "not-shown"),
        (15456, "0000/00", "format-not-known"),
        (15456, "# ?/?", "format-not-known"),
        (15456, "US-0000", "format-not-known"),
        (15456, '"A"@', "format-not-known"),
        (15456, "0000[Red]", "format-not-known"),
        (15456, "0000[$-809]", "format-not-known"),
        (43021, "yyyy", "format-not-known"),
        (43021, "d-mmm", "no-year"),
        (0, "dd/mm/yyyy", "zero-date"),
        (-1, "dd/mm/yyyy", "format-not-known"),
    ],
)
def test_what_a_format_does_not_say_is_doubtful(number: float, code: str, why: str) -> None:
    found = shown(number, code)
    assert isinstance(found, Doubtful)
    assert found.code == why


@pytest.mark.parametrize(
    ("code", "cell"),
    [
        ("mmm-yy", Month(2017, 10)),
        ("mmmm yyyy", Month(2017, 10)),
        ("yyyy-mm", Month(2017, 10)),
        ("dddd mmmm yyyy", Month(2017, 10)),
        ("dd/mm/yyyy;@", datetime.fromisoformat("2017-10-13T14:24")),
        ("[$-F800]dddd, mmmm dd, yyyy", datetime.fromisoformat("2017-10-13T14:24")),
        ("hh:mm", time(14, 24)),
        ("[h]:mm", timedelta(days=43021.6)),
    ],
)
def test_a_day_number_is_what_its_format_shows_of_it(code: str, cell: object) -> None:
    assert shown(43021.6, code) == cell


def test_the_days_before_the_leap_day_that_never_was_are_as_a_spreadsheet_shows_them() -> None:
    days = [shown(number, "dd/mm/yyyy") for number in (1, 59, 61)]
    assert [day.date() for day in days if isinstance(day, datetime)] == [
        date(1900, 1, 1),
        date(1900, 2, 28),
        date(1900, 3, 1),
    ]


@pytest.mark.parametrize("from_1904", [True, False])
@given(st.datetimes(min_value=datetime.fromisoformat("1904-01-02")))
def test_a_moment_is_the_number_it_was_read_from(from_1904: bool, moment: datetime) -> None:  # noqa: FBT001
    moment = moment.replace(microsecond=0)
    number = number_of(moment, from_1904=from_1904)
    assert shown_number(number, "dd/mm/yyyy hh:mm:ss", from_1904=from_1904) == moment


def test_a_text_is_shown_by_the_part_of_a_format_that_is_for_texts() -> None:
    assert shown_text("abc", '"MPS"@') == "MPSabc"
    assert shown_text("abc", '0;0;0;"x"@') == "xabc"
    assert shown_text("abc", "0000") == "abc"
    assert shown_text("abc", ";;;") == Doubtful("not-shown", "abc")


@given(st.text(max_size=30), st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_any_format_shows_something_or_is_doubtful(code: str, number: float) -> None:
    sections_of(code)
    shown(number, code)
    shown_text("a", code)


@given(st.integers(0, 10**9), st.integers(1, 12), st.sampled_from(['"{}"', "\\{}"]))
def test_zeros_and_a_prefix_are_always_shown(number: int, zeros: int, quoting: str) -> None:
    assert shown(number, quoting.replace("{}", "M") + "0" * zeros) == f"M{number:0{zeros}d}"


def test_the_formats_by_number_are_understood_or_depend_on_the_country() -> None:
    for number, code in BUILT_IN.items():
        if number != 49 and code != UNKNOWN:
            assert not isinstance(shown(43021, code), Doubtful) or number in {12, 13, 16, 48}
