from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.assessment import facts_of
from reviewer.domain.case import Case
from reviewer.domain.ids import Key, case_id
from reviewer.domain.review import Review, rows_text
from reviewer.domain.timeline import Gap, Scale, Timeline, timeline_of
from reviewer.forms.library import bundled_form

FORM = bundled_form("ncpi")
TODAY = date(2018, 11, 15)


def timeline(
    listed: dict[str, str], answers: dict[str, str], changed_at: str = ""
) -> Timeline | None:
    case = Case(id=case_id("SYN", 1), position=1, values={Key(k): v for k, v in listed.items()})
    given = {Key(k): v for k, v in ({"reviewable": "YES"} | answers).items()}
    review = Review(case=case.id, reviewer="Reader One", answers=given, changed_at=changed_at)
    return timeline_of(FORM, case, review, facts_of(FORM, case, review, TODAY))


def entries(*days: str) -> dict[str, str]:
    rows = rows_text(tuple({"date": day} for day in days))
    return {"supervision.flag": "SUP_INEFF", "supervision.entries": rows}


def delays(*rows: dict[str, str]) -> dict[str, str]:
    return {"delay.flag": "DEL_UNNEC", "delay.rows": rows_text(rows)}


def test_the_days_of_the_list_are_in_order_of_time() -> None:
    found = timeline({"allocated": "2018-01-20", "reported": "2018-01-12", "closed": "2018-03"}, {})
    assert found is not None
    assert [(m.key, m.day) for m in found.milestones] == [
        ("reported", date(2018, 1, 12)),
        ("allocated", date(2018, 1, 20)),
    ]


def test_a_case_without_a_whole_day_has_no_timeline() -> None:
    assert timeline({"reported": "2018-01"}, {}) is None


def test_the_longest_gap_is_found_whatever_the_order_of_the_entries() -> None:
    found = timeline({}, entries("2018-05-01", "2018-01-01", "2018-01-31"))
    assert found is not None
    assert found.entries == (date(2018, 1, 1), date(2018, 1, 31), date(2018, 5, 1))
    assert found.longest_gap == Gap(first=date(2018, 1, 31), last=date(2018, 5, 1))
    assert found.longest_gap.days == 90


def test_one_entry_has_no_gap() -> None:
    found = timeline({}, entries("2018-05-01"))
    assert found is not None
    assert found.longest_gap is None


def test_an_open_delay_counts_to_the_end_of_the_period_else_to_the_last_change() -> None:
    row = {"stage": "ST10", "start": "2018-03-01", "open": "Y"}
    of_period = timeline({}, delays(row) | {"period.to": "2018-06-30"})
    of_change = timeline({}, delays(row), changed_at="2018-04-01T10:00:00.000Z")
    assert of_period is not None
    assert of_change is not None
    assert [(d.open, d.days) for d in of_period.delays] == [(True, 121)]
    assert [(d.open, d.days) for d in of_change.delays] == [(True, 31)]


def test_a_delay_that_ends_before_it_begins_is_named_and_not_drawn() -> None:
    found = timeline(
        {"reported": "2018-01-01"},
        delays(
            {"stage": "ST1", "start": "2018-03-01", "end": "2017-03-01"},
            {"stage": "ST2", "start": "2018-03-01", "end": "2018-03-09"},
        ),
    )
    assert found is not None
    assert found.misplaced == (1,)
    assert [(d.row, d.days) for d in found.delays] == [(2, 8)]
    assert found.scale.first == date(2018, 1, 1)


def test_a_delay_with_neither_an_end_nor_a_word_that_it_is_open_is_left_out() -> None:
    found = timeline({"reported": "2018-01-01"}, delays({"stage": "ST1", "start": "2018-03-01"}))
    assert found is not None
    assert found.delays == ()


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (date(2018, 1, 1), date(2018, 1, 5), ["1 Jan 2018", "3 Jan 2018", "5 Jan 2018"]),
        (date(2018, 1, 12), date(2018, 5, 20), ["Feb 2018", "Mar 2018", "Apr 2018", "May 2018"]),
        (date(1918, 6, 1), date(2018, 5, 20), ["1920", "1940", "1960", "1980", "2000"]),
    ],
)
def test_a_scale_names_days_at_even_steps(first: date, last: date, labels: list[str]) -> None:
    ticks = Scale(first=first, last=last).ticks(len(labels) if len(labels) > 3 else 4)
    assert [tick.label for tick in ticks] == labels


_days = st.dates()


@given(days=st.lists(_days, min_size=1, max_size=8), most=st.integers(2, 12))
def test_every_day_lies_on_the_scale_and_no_more_days_are_named_than_fit(
    days: list[date], most: int
) -> None:
    found = timeline({}, entries(*(day.isoformat() for day in days)))
    assert found is not None
    scale = found.scale
    places = [scale.fraction(day) for day in found.entries]
    assert places == sorted(places)
    assert all(0 <= place <= 1 for place in places)
    assert all(scale.day_at(scale.fraction(day)) == day for day in found.entries)
    ticks = scale.ticks(most)
    assert len(ticks) <= most
    assert all(scale.first <= tick.day <= scale.last for tick in ticks)
