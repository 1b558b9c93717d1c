"""Texts that a spreadsheet program opens or is pasted: none of them is run as a formula."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_FORMULA_STARTS: Final = frozenset("=+-@")
_CONTROLS: Final = frozenset("\t\r\n")
_NUMBER: Final = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?(?: ?%)?")


def is_live(text: str) -> bool:
    """Say whether a spreadsheet may take a text for a formula, or for more than one cell.

    After OWASP's page on CSV injection: also behind a tab or a line break, and full-width. What
    programs leave out at the beginning of a cell, blanks and unseen characters, hides nothing.
    """
    if text[:1] in _CONTROLS:
        return True
    for character in text:
        if not character.isspace() and unicodedata.category(character) not in {"Cf", "Cc"}:
            plain = unicodedata.normalize("NFKC", character)
            return plain[:1] in _FORMULA_STARTS and len(text.strip()) > 1
    return False


def inert(text: str) -> str:
    """Return a text as a spreadsheet shows it and runs nothing: behind an apostrophe if need be."""
    return f"'{text}" if is_live(text) else text


def inert_or_number(text: str) -> str:
    """Return a text as `inert` does, but a number as it is: it is one in a spreadsheet too."""
    return text if _NUMBER.fullmatch(text) else inert(text)
