"""What a person chose for the window: colours and size of text, and keys."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, replace
from pathlib import Path

import platformdirs

from reviewer.app.files import write_atomically
from ui.window.actions import Act, conflicts
from ui.window.theme import LEAST_PERCENT, MOST_PERCENT, Scheme

HOME = "REVIEWER_HOME"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Choices that outlive a session; nothing of a case is among them."""

    scheme: Scheme = Scheme.SYSTEM
    percent: int = LEAST_PERCENT
    keys: dict[Act, tuple[str, ...]] = field(default_factory=dict)

    def scaled(self, by: int) -> Preferences:
        """Return them with text larger or smaller by some percent, within what is offered."""
        return replace(self, percent=min(max(self.percent + by, LEAST_PERCENT), MOST_PERCENT))


def preferences_file() -> Path:
    """Return where the choices are kept: the user's configuration folder, or `REVIEWER_HOME`."""
    home = os.environ.get(HOME)
    folder = (
        Path(home) if home else Path(platformdirs.user_config_path("reviewer", appauthor=False))
    )
    return folder / "window.json"


def load_preferences(path: Path) -> Preferences:
    """Read the choices; what cannot be read is as never chosen."""
    try:
        untrusted = json.loads(path.read_text("utf-8"))
        keys = {Act(act): tuple(map(str, of)) for act, of in untrusted.get("keys", {}).items()}
        return Preferences(
            scheme=Scheme(untrusted.get("scheme", Scheme.SYSTEM)),
            percent=int(untrusted.get("percent", LEAST_PERCENT)),
            keys={} if conflicts(keys) else keys,
        )
    except (OSError, ValueError, AttributeError, TypeError):
        return Preferences()


def save_preferences(path: Path, preferences: Preferences) -> None:
    """Write the choices; raises WorldError where the folder does not allow it."""
    said = {
        "scheme": preferences.scheme,
        "percent": preferences.percent,
        "keys": preferences.keys,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps(said, indent=1).encode())
