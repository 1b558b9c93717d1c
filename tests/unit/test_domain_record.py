from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.case import Case
from reviewer.domain.ids import Key, case_id
from reviewer.domain.record import read_record_code, record_code
from reviewer.domain.review import Review

CASE = Case(
    id=case_id("SYN", 42), position=42, values={Key("unit"): "North", Key("reference"): "R"}
)
REVIEW = Review(case=CASE.id, reviewer="Reader One", answers={Key("A1.1"): "Y"}, completed=True)


def test_the_same_review_has_the_same_code_with_and_without_the_force_s_reference() -> None:
    without = CASE.without([Key("reference")])
    assert record_code(CASE, REVIEW) == record_code(without, REVIEW)
    assert record_code(CASE, REVIEW).startswith("0042-")


@pytest.mark.parametrize(
    "changed",
    [
        (CASE, replace(REVIEW, answers={Key("A1.1"): "N"})),
        (CASE, replace(REVIEW, completed=False)),
        (CASE, replace(REVIEW, reviewer="Reader Two")),
        (replace(CASE, values={Key("unit"): "South"}), REVIEW),
    ],
)
def test_whatever_is_printed_changes_the_code(changed: tuple[Case, Review]) -> None:
    assert record_code(*changed) != record_code(CASE, REVIEW)


@given(unit=st.text(max_size=30), position=st.integers(1, 99_999))
def test_a_code_is_read_as_people_type_it(unit: str, position: int) -> None:
    code = record_code(replace(CASE, position=position, values={Key("unit"): unit}), REVIEW)
    typed = code.lower().replace("0", "o").replace("1", "l")
    for given_code in (code, typed, code.replace("-", ""), f" {code} ".replace("-", " - ")):
        read = read_record_code(given_code)
        assert read is not None
        assert read == (position, code)


@pytest.mark.parametrize("text", ["", "42", "0042-AAAA", "DEMO-SYN-2018Q4-0042", "x" * 500])
def test_anything_else_is_no_code(text: str) -> None:
    assert read_record_code(text) is None
