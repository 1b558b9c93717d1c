"""Words of columns that were left out are known again, and cannot be read."""

from __future__ import annotations

from reviewer.domain.withheld_words import WithheldWords, withheld_words, words_in


def test_a_word_is_known_again_however_it_is_typed() -> None:
    words = withheld_words(["Anna Kowalska", "O\u2019Brien, Siân", "07700 900123", "Li"])
    for typed in ("anna", "KOWALSKA", "Brien", "Sia\u0302n", "900123"):
        assert typed in words
    for other in ("Ann", "Kowalski", "Li", "", "the"):
        assert other not in words


def test_no_word_is_in_what_is_kept_and_two_lists_share_no_digest() -> None:
    first, second = withheld_words(["Kowalska"]), withheld_words(["Kowalska"])
    assert not first.digests & second.digests
    assert b"kowalska" not in b"".join(first.digests)
    assert "anything" not in WithheldWords()
    assert list(words_in("Ann-Marie of 12")) == ["ann", "marie"]
