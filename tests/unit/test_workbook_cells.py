"""One value in a sheet's XML, and back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from reviewer.domain.errors import RefusalError
from reviewer.workbook.cells import (
    CELL_LIMIT,
    allowed_text,
    cell_xml,
    day_or_text,
    day_written,
    escaped,
    forbidden,
    letters,
    needs_care,
    number_or_text,
    pieces,
    unescaped,
    units,
)

texts = st.text(min_size=1) | st.text("_xX05FDfd41&;#13amp<>\r\n ", min_size=1)


@given(texts)
def test_any_text_comes_back_with_only_what_xml_forbids_replaced(text: str) -> None:
    assert unescaped(escaped(text)) == allowed_text(text)


@given(texts)
def test_an_xml_parser_reads_the_same_text_but_for_excels_own_escape(text: str) -> None:
    parsed = etree.fromstring(f"<t>{escaped(text)}</t>").text or ""
    assert parsed.replace("_x005F_", "_") == allowed_text(text)


@given(texts)
def test_a_text_that_needs_no_escaping_is_left_as_it_is(text: str) -> None:
    if not needs_care(text):
        assert cell_xml("A1", text, "") == f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>'


@pytest.mark.parametrize("text", ["_x0041_", "_x000D_", "_x005F_", "a_x0041_x0042_b"])
def test_a_text_that_looks_like_excels_escape_is_escaped(text: str) -> None:
    assert escaped(text) != text
    assert unescaped(escaped(text)) == text


@pytest.mark.parametrize("written", ["&quot;", "&#x41;", "&amp", "& ", "_x0041_", "&unknown;"])
def test_what_is_never_written_is_refused(written: str) -> None:
    with pytest.raises(RefusalError):
        unescaped(written)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\tx"])
def test_a_text_is_an_inline_string_whatever_it_begins_with(text: str) -> None:
    written = cell_xml("A1", text, "")
    assert 't="inlineStr"' in written
    assert "<f" not in written


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_characters_that_xml_forbids_are_found(character: str) -> None:
    assert forbidden(f"a{character}")
    assert allowed_text(character) == "\ufffd"


@pytest.mark.parametrize("character", ["\t", "\n", "\r", " ", "\x85", "\ue000", "\U0001f600"])
def test_characters_that_xml_takes_are_kept(character: str) -> None:
    assert not forbidden(character)


@given(st.text(st.sampled_from(["a", "\U0001f600", "\n"]), min_size=1).map(lambda t: t * 9_000))
def test_pieces_fit_a_cell_and_make_the_whole(text: str) -> None:
    cut = pieces(text)
    assert "".join(cut) == text
    assert all(units(piece) <= CELL_LIMIT for piece in cut)


@pytest.mark.parametrize(
    ("text", "held"),
    [("0", 0), ("42", 42), ("007", "007"), ("", ""), ("-1", "-1"), ("1" * 16, "1" * 16)],
)
def test_only_digits_that_come_back_exactly_are_numbers(text: str, held: str | int) -> None:
    assert number_or_text(text) == held


@pytest.mark.parametrize(("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_have_their_letters(column: int, name: str) -> None:
    assert letters(column) == name


@given(st.dates())
def test_a_day_is_a_number_from_march_1900_on_and_reads_back(day: date) -> None:
    written = day_or_text(day.isoformat())
    assert isinstance(written, int) == (day >= date(1900, 3, 1))
    assert day_written(str(written)) == day.isoformat()


@pytest.mark.parametrize("text", ["2018-01", "1900-02-28", "2018-02-30", "2018-01-12T10:00", "x"])
def test_what_is_no_whole_day_stays_a_text(text: str) -> None:
    assert day_or_text(text) == text
    assert day_written(text) == text


@pytest.mark.parametrize("written", ["2018-01-12", "60", "2958466", "9" * 7])
def test_a_day_is_read_only_as_it_is_written(written: str) -> None:
    with pytest.raises(RefusalError):
        day_written(written)
