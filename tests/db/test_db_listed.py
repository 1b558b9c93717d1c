"""The list as it is read for the case list: rows that become cases one by one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from db_sample import KEY, filled

from db.file import open_file
from db.listed import ListedRows
from db.rows import case_row
from db.store import ReviewFile
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


def test_the_cases_are_in_the_order_they_were_read_in() -> None:
    assert listed().ids == tuple(case.id for case in CASES)
    assert listed().all() == CASES


def test_one_case_is_made_without_the_others() -> None:
    assert listed().case(CaseId("X-0001")) == CASES[1]
    assert listed().case(CaseId("X-0003")) is None


def test_only_cases_that_have_a_value_at_a_key_are_returned_whatever_others_say() -> None:
    assert listed().naming(INSPECTOR) == (CASES[0],)
    assert listed().naming(Key("unit")) == (CASES[1],)


def undone(store: ReviewFile, case: Case) -> None:
    with store.transaction() as unit:
        unit.put_case(case)
        raise ZeroDivisionError


def test_a_file_gives_its_list_as_it_is_at_any_moment(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        first = store.listed().all()
        changed = replace(first[0], values={**first[0].values, INSPECTOR: "A. Inspector"})
        with store.transaction() as unit:
            unit.put_case(changed)
            assert store.listed().all() == (changed, *first[1:])
        assert store.listed().all() == (changed, *first[1:])
        with pytest.raises(ZeroDivisionError):
            undone(store, first[0])
        assert store.listed().all() == (changed, *first[1:])
        with store.transaction() as unit:
            unit.add_case(replace(CASES[2], position=4))
        assert store.listed().ids == (*(case.id for case in first), CASES[2].id)
        with open_file(store.path, KEY, read_only=True) as reader:
            assert reader.listed().ids == store.listed().ids
            with store.transaction() as unit:
                unit.put_case(first[0])
            assert reader.listed().all()[0] == first[0]
