"""Where a user's own settings, trust and last seen log heads live."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

import platformdirs

PORTABLE_MARK: Final = "portable.txt"
"""A built program with this file beside it keeps its settings beside itself."""


def home() -> Path:
    """Return the settings folder.

    REVIEWER_HOME names it; a portable program keeps it in its own folder; otherwise it is the
    user's configuration folder.
    """
    given = os.environ.get("REVIEWER_HOME")
    if given:
        return Path(given)
    portable = _portable_folder()
    if portable is not None:
        return portable / "Settings"
    return Path(platformdirs.user_config_dir("reviewer", appauthor=False))


def site_folder() -> Path:
    """Return the folder of what an administrator places for everybody on this computer.

    A portable program has its administrator's settings beside itself.
    """
    return _portable_folder() or Path(platformdirs.site_config_dir("reviewer", appauthor=False))


def _portable_folder() -> Path | None:
    own = Path(sys.executable).parent
    return own if getattr(sys, "frozen", False) and (own / PORTABLE_MARK).is_file() else None


def trust_folder() -> Path:
    """Return the folder of trusted certificates."""
    return home() / "trust"
