"""The recovery code of a review file: its key on paper, for when the passphrase is forgotten."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from db import key as keys
from reviewer.app import prints
from ui.operations.files import open_to_write
from ui.operations.passphrases import FileKey


def recovery_code(key: FileKey) -> str:
    """Write a key for paper: eight groups of seven characters."""
    return keys.recovery_code(key)


def key_of_recovery_code(untrusted: str) -> FileKey:
    """Read a recovery code as a person types it; raises RefusalError where it is not correct."""
    return keys.key_of_recovery_code(untrusted)


def print_recovery_code(file: Path, key: FileKey, out: Path, *, now: datetime) -> None:
    """Print the recovery code of a file that nobody has open, which its log records."""
    with open_to_write(file, key, now=now) as store:
        prints.print_recovery_code(store, recovery_code(key), out, now=now, replacing=True)
