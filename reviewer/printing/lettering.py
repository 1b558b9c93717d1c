"""From texts that others wrote to paragraphs: escaped, cut, and every sign accounted for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Spacer

PIECE: Final = 4_000
"""Characters of one paragraph: reportlab's time grows with their square (1 MB took 324 s)."""

SIGN: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character that cannot be shown; the typeface draws it as an empty box."""

_NAMED: Final = 8
"""Characters that a notice names; more are counted."""

_SPACES: Final = frozenset({"Zs", "Zl", "Zp"})
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_VARIATIONS: Final = range(0xFE00, 0xFE10)
"""Choose between shapes of the sign before them; they are no signs of their own."""


class Lettering:
    """Set texts in the typeface and remember, place by place, what it could not show.

    `place` names what is being set, an id that gives no case text away.
    """

    def __init__(self, shown: frozenset[int]) -> None:
        self._shown = shown
        self._missing: dict[str, dict[str, int]] = {}
        self.place = ""

    def plain(self, untrusted: str) -> str:
        """Return a text as one line that can be shown: what cannot is the sign instead."""
        return " ".join(self._signs(untrusted).split())

    def markup(self, untrusted: str) -> str:
        """Return one line that can be shown, escaped for a paragraph."""
        return escape(self.plain(untrusted))

    def paragraph(self, untrusted: str, style: ParagraphStyle) -> Paragraph:
        """Set a short text, as a label or a name, as one paragraph.

        What is longer than a piece ends with an ellipsis; long texts go through `passage`.
        """
        text = untrusted if len(untrusted) <= PIECE else untrusted[:PIECE] + "…"
        return Paragraph(self.markup(text), style)

    def passage(
        self, untrusted: str, style: ParagraphStyle, *, bullet: str | None = None
    ) -> list[Flowable]:
        """Set a text of any length, line by line, in pieces that are quick to set.

        `bullet`, a word of ours, stands at the left of the first line.
        """
        flowables: list[Flowable] = []
        gap = False
        for line in untrusted.splitlines():
            if not line.strip():
                gap = bool(flowables)
                continue
            if gap:
                flowables.append(Spacer(0, style.leading / 2))
                gap = False
            for piece in pieces(line):
                flowables.append(Paragraph(self.markup(piece), style, bulletText=bullet))
                bullet = None
        return flowables

    def notices(self) -> tuple[str, ...]:
        """Say, one sentence a place, which characters are shown as the sign."""
        return tuple(_notice(place, signs) for place, signs in self._missing.items())

    def _signs(self, untrusted: str) -> str:
        if untrusted.isascii() and untrusted.isprintable():
            return untrusted
        text = unicodedata.normalize("NFC", untrusted)
        changed = {ord(c): new for c in set(text) if (new := self._instead(c)) != c}
        for point, new in changed.items():
            if new == SIGN:
                signs = self._missing.setdefault(self.place, {})
                signs[chr(point)] = signs.get(chr(point), 0) + text.count(chr(point))
        return text.translate(changed)

    def _instead(self, character: str) -> str:
        category = unicodedata.category(character)
        if category in _SPACES or character in "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85":
            return character if character == "\N{NO-BREAK SPACE}" else " "
        if ord(character) in _VARIATIONS:
            return ""
        shown = category not in _UNSEEN and ord(character) in self._shown
        return character if shown else SIGN


def pieces(line: str) -> Iterator[str]:
    """Cut a line into pieces of at most PIECE characters, between words where there are any."""
    while len(line) > PIECE:
        cut = line.rfind(" ", PIECE // 2, PIECE) + 1 or PIECE
        yield line[:cut]
        line = line[cut:]
    yield line


def _notice(place: str, signs: dict[str, int]) -> str:
    ordered = sorted(signs)
    named = ", ".join(f"U+{ord(sign):04X}" for sign in ordered[:_NAMED])
    more = f" and {len(ordered) - _NAMED} more kinds" if len(ordered) > _NAMED else ""
    total = sum(signs.values())
    count = "1 character" if total == 1 else f"{total:,} characters"
    verb = "is" if total == 1 else "are"
    return f"{place}: {count} could not be shown and {verb} printed as {SIGN}: {named}{more}."
