"""Making and opening a review file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from db import schema
from db.backup import backup_file, free_name
from db.engine import Access, OlderFormatError, check_from_outside, connect
from db.failure import in_words
from db.key import FileKey
from db.lock import WriterLock
from db.migration import bring_up_to_date
from db.publication import discard, publish, refuse_existing, sweep, temporary_beside
from db.schema import make_tables
from db.statement import driver_of
from db.store import ReviewFile
from reviewer.disk import plain_path
from reviewer.domain.errors import WorldError
from reviewer.domain.ids import SessionId

NO_SESSION: Final = SessionId("")
"""Of a file that is opened read-only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """How far a file of an earlier format is on its way to this one.

    Step 0 writes `kept`, the copy of the file as it was; the last step is `of`.
    """

    kept: Path
    step: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrading:
    """Leave to bring a file of an earlier format up to date.

    `at` is a UTC stamp; `progress` takes each step as it begins.
    """

    at: str
    progress: Callable[[Upgrade], None]


@contextmanager
def creating(
    path: Path,
    key: FileKey,
    *,
    salt: bytes,
    person: str,
    session_id: SessionId,
    replace: bool = False,
) -> Iterator[ReviewFile]:
    """Make a file that appears under its name, filled, at the end of the block.

    Where the block fails or is killed there is nothing under the name, or what was there
    before. `salt` is the one the key was derived with (`db.key.new_salt`). The file given to
    the block is closed at its end. Raises WorldError: the name is taken (unless `replace`),
    somebody has that file open, the folder refuses.
    """
    target = plain_path(path)
    lock = WriterLock(target, person)
    try:
        if not replace:
            refuse_existing(target)
        with in_words(target):
            sweep(target)
            temporary = temporary_beside(target)
        try:
            with _empty(temporary, key, salt, session_id) as store:
                yield store
            with in_words(target):
                publish(temporary, target)
        except BaseException:
            discard(temporary)
            raise
    finally:
        lock.release()


def _empty(temporary: Path, key: FileKey, salt: bytes, session_id: SessionId) -> ReviewFile:
    connection = connect(temporary, key, Access.WRITE, new_salt=salt)
    try:
        with in_words(temporary):
            make_tables(connection)
    except BaseException:
        connection.close()
        raise
    return ReviewFile(temporary, key, connection, session_id=session_id)


def open_file(
    path: Path,
    key: FileKey,
    *,
    read_only: bool = False,
    person: str = "",
    session_id: SessionId = NO_SESSION,
    upgrading: Upgrading | None = None,
) -> ReviewFile:
    """Open a file; `person` and the new random `session_id` are who writes, and in which session.

    With `upgrading` a file of an earlier format is brought up to date, after a copy was kept
    beside it. Raises WorldError: no such file, not a review file, wrong passphrase, newer,
    damaged, of an earlier format without that; for writing also LockedError, which says who has
    it and since when. Read-only needs no lock, writes nothing and leaves nothing beside the file.
    """
    real = plain_path(path)
    if read_only:
        connection = connect(real, key, Access.READ)
        return ReviewFile(real, key, connection, session_id=NO_SESSION, read_only=True)
    if not session_id:
        raise ValueError("a file is opened for writing in a session of its own")
    with in_words(real):
        check_from_outside(real)
    lock = WriterLock(real, person)
    try:
        connection = _connected(real, key, upgrading)
    except BaseException:
        lock.release()
        raise
    return ReviewFile(real, key, connection, session_id=session_id, lock=lock)


def _kept_before(path: Path, key: FileKey, why: str) -> Path | None:
    """Return the copy that an earlier try kept, where the file stands as it did then.

    A step that fails would leave one more at each opening, and so would a kill.
    """
    present = _state(path, key)
    copies = sorted(path.parent.glob(f"{escape(path.stem)}.{why}-*{escape(path.suffix)}"))
    return next((copy for copy in copies if _state(copy, key) == present), None)


def _state(path: Path, key: FileKey) -> tuple[object, ...]:
    """Return a file's format, the head of its log, and what was being typed in it."""
    try:
        connection = connect(path, key, Access.READ, older=True)
    except WorldError:  # it has an earlier passphrase, or is damaged
        return (path,)
    try:
        run = driver_of(connection).execute
        with in_words(path):
            asked = (
                "PRAGMA user_version",
                "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1",
                "SELECT * FROM draft ORDER BY 1, 2, 3, 4",
            )
            return tuple(tuple(run(one).fetchall()) for one in asked)
    finally:
        connection.close()


def _connected(path: Path, key: FileKey, upgrading: Upgrading | None) -> Connection:
    try:
        return connect(path, key, Access.WRITE)
    except OlderFormatError as older:
        if upgrading is None:
            raise
        why = f"before-format-{schema.FORMAT_VERSION}"
        same = _kept_before(path, key, why)
        kept = same or free_name(path, why)
        steps = schema.FORMAT_VERSION - older.version

        def progress(step: int) -> None:
            upgrading.progress(Upgrade(kept=kept, step=step, of=steps))

        progress(0)
        if same is None:
            backup_file(path, key, kept)
        bring_up_to_date(path, key, at=upgrading.at, progress=progress)
    return connect(path, key, Access.WRITE)
