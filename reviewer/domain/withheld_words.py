"""Words of a list's personal columns, which are left out: known again when typed, never kept.

Only a keyed digest of each word is kept, in the encrypted file. It cannot be turned back into the
word, and says nothing beside another file's.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from reviewer.domain.composing import composed

_WORD: Final = re.compile(r"[^\W_]{3,}")
"""Names and numbers; what is shorter is found in every text."""
_DIGEST_BYTES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldWords:
    """The words of one list's columns that were left out because they name people."""

    __pydantic_config__: ClassVar = {"ser_json_bytes": "base64", "val_json_bytes": "base64"}
    """How it crosses between processes."""

    key: bytes = b""
    digests: frozenset[bytes] = frozenset()

    def __contains__(self, word: str) -> bool:
        """Say whether a word, as it is typed, is one of them."""
        return bool(self.digests) and _digest(self.key, word) in self.digests


NO_WORDS: Final = WithheldWords()


def withheld_words(cells: Iterable[str]) -> WithheldWords:
    """Return the words of the cells of columns that are left out."""
    key = secrets.token_bytes(16)
    words = {word for cell in cells for word in words_in(cell)}
    return WithheldWords(key=key, digests=frozenset(_digest(key, word) for word in words))


def words_in(text: str) -> Iterator[str]:
    """Yield the words of a text that are long enough to be known again, in one case."""
    return (found[0] for found in _WORD.finditer(composed(text).casefold()))


def _digest(key: bytes, word: str) -> bytes:
    plain = composed(word).casefold().encode()
    return hashlib.blake2b(plain, key=key, digest_size=_DIGEST_BYTES).digest()
