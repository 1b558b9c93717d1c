"""Answers as people and files give them, and their canonical text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import RefusalError
from reviewer.domain.form import TEXT_LIMIT, Form, Kind
from reviewer.domain.values import (
    INTEGER_LIMIT,
    ROWS_LIMIT,
    canonical,
    canonical_rows,
    is_canonical,
)
from reviewer.forms.library import bundled_form

FORM = bundled_form("ncpi")


@pytest.mark.parametrize(
    ("key", "given_text", "expected"),
    [
        ("A1.1", " y ", "Y"),
        ("overall.grade", "ri", "RI"),
        ("records_examined", "crime; inc;CRIME;", "INC;CRIME"),
        ("period.from", "12/01/2018", "2018-01-12"),
        ("period.from", " 2018-01-12 ", "2018-01-12"),
        ("period.from", "1.2.2018", "2018-02-01"),
        ("risk.raised_at", "12/01/2018 14:30", "2018-01-12T14:30"),
        ("risk.raised_at", "2018-01-12 14:30", "2018-01-12T14:30"),
        ("risk.raised_at", "2018-01-12T14:30:59", "2018-01-12T14:30"),
        ("supervision.standard_days", " 028 ", "28"),
        ("overall.rationale", "one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("overall.rationale", "=1+1 <b>é\u202e</b>", "=1+1 <b>é\u202e</b>"),
        ("overall.rationale", "  \n ", ""),
        ("period.from", "2018-1-2", "2018-01-02"),
        ("period.from", "2 Jan 2018", "2018-01-02"),
        ("period.from", "2 Ionawr 2018", "2018-01-02"),
        ("period.from", "02 01 2018", "2018-01-02"),
        ("period.from", "02.01.2018.", "2018-01-02"),
        ("period.from", "02012018", "2018-01-02"),
        ("period.from", "2/1/1918", "1918-01-02"),
        ("risk.raised_at", "12 January 2018 at 2.30 pm", "2018-01-12T14:30"),
        ("risk.raised_at", "12/01/2018 midnight", "2018-01-12T00:00"),
        ("A1.1", "", ""),
        ("records_examined", " ", ""),
        ("delay.rows", "[]", ""),
        ("delay.rows", "[{}]", ""),
        ("delay.rows", '[{"stage": "st1", "note": ""}]', '[{"stage":"ST1"}]'),
        ("delay.rows", '[{"expected_days": 0, "end": null}]', '[{"expected_days":"0"}]'),
        ("supervision.standard_days", "000", "0"),
        ("delay.rows", '[{"note": "é", "stage": "ST1"}]', '[{"stage":"ST1","note":"é"}]'),
    ],
)
def test_what_is_given_becomes_canonical(key: str, given_text: str, expected: str) -> None:
    assert canonical(FORM, key, given_text) == expected
    assert canonical(FORM, key, expected) == expected


@pytest.mark.parametrize(
    ("key", "given_text"),
    [
        ("A1.1", "MAYBE"),
        ("A1.1", "Y;N"),
        ("A1.9", "Y"),
        ("", "Y"),
        ("records_examined", "INC;NOTHING"),
        ("themes", "VOICE;HISTORY;CURIOSITY;LANGUAGE;SHARING;SKILL"),
        ("period.from", "2018-02-30"),
        ("period.from", "30/02/2018"),
        ("period.from", "2018-W02-5"),
        ("period.from", "2018-01"),
        ("period.from", "01/13/2018"),
        ("period.from", "12/01/2018 23:30 UTC"),
        ("period.from", "12/01/18"),
        ("period.from", "yesterday"),
        ("risk.raised_at", "2018-01-12"),
        ("risk.raised_at", "12/01/2018"),
        ("risk.raised_at", "12/01/2018 24:30"),
        ("risk.raised_at", "2018-01-12T14:30+01:00"),
        ("risk.raised_at", "2018-01-12T14:30Z"),
        ("risk.raised_at", "2018-01-12T1"),
        ("risk.raised_at", "12/01/2018 15:00 am"),
        ("risk.raised_at", "12/01/2018 13am"),
        ("risk.raised_at", "12/01/2018 0:30 pm"),
        ("risk.raised_at", "12/01/2018 14:30:75"),
        ("risk.raised_at", "12/01/\u0662\u0660\u0661\u0668 14:30"),
        ("risk.raised_at", "2018-W02-5T14:30"),
        ("supervision.standard_days", "-1"),
        ("supervision.standard_days", "1.5"),
        ("supervision.standard_days", "²"),
        ("supervision.standard_days", "٣"),
        ("supervision.standard_days", str(INTEGER_LIMIT + 1)),
        ("supervision.standard_days", "9" * 5000),
        ("overall.rationale", "x" * (TEXT_LIMIT + 1)),
        ("overall.rationale", "\ud800"),
        ("overall.rationale", "a\0b"),
        ("delay.rows", "not JSON"),
        ("delay.rows", "{}"),
        ("delay.rows", "[1]"),
        ("delay.rows", "[" * 100_000),
        ("delay.rows", '[{"colour": "red"}]'),
        ("delay.rows", '[{"note": {"a": 1}}]'),
        ("delay.rows", '[{"note": true}]'),
        ("delay.rows", '[{"expected_days": 1.5}]'),
        ("delay.rows", '[{"start": "tomorrow"}]'),
        ("delay.rows", json.dumps([{"note": "x"}] * (ROWS_LIMIT + 1))),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(key: str, given_text: str) -> None:
    with pytest.raises(RefusalError) as caught:
        canonical(FORM, key, given_text)
    assert caught.value.code in {"bad-value", "unknown-key", "too-many-rows"}
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_refused_row_is_named() -> None:
    rows = [{"stage": "ST1"}, {"stage": "ST1", "start": "32/01/2018"}]
    with pytest.raises(RefusalError, match="Row 2: “Start” must be"):
        canonical_rows(FORM, FORM.item("delay.rows"), rows)


@given(st.sampled_from(list(FORM.items)), st.text(max_size=40))
def test_what_is_accepted_stays_as_it_is(key: str, untrusted: str) -> None:
    try:
        accepted = canonical(FORM, key, untrusted)
    except RefusalError:
        return
    assert canonical(FORM, key, accepted) == accepted


def _columns(form: Form) -> st.SearchStrategy[dict[str, str]]:
    by_kind: dict[Kind, st.SearchStrategy[str]] = {
        Kind.DATE: st.dates().map(lambda day: day.isoformat()),
        Kind.INTEGER: st.integers(0, INTEGER_LIMIT).map(str),
        Kind.TEXT: st.text(max_size=20),
    }
    return st.fixed_dictionaries(
        {},
        optional={
            str(column.key): by_kind.get(column.kind, st.sampled_from(list(form.codes_of(column))))
            for column in form.item("delay.rows").columns
        },
    )


@given(st.lists(_columns(FORM), max_size=5))
def test_rows_written_are_the_rows_read(rows: list[dict[str, str]]) -> None:
    item = FORM.item("delay.rows")
    try:
        written = canonical_rows(FORM, item, list(rows))
    except RefusalError:
        return
    assert canonical(FORM, "delay.rows", written) == written
    read = json.loads(written) if written else []
    kept = [{k: v for k, v in row.items() if v.strip()} for row in rows]
    assert [set(row) for row in read] == [set(row) for row in kept if row]


@pytest.mark.parametrize("key", [key for key, item in FORM.items.items() if item.codes])
def test_every_code_of_an_item_is_taken_and_has_a_label(key: str) -> None:
    item = FORM.item(key)
    for code in FORM.codes_of(item):
        assert canonical(FORM, key, code.lower()) == code
        assert FORM.label(key, code) != ""
    assert FORM.label(key, "NOBODY") == "NOBODY"


@pytest.mark.parametrize(
    ("key", "text", "canonical"),
    [
        ("A1.1", "Y", True),
        ("A1.1", "y", False),
        ("A1.1", "PERHAPS", False),
        ("records_examined", "INC;CRIME", True),
        ("records_examined", "CRIME;INC", False),
        ("period.from", "2018-01-12", True),
        ("period.from", "12/01/2018", False),
        ("overall.rationale", "one\ntwo", True),
        ("overall.rationale", "one\r\ntwo", False),
        ("overall.rationale", "before\0after", False),
        ("overall.rationale", "before\udfffafter", False),
        ("delay.rows", '[{"stage":"ST1"}]', True),
        ("delay.rows", '[{"stage": "ST1"}]', False),
        ("delay.rows", "[" * 100_000, False),
    ],
)
def test_only_the_canonical_text_itself_is_canonical(key: str, text: str, canonical: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert is_canonical(FORM, FORM.item(key), text) is canonical
