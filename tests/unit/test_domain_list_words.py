"""Every value of a force's list has words of its own, the same wherever it is shown."""

from __future__ import annotations

from reviewer.domain.case import LIST_KEYS
from reviewer.domain.list_words import LIST_WORDS


def test_every_key_of_a_list_has_words_in_the_lists_order() -> None:
    assert list(LIST_WORDS) == list(LIST_KEYS)


def test_no_two_keys_have_the_same_words() -> None:
    assert len(set(LIST_WORDS.values())) == len(LIST_KEYS)
