"""Files that people get: written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from reviewer.domain.errors import WorldError
from reviewer.signing.archive import is_protected

READ_LIMIT = 512 * 1024 * 1024
"""Bytes of a file read into memory: ten times the largest workbook we write."""

_ZIP_MARK = b"PK\x03\x04"
_COMPOUND_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file beside its target, flush it to the disk, then put it in the target's place.

    Readable by its owner alone. An interrupted write leaves the old file or none. Raises
    WorldError where the disk or folder does not allow it.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise cannot_write(path, error) from None


def read_whole(path: Path) -> bytes:
    """Read a file that someone handed in; raises WorldError where it cannot be read."""
    try:
        if path.stat().st_size > READ_LIMIT:
            raise WorldError("too-large", f"{path.name} is larger than 512 MiB; it is not read.")
        return path.read_bytes()
    except OSError as error:
        raise cannot_read(path, error) from None


def looks_like_workbook(path: Path) -> bool:
    """Say by its first bytes whether a file is a workbook, protected or not; not by its name."""
    return _begins_with(path, _ZIP_MARK) or looks_protected(path)


def looks_protected(path: Path) -> bool:
    """Say by its content whether a file is a password-protected workbook."""
    return _begins_with(path, _COMPOUND_MARK) and is_protected(read_whole(path))


def _begins_with(path: Path, mark: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(mark)) == mark
    except OSError as error:
        raise cannot_read(path, error) from None


def cannot_read(path: Path, error: OSError) -> WorldError:
    """Say in one sentence why a file could not be read."""
    if isinstance(error, FileNotFoundError):
        return WorldError("no-such-file", f"There is no file {path}; check the name and folder.")
    if isinstance(error, IsADirectoryError):
        return WorldError("is-a-folder", f"{path} is a folder; name a file in it.")
    return WorldError("cannot-read", f"{path} cannot be read: {_reason(error)}.")


def cannot_write(path: Path, error: OSError) -> WorldError:
    """Say in one sentence why a file could not be written, and that nothing was changed."""
    if error.errno == errno.ENOSPC:
        return WorldError(
            "disk-full", f"The disk is full: {path.name} was not written. Make room and try again."
        )
    if isinstance(error, FileNotFoundError):
        return WorldError(
            "no-such-folder", f"There is no folder {path.parent}; make it or choose another."
        )
    return WorldError(
        "cannot-write",
        f"{path} cannot be written: {_reason(error)}. Choose a folder you may write to.",
    )


def _reason(error: OSError) -> str:
    return (error.strerror or "the system gave no reason").lower()


def _flush_folder(folder: Path) -> None:
    # Windows has no way to flush a folder, and does not need one.
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
