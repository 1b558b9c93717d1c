"""The key of a review file: from a passphrase, or from the recovery code.

Both belong to version 1 of the file format, so nothing has to be stored beside the file.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from db.failure import in_words
from reviewer.disk import open_given
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.message import message

KEY_BYTES: Final = 32
"""AES-256, which SQLCipher uses."""

SALT_BYTES: Final = 16
"""SQLCipher keeps the salt in the first 16 bytes of the file."""

MEMORY_KIB: Final = 256 * 1024
"""Memory of one guess: a graphics card with 24 GiB makes fewer than a hundred at a time."""

PASSES: Final = 3
LANES: Final = 4

LEAST_CHARACTERS: Final = 14
LEAST_WORDS: Final = 5
LEAST_SCORE: Final = 3
"""zxcvbn's "safely unguessable": more than 10^8 guesses, each of which costs half a second."""

_SCORED_CHARACTERS: Final = 72
"""zxcvbn takes no more, as its time grows with the square of the length."""

_CHECK_BYTES: Final = 3
"""32 + 3 bytes are 56 characters of base32 without padding; 1 slip in 16 million is missed."""

_GROUP: Final = 7

_MISREAD: Final = str.maketrans("018", "OIB")
"""Base32 has no 0, 1 and 8: who reads one has misread a letter."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FileKey:
    """The raw key of one review file: 32 bytes. It never shows itself."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")

    def __repr__(self) -> str:
        return "FileKey(…)"


def new_salt() -> bytes:
    """Return 16 random bytes for a new file; they are made once and never change."""
    return os.urandom(SALT_BYTES)


def read_salt(path: Path) -> bytes:
    """Return the salt in a file's first 16 bytes; raises WorldError where it has none."""
    with in_words(path), open_given(path) as file:
        salt = file.read(SALT_BYTES)
    if len(salt) < SALT_BYTES:
        raise WorldError(
            "not-a-review-file",
            message("{file} is not a review file: it is too short.", file=path.name),
        )
    return salt


def derive_key(path_or_salt: Path | bytes, passphrase: str) -> FileKey:
    """Derive a file's key from its passphrase; takes half a second and 256 MiB by design.

    Argon2id (RFC 9106) over the passphrase in NFC, as UTF-8. Raises WorldError where the
    file can't be read.
    """
    salt = path_or_salt if isinstance(path_or_salt, bytes) else read_salt(path_or_salt)
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    derivation = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB
    )
    return FileKey(raw=derivation.derive(secret))


def recovery_code(key: FileKey) -> str:
    """Write a key for paper: eight groups of seven characters, the last ones check digits."""
    text = base64.b32encode(key.raw + _check(key.raw)).decode("ascii")
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def key_of_recovery_code(untrusted: str) -> FileKey:
    """Read a recovery code as a person types it; raises RefusalError where it has a slip."""
    letters = "".join(c for c in untrusted.upper() if c.isalnum()).translate(_MISREAD)
    try:
        raw = base64.b32decode(letters)
    except (binascii.Error, ValueError):
        raw = b""
    key, check = raw[:KEY_BYTES], raw[KEY_BYTES:]
    if len(raw) != KEY_BYTES + _CHECK_BYTES or check != _check(key):
        raise RefusalError(
            "bad-recovery-code",
            message(
                "The recovery code is not correct. Compare all eight groups of seven "
                "characters with the paper."
            ),
        )
    return FileKey(raw=key)


def _check(raw: bytes) -> bytes:
    return hashlib.sha256(b"recovery code" + raw).digest()[:_CHECK_BYTES]


def check_strength(passphrase: str, known: Sequence[str] = ()) -> None:
    """Raise RefusalError, with advice, unless a passphrase is strong enough.

    14 characters or five words, and zxcvbn's score 3 of 4. `known` are words an attacker would
    try first: the force, the inspection, the person.
    """
    text = unicodedata.normalize("NFC", passphrase)
    if len(text) < LEAST_CHARACTERS and len(text.split()) < LEAST_WORDS:
        raise RefusalError(
            "short-passphrase",
            message(
                "Choose a passphrase of at least {least_characters} characters, or "
                "of {least_words} unrelated words.",
                least_characters=LEAST_CHARACTERS,
                least_words=LEAST_WORDS,
            ),
        )
    if _score(text, known) < LEAST_SCORE:
        raise RefusalError(
            "weak-passphrase",
            message(
                "This passphrase is easy to guess. Choose five unrelated words, "
                "without names, dates or sayings."
            ),
        )


def _score(text: str, known: Sequence[str]) -> int:
    # Loads its word lists on import (0.1 s and 10 MB): only who chooses a passphrase pays.
    from zxcvbn import zxcvbn  # noqa: PLC0415 - the reason is above

    words = [word for phrase in known for word in (phrase, *phrase.split())]
    # zxcvbn pays for each word of a phrase, however near at hand: a known one counts for nothing.
    nothing = {word.casefold() for word in words}
    rest = " ".join(word for word in text.split() if word.casefold() not in nothing)
    return int(zxcvbn(rest[:_SCORED_CHARACTERS], user_inputs=words)["score"]) if rest else 0
