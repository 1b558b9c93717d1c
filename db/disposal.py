"""Removing a review file with all its copies."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from db.lock import WriterLock
from db.publication import discard
from reviewer.disk import flush_folder

_BLOCK: Final = 1 << 20


@contextmanager
def locked_for_disposal(path: Path) -> Iterator[None]:
    """Let nobody write to a file while it is recorded and removed.

    Raises LockedError where somebody works in it.
    """
    with WriterLock(path, ""):
        yield


def destroy(path: Path, copies: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Overwrite and remove a file that is locked, and its copies; return what is gone and is left.

    The files are encrypted, so that what a disk keeps of the old blocks (a stick or an SSD may)
    opens for nobody without the passphrase.
    """
    gone: list[Path] = []
    left: list[Path] = []
    for one in (*copies, path):
        (gone if _destroyed(one) else left).append(one)
    return tuple(gone), tuple(left)


def _destroyed(path: Path) -> bool:
    with suppress(OSError):
        _overwrite(path)
    try:
        discard(path)
        flush_folder(path.parent)
    except OSError:
        return False
    return True


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            file.write(bytes(min(left, _BLOCK)))
            left -= _BLOCK
        file.flush()
        os.fsync(file.fileno())
