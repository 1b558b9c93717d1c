"""One writer at a time, and who it is.

The system holds the lock and lets go of it when a process ends, however it ends; the file
left behind by a crash locks nothing.
"""

from __future__ import annotations

import json
import os
import stat
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

from filelock import FileLock, Timeout

from db.failure import in_words
from reviewer.disk import is_mounted
from reviewer.domain.errors import WorldError
from reviewer.domain.message import message
from reviewer.domain.times import local, long_day, stamp

PROGRAM: Final = "Reviewer"

_PRIVATE: Final = 0o600

_LOCKED_BYTES: Final = 1
"""Windows keeps others from reading the byte that is locked, the first: it holds nothing."""

_READ_LIMIT: Final = 4096
"""A name and a program; whatever else is there was not written by us."""


class LockedError(WorldError):
    """Another program has the file open for writing: who, and since when (a UTC stamp)."""

    def __init__(self, path: Path, person: str, program: str, since: str) -> None:
        when = long_day(local(since).isoformat())
        super().__init__(
            "locked",
            message(
                "{file} is already open: {person}, {program}, since {when}. "
                "Close it there, or open it read-only.",
                file=path.name,
                person=person or message("somebody"),
                program=program,
                when=when,
            ),
        )
        self.person = person
        self.program = program
        self.since = since


class WriterLock:
    """The right to write to one file, held until `release` or the end of a `with` block."""

    def __init__(self, path: Path, person: str) -> None:
        """Take the lock; raises LockedError where another writer has it.

        Raises WorldError too for a file with a second name (a hard link, a mount): the lock and the
        write-ahead log go by name, so two programs could write to one file at once.
        """
        if not path.parent.is_dir():  # or the lock would make it
            raise WorldError(
                "no-such-folder",
                message("There is no folder {file}. Create it.", file=path.parent.name),
            )
        self._file = lock_file(path)
        with in_words(path):
            _check_single_name(path)
            _check_lock_file(self._file, path)
        self._lock = FileLock(
            self._file,
            mode=_PRIVATE,
            blocking=False,
            thread_local=False,
            fallback_to_soft=False,
            on_acquired=lambda descriptor: _sign(descriptor, person),
        )
        with in_words(path):
            try:
                self._lock.acquire()
            except Timeout:
                raise _locked(path, self._file) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Remove the lock file and let go."""
        with suppress(OSError):  # Windows removes it after the release
            self._file.unlink()
        self._lock.release()


def lock_file(path: Path) -> Path:
    """Return the lock file that is beside a review file."""
    return path.with_name(f".{path.name}.lock")


def _check_single_name(path: Path) -> None:
    # A folder has always several.
    if path.is_file() and (path.stat().st_nlink > 1 or is_mounted(path)):
        raise WorldError(
            "several-names",
            message(
                "{file} has another name on this disk (a hard link or a mount), so two programs "
                "could change it at once. Copy it to a new file and use that.",
                file=path.name,
            ),
        )


def _check_lock_file(file: Path, path: Path) -> None:
    """Refuse to write a lock into what is another file: a link, a pipe, a folder."""
    try:
        status = file.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
        raise WorldError(
            "lock-file",
            message(
                "{file} beside {file2} is not a lock made by Reviewer. Remove it, "
                "then open the file again.",
                file=file.name,
                file2=path.name,
            ),
        )


def _sign(descriptor: int, person: str) -> None:
    holder = json.dumps({"person": person, "program": f"{PROGRAM} ({os.getpid()})"})
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, b" " * _LOCKED_BYTES + holder.encode())


def _locked(path: Path, file: Path) -> LockedError:
    person, program, since = "", PROGRAM, datetime.now(UTC)
    with suppress(OSError, ValueError, AttributeError):
        with file.open("rb", buffering=0) as open_file:
            since = datetime.fromtimestamp(os.fstat(open_file.fileno()).st_mtime, UTC)
            open_file.seek(_LOCKED_BYTES)
            untrusted = json.loads(open_file.read(_READ_LIMIT))
        person = " ".join(str(untrusted.get("person", "")).split())
        program = " ".join(str(untrusted.get("program", PROGRAM)).split())
    return LockedError(path, person, program, stamp(since))
