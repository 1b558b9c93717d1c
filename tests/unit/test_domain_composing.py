from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain import composing
from reviewer.domain.case import normalised_name, normalised_reference
from reviewer.domain.composing import composed

MARKS = "\u0327\u0301\u0323"
WORD = st.text(max_size=32) | st.text(alphabet=f"aeé가\u1100\u1161{MARKS}", max_size=32)


@given(st.lists(WORD).map(" ".join))
def test_words_of_any_script_are_composed_as_unicode_has_it(text: str) -> None:
    assert composed(text) == unicodedata.normalize("NFC", text)


@given(st.integers(1, 300), st.text(alphabet=f"a {MARKS}", min_size=1, max_size=5))
def test_a_crowd_of_marks_stays_the_same_text(times: int, text: str) -> None:
    crowd = composed(text * times)
    assert sorted(unicodedata.normalize("NFD", crowd)) == sorted(
        unicodedata.normalize("NFD", text * times)
    )


def test_no_more_than_a_few_marks_are_ever_sorted_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[int] = []

    class Counting:
        @staticmethod
        def normalize(_form: str, text: str) -> str:
            seen.append(sum(not character.isascii() for character in text))
            return text

    monkeypatch.setattr(composing, "unicodedata", Counting)
    hostile = "a" + MARKS * 10_000
    for compose in (composed, normalised_name):
        compose(hostile)
    assert max(seen) <= 32
    assert sum(seen) == 2 * len(hostile[1:])
    monkeypatch.undo()
    assert normalised_reference("E\u0301 1") == normalised_reference("é1")
