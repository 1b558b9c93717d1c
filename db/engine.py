"""The connection to one encrypted file: its settings, and what they refuse."""

from __future__ import annotations

import shutil
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from db import schema
from db.failure import NOT_A_DATABASE, in_words, sqlite_code
from db.key import FileKey, read_salt
from reviewer.disk import open_given
from reviewer.domain.errors import WorldError
from reviewer.domain.message import message

if TYPE_CHECKING:
    import sqlite3


BUSY_SECONDS: Final = 5.0
"""A reader holds the file for milliseconds; who waits longer waits for something else."""

PAGE_BYTES: Final = 4096
"""SQLCipher 4's page; no file of ours is shorter."""

_DISK_FAILED: Final = 10
"""SQLITE_IOERR: also where the index of the log finds no room."""

_CANNOT_OPEN: Final = frozenset({8, 14, _DISK_FAILED})
"""With SQLITE_READONLY and SQLITE_CANTOPEN: what a log that can't be read ends in."""

_INDEX_BYTES: Final = 64 * 1024
"""The index begins with half of it; file systems keep a little for themselves."""

_FOREIGN_STARTS: Final = (
    b"SQLite format 3\0",
    b"PK\x03\x04",
    b"%PDF",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
    b"\x89PNG",
)
"""Plain SQLite, zip and Excel, PDF, old Office, gzip, pictures: a salt is 16 random bytes."""


class OlderFormatError(WorldError):
    """The file is of an earlier format; it is updated before anybody works in it."""

    def __init__(self, path: Path, version: int) -> None:
        super().__init__(
            "older-format",
            message(
                "{file} was written by an earlier version of Reviewer "
                "(format {version}; this version writes {current}).",
                file=path.name,
                version=version,
                current=schema.FORMAT_VERSION,
            ),
        )
        self.version = version


class Access(Enum):
    """How a file is opened."""

    READ = "ro"
    WRITE = "rw"


def connect(
    path: Path, key: FileKey, access: Access, *, new_salt: bytes = b"", older: bool = False
) -> Connection:
    """Open a connection to a file; with `new_salt` to an empty one that becomes a review file.

    `older` takes a file of an earlier format as it is: to copy it, or to bring it up to date.

    One connection that is ours until we close it, so no pool: a fresh one is fresh, a closed
    one is closed, and SQLAlchemy's choice for what looks to it like a memory database is
    several. Statements commit by themselves outside of `BEGIN IMMEDIATE`. Raises WorldError:
    no such file, not a review file, wrong passphrase, newer, older, damaged, read-only, locked.
    """
    if not new_salt:
        check_from_outside(path)
    salt = new_salt or read_salt(path)
    oldest = 0 if new_salt else schema.FIRST_FORMAT if older else schema.FORMAT_VERSION

    def creator() -> sqlite3.Connection:
        return _connected(path, key, salt, access, oldest)

    engine = create_engine(
        "sqlite://",
        module=driver,
        creator=creator,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )
    with in_words(path):
        return engine.connect()


def check_from_outside(path: Path) -> None:
    """Raise WorldError for a file that can't be ours, whatever the passphrase."""
    with in_words(path):
        if path.is_dir():
            raise WorldError(
                "not-a-review-file",
                message("{file} is a folder, not a review file.", file=path.name),
            )
        if path.exists() and not path.is_file():  # to open a pipe is to wait for its other end
            raise WorldError(
                "not-a-review-file",
                message("{file} is a device, not a review file.", file=path.name),
            )
        with open_given(path) as file:
            head = file.read(PAGE_BYTES)
    if len(head) < PAGE_BYTES or head.startswith(_FOREIGN_STARTS) or _is_text(head):
        raise WorldError(
            "not-a-review-file",
            message(
                "{file} is not a review file. Choose a file created by Reviewer.", file=path.name
            ),
        )


def _is_text(head: bytes) -> bool:
    # A page of random bytes has control characters; a page of text, in whatever encoding of
    # one byte or in UTF-8, has none but the breaks of lines.
    return not any(byte < 0x20 and byte not in b"\t\n\r\f\x1b" for byte in head)


def _connected(
    path: Path, key: FileKey, salt: bytes, access: Access, oldest: int
) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={access.value}"
    try:
        return _settled(uri, path, key, salt, access, oldest)
    except driver.Error as error:
        if access is Access.WRITE and sqlite_code(error) == _DISK_FAILED and _is_full(path):
            raise WorldError(
                "disk-full",
                message(
                    "The disk is full, so {file} cannot be saved. Free some space, then "
                    "open it again.",
                    file=path.name,
                ),
            ) from error
        if access is Access.WRITE or sqlite_code(error) not in _CANNOT_OPEN:
            raise
        if log_of(path).exists() and log_of(path).stat().st_size:
            raise WorldError(
                "unfinished",
                message(
                    "The last changes to {file} are in {file2}, and cannot be read in a "
                    "folder that is read-only or full. Copy both files to a folder you "
                    "can write to.",
                    file=path.name,
                    file2=log_of(path).name,
                ),
            ) from error
        if journal_of(path).exists() and journal_of(path).stat().st_size:
            raise WorldError(
                "unfinished",
                message(
                    "The last change to {file} was interrupted, and must be undone "
                    "before the file can be read. Open it once, not read-only, with "
                    "{file2} beside it.",
                    file=path.name,
                    file2=journal_of(path).name,
                ),
            ) from error
    # A file left in WAL mode, in a folder where its log can't be made: nobody writes here.
    return _settled(f"{uri}&immutable=1", path, key, salt, access, oldest)


def _is_full(path: Path) -> bool:
    return shutil.disk_usage(path.parent).free < _INDEX_BYTES


def log_of(path: Path) -> Path:
    """Return where SQLite keeps a file's newest changes while it is open for writing."""
    return path.with_name(f"{path.name}-wal")


def journal_of(path: Path) -> Path:
    """Return where SQLite keeps what a file was before a change of its whole."""
    return path.with_name(f"{path.name}-journal")


def _settled(
    uri: str, path: Path, key: FileKey, salt: bytes, access: Access, oldest: int
) -> sqlite3.Connection:
    connection: sqlite3.Connection = driver.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute("PRAGMA cipher_memory_security = ON")
        connection.execute(f"PRAGMA key = \"x'{key.raw.hex()}{salt.hex()}'\"")
        _first_read(connection, path)
        if oldest:  # before anything is changed: a file that is refused stays as it is
            _check_format(connection, path, oldest)
        if access is Access.WRITE:
            _write_ahead(connection, path)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON").fetchall()
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}").fetchall()
        if access is Access.READ:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _first_read(connection: sqlite3.Connection, path: Path) -> None:
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except driver.Error as error:
        if sqlite_code(error) == NOT_A_DATABASE:
            raise WorldError(
                "wrong-passphrase",
                message("The passphrase is wrong, or {file} is not a review file.", file=path.name),
            ) from error
        raise


def _write_ahead(connection: sqlite3.Connection, path: Path) -> None:
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise WorldError(
            "unsafe-folder",
            message(
                "A review file is not safe in the folder of {file}. Copy it to this computer's "
                "own disk.",
                file=path.name,
            ),
        )
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA checkpoint_fullfsync = 1")
    # Now, while a refusal costs nothing: reading needs the log's index on the disk, and one that
    # is full by the first answer would have no room for it.
    connection.execute("SELECT count(*) FROM sqlite_master").fetchall()


def _check_format(connection: sqlite3.Connection, path: Path, oldest: int) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != schema.APPLICATION_ID:
        raise WorldError(
            "not-a-review-file",
            message(
                "{file} is encrypted like a review file, but was created by another program.",
                file=path.name,
            ),
        )
    if version > schema.FORMAT_VERSION:
        raise WorldError(
            "newer-file",
            message(
                "{file} was saved by a newer version of Reviewer (format {version}; "
                "this version reads {format_version}). Install the newer version.",
                file=path.name,
                version=version,
                format_version=schema.FORMAT_VERSION,
            ),
        )
    if version < schema.FIRST_FORMAT:
        raise WorldError(
            "damaged",
            message("The format of {file} is not recognised. Restore a backup.", file=path.name),
        )
    if version < oldest:
        raise OlderFormatError(path, version)


def close_to_one_file(connection: Connection) -> None:
    """Close a writer's connection so that the file is complete by itself, without a log beside it.

    Leaves WAL mode: only so can the file be read from a read-only folder. While another
    program reads the file the log stays, and nothing is lost by it.
    """
    try:
        connection.exec_driver_sql("PRAGMA busy_timeout = 200").fetchall()
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.exec_driver_sql("PRAGMA journal_mode = DELETE").fetchall()
    except DBAPIError:
        pass  # what was committed is on the disk already, in the log if not in the file
    finally:
        connection.close()
