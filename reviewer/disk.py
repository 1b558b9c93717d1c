"""Files put in place, removed and flushed, as far as each system allows.

Windows neither replaces nor removes a file that another program has open. A virus scanner or an
indexer holds a new file for moments only, so both are tried again for some two seconds. After
that a person has it open, in Excel or a PDF reader, and is told so.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

PAUSES: Final = (0.05, 0.1, 0.2, 0.4, 0.6, 0.8)
"""Seconds to wait before each further attempt."""

_DENIED: Final = 5
_SHARING: Final = frozenset({32, 33})
"""Windows: access denied; a sharing or lock violation."""


class FileInUseError(PermissionError):
    """Another program has the file open and did not close it in time."""


def put_in_place(finished: Path, target: Path) -> None:
    """Give a finished, closed file its name in place of an older one.

    Raises FileInUseError where another program has the older one open, OSError otherwise.
    """
    _patiently(lambda: finished.replace(target), target)


def remove(path: Path, *, missing_ok: bool = False) -> None:
    """Remove a file; raises FileInUseError where another program has it open, or OSError."""
    _patiently(lambda: path.unlink(missing_ok=missing_ok), path)


def flush_folder(folder: Path) -> None:
    """Wait until a folder's names are on the disk, where the system can.

    Windows opens no folders; its renames are journalled.
    """
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _patiently(attempt: Callable[[], object], path: Path) -> None:
    for pause in (*PAUSES, None):
        try:
            attempt()
        except PermissionError as error:
            if not _is_held(error, path):
                raise
            if pause is None:
                raise FileInUseError(error.errno, error.strerror, str(path)) from error
            time.sleep(pause)
        else:
            return


def _is_held(error: PermissionError, path: Path) -> bool:
    """Tell a file that is open elsewhere from one that may not be changed."""
    reason = getattr(error, "winerror", None)
    return reason in _SHARING or (reason == _DENIED and path.is_file() and os.access(path, os.W_OK))
