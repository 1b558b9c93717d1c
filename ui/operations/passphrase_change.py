"""Another passphrase for a review file that nobody has open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db import passphrase
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.file_actions import Proof
from reviewer.domain.message import Message, message, together
from ui.operations.backups import back_up_or_say
from ui.operations.copies import find_copies
from ui.operations.files import Upgrade, open_to_read, open_to_write, remember_seen
from ui.operations.login import login_name
from ui.operations.organisation import keep_sealed, place_beside, seal_key
from ui.operations.passphrases import FileKey, check_strength, key_of, words_of


def check_passphrase(file: Path, key: FileKey, untrusted: str) -> None:
    """Raise RefusalError for what is not the passphrase that gave this key; takes half a second."""
    if key_of(file, untrusted) != key:
        raise RefusalError(
            "wrong-passphrase", message("This is not the current passphrase. Nothing was changed.")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPassphrase:
    """The key that a new passphrase gave, and the copies that the one before still opens.

    `notice` says why there is no backup yet that the new one opens, and who else can open the file.
    """

    key: FileKey
    copies: Sequence[Path]
    notice: Message | None = None


def change_passphrase(
    file: Path,
    old: FileKey,
    untrusted: str,
    proof: Proof,
    *,
    now: datetime,
    update: Callable[[Upgrade], None] | None = None,
) -> NewPassphrase:
    """Give a file that nobody has open a new passphrase, to which its own words add nothing.

    One of an earlier format is brought up to date where `update`, which takes each step of that,
    is given: who has lost the passphrase can ask for it in no other way. A backup is made that
    opens with the new passphrase; where that fails, `notice` says why, and that an organisation
    can open the file too. The new key is sealed before it is in force: at each moment a sealed
    key opens the file. Raises RefusalError for a passphrase that is too weak, WorldError as
    opening to write does.
    """
    with open_to_write(file, old, now=now, update=update) as store:
        check_strength(untrusted, words_of(store.inspection()))
        new, copies = key_of(file, untrusted), find_copies(file)
        sealed = seal_key(store, new, now=now)
        keep_sealed(store, place_beside(file))
    passphrase.change_passphrase(file, old, new, person=login_name(), by=proof, now=now)
    with open_to_read(file, new) as store:
        with suppress(WorldError):  # the new key is in force: its recovery code must be shown
            remember_seen(store, now=now)
        notice = back_up_or_say(store, now=now, always=True)
    return NewPassphrase(key=new, copies=copies, notice=together(sealed, notice))
