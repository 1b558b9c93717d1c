"""Words of the window: dates as typed, tooltips as they are, one and many."""

from __future__ import annotations

import pytest

from reviewer.domain.errors import RefusalError
from ui.window.words import counted, load_words, tooltip, typed_date, typed_day


def test_a_tooltip_shows_its_lines_as_they_are() -> None:
    assert tooltip("<b>a</b>", "", "b & c") == "<qt>&lt;b&gt;a&lt;/b&gt;<br>b &amp; c</qt>"


def test_one_and_many_are_two_sentences() -> None:
    sentences = [
        counted(n, "{n} case of {all}", "{n:,} cases of {all}", all=9) for n in (0, 1, 2_000)
    ]
    assert sentences == ["0 cases of 9", "1 case of 9", "2,000 cases of 9"]


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("2018-01-12", "12/01/2018"),
        ("2018-01-12T14:30", "12/01/2018 14:30"),
        ("2018-01", "2018-01"),
        ("", ""),
    ],
)
def test_a_day_is_shown_as_a_person_types_it(stored: str, typed: str) -> None:
    assert typed_date(stored) == typed


@pytest.mark.parametrize("typed", ["12/01/2018", " 2018-01-12 ", "12 Jan 2018", "12.1.2018"])
def test_a_typed_day_is_read_as_iso(typed: str) -> None:
    assert typed_day(typed) == "2018-01-12"
    assert typed_day("  ") == ""


@pytest.mark.parametrize("typed", ["31/02/2018", "tomorrow", "12/01/18", "01/2018"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(RefusalError, match="date"):
        typed_day(typed)


def test_who_has_how_many_cases_is_one_line() -> None:
    assert load_words({"": 3, "A. Reader": 1_200}) == "nobody 3 · A. Reader 1,200"
