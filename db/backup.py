"""Whole copies of a review file, and putting one back.

A copy has the file's own salt, so the same passphrase and recovery code open it, and it is in
DELETE mode: one file, readable in a folder that is read-only.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import sqlcipher3.dbapi2 as sqlcipher

from db.engine import Access, connect, log_of
from db.failure import DISK_FULL, in_words, sqlite_code, world_error
from db.key import FileKey
from db.lock import WriterLock
from db.migration import bring_up_to_date
from db.publication import (
    discard,
    publish,
    refuse_existing,
    sweep,
    sync,
    temporary_beside,
)
from db.statement import driver_of
from db.store import ReviewFile
from reviewer.disk import flush_folder, plain_path
from reviewer.domain.errors import WorldError
from reviewer.domain.file_actions import CopyRestored
from reviewer.domain.ids import SessionId
from reviewer.domain.message import message
from reviewer.domain.times import stamp

if TYPE_CHECKING:
    import sqlite3


def backup_file(path: Path, key: FileKey, out: Path, *, replace: bool = False) -> None:
    """Write a whole copy of a file, also while somebody writes to it.

    The copy is opened and read through before it appears as `out`. Raises WorldError: the
    file can't be opened or is damaged, `out` is there already (unless `replace`), the folder
    refuses.
    """
    source, target = plain_path(path), plain_path(out)
    if source == target:
        raise WorldError(
            "same-file", message("The backup must have a different name from the file.")
        )
    with _making(target) as temporary:
        if not replace:
            refuse_existing(target)
        _copy(source, key, temporary)
        with in_words(target):
            publish(temporary, target)


def restore_file(backup: Path, key: FileKey, target: Path, *, now: datetime) -> Path | None:
    """Put a backup in a file's place, and return under which name the present one is kept.

    None where there was no present one. At each moment the present state is there whole,
    under one name or the other. A backup of an earlier format is brought up to date on the
    way, and its log says that it was put back. Raises WorldError: the backup can't be opened or
    is damaged, or somebody has `target` open.
    """
    source, real = plain_path(backup), plain_path(target)
    if source == real:
        raise WorldError("same-file", message("The backup and the file are the same."))
    with _making(real) as temporary:
        _copy(source, key, temporary)
        bring_up_to_date(temporary, key, at=stamp(now))
        with writable(temporary, key) as store, store.transaction(now) as unit:
            last = store.last_event()
            seq, at = (last.seq, last.at) if last is not None else (0, "")
            unit.log(CopyRestored(events=seq, last_at=at))
        with in_words(real):
            kept = _keep(real) if real.exists() else None
            publish(temporary, real)
    return kept


@contextmanager
def as_put_back(backup: Path, key: FileKey, target: Path, *, at: str) -> Iterator[ReviewFile]:
    """Open a backup of whatever format as it would be put back; of this nothing stays."""
    with in_words(target):
        temporary = temporary_beside(plain_path(target))
    try:
        _copy(plain_path(backup), key, temporary)
        bring_up_to_date(temporary, key, at=at)
        with writable(temporary, key) as store:
            yield store
    finally:
        discard(temporary)


def writable(path: Path, key: FileKey) -> ReviewFile:
    """Open for writing, without a lock, a file that is ours alone or whose lock we hold.

    Its session answers nothing: what it writes is of the log.
    """
    connection = connect(path, key, Access.WRITE)
    return ReviewFile(path, key, connection, session_id=SessionId(""))


@contextmanager
def _making(target: Path) -> Iterator[Path]:
    lock = WriterLock(target, "")
    try:
        with in_words(target):
            sweep(target)
            temporary = temporary_beside(target)
        try:
            yield temporary
        finally:
            discard(temporary)
    finally:
        lock.release()


def _copy(source: Path, key: FileKey, temporary: Path) -> None:
    with in_words(source), closing(connect(source, key, Access.READ, older=True)) as connection:
        driver = driver_of(connection)
        driver.execute("PRAGMA query_only = OFF")  # VACUUM writes, though not here
        (least,) = driver.execute("SELECT count(*) FROM event").fetchone()
        _write_out(driver, temporary)
    with (
        in_words(temporary),
        closing(connect(temporary, key, Access.READ, older=True)) as connection,
    ):
        driver = driver_of(connection)
        broken = driver.execute("PRAGMA cipher_integrity_check").fetchall()
        (found,) = driver.execute("PRAGMA integrity_check(1)").fetchone()
        (events,) = driver.execute("SELECT count(*) FROM event").fetchone()
    if broken or found != "ok" or events < least:
        raise WorldError(
            "damaged",
            message("The copy of {file} is not complete. Try another disk.", file=source.name),
        )


def _write_out(driver: sqlite3.Connection, temporary: Path) -> None:
    try:
        driver.execute("VACUUM INTO ?", (str(temporary),))
    except sqlcipher.Error as error:
        full = world_error(error, temporary) if sqlite_code(error) == DISK_FULL else None
        if full is None:
            raise
        raise full from error  # it is the copy's disk, not the file's


def free_name(present: Path, why: str) -> Path:
    """Return a name beside a file for what it was before something; the first that is free."""
    names = (present.with_name(f"{present.stem}.{why}-{n}{present.suffix}") for n in count(1))
    return next(name for name in names if not name.exists())


def _keep(present: Path) -> Path:
    kept = free_name(present, "before-restore")
    pairs = [(present, kept)]
    if log_of(present).exists():
        pairs.append((log_of(present), log_of(kept)))
    for old, new in pairs:
        shutil.copy2(old, new)
        sync(new)
    flush_folder(kept.parent)
    return kept
