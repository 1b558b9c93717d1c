"""Where a user's own settings, trust and last seen log heads live."""

from __future__ import annotations

import json
import os
from pathlib import Path

import platformdirs

from reviewer.app.files import write_atomically


def home() -> Path:
    """Return the settings folder: REVIEWER_HOME, else the user's configuration folder."""
    given = os.environ.get("REVIEWER_HOME")
    return Path(given) if given else Path(platformdirs.user_config_dir("reviewer", appauthor=False))


def trust_folder() -> Path:
    """Return the folder of trusted certificates."""
    return home() / "trust"


def known_folder() -> Path:
    """Return where the last head seen of each review file is kept."""
    return home() / "known"


def backup_folder() -> Path:
    """Return where automatic backups go: the folder the person chose, else one of ours."""
    try:
        chosen = json.loads(_backup_choice().read_text("utf-8"))["folder"]
        return Path(str(chosen))
    except (OSError, ValueError, TypeError, KeyError):
        return home() / "backups"


def choose_backup_folder(folder: Path) -> None:
    """Let automatic backups go to another folder from now on; raises WorldError."""
    home().mkdir(parents=True, exist_ok=True)
    said = json.dumps({"folder": str(folder.resolve())}, indent=1)
    write_atomically(_backup_choice(), said.encode())


def _backup_choice() -> Path:
    return home() / "backups.json"


def mapping_folder() -> Path:
    """Return the folder in which the mappings of forces' lists are remembered."""
    return home() / "mappings"
