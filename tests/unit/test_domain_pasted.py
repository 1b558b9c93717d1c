"""Texts pasted from word processors: what their characters mean, once and for all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.pasted import plain_characters


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("one\x0btwo", "one\ntwo"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one\u2028two\u2029three\x0cfour", "one\ntwo\nthree\nfour"),
        ("twenty\x1eone", "twenty-one"),
        ("twenty\u2011one", "twenty-one"),
        ("safe\x1fguarding, safe\xadguarding", "safeguarding, safeguarding"),
        ("12\xa0years, 1\u202f000", "12 years, 1 000"),
        ("cell\x07next", "cell\tnext"),
        ("\uf0b7 first", "• first"),
        ("\uf0fc seen", "✓ seen"),
        ("odd \x13 field", "odd \ufffd field"),
        ("naïve “quotes” – dash… 👶🏽 عربى", "naïve “quotes” – dash… 👶🏽 عربى"),
    ],
)
def test_what_a_word_processor_puts_on_the_clipboard_is_what_it_means(
    pasted: str, meant: str
) -> None:
    assert plain_characters(pasted) == meant


@given(st.text())
def test_a_text_means_the_same_the_second_time(text: str) -> None:
    once = plain_characters(text)
    assert plain_characters(once) == once
    assert not set(once) & {"\x0b", "\x0c", "\r", "\x1e", "\x1f", "\xad", "\xa0", "\x07"}
