"""Conditions over answers, list values and rows."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from forms_sample import DELAY, case_of, facts
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from reviewer.domain.conditions import Condition
from reviewer.forms.library import bundled_form

READ: TypeAdapter[Any] = TypeAdapter(Condition)
ANSWERS = {
    "A1.1": "Y",
    "A1.2": "N",
    "A1.rating": "G",
    "records_examined": "BWV;INC",
    "supervision.standard_days": "9",
    "supervision.entries": json.dumps([{"date": "2018-02-01"}, {"date": "2018-02-12"}]),
    "period.from": "2018-01-12",
    "risk.still": "Y",
    "risk.raised_at": "2018-06-01T23:59",
    "delay.rows": json.dumps([DELAY, DELAY | {"impact": "RISK;EVID", "expected_days": "5"}]),
    "overall.grade": "RI",
}


def holds(condition: object) -> bool:
    case = case_of("DA", incident="2018-01", age="9", children="12", force_grade="G")
    asked = READ.validate_python(condition)
    written = READ.validate_json(READ.dump_json(asked, by_alias=True))
    assert written == asked
    return bool(asked.holds(facts(bundled_form("ncpi"), case, ANSWERS, "G")))


@pytest.mark.parametrize(
    "condition",
    [
        {"is": {"A1.1": "Y"}},
        {"is": {"records_examined": "INC"}},
        {"in": {"A1.2": ["N", "NE"]}},
        {"in": {"records_examined": ["BWV", "CRIME"]}},
        {"answered": "A1.1"},
        {"answered": "today"},
        {"answered": "case.reference"},
        {"answered": "supervision.longest_gap"},
        {"is": {"case_type": "DA"}},
        {"is": {"blind_grade": "G"}},
        {"all": []},
        {"not": {"any": []}},
        {"all": [{"answered": "A1.1"}, {"not": {"answered": "A1.3"}}]},
        {"any": [{"answered": "A1.3"}, {"answered": "A1.1"}]},
        {"rows_any": {"delay.rows": {"is": {"impact": "EVID"}}}},
        {"rows_any": {"delay.rows": {"compare": ["expected_days", "<", "12"]}}},
        {"rows_any": {"delay.rows": {"compare": ["delay.days", ">", "expected_days"]}}},
        {"rows_any": {"delay.rows": {"is": {"A1.1": "Y"}}}},
        {"compare": ["case.age", "<", "case.children"]},
        {"compare": ["supervision.longest_gap", "=", "11"]},
        {"compare": ["supervision.gap_limit", "=", "27"]},
        {"compare": [{"count": {"keys": ["A1.1", "A1.2", "A1.3"], "in": ["Y", "N"]}}, "=", 2]},
        {"compare": ["period.from", "=", "case.incident"]},
        {"compare": ["risk.raised_at", "=", "today"]},
        {"compare": ["period.from", "<", "today"]},
        {"compare": ["overall.grade", "!=", "blind_grade"]},
        {"compare": ["case.force_grade", "=", "blind_grade"]},
    ],
)
def test_what_is_so_holds(condition: object) -> None:
    assert holds(condition)
    assert not holds({"not": condition})


@pytest.mark.parametrize(
    "condition",
    [
        {"is": {"A1.1": "N"}},
        {"is": {"A1.3": "Y"}},
        {"in": {"A1.1": []}},
        {"answered": "A1.3"},
        {"answered": "nobody.knows"},
        {"any": []},
        {"rows_any": {"delay.rows": {"is": {"stage": "ST1"}}}},
        {"rows_any": {"supervision.entries": {"answered": "note"}}},
        {"compare": ["A1.3", "!=", "A1.1"]},
        {"compare": ["A1.3", "=", "A1.4"]},
        {"compare": ["period.to", ">=", "period.from"]},
        {"compare": ["overall.grade", "=", "3"]},
        {"compare": ["supervision.standard_days", "!=", "overall.grade"]},
        {"compare": ["A1.1", "=", "case.reference"]},
    ],
)
def test_what_is_not_so_does_not_hold(condition: object) -> None:
    assert not holds(condition)


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"is": {"A1.1": "Y"}, "not": {"answered": "A1.1"}},
        {"is": {}},
        {"is": {"A1.1": "Y", "A1.2": "N"}},
        {"equals": {"A1.1": "Y"}},
        {"compare": ["A1.1", "==", "A1.2"]},
        {"compare": ["A1.1", "="]},
        {"all": [{"maybe": "A1.1"}]},
        "A1.1 is Y",
        None,
    ],
)
def test_what_is_no_condition_is_refused(condition: object) -> None:
    with pytest.raises(ValidationError):
        READ.validate_python(condition)


def test_the_keys_of_a_condition_are_those_of_its_own_scope() -> None:
    condition = READ.validate_python(
        {
            "any": [
                {"not": {"is": {"a": "Y"}}},
                {"in": {"b": ["Y"]}},
                {"rows_any": {"c": {"answered": "column"}}},
                {"all": [{"compare": [{"count": {"keys": ["d", "e"], "in": ["Y"]}}, "<", "f"]}]},
                {"answered": "g"},
            ]
        }
    )
    assert list(condition.keys()) == ["a", "b", "c", "d", "e", "f", "g"]


days = st.dates(date(2000, 1, 1), date(2018, 6, 1))


@given(days, days)
def test_days_compare_as_days_do(one: date, other: date) -> None:
    answers = {"period.from": one.isoformat(), "period.to": other.isoformat()}
    seen = facts(bundled_form("ncpi"), case_of("DA"), answers)
    for sign, expected in (("<", one < other), ("=", one == other), (">=", one >= other)):
        asked = READ.validate_python({"compare": ["period.from", sign, "period.to"]})
        assert asked.holds(seen) == expected


@given(days, st.integers(0, 40))
def test_a_month_compares_by_its_month(day: date, further: int) -> None:
    later = day + timedelta(days=further)
    case = case_of("DA", incident=f"{day:%Y-%m}")
    seen = facts(bundled_form("ncpi"), case, {"period.from": later.isoformat()})
    asked = READ.validate_python({"compare": ["period.from", ">", "case.incident"]})
    assert asked.holds(seen) == ((later.year, later.month) > (day.year, day.month))
