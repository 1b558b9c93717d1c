"""What a person says of a list: each word changes the options, and takes back what it overrules."""

from __future__ import annotations

import pytest

from reviewer.domain.errors import RefusalError
from reviewer.domain.list_options import (
    AS_FOUND,
    DateOrder,
    ListMapping,
    ListOptions,
    checked_order,
)


@pytest.mark.parametrize("word", ["day-first", " Day First ", "DAY-FIRST"])
def test_an_order_of_dates_is_read_as_it_is_written(word: str) -> None:
    assert checked_order(word) is DateOrder.DAY_FIRST


@pytest.mark.parametrize("word", ["", "both", "year-first", "day"])
def test_no_other_order_is_taken(word: str) -> None:
    with pytest.raises(RefusalError) as refused:
        checked_order(word)
    assert refused.value.code == "unknown-order"


def test_a_column_mapped_to_another_key_loses_the_choices_for_its_cells_and_dates() -> None:
    options = AS_FOUND.with_correction(4, "unit", "North").with_correction(4, "type", "DA")
    options = options.with_order("closed", DateOrder.MONTH_FIRST)
    moved = options.with_column("Ended", "unit", "closed")
    assert moved.columns == {"closed": "", "unit": "Ended"}
    assert moved.corrections == {4: {"type": "DA"}}
    assert moved.dates == {}


def test_a_correction_taken_back_leaves_nothing_of_its_row() -> None:
    options = AS_FOUND.with_correction(4, "unit", "North")
    assert options.without_correction(4, "unit") == AS_FOUND
    assert options.without_correction(5, "unit") == options


def test_words_taken_as_no_type_are_forgotten() -> None:
    assert AS_FOUND.with_type("Burglary", "OTH").with_type("Burglary", "") == AS_FOUND


def test_another_table_is_read_with_the_force_its_memory_and_the_password_alone() -> None:
    kept = ListOptions(force="X", password="violet", earlier=ListMapping(columns={"unit": "Team"}))
    assert kept.with_type("Burglary", "OTH").for_another_table() == kept


def test_a_password_is_not_written_where_options_are() -> None:
    assert "violet" not in repr(ListOptions(password="violet"))
