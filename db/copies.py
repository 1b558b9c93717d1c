"""The copies of a review file: automatic backups, and every copy that can be found.

A copy has the salt of its file in the first 16 bytes, whatever it is called: so it is known.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from db.backup import backup_file
from db.failure import in_words
from db.key import SALT_BYTES, read_salt
from db.publication import discard, temporary_beside
from db.store import ReviewFile
from reviewer.disk import open_given, plain_path, remove
from reviewer.domain.backup_retention import backup_due, superfluous
from reviewer.domain.errors import WorldError, reason_of
from reviewer.domain.message import message

_MOMENT: Final = "%Y%m%dT%H%M%SZ"

_NAME: Final = re.compile(r".*\.(?P<at>\d{8}T\d{6}Z)\.(?P<seq>\d+)-(?P<head>[0-9a-f]{8})\.review")
"""When, and which event was the last: so that a name tells whether anything changed since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One automatic backup, as its name tells."""

    path: Path
    at: datetime
    seq: int
    head: str


def file_id(path: Path) -> str:
    """Return what a file and all its copies have in common; raises WorldError."""
    return read_salt(path).hex()


def check_folder(folder: Path) -> None:
    """Make a folder for backups and try to write in it; raises WorldError where that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = temporary_beside(folder / "trial")
        with temporary.open("wb") as file:
            file.write(b"a trial")
            file.flush()
            os.fsync(file.fileno())
        discard(temporary)
    except OSError as error:
        raise WorldError(
            "no-backups",
            message(
                "Backups cannot be saved in {folder} ({reason}). Choose another "
                "folder for backups.",
                folder=str(folder),
                reason=reason_of(error),
            ),
        ) from error


def back_up(store: ReviewFile, folder: Path, *, now: datetime, always: bool = False) -> Path | None:
    """Back an open file up where it has changed since an old enough backup; remove old ones.

    None where there was nothing to do. `always` asks only whether it has changed (before a
    merge, a handover). Costs one copy of the file. Raises WorldError; the file itself is as it
    was.
    """
    last = store.last_event()
    seq, head = (last.seq, last.hash[:8]) if last else (0, "0" * 8)
    identity = file_id(store.path)
    known = backups_in(folder, identity)
    newest = known[-1] if known else None
    if newest is not None and (newest.seq, newest.head) == (seq, head):
        return None
    if not always and not backup_due(newest.at if newest else None, now):
        return None
    check_folder(folder)
    moment = now.astimezone(UTC).strftime(_MOMENT)
    out = folder / f"{store.path.stem}-{identity[:8]}.{moment}.{seq}-{head}.review"
    backup_file(store.path, store.key, out, replace=True)
    prune_backups(folder, identity, now=now)
    return out


def backups_in(folder: Path, identity: str) -> tuple[Backup, ...]:
    """Return the automatic backups of one file in a folder, oldest first."""
    found = []
    for path in _copies_in(folder, identity):
        parts = _NAME.fullmatch(path.name)
        if parts:
            at = datetime.strptime(parts["at"], _MOMENT).replace(tzinfo=UTC)
            found.append(Backup(path=path, at=at, seq=int(parts["seq"]), head=parts["head"]))
    return tuple(sorted(found, key=lambda backup: (backup.at, backup.seq)))


def prune_backups(folder: Path, identity: str, *, now: datetime) -> int:
    """Remove the backups that are too many by now, and return how many."""
    known = backups_in(folder, identity)
    gone = set(superfluous((backup.at for backup in known), now))
    removed = 0
    for backup in known:
        if backup.at in gone:
            with in_words(backup.path):
                remove(backup.path, missing_ok=True)
            removed += 1
    return removed


def copies_of(identity: str, folders: Iterable[Path], known: Iterable[Path]) -> tuple[Path, ...]:
    """Return every copy of a file in some folders (not below them) and among known places."""
    found = {plain_path(path) for folder in folders for path in _copies_in(folder, identity)}
    found.update(plain_path(path) for path in known if _is_copy(path, identity))
    return tuple(sorted(found))


def _copies_in(folder: Path, identity: str) -> Iterable[Path]:
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return ()
    return (path for path in paths if _is_copy(path, identity))


def _is_copy(path: Path, identity: str) -> bool:
    try:
        if not path.is_file():
            return False
        with open_given(path) as file:
            return file.read(SALT_BYTES).hex() == identity
    except OSError:
        return False
