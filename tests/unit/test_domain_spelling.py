"""Which words of a text are checked, by which dictionaries, and what a person adds to them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import RefusalError
from reviewer.domain.spelling import MOST_OWN, with_own_word, words_in
from reviewer.spelling.dictionary import MOST_SUGGESTED, Dictionary


def words(text: str) -> list[str]:
    return [word.text for word in words_in(text)]


def test_only_what_a_dictionary_can_know_is_checked() -> None:
    text = "The S47 of MARAC, MARACs and a\nA.B@c.uk: www.x.org C:\\dir\\fil, 12th"
    assert words(text) == ["The", "of", "and"]
    assert words("ребёнок 子供 الطفل") == []


def test_accents_apostrophes_and_hyphens_are_part_of_a_word() -> None:
    assert words("cafe\u0301 don\u2019t mother-in-law \u0175yr") == [
        "caf\u00e9", "don't", "mother-in-law", "\u0175yr",
    ]  # fmt: skip


@given(st.text(max_size=300))
def test_every_word_is_where_it_is_said_to_be(text: str) -> None:
    ends = [0]
    for word in words_in(text):
        assert ends[-1] <= word.start < word.end <= len(text)
        ends.append(word.end)


@pytest.mark.parametrize("text", ["a" * 20_000, "\u0301" * 20_000 + "@", "a-" * 10_000 + "@"])
def test_a_long_paste_without_words_is_looked_through_at_once(text: str) -> None:
    began = time.process_time()
    assert all(word.start >= 0 for word in words_in(text))
    assert time.process_time() - began < 1


def test_british_english_and_welsh_are_known_each_alone_and_both_together() -> None:
    english, welsh, both = Dictionary(["en"]), Dictionary(["cy"]), Dictionary(["en", "cy"])
    for word in ("colour", "organised", "judgement", "child's", "Snapchat"):
        assert english.knows(word), word
    assert not english.knows("color")
    assert not english.knows("recieved")
    assert welsh.knows("plentyn")
    assert welsh.knows("mae'r")
    assert not welsh.knows("plentin")
    assert not english.knows("plentyn")
    assert both.knows("plentyn")
    assert both.knows("colour")
    assert not both.knows("recieved")


def test_what_may_be_meant_is_suggested() -> None:
    assert "received" in Dictionary(["en"]).suggestions("recieved")[:1]
    assert "heddlu" in Dictionary(["cy"]).suggestions("heddluu")
    assert len(Dictionary(["en", "cy"]).suggestions("tset")) <= MOST_SUGGESTED


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
def test_any_word_can_be_looked_up(text: str) -> None:
    dictionary = Dictionary(["en"])
    for word in words_in(text):
        assert dictionary.knows(word.text) in {True, False}


def test_a_held_key_is_misspelt_and_nothing_is_suggested_for_it() -> None:
    held = "a" * 20_000
    assert not Dictionary(["en"]).knows(held)
    assert Dictionary(["en"]).suggestions(held) == ()


def test_a_persons_own_words_are_single_words_in_order_and_each_once() -> None:
    own = with_own_word(with_own_word(("Zed",), " Llanrwst "), "llan")
    assert own == ("llan", "Llanrwst", "Zed")
    assert with_own_word(own, "Zed") == own
    for text in ("", "two words", "A", "S47", "x" * 61, "子供"):
        with pytest.raises(RefusalError) as refused:
            with_own_word(own, text)
        assert refused.value.code == "bad-word"
    full = tuple(f"w{'a' * n}" for n in range(1, 40)) * 60
    with pytest.raises(RefusalError) as refused:
        with_own_word(full[:MOST_OWN], "another")
    assert refused.value.code == "too-many-words"
