"""Texts as people typed them: their paragraphs, lists and indents are kept."""

from __future__ import annotations

import re
from typing import Final

from reviewer.printing.layout.blocks import Block, TextBlock
from reviewer.printing.letters.style import TextStyle

_BULLET: Final = re.compile(
    r"[ \t]*([-–—•*·▪◦‣\uf0b7\uf0a7\uf0d8o]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])[ \t]+(?=\S)"
)
_INDENT: Final = 3.2
"""Points for each blank before a line; a tab counts as four."""

_MOST_INDENT: Final = 96.0
_HANG: Final = 12.0
_WIDER: Final = 5.0
"""Points for each character of a list's number after the first."""


def passage(untrusted: str, style: TextStyle, *, before: float = 0.0) -> list[Block]:
    """Set a text of any length: a block for each line that was typed, empty ones as space."""
    blocks: list[Block] = []
    gap = before
    for line in untrusted.splitlines():
        if not line.strip():
            gap = max(gap, style.leading / 2) if blocks else gap
            continue
        blocks.append(_line(line, style, gap))
        gap = 0.0
    return blocks


def _line(line: str, style: TextStyle, before: float) -> TextBlock:
    blanks = line[: len(line) - len(line.lstrip(" \t"))].replace("\t", "    ")
    left = min(len(blanks) * _INDENT, _MOST_INDENT)
    found = _BULLET.match(line)
    hang = None
    if found:
        sign = found[1]
        hang = ("•" if sign in "*·\uf0b7" else sign, _HANG + _WIDER * (len(sign) - 1))
        line = line[found.end() :]
    return TextBlock(line, style, left=left, before=before, hang=hang)
