"""A file appears under its name whole, or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from reviewer.disk import flush_folder, open_new, put_in_place, remove
from reviewer.domain.errors import WorldError
from reviewer.domain.message import message

_SIDE_FILES: Final = ("", "-wal", "-shm", "-journal")
"""What SQLite may have left beside a file."""


def temporary_beside(target: Path) -> Path:
    """Make an empty file of our own in the folder of `target`; raises OSError."""
    path = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    os.close(open_new(path))
    return path


def sweep(target: Path) -> None:
    """Remove what an interrupted making of `target` left; its lock must be held."""
    for orphan in target.parent.glob(f".{_literal(target.name)}.*.new*"):
        with suppress(OSError):
            remove(orphan)


def _literal(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def discard(path: Path) -> None:
    """Remove a file of ours with its side files."""
    for ending in _SIDE_FILES:
        with suppress(FileNotFoundError):
            remove(path.with_name(path.name + ending))


def refuse_existing(target: Path) -> None:
    """Raise WorldError where something is under the name already."""
    if target.exists() or target.is_symlink():
        raise WorldError(
            "file-exists",
            message("{file} already exists. Choose another name.", file=target.name),
        )


def publish(temporary: Path, target: Path) -> None:
    """Give a finished, closed file its name; raises OSError.

    A log of the file that had the name before goes first: SQLite would play it into ours.
    """
    sync(temporary)
    for ending in _SIDE_FILES[1:]:
        with suppress(FileNotFoundError):
            remove(target.with_name(target.name + ending))
    put_in_place(temporary, target)
    flush_folder(target.parent)


def sync(path: Path) -> None:
    """Wait until a file's content is on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
