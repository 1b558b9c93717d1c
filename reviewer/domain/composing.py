"""Letters and their marks put together (NFC), in a time that a hostile text can't stretch."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_CROWD: Final = 32
"""Characters beyond ASCII in a row that are composed at once, as Unicode's stream-safe text has
at most 30 marks: they are sorted, which takes the square of their number; ten thousand in each
cell of a list took minutes."""
_OTHERS: Final = re.compile(r"[^\x00-\x7f]+")
_PIECES: Final = re.compile(rf"[\x00-\x7f]*[^\x00-\x7f]{{0,{_CROWD}}}")


def composed(text: str) -> str:
    """Return a text in NFC.

    One with a crowd of characters beyond ASCII is composed in pieces. They begin with an ASCII
    character, with which nothing before it composes; only the crowd itself is cut in pieces.
    """
    if text.isascii():
        return text
    if max(map(len, _OTHERS.findall(text))) <= _CROWD:
        return unicodedata.normalize("NFC", text)
    return "".join(unicodedata.normalize("NFC", piece) for piece in _PIECES.findall(text))
