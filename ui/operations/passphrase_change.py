"""Another passphrase for a review file that nobody has open."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from db import passphrase
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.file_actions import Proof
from reviewer.domain.inspection import Inspection
from ui.operations.backups import back_up_or_say
from ui.operations.copies import find_copies
from ui.operations.files import open_to_read, remember_seen
from ui.operations.login import login_name
from ui.operations.passphrases import FileKey, check_strength, key_of, words_of


def check_passphrase(file: Path, key: FileKey, untrusted: str) -> None:
    """Raise RefusalError for what is not the passphrase that gave this key; takes half a second."""
    if key_of(file, untrusted) != key:
        raise RefusalError(
            "wrong-passphrase", "That is not the current passphrase; nothing was changed."
        )


def new_key(file: Path, untrusted: str, about: Inspection) -> FileKey:
    """Derive the key that a new passphrase gives; raises RefusalError for one that is too weak."""
    check_strength(untrusted, words_of(about))
    return key_of(file, untrusted)


def change_passphrase(
    file: Path, old: FileKey, new: FileKey, proof: Proof, *, now: datetime
) -> Sequence[Path]:
    """Give a file that nobody has open another key; return the copies the old one still opens.

    A backup is made that opens with the new one; where that fails, the next opening says why.
    """
    copies = find_copies(file)
    passphrase.change_passphrase(file, old, new, person=login_name(), by=proof, now=now)
    with open_to_read(file, new) as store:
        with suppress(WorldError):  # the new key is in force: its recovery code must be shown
            remember_seen(store, now=now)
        back_up_or_say(store, now=now, always=True)
    return copies
