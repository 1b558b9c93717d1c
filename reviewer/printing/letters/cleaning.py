"""What of a text is set: invisible characters go, bullets of Word's Symbol font become bullets."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

from reviewer.printing.letters.faces import face_of

SIGN: Final = "\N{REPLACEMENT CHARACTER}"
"""Takes the place of a character that cannot be printed; the typeface draws it as a box."""

JOINERS: Final = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""Invisible, and kept: they choose the shape of the letters around them."""

_SYMBOL_FONT: Final[Mapping[str, str]] = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0a8": "◆",
    "\uf0d8": "▸",
    "\uf076": "◆",
    "\uf06e": "■",
    "\uf06f": "□",
    "\uf0fc": "✓",
    "\uf0fb": "✗",
    "\uf0e0": "→",
    "\uf02d": "–",
}
"""What Word keeps for signs of its Symbol and Wingdings fonts, and the characters they show."""

_BLANKS: Final = {"\t": "    "} | dict.fromkeys("\n\r\v\f\x1c\x1d\x1e\x1f\x85", " ")
_SPACES: Final = frozenset({"Zs", "Zl", "Zp"})
_FILLERS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u180b\u180c\u180d\u180f")
_SELECTORS: Final = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
"""They choose between shapes of the sign before them, and are no signs of their own."""


class _Decisions(dict[int, str | None]):
    """What becomes of each character, decided when it is first met."""

    def __missing__(self, point: int) -> str | None:
        decided = self[point] = _decide(chr(point))
        return decided


_DECIDED: Final = _Decisions()


def clean(untrusted: str) -> tuple[str, tuple[str, ...]]:
    """Return a text of one line as it can be set, and the characters that cannot, in order.

    Each of those is SIGN in the text. Letters and their accents are composed; a tab is four
    spaces, any other space but the no-break space is one.
    """
    if untrusted.isascii() and untrusted.isprintable():
        return untrusted, ()
    composed = unicodedata.normalize("NFC", untrusted)
    text = composed.translate(_DECIDED)
    if SIGN not in text:
        return text, ()
    return text, tuple(character for character in composed if _DECIDED[ord(character)] == SIGN)


def _decide(character: str) -> str | None:
    category = unicodedata.category(character)
    if category in _SPACES or character in _BLANKS:
        return _BLANKS.get(character, character if character == "\N{NO-BREAK SPACE}" else " ")
    if character in JOINERS:
        return character
    if category == "Cf" or character in _FILLERS or _is_selector(character):
        return None
    meant = _SYMBOL_FONT.get(character, character)
    if category in {"Cc", "Cs", "Cn"} or not face_of(meant):
        return SIGN if meant == character else "•"
    return meant


def _is_selector(character: str) -> bool:
    return any(ord(character) in block for block in _SELECTORS)
