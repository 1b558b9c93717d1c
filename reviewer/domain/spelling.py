"""A text as words that can be spelt wrongly, and a person's own words, which are right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message

MOST_LETTERS: Final = 60
"""A longer run of letters is no word of a language: no key was let go."""

MOST_OWN: Final = 2_000
"""More words of their own than a person comes by in an inspection."""

_LETTER: Final = r"\w\u0300-\u036f"
"""A letter or digit, or an accent that is beside its letter."""

_TOKEN: Final = re.compile(
    rf"(?<![{_LETTER}@/\\.])[{_LETTER}]++(?:['’-][{_LETTER}]++)*+(?![@\\]|\.\w)"
)
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff'’-]+")
_ABBREVIATED: Final = re.compile(r"[A-ZÀ-Þ]{2,}(?:['’]?s)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a text, from `start` up to `end`, as a dictionary has it."""

    text: str
    start: int
    end: int


def words_in(text: str) -> Iterator[Word]:
    """Yield the words of a text that a dictionary can know.

    Left out are letters alone, abbreviations in capitals, what holds a digit or is part of an
    address, and every script but the Latin one.
    """
    for found in _TOKEN.finditer(text):
        word = as_spelt(found[0])
        if (
            len(word) > 1
            and _LATIN.fullmatch(word)
            and not all(_ABBREVIATED.fullmatch(part) for part in word.split("-"))
        ):
            yield Word(text=word, start=found.start(), end=found.end())


def as_spelt(text: str) -> str:
    """Return a word with letters and their accents in one character, and a plain apostrophe."""
    return unicodedata.normalize("NFC", text).replace("’", "'")


def with_own_word(own: Sequence[str], untrusted: str) -> tuple[str, ...]:
    """Return a person's own words with another, in their order.

    Raises RefusalError where it is no single word, or there are too many.
    """
    word = as_spelt(untrusted.strip())
    if len(word) > MOST_LETTERS or [found.text for found in words_in(word)] != [word]:
        raise RefusalError(
            "bad-word",
            message(
                "Only one word of 2 to {most} letters can be added to the dictionary.",
                most=MOST_LETTERS,
            ),
        )
    if word not in own and len(own) >= MOST_OWN:
        raise RefusalError(
            "too-many-words",
            message("You have added {most:,} words. Remove one first.", most=MOST_OWN),
        )
    return tuple(sorted({*own, word}, key=lambda one: (one.casefold(), one)))
