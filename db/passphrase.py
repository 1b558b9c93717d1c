"""A new passphrase for a file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from db.backup import writable
from db.engine import Access, close_to_one_file, connect
from db.failure import in_words
from db.key import FileKey
from db.lock import WriterLock
from db.statement import driver_of
from reviewer.domain.event import Entry


def change_passphrase(
    path: Path, old: FileKey, new: FileKey, *, person: str, entry: Entry | None = None
) -> None:
    """Encrypt a file anew; at each moment either the old or the new key opens all of it.

    `entry` is logged when the new key is in force.

    Both keys are derived with the file's own salt (`derive_key(path, passphrase)`), which
    never changes: with another one, a process killed between commit and checkpoint left a
    file that neither key opened. Backups made before still open with the old passphrase.
    Raises WorldError as opening for writing does; nobody may have the file open.
    """
    real = path.resolve()
    lock = WriterLock(real, person)
    try:
        connection = connect(real, old, Access.WRITE)
        with in_words(real):
            try:
                driver_of(connection).execute(f"PRAGMA rekey = \"x'{new.raw.hex()}'\"")
            except BaseException:
                connection.close()
                raise
            close_to_one_file(connection)
        with closing(connect(real, new, Access.READ)):
            pass  # it opens, or the error says so
        if entry is not None:
            with writable(real, new) as store, store.transaction() as unit:
                unit.log(entry)
    finally:
        lock.release()
