"""The list as it is read for the case list: rows that become cases one by one."""

from __future__ import annotations

from db.listed import ListedRows
from db.rows import case_row
from reviewer.domain.case import Case
from reviewer.domain.ids import CaseId, Key

INSPECTOR = Key("inspector")

CASES = (
    Case(id=CaseId("X-0002"), position=2, values={INSPECTOR: "A. Inspector"}),
    Case(id=CaseId("X-0001"), position=3, values={Key("unit"): '"inspector":"B. Other" \\'}),
    Case(id=CaseId("X-10000"), position=10_000, values={}),
)


def listed() -> ListedRows:
    return ListedRows(tuple(case_row(case).values()) for case in CASES)


def test_the_cases_stand_in_the_order_they_were_read_in() -> None:
    assert listed().ids == tuple(case.id for case in CASES)
    assert listed().all() == CASES


def test_one_case_is_made_without_the_others() -> None:
    assert listed().case(CaseId("X-0001")) == CASES[1]
    assert listed().case(CaseId("X-0003")) is None


def test_only_cases_that_have_a_value_at_a_key_are_returned_whatever_others_say() -> None:
    assert listed().naming(INSPECTOR) == (CASES[0],)
    assert listed().naming(Key("unit")) == (CASES[1],)
