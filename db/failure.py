"""What goes wrong below SQLite, in one sentence a person can act on."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2 as driver
from sqlalchemy.exc import DBAPIError

from reviewer.disk import FileInUseError
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.message import message

_PRIMARY: Final = 0xFF
"""SQLite's extended result codes keep the kind of failure in their lowest byte."""

NOT_A_DATABASE: Final = 26
"""SQLITE_NOTADB: the first page could not be authenticated with this key."""

_IN_USE: Final = 5
"""SQLITE_BUSY."""

DISK_FULL: Final = 13
"""SQLITE_FULL."""

_FORBIDDEN: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})

_BEING_MADE: Final = re.compile(r"\.(.+)\.[0-9a-f]{8}\.new")
"""As `db.publication` names a file that is not whole yet."""

_NO_ROOM_FOR_INDEX: Final = 10 | 19 << 8
"""SQLITE_IOERR_SHMSIZE: the index of the log beside the file can't grow on a full disk."""


def sqlite_code(error: BaseException) -> int:
    """Return SQLite's primary result code of a driver's or SQLAlchemy's error, 0 without one."""
    original = error.orig if isinstance(error, DBAPIError) else error
    code = int(getattr(original, "sqlite_errorcode", 0))
    return DISK_FULL if code == _NO_ROOM_FOR_INDEX else code & _PRIMARY


def world_error(error: BaseException, path: Path) -> WorldError | None:
    """Return what a database error means for a person; None where it is a mistake of ours."""
    if isinstance(error, OSError):
        return _of_system(error, path)
    code = NOT_A_DATABASE if _is_no_text(error) else sqlite_code(error)
    return _sentences(_name(path)).get(code)


def _sentences(name: str) -> Mapping[int, WorldError]:
    """Return the error of a file by SQLite's primary result code."""
    return _of_the_file(name) | _of_the_machine(name)


def _of_the_file(name: str) -> dict[int, WorldError]:
    busy = WorldError(
        "busy",
        message(
            "{name} is in use by another program. Close that program and try again.", name=name
        ),
    )
    return {
        3: WorldError(
            "no-access",
            message(
                "You do not have permission to open {name}. Ask for access to its folder.",
                name=name,
            ),
        ),
        _IN_USE: busy,
        6: busy,
        8: WorldError(
            "read-only",
            message("{name} is read-only. Copy it to a folder you can write to.", name=name),
        ),
        14: WorldError(
            "cannot-open",
            message(
                "{name} cannot be opened. Check that its folder exists and is writable.", name=name
            ),
        ),
    }


def _of_the_machine(name: str) -> dict[int, WorldError]:
    # SQLite calls a page that the disk refused to read (EIO) a damaged one.
    damaged = WorldError(
        "damaged",
        message(
            "{name} is damaged, or its disk cannot be read. Open it again. If that does not help, "
            "restore its latest backup.",
            name=name,
        ),
    )
    return {
        7: WorldError(
            "no-memory",
            message(
                "There is not enough memory to open {name}. Close other programs and try again.",
                name=name,
            ),
        ),
        10: WorldError(
            "disk-failed",
            message(
                "The disk failed while {name} was in use. Close the file, check the disk and open "
                "it again.",
                name=name,
            ),
        ),
        11: damaged,
        DISK_FULL: WorldError(
            "disk-full",
            message(
                "The disk is full, so the last change to {name} was not saved. Free some space and "
                "make the change again.",
                name=name,
            ),
        ),
        NOT_A_DATABASE: damaged,
    }


def _name(path: Path) -> str:
    """Return the name a person knows: what is still being made has one of our own making."""
    being_made = _BEING_MADE.fullmatch(path.name)
    return being_made[1] if being_made else path.name


def _is_no_text(error: BaseException) -> bool:
    # An old page put back can leave a text that ends in the middle of a letter. The driver gives
    # the error no code, and quotes the text in it.
    return str(error).startswith("Could not decode to UTF-8")


def _of_system(error: OSError, path: Path) -> WorldError:
    if isinstance(error, FileNotFoundError):
        return WorldError(
            "no-such-file", message("There is no file {file} in that folder.", file=_name(path))
        )
    if isinstance(error, FileInUseError):
        return _sentences(_name(path))[_IN_USE]
    if error.errno in _FORBIDDEN and not path.exists():
        return WorldError(
            "cannot-write",
            message(
                "{file} cannot be saved in {folder}: you have no permission to write there. Choose "
                "another folder.",
                file=_name(path),
                folder=str(path.parent),
            ),
        )
    by_errno = {
        errno.ENOSPC: DISK_FULL,
        errno.EDQUOT: DISK_FULL,
        errno.EROFS: 8,
        errno.EACCES: 3,
        errno.EPERM: 3,
        errno.EIO: 10,
    }
    return _sentences(_name(path))[by_errno.get(error.errno or 0, 14)]


def invalid_character() -> RefusalError:
    """Return the refusal of a text that SQLite cannot store."""
    return RefusalError(
        "bad-text", message("The text contains an invalid character. Type it again.")
    )


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn what the database or the system raises in the block into a WorldError.

    A text that can't be looked up or kept is a RefusalError.
    """
    try:
        yield
    except UnicodeEncodeError:
        raise invalid_character() from None
    except (DBAPIError, driver.Error, OSError) as error:
        failure = world_error(error, path)
        if failure is None:
            raise
        raise failure from (None if _is_no_text(error) else error)
