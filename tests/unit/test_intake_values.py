from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.cells.sheet import text_of
from reviewer.domain.pasted import plain_characters
from reviewer.domain.quoting import shown
from reviewer.intake.values import (
    BadValueError,
    clean_text,
    code_of,
    is_placeholder,
    read_integer,
    read_reference,
    unseen_characters,
)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (" 0015456/17 ", "0015456/17"),
        ("000123456789012345678", "000123456789012345678"),
        (12345.0, "12345"),
        (999999999999999.0, "999999999999999"),
        ("A\u00a0 1", "A 1"),
        ("e\u0301", "é"),
        ("EG 1234/17", "EG 1234/17"),
    ],
)
def test_a_reference_stays_as_it_is_written(cell: object, read: str) -> None:
    assert read_reference(cell) == read


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1.23E+15", "reference-digits-lost"),
        ("1,23e15", "reference-digits-lost"),
        (1.23e15, "reference-digits-lost"),
        (date(2017, 12, 1), "reference-became-date"),
    ],
)
def test_a_reference_that_excel_spoiled_is_refused(cell: object, code: str) -> None:
    with pytest.raises(BadValueError) as bad:
        read_reference(cell)
    assert bad.value.code == code


@pytest.mark.parametrize("cell", ["e.g. 1/17", "E.G. 1/17", "eg 1/17", "Eg: 1/17", "-1", -1, True])
def test_an_example_a_tick_or_a_number_for_none_is_no_reference(cell: object) -> None:
    with pytest.raises(BadValueError) as bad:
        read_reference(cell)
    assert bad.value.code == "reference-says-nothing"


@pytest.mark.parametrize(
    ("cell", "read"), [(15.0, "15"), ("015", "15"), ("15 yrs", "15"), ("3 years old", "3")]
)
def test_a_whole_number_is_read(cell: object, read: str) -> None:
    assert read_integer(cell) == read


@pytest.mark.parametrize("cell", ["8 months", "<1", 1.5, "-3", "1e3", "²", "٣", "1" * 10])
def test_what_is_no_whole_number_is_refused(cell: object) -> None:
    with pytest.raises(BadValueError):
        read_integer(cell)


@pytest.mark.parametrize("cell", ["", "  ", "n/k", "N/A", "-", "Unknown", "not known", "TBC"])
def test_what_people_write_for_nothing_says_nothing(cell: str) -> None:
    assert is_placeholder(cell)


def test_several_names_of_one_type_are_that_type() -> None:
    codes = {"online": "ONL", "iioc": "ONL", "missing": "MISS"}
    assert code_of("ONLINE / IIOC", codes) == "ONL"
    assert code_of("Online (IIOC)", codes) == "ONL"
    assert code_of("Online / missing", codes) is None
    assert code_of("Online / other", codes) is None
    assert code_of("/", codes) is None


def test_unseen_characters_are_found_and_named_in_quotes() -> None:
    assert unseen_characters("a\u202eb\u200bc\x07") == ["U+202E", "U+200B", "U+0007"]
    assert unseen_characters("Tŷ’r – £5\tx\n") == []
    assert shown("a\u202eb") == "a<U+202E>b"
    assert shown("x" * 50) == "x" * 39 + "…"


@given(st.text())
def test_a_clean_text_is_stable_and_can_be_written(text: str) -> None:
    clean = clean_text(text)
    assert clean == clean_text(clean)
    assert clean == unicodedata.normalize("NFC", clean)
    assert not any(c < " " for c in clean)
    clean.encode()


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Cf", "M"])))
def test_nothing_but_spacing_and_what_means_nothing_is_lost(text: str) -> None:
    normal = unicodedata.normalize("NFC", plain_characters(text)).replace("\ufffe", "\ufffd")
    assert clean_text(text) == " ".join(normal.split())


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_with_the_fifteen_digits_that_a_spreadsheet_shows(
    number: float,
) -> None:
    assert float(text_of(number)) == pytest.approx(number, rel=1e-14)
