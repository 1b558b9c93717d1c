"""Where a user's own settings, trust and last seen log heads live."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def home() -> Path:
    """Return the settings folder: REVIEWER_HOME, else the user's configuration folder."""
    given = os.environ.get("REVIEWER_HOME")
    return Path(given) if given else Path(platformdirs.user_config_dir("reviewer", appauthor=False))


def trust_folder() -> Path:
    """Return the folder of trusted certificates."""
    return home() / "trust"
