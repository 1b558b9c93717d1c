"""What the characters of word processors mean, so that screen, workbook and print agree."""

from __future__ import annotations

import re
from typing import Final

_BREAK, _SPACE, _NOTHING = "\n", " ", ""
_MEANT: Final = {
    **dict.fromkeys(("\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"), _BREAK),
    **dict.fromkeys(("\xa0", "\u2007", "\u202f"), _SPACE),
    **dict.fromkeys(("\x1f", "\xad", "\u200b", "\u2060", "\ufeff"), _NOTHING),
    "\x07": "\t",
    "\x1e": "-",
    "\u2011": "-",
}
"""Line and page breaks, spaces and hyphens that hold a line together, hyphens and places where a
line may be broken, and the end of a cell of a table."""
_SYMBOLS: Final = {
    **dict.fromkeys("\uf0b7\uf09f\uf06c", "•"),
    **dict.fromkeys("\uf0a7\uf06e", "▪"),
    **dict.fromkeys("\uf0d8\uf0e0\uf0e8", "→"),
    **dict.fromkeys("\uf0fc", "✓"),
    "\uf0fb": "✗",
    "\uf02d": "−",  # noqa: RUF001 - the sign of the font Symbol
    "\uf0b3": "≥",
    "\uf0a3": "≤",
}
"""Bullets, arrows and marks of Symbol and Wingdings; in other fonts their codes mean nothing."""
_ALL: Final = {**_MEANT, **_SYMBOLS}
_UNSEEN: Final = re.compile("[\x01-\x08\x0e-\x1d\x7f-\x84\x86-\x9f\ufffe\uffff]")
_ANY: Final = re.compile(f"\r\n|[{''.join(map(re.escape, _ALL))}]")
REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


def plain_characters(text: str) -> str:
    """Return a typed or pasted text with what its characters mean in their place.

    A control character that means nothing becomes U+FFFD, which is seen; NUL and halves of
    characters stay, for others to refuse. Nothing is changed the second time.
    """
    if text.isascii() and text.isprintable():
        return text
    plain = _ANY.sub(lambda found: _ALL.get(found[0], _BREAK), text)
    return _UNSEEN.sub(REPLACEMENT, plain)
