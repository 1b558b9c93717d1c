"""The passphrase of a review file: whether it is strong enough, and the key it gives."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from db import key as keys
from db.engine import check_from_outside
from db.failure import in_words
from reviewer.domain.errors import RefusalError
from reviewer.domain.inspection import Inspection

FileKey: TypeAlias = keys.FileKey
"""The key of one review file, to be handed on and never looked into."""


def words_of(about: Inspection) -> Sequence[str]:
    """Return the words that make no passphrase of an inspection's file stronger."""
    return (about.force, about.code, about.person)


def check_strength(passphrase: str, known: Sequence[str]) -> None:
    """Raise RefusalError, with advice, for a passphrase that is too easy to guess.

    `known` are the words that do not make it stronger (`words_of`).
    """
    keys.check_strength(passphrase, known)


def weakness(passphrase: str, known: Sequence[str]) -> str:
    """Say why a passphrase will not do, empty for one that will."""
    try:
        check_strength(passphrase, known)
    except RefusalError as error:
        return str(error)
    return ""


def check_is_review_file(path: Path) -> None:
    """Raise WorldError for what is no review file: nobody is asked for its passphrase."""
    with in_words(path):
        check_from_outside(path)


def key_of(path: Path, passphrase: str) -> FileKey:
    """Derive a file's key from its passphrase, which takes half a second; raises WorldError."""
    return keys.derive_key(path, passphrase)
