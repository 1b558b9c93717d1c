"""Values computed from answers."""

from __future__ import annotations

import json
from datetime import date, timedelta
from random import Random

import pytest
from forms_sample import case_of, facts
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.computed import days_between, longest_gap
from reviewer.forms.library import bundled_form

days = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@given(days, days)
def test_days_between_counts_both_ways(one: date, other: date) -> None:
    assert days_between(one.isoformat(), other.isoformat()) == (other - one).days


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2018-01-12", "2018-01-12", 0),
        ("2018-02-28", "2018-03-01", 1),
        ("2016-02-28", "2016-03-01", 2),
        ("2018-01-12T23:59", "2018-01-13T00:00", 1),
        ("2018-01", "2018-01-13", None),
        ("2018-01-12", "2018-02", None),
    ],
)
def test_days_between_knows_whole_days_only(start: str, end: str, expected: int | None) -> None:
    assert days_between(start, end) == expected


@given(st.lists(days, min_size=2, max_size=12), st.randoms())
def test_the_longest_gap_is_between_neighbours_in_any_order(
    given_days: list[date], chance: Random
) -> None:
    texts = [day.isoformat() for day in given_days]
    gap = longest_gap(texts)
    chance.shuffle(texts)
    assert longest_gap(texts) == gap
    span = (max(given_days) - min(given_days)).days
    assert gap is not None
    assert gap <= span <= gap * (len(given_days) - 1)


@given(st.lists(days, min_size=2, max_size=8))
def test_an_entry_in_the_middle_of_the_longest_gap_never_lengthens_it(entries: list[date]) -> None:
    gap = longest_gap([day.isoformat() for day in entries])
    between = min(entries) + (max(entries) - min(entries)) / 2
    closer = longest_gap([day.isoformat() for day in [*entries, between]])
    assert gap is not None
    assert closer is not None
    assert closer <= gap


@pytest.mark.parametrize("entries", [[], ["2018-01-12"]])
def test_fewer_than_two_dates_have_no_gap(entries: list[str]) -> None:
    assert longest_gap(entries) is None


def test_nothing_is_computed_from_nothing() -> None:
    seen = facts(bundled_form("ncpi"), case_of(""), {})
    for computed in bundled_form("ncpi").computed:
        expected = 0 if computed.key == "supervision.number" else None
        assert seen.value(computed.key) == expected


def test_rows_without_a_date_count_for_nothing() -> None:
    rows = json.dumps([{"note": "undated"}, {"date": "2018-01-12"}])
    seen = facts(bundled_form("ncpi"), case_of("DA"), {"supervision.entries": rows})
    assert seen.value("supervision.number") == 1
    assert seen.value("supervision.first") == seen.value("supervision.last") == "2018-01-12"
    assert seen.value("supervision.longest_gap") is None


@given(st.integers(0, 99_999))
def test_the_limit_is_three_times_the_standard(standard: int) -> None:
    seen = facts(bundled_form("ncpi"), case_of("DA"), {"supervision.standard_days": str(standard)})
    assert seen.value("supervision.gap_limit") == 3 * standard


@given(days, st.integers(0, 400))
def test_a_row_counts_to_its_own_end_before_the_periods(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    row = {"start": start.isoformat(), "end": end.isoformat()}
    answers = {"delay.rows": json.dumps([row]), "period.to": "2031-01-01"}
    seen = facts(bundled_form("ncpi"), case_of("DA"), answers)
    assert [r.value("delay.days") for r in seen.each_row("delay.rows")] == [length]
    assert seen.value("delay.days") is None
