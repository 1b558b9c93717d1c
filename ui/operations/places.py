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
    own = Path(sys.executable).parent
    if getattr(sys, "frozen", False) and (own / PORTABLE_MARK).is_file():
        return own / "Settings"
    return Path(platformdirs.user_config_dir("reviewer", appauthor=False))


def site_folder() -> Path:
    """Return the folder of what an administrator places for everybody on this computer.

    A portable program has its administrator's settings beside itself.
    """
    own = Path(sys.executable).parent
    if getattr(sys, "frozen", False) and (own / PORTABLE_MARK).is_file():
        return own
    return Path(platformdirs.site_config_dir("reviewer", appauthor=False))


def trust_folder() -> Path:
    """Return the folder of trusted certificates."""
    return home() / "trust"
