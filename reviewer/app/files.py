"""Files that people get: written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from reviewer.domain.errors import WorldError

READ_LIMIT = 512 * 1024 * 1024
"""Bytes of a file read into memory: ten times the largest workbook we write."""


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
    """Say by its first bytes whether a file is a zip, as every workbook is; not by its name."""
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
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
