from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.list_options import DateOrder
from reviewer.domain.written_day import BadDateError
from reviewer.intake.dates import (
    DateColumn,
    decide_order,
    looks_like_date,
    perhaps_swapped,
    read_date,
)

TODAY = date(2018, 6, 1)
_SUMMER_TIME_SETTLED = datetime.fromisoformat("1996-01-01")
_ZONES_KNOWN = datetime.fromisoformat("2037-12-31")


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("2018-01-12", "2018-01-12"),
        ("2018-01-12T14:30:00", "2018-01-12"),
        ("2018-01-12 14:30", "2018-01-12"),
        ("12/01/2018", "2018-01-12"),
        (" 12.01.2018 ", "2018-01-12"),
        ("12-01-2018 14:30", "2018-01-12"),
        ("12/1/18", "2018-01-12"),
        ("12/1/97", "1997-01-12"),
        ("12 Jan 2018", "2018-01-12"),
        ("Fri 12th January 2018", "2018-01-12"),
        ("12-Jan-18", "2018-01-12"),
        ("January 12, 2018", "2018-01-12"),
        ("2018/01/12", "2018-01-12"),
        ("20180112", "2018-01-12"),
        (20180112.0, "2018-01-12"),
        (43112.0, "2018-01-12"),
        ("43112", "2018-01-12"),
        (date(2018, 1, 12), "2018-01-12"),
        (datetime.fromisoformat("2018-01-12T14:30"), "2018-01-12"),
        ("2018-01", "2018-01"),
        ("01/2018", "2018-01"),
        ("Jan-18", "2018-01"),
        ("January 2018", "2018-01"),
        ("13102017", "2017-10-13"),
        ("03102017", "2017-10-03"),
        (13102017, "2017-10-13"),
        ("13OCT2017", "2017-10-13"),
        ("13-OCT-17 02.05.00.000000 PM", "2017-10-13"),
        ("2017-10-13-14.05.00.000000", "2017-10-13"),
        ("13\u201310\u20132017", "2017-10-13"),
        ("13 / 10 / 2017", "2017-10-13"),
        ("13 10 2017", "2017-10-13"),
        ("13.10.2017.", "2017-10-13"),
        ("13. 10. 2017. 14:05", "2017-10-13"),
        ("2017 10 13", "2017-10-13"),
        ("2017.10.13.", "2017-10-13"),
        ("13 October 2017 at 14:05 hours", "2017-10-13"),
        ("13/10/2017 1405", "2017-10-13"),
        ("13/10/2017 1405hrs", "2017-10-13"),
        ("13/10/2017, 2.05 p.m.", "2017-10-13"),
        ("13/10/2017 2pm", "2017-10-13"),
        ("13/10/2017 noon", "2017-10-13"),
        ("13 Hydref 2017", "2017-10-13"),
        ("Dydd Gwener, 13eg o Hydref 2017", "2017-10-13"),
        ("Hyd-17", "2017-10"),
        ("13 Maw 2017", "2017-03-13"),
        ("13 Mai 2017", "2017-05-13"),
        ("13 Gorffennaf 2017 14:05", "2017-07-13"),
        ("13th of October 2017", "2017-10-13"),
        ("2017-10-12T23:30:00Z", "2017-10-13"),
        ("2017-11-14T23:30:00Z", "2017-11-14"),
        ("2017-10-13T00:30:00+02:00", "2017-10-12"),
        ("13/10/2017 14:05 BST", "2017-10-13"),
        ("14/11/2017 14:05 GMT", "2017-11-14"),
        ("15/12/2017 14:05+0100", "2017-12-15"),
    ],
)
def test_a_date_is_read_however_it_is_written(cell: object, read: str) -> None:
    assert read_date(cell, DateColumn(), TODAY) == read


def test_numbers_with_spaces_are_read_only_where_the_order_is_known() -> None:
    cells = ["03 04 2017", "05 06 2017"]
    with pytest.raises(BadDateError) as refused:
        read_date(cells[0], decide_order(cells), TODAY)
    assert refused.value.code == "order-not-known"
    assert read_date(cells[0], decide_order([*cells, "13 10 2017"]), TODAY) == "2017-04-03"
    assert read_date(cells[0], decide_order([*cells, "10 13 2017"]), TODAY) == "2017-03-04"
    chosen = decide_order(cells, chosen=DateOrder.MONTH_FIRST)
    assert read_date(cells[0], chosen, TODAY) == "2017-03-04"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/02/2018", "no-such-date"),
        ("2018-02-31", "no-such-date"),
        ("2018-13", "no-such-date"),
        ("12/01/0018", "too-old"),
        ("01/01/1900", "too-old"),
        ("1753-01-01", "too-old"),
        ("00/01/1900", "no-such-date"),
        ("31/12/9999", "no-such-date"),
        ("13/10/2017 25:61 UTC", "not-a-date"),
        ("2018-01-12 3", "not-a-date"),
        ("n/k", "not-a-date"),
        ("", "not-a-date"),
        (True, "not-a-date"),
        (7.0, "not-a-date"),
        (float("1e300"), "not-a-date"),
        ("12 Foo 2018", "not-a-date"),
        ("\u0661/\u0662/2018 x", "not-a-date"),
    ],
)
def test_what_is_no_date_says_why(cell: object, code: str) -> None:
    with pytest.raises(BadDateError) as bad:
        read_date(cell, DateColumn(), TODAY)
    assert bad.value.code == code


def test_a_moment_that_is_another_day_on_the_wall_is_in_doubt() -> None:
    with pytest.raises(BadDateError, match="zone-in-doubt"):
        read_date("13/07/2017 23:30 GMT", DateColumn(), TODAY)


def test_a_day_with_dots_is_month_first_where_it_can_be_nothing_else() -> None:
    assert read_date("10.13.2017", DateColumn(order=DateOrder.MONTH_FIRST), TODAY) == "2017-10-13"


@given(st.datetimes(min_value=_SUMMER_TIME_SETTLED, max_value=_ZONES_KNOWN))
def test_a_moment_in_universal_time_is_the_day_it_was_in_london(moment: datetime) -> None:
    london = moment.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/London"))
    read = read_date(f"{moment:%Y-%m-%dT%H:%M:%SZ}", DateColumn(), TODAY)
    assert read == london.date().isoformat()


def test_serials_count_from_1904_where_the_workbook_says_so() -> None:
    assert read_date(43112.0, DateColumn(from_1904=True), TODAY) == "2022-01-13"


@pytest.mark.parametrize(
    ("cells", "header", "order", "proven"),
    [
        (["03/04/2018", "13/04/2018"], "", DateOrder.DAY_FIRST, True),
        (["03/04/2018", "04/13/2018"], "", DateOrder.MONTH_FIRST, True),
        (["13/04/2018", "04/13/2018"], "", DateOrder.BOTH, True),
        (["03/04/2018"], "", DateOrder.DAY_FIRST, False),
        (["03/04/2018"], "Reported (MM/DD/YYYY)", DateOrder.MONTH_FIRST, True),
        (["04/04/2018", "2018-04-03", "03.04.2018"], "", DateOrder.DAY_FIRST, True),
        (["03042018", "13042018"], "", DateOrder.DAY_FIRST, True),
        ([3042018, 4132018], "", DateOrder.DAY_FIRST, True),
        ([], "", DateOrder.DAY_FIRST, True),
    ],
)
def test_the_order_is_decided_by_the_column(
    cells: list[str], header: str, order: DateOrder, *, proven: bool
) -> None:
    column = decide_order(cells, header)
    assert (column.order, column.proven) == (order, proven)


def test_an_ambiguous_date_in_a_column_with_both_orders_is_not_guessed() -> None:
    column = decide_order(["13/04/2018", "04/13/2018", "03/04/2018", "05/05/2018"])
    assert read_date("13/04/2018", column, TODAY) == "2018-04-13"
    assert read_date("04/13/2018", column, TODAY) == "2018-04-13"
    assert read_date("05/05/2018", column, TODAY) == "2018-05-05"
    assert read_date("03.04.2018", column, TODAY) == "2018-04-03"
    with pytest.raises(BadDateError, match="ambiguous-date"):
        read_date("03/04/2018", column, TODAY)


def test_a_column_that_excel_half_swapped_is_suspected() -> None:
    swapped = [date(2018, m, 4) for m in range(1, 6)] + [f"{d}/04/2018" for d in range(13, 18)]
    honest = [date(2018, 1, 20), *swapped]
    assert perhaps_swapped(swapped)
    assert not perhaps_swapped(honest)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_is_read_back_in_each_order(day: date) -> None:
    assert read_date(day.isoformat(), DateColumn(), TODAY) == day.isoformat()
    assert read_date(f"{day:%d/%m/%Y}", DateColumn(), TODAY) == day.isoformat()
    american = DateColumn(order=DateOrder.MONTH_FIRST)
    assert read_date(f"{day:%m/%d/%Y}", american, TODAY) == day.isoformat()
    assert read_date(f"{day:%d.%m.%Y}", american, TODAY) == day.isoformat()


@given(st.text() | st.floats() | st.booleans() | st.times() | st.timedeltas())
def test_whatever_a_cell_holds_is_a_date_or_a_refusal(cell: object) -> None:
    looks_like_date(cell)
    try:
        read = read_date(cell, DateColumn(), TODAY)
    except BadDateError:
        return
    assert read[:4].isdecimal()


@pytest.mark.parametrize(
    ("cells", "order", "read"),
    [
        (["10.13.2017", "11.03.2017"], None, ["2017-10-13", "2017-11-03"]),
        (["13.10.2017", "11.03.2017"], None, ["2017-10-13", "2017-03-11"]),
        (["11.03.2017", "12.04.2017"], None, ["2017-03-11", "2017-04-12"]),
        (["11.03.2017"], DateOrder.MONTH_FIRST, ["2017-11-03"]),
        (["11.03.2017", "11/03/2017"], DateOrder.MONTH_FIRST, ["2017-03-11", "2017-11-03"]),
        (["10.13.2017", "13.10.2017", "11.03.2017"], None,
         ["2017-10-13", "2017-10-13", "ambiguous-date"]),
    ],
)  # fmt: skip
def test_dates_with_dots_are_day_first_until_one_has_the_month_first(
    cells: list[str], order: DateOrder | None, read: list[str]
) -> None:
    column = decide_order(cells, chosen=order)
    found = []
    for cell in cells:
        try:
            found.append(read_date(cell, column, TODAY))
        except BadDateError as error:
            found.append(error.code)
    assert found == read


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("13/10/2017 @ 14:05", "2017-10-13"),
        ("13/10/2017@14:05", "2017-10-13"),
        ("20171013T140500Z", "2017-10-13"),
        ("20171013T233000Z", "2017-10-14"),
    ],
)
def test_a_day_is_read_before_an_at_sign_and_a_clock_without_colons(written: str, day: str) -> None:
    assert read_date(written, DateColumn(), TODAY) == day
