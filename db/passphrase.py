"""A new passphrase for a file."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

from db.backup import writable
from db.engine import Access, close_to_one_file, connect
from db.failure import in_words
from db.key import FileKey
from db.lock import WriterLock
from db.statement import driver_of
from reviewer.domain.file_actions import PassphraseChanged, Proof


def change_passphrase(
    path: Path, old: FileKey, new: FileKey, *, person: str, by: Proof, now: datetime
) -> None:
    """Encrypt a file again; at each moment either the old or the new key opens all of it.

    It is logged as of `now` when the new key is in force; `by` is what opened the file.

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
        with writable(real, new) as store, store.transaction(now) as unit:
            unit.log(PassphraseChanged(by=by))
    finally:
        lock.release()
