"""Text from outside as it can be quoted in a sentence."""

from __future__ import annotations

import re
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
