"""What opens a review file when its passphrase is forgotten: its key on paper, or sealed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db import key as keys
from reviewer.app import prints
from reviewer.domain.file_actions import Proof
from ui.operations.backups import backup_folders
from ui.operations.copies import find_copies
from ui.operations.files import open_to_write
from ui.operations.organisation import key_by_organisation
from ui.operations.passphrases import FileKey


def recovery_code(key: FileKey) -> str:
    """Write a key for paper: eight groups of seven characters."""
    return keys.recovery_code(key)


def key_of_recovery_code(untrusted: str) -> FileKey:
    """Read a recovery code as a person types it; raises RefusalError where it is not correct."""
    return keys.key_of_recovery_code(untrusted)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationKey:
    """The file with an organisation's private key, and its passphrase, which is never shown."""

    file: Path
    passphrase: str

    def __repr__(self) -> str:
        return f"OrganisationKey({self.file.name})"


def recovered_key(file: Path, means: OrganisationKey | str) -> tuple[FileKey, Proof]:
    """Return a file's key without its passphrase: by the recovery code, or the organisation's key.

    The sealed key is looked for beside the file, its copies and its backups. Raises RefusalError
    for a code with a mistake and where no sealed key opens the file, WorldError for a wrong
    passphrase of the organisation's key.
    """
    if isinstance(means, str):
        return key_of_recovery_code(means), Proof.RECOVERY_CODE
    folders = sorted({copy.parent for copy in find_copies(file)})
    places = (*backup_folders(), *folders)
    key = key_by_organisation(file, places, means.file, means.passphrase)
    return key, Proof.ORGANISATION


def print_recovery_code(file: Path, key: FileKey, out: Path, *, now: datetime) -> None:
    """Print the recovery code of a file that nobody has open, which its log records."""
    with open_to_write(file, key, now=now) as store:
        prints.print_recovery_code(store, recovery_code(key), out, now=now, replacing=True)


def put_recovery_code_on_paper(
    file: Path, key: FileKey, deliver: Callable[[bytes], object], *, now: datetime
) -> None:
    """Hand the sheet with that code to a printer, which the log records; no disk has it then."""
    with open_to_write(file, key, now=now) as store:
        prints.put_recovery_code_on_paper(store, recovery_code(key), deliver, now=now)
