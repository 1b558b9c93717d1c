"""Text from outside as it can be quoted in a sentence."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control, bidi, zero-width and tag characters, and what is no character."""


def shown(text: str, most: int = 40) -> str:
    """Return a text as it can be quoted in a sentence: short, its unseen characters named."""
    beginning = " ".join(text.split())[: most + 1]
    plain = UNSEEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", beginning)
    return plain if len(plain) <= most else plain[: most - 1] + "…"


REPLACEMENT: Final = "\ufffd"
"""Stands for what is not shown."""

_LONGEST_NAME: Final = 120
_MARKS: Final = 2
"""Marks above or below one letter: Vietnamese has two; more hide what stands around them."""
_OVERLAY: Final = 1
"""The combining class of marks that strike a letter through."""


def safe_name(text: str) -> str:
    """Return a name as it is shown: on one line, and without what would hide or turn letters."""
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(character)
        marks = marks + 1 if kind[0] == "M" else 0
        hides = kind == "Me" or unicodedata.combining(character) == _OVERLAY or marks > _MARKS
        if hides or kind[0] == "C" or kind in {"Zl", "Zp"}:
            kept += [] if kept[-1:] == [REPLACEMENT] else [REPLACEMENT]
        else:
            kept.append(" " if kind == "Zs" else character)
    name = " ".join("".join(kept).split(" "))
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
