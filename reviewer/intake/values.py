"""From raw cells to canonical texts of the list's keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from typing import Final

from reviewer.cells.sheet import Doubtful, RawCell, is_error_text, is_number, text_of
from reviewer.domain.composing import composed
from reviewer.domain.pasted import plain_characters
from reviewer.domain.quoting import UNSEEN
from reviewer.intake.synonyms import normalised_words

_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What no workbook can hold; U+FFFD stands for it."""
_ROUNDED: Final = re.compile(r"[+-]?\d(?:[.,]\d+[eE]\+?|[eE]\+)\d+")
"""A long number as a spreadsheet writes it: with a sign, and a point behind more than one digit."""
_NO_REFERENCE: Final = re.compile(
    r"[\W0_]*|(?i:true|false)|-\d+(?:\.\d+)?"
    r"|(?:[eE]\.?[gG]\.?[:,]|(?:[eE]\.[gG]\.?|[eE][gG]\.|[eE]g) ).*"
)
"""Zeros alone, a tick, what databases write for none, `-1`, and an example for those who fill in
the list; `EG 12/17` can be a reference."""
_WHOLE: Final = re.compile(
    r"(\d{1,9})(?:\.0+)?(?: ?(?:y|yr|yrs|year|years|years old|yo))?", re.IGNORECASE
)
LONGEST_REFERENCE: Final = 200
"""Characters of a reference: the longest seen has 40."""
_EXACT_DIGITS: Final = 1e15
"""Excel keeps 15 digits of a number and writes zeros for the rest."""

_PARTS: Final = re.compile(r"[/,;:()&+]|\s[-–—]\s|\s(?:or|and)\s", re.IGNORECASE)

_LONGEST_WORDS: Final = 200
"""Characters of words for a code: no name of a case type or grade is longer."""

_NOTHING_WORDS: Final = """
    na nk nr none nil null nan nat unk unknown notknown notapplicable notavailable notrecorded
    notgiven notstated notset notentered notyetknown noreference noref nodata novalue undefined
    blank empty tba tbc tobeconfirmed tobeadvised ditto asabove sameasabove seeabove seebelow
    anhysbys amherthnasol ddimynberthnasol ddimynhysbys iwgadarnhau
"""
NOTHING: Final = frozenset({*_NOTHING_WORDS.split(), ""})
"""What people write into a cell that has nothing to say, as `normalised_words` gives it."""
_LONGEST_NOTHING: Final = 20
"""Characters of such words."""


class BadValueError(Exception):
    """A cell that gives no value: `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def clean_text(cell: RawCell, *, keep_lines: bool = False) -> str:
    """Return a cell as text: NFC, single spaces; control characters become U+FFFD.

    With `keep_lines` line breaks stay (a comment). Bidi and zero-width characters stay and
    are shown; `unseen_characters` finds them.
    """
    text = cell if isinstance(cell, str) else text_of(cell)
    if text.isascii() and text.isprintable():  # as most are: then only spaces need fixing
        return " ".join(text.split()) if "  " in text or text[:1] == " " else text.rstrip()
    text = composed(plain_characters(text))
    if _UNWRITABLE.search(text):
        text = _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    if keep_lines and "\n" in text:
        lines = text.split("\n")
        return "\n".join(" ".join(line.split()) for line in lines).strip()
    return " ".join(text.split())


def unseen_characters(cell: RawCell) -> list[str]:
    """List the characters of a cell that are not seen or change what is, as `U+202E`."""
    if not isinstance(cell, str):
        return []
    return [f"U+{ord(c):04X}" for c in dict.fromkeys(cell) if UNSEEN.match(c)]


def read_reference(cell: RawCell) -> str:
    """Return a case's reference; leading zeros and long digits stay as they are.

    Raises BadValueError: `reference-digits-lost` where Excel rounded a long number,
    `reference-became-date` where it took one for a date, `reference-too-long`, and
    `reference-says-nothing`.
    """
    if isinstance(cell, str):
        plain = cell.isascii() and cell.isprintable() and " " not in cell  # as most are
        text = cell if plain else clean_text(cell)
        if is_rounded(text):
            raise BadValueError("reference-digits-lost")
        if text and (is_placeholder(text) or _NO_REFERENCE.fullmatch(text)):
            raise BadValueError("reference-says-nothing")
        if len(text) > LONGEST_REFERENCE:
            raise BadValueError("reference-too-long")
        return text
    if isinstance(cell, bool):
        raise BadValueError("reference-says-nothing")
    if is_number(cell):
        if abs(cell) >= _EXACT_DIGITS:
            raise BadValueError("reference-digits-lost")
        if cell <= 0:
            raise BadValueError("reference-says-nothing")
        return text_of(cell)
    raise BadValueError("reference-became-date")


def is_rounded(text: str) -> bool:
    """Say whether a text is a long number as Excel writes it once it has rounded it."""
    return ("E" in text or "e" in text) and _ROUNDED.fullmatch(text) is not None


def read_integer(cell: RawCell) -> str:
    """Return a whole number of up to nine digits as text, `years` behind an age ignored.

    Raises BadValueError `not-a-number`.
    """
    found = _WHOLE.fullmatch(clean_text(cell))
    if found is None or not found[1].isascii():
        raise BadValueError("not-a-number")
    return str(int(found[1]))


def is_empty_number(cell: RawCell) -> bool:
    """Say whether a cell is what a formula shows that refers to an empty one."""
    if isinstance(cell, Doubtful):
        return cell.code == "zero-date"
    if isinstance(cell, time):
        return cell == time()
    return is_number(cell) and cell == 0


def is_placeholder(cell: RawCell) -> bool:
    """Say whether a cell stands for no value: blank, `n/k`, `-`, `#N/A`."""
    if not isinstance(cell, str) or len(cell) > _LONGEST_NOTHING:
        return False
    return normalised_words(cell) in NOTHING or is_error_text(cell) or cell == "\\N"


def code_of(words: RawCell, codes: Mapping[str, str]) -> str | None:
    """Return the code that words stand for, None where they stand for none.

    `Online / IIOC` stands for what its parts stand for, where each of them is the same code.
    """
    text = text_of(words)[:_LONGEST_WORDS]
    code = codes.get(normalised_words(text))
    if code is not None:
        return code
    parts = _PARTS.split(text)
    if len(parts) == 1:
        return None
    found = {codes.get(part) for part in map(normalised_words, parts) if part}
    return found.pop() if len(found) == 1 else None
