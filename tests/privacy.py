"""Whether a file is its owner's alone, as far as a system tells it in a file's mode."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def is_private(path: Path) -> bool:
    """Say whether nobody else may read or write it; Windows has no mode that says so."""
    return os.name != "posix" or stat.S_IMODE(path.stat().st_mode) == 0o600
