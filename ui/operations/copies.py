"""The copies of a review file: automatic backups and others, as far as they are known here."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from db.backup import backup_file
from db.copies import backups_in, copies_of, file_id
from reviewer.disk import plain_path
from reviewer.domain.errors import WorldError
from reviewer.domain.message import Message, message
from ui.operations.backups import backup_folders
from ui.operations.known_files import copies_remembered, remember_copy
from ui.operations.organisation import copy_sealed, sealed_files
from ui.operations.passphrases import FileKey, check_is_review_file


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCopy:
    """A copy of a file that is still there: where it is, and from when.

    `events` is how far its log goes, where an automatic backup's name tells it.
    """

    path: Path
    at: datetime
    events: int | None = None


def find_copies(file: Path) -> Sequence[Path]:
    """Return every copy of a file that is known here: backups, those beside it, others."""
    check_is_review_file(file)
    identity, real = file_id(file), plain_path(file)
    found = copies_of(identity, (*backup_folders(), real.parent), copies_remembered(identity))
    return [path for path in found if path != real]


def find_sealed(file: Path, copies: Sequence[Path]) -> Sequence[Path]:
    """Return the files with sealed keys of a file that lie beside it, its copies and backups."""
    real = plain_path(file)
    folders = {real.parent, *backup_folders(), *(copy.parent for copy in copies)}
    return sealed_files(file_id(real), sorted(folders))


def list_copies(file: Path) -> tuple[KnownCopy, ...]:
    """Return the copies of a file that are known here, the newest first."""
    identity = file_id(file)
    automatic = {b.path: b for f in backup_folders() for b in backups_in(f, identity)}
    found = []
    for path in find_copies(file):
        backup = automatic.get(path)
        with suppress(FileNotFoundError):  # a backup in the making has its own name by now
            at = backup.at if backup else datetime.fromtimestamp(path.stat().st_mtime, UTC)
            found.append(KnownCopy(path=path, at=at, events=backup.seq if backup else None))
    return tuple(sorted(found, key=lambda copy: copy.at, reverse=True))


def make_copy(file: Path, key: FileKey, out: Path) -> Message | None:
    """Write a whole copy, encrypted as the file is, and remember where it was put.

    Return why it could not be remembered, None where it was: then a disposal finds it.
    """
    backup_file(file, key, out)
    copy_sealed(file, out)
    try:
        remember_copy(file, out)
    except WorldError as error:
        return message(
            "Reviewer will not find this copy when the file is disposed of. {reason}",
            reason=error.sentence,
        )
    return None
