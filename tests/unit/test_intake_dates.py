from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.list_options import DateOrder
from reviewer.intake.dates import (
    BadDateError,
    DateColumn,
    decide_order,
    looks_like_date,
    perhaps_swapped,
    read_date,
)

TODAY = date(2018, 6, 1)


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
    ],
)
def test_a_date_is_read_however_it_is_written(cell: object, read: str) -> None:
    assert read_date(cell, DateColumn(), TODAY) == read


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/02/2018", "no-such-date"),
        ("2018-02-31", "no-such-date"),
        ("2018-13", "no-such-date"),
        ("12/01/0018", "no-such-date"),
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


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
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
