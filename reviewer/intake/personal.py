"""Columns of names, addresses, dates of birth and the like, told by what their cells hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from reviewer.cells.sheet import RawCell, text_of
from reviewer.intake.dates import far_apart

_SHARE: Final = 0.3
"""A column in which this share of the filled cells fits is one; comments hold fewer."""
LOOKED_AT: Final = 500
"""Filled cells of a column that are looked at."""
_BEGINNING: Final = 500
"""Characters of a cell that are looked at: an expression may go over a long text many times."""

_ENOUGH: Final = 8
_DIFFERENT: Final = 0.9
_APART: Final = re.compile(r",? |,")
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE: Final = re.compile(r"(?:\+44\s?|\(?0)(?:[\s()-]*\d){9,10}")
_POSTCODE: Final = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_STREET: Final = re.compile(
    r"\b(?:\d+[a-z]?,?|on or near|flat \d+,?) (?:[A-Z][\w'’-]+ ){1,3}"
    r"(?:road|rd|street|st|avenue|ave|lane|close|drive|way|crescent|terrace|court|gardens|grove|"
    r"place|square|hill|park)\b",
    re.IGNORECASE,
)
_TITLED: Final = re.compile(r"^(?:mr|mrs|ms|miss|master|mx)\.? \S", re.IGNORECASE)
_SURNAME_FIRST: Final = re.compile(r"^[A-Z][A-Za-z'’-]+, ?[A-Z][a-z'’-]+(?: [A-Z][A-Za-z'’.-]*)?$")
_NAME: Final = re.compile(r"^[A-Z][A-Za-z'’-]+(?: [A-Z][A-Za-z'’.-]*){1,3}$")

_FORENAME_TEXT: Final = """
    aaron abdul adam ahmed aisha alan alex alexander ali alice amelia amina amy andrew angela ann
    anna anne anthony archie arthur ava barbara ben benjamin brian callum carol charlie charlotte
    chloe chris christopher claire connor daniel darren david deborah donna dylan edward elizabeth
    ella ellie emily emma ethan eva evie fatima fiona freddie freya gary george georgia grace
    graham hannah harry hassan helen henry holly hussain ian ibrahim isabella isla jack jacob
    james jane jason jayden jean jennifer jessica joan john jonathan jordan joseph joshua julie
    karen katherine kathleen katie keith kelly kevin kyle laura lauren leah leo lewis liam lily
    linda lisa logan louise lucas lucy luke margaret maria mark martin mary maryam mason matthew
    max megan mia michael michelle millie mohamed mohammad mohammed molly muhammad natalie nathan
    neil nicholas nicola noah oliver olivia oscar owen pamela patricia paul peter philip phoebe
    poppy rachel rebecca richard riley robert ryan sally sam samantha samuel sandra sarah scott
    sean sharon simon sophia sophie stephen steven stuart susan thomas tracey tyler victoria
    william yusuf zara zoe
"""
_FORENAMES: Final = frozenset(_FORENAME_TEXT.split())
"""Common forenames: enough to tell a column of names, not each name."""


def personal_by_content(filled: Sequence[RawCell]) -> str | None:
    """Say what a column's filled cells are that no list should have, None for nothing such."""
    texts = Counter(" ".join(text_of(cell)[:_BEGINNING].split()) for cell in filled)
    if not texts:
        return None
    for what, fits in _KINDS:
        if sum(times for text, times in texts.items() if fits(text)) >= len(filled) * _SHARE:
            return what
    if far_apart(filled):
        return "date of birth"
    return "name" if _are_names(texts) else None


def _are_names(texts: Counter[str]) -> bool:
    """Say whether texts have the shape of names nobody listed: capitalised, hardly any twice.

    Names of teams and places have that shape too, but come again and again.
    """
    enough = texts.total() * _DIFFERENT
    if texts.total() < _ENOUGH or len(texts) < enough:
        return False
    return sum(times for text, times in texts.items() if _has_shape(text)) >= enough


def _has_shape(text: str) -> bool:
    words = _APART.split(text)
    return 2 <= len(words) <= 4 and all(
        word[:1].isupper() and all(c.isalpha() or c in "'’-." for c in word) for word in words
    )


def _is_address(text: str) -> bool:
    return bool(_POSTCODE.search(text) or _STREET.search(text))


def _is_name(text: str) -> bool:
    if len(text) > 60:
        return False
    if _TITLED.match(text) or _SURNAME_FIRST.match(text):
        return True
    if not _NAME.match(text):
        return False
    return any(word.casefold() in _FORENAMES for word in text.split())


_KINDS: Final = (
    ("e-mail address", lambda text: bool(_EMAIL.search(text))),
    ("telephone number", lambda text: bool(_PHONE.fullmatch(text))),
    ("address", _is_address),
    ("name", _is_name),
)
