"""The words that tell names from others: ordinary ones, and ones with a capital of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

_ENDINGS: Final = (
    ("ies", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ied", ("y",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
    ("ly", ("",)),
)
"""Endings that are left off in the list of ordinary words, and what stood there before."""
_DOUBLED: Final = re.compile(r"(.*)([bdglmnprt])\2(?:ed|ing)")
_STEM: Final = 3


@cache
def ordinary_words() -> frozenset[str]:
    """Return the stems of common English words, from SCOWL up to size 35, in lower case."""
    return frozenset(_lines("ordinary.txt"))


@cache
def words_with_capitals() -> frozenset[str]:
    """Return days, peoples, places, bodies and products, as they are written."""
    return frozenset(_lines("capitalised.txt"))


@cache
def first_names() -> frozenset[str]:
    """Return first names that are ordinary words as well, as they are written."""
    return frozenset(_lines("first_names.txt"))


@cache
def names_that_are_words() -> frozenset[str]:
    """Return first names and surnames that are ordinary words as well, as they are written."""
    return first_names() | frozenset(_lines("surnames.txt"))


@cache
def is_ordinary(word: str) -> bool:
    """Say whether a word, in lower case, is a common English one in any of its forms."""
    known = ordinary_words()
    return word in known or any(stem in known for stem in _stems(word))


def _stems(word: str) -> Iterator[str]:
    for ending, before in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            yield from (word[: -len(ending)] + letters for letters in before)
    doubled = _DOUBLED.fullmatch(word)
    if doubled:
        yield doubled[1] + doubled[2]


def _lines(name: str) -> Iterator[str]:
    text = (files("resources") / "words" / name).read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            yield from line.split()
