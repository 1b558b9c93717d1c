"""A month that a person types is kept as one, and anything else is none."""

from __future__ import annotations

import pytest

from reviewer.domain.written_day import typed_month


@pytest.mark.parametrize("typed", ["01/2018", "01.2018", "1-2018", "2018-01", "2018.01"])
def test_a_month_is_read_in_every_writing(typed: str) -> None:
    assert typed_month(typed) == "2018-01"


@pytest.mark.parametrize(
    "typed",
    ["0000-05", "13/2018", "00/2018", "01/18", "12/01/2018", "01/\u0662\u0660\u0661\u0668"],
)
def test_what_is_no_month_of_a_year_is_none(typed: str) -> None:
    assert not typed_month(typed)
