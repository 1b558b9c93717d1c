"""What a person chose for the window: colours, size of text, keys, locking, reminders."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from reviewer.app.files import write_atomically
from ui.operations.places import home
from ui.window.actions import Act, remap_faults
from ui.window.theme import LEAST_PERCENT, MOST_PERCENT, Scheme

IDLE_MINUTES: Final = 10
LEAST_IDLE, MOST_IDLE = 1, 60
"""Minutes without a key or a click until the window locks: never not at all."""

REMIND_MINUTES: Final = 50
"""Minutes of work after which the foot suggests a pause; 0 never does."""

MOST_REMIND: Final = 240
LANGUAGES: Final = {"en": "English"}
"""The languages that are whole; one is added with its translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Choices that outlive a session; nothing of a case is among them."""

    scheme: Scheme = Scheme.SYSTEM
    percent: int = LEAST_PERCENT
    keys: dict[Act, tuple[str, ...]] = field(default_factory=dict)
    idle_minutes: int = IDLE_MINUTES
    remind_minutes: int = REMIND_MINUTES
    language: str = "en"
    identity: str = ""
    """Where the identity file lay that was used last."""
    geometry: str = ""
    """Where the window stood and how large, in Qt's own words as hexadecimal digits."""

    def scaled(self, by: int) -> Preferences:
        """Return them with text larger or smaller by some percent, within what is offered."""
        return replace(self, percent=min(max(self.percent + by, LEAST_PERCENT), MOST_PERCENT))


def preferences_file() -> Path:
    """Return where the choices are kept: in the user's settings folder."""
    return home() / "window.json"


def load_preferences(path: Path) -> Preferences:
    """Read the choices; what cannot be read is as never chosen."""
    try:
        untrusted = json.loads(path.read_text("utf-8"))
        keys = {Act(act): tuple(map(str, of)) for act, of in untrusted.get("keys", {}).items()}
        idle = int(untrusted.get("idle_minutes", IDLE_MINUTES))
        remind = int(untrusted.get("remind_minutes", REMIND_MINUTES))
        language = str(untrusted.get("language", "en"))
        return Preferences(
            scheme=Scheme(untrusted.get("scheme", Scheme.SYSTEM)),
            percent=int(untrusted.get("percent", LEAST_PERCENT)),
            keys={} if remap_faults(keys) else keys,
            idle_minutes=min(max(idle, LEAST_IDLE), MOST_IDLE),
            remind_minutes=min(max(remind, 0), MOST_REMIND),
            language=language if language in LANGUAGES else "en",
            identity=str(untrusted.get("identity", "")),
            geometry=str(untrusted.get("geometry", "")),
        )
    except (OSError, ValueError, AttributeError, TypeError):
        return Preferences()


def save_preferences(path: Path, preferences: Preferences) -> None:
    """Write the choices; raises WorldError where the folder does not allow it."""
    said = {
        "scheme": preferences.scheme,
        "percent": preferences.percent,
        "keys": preferences.keys,
        "idle_minutes": preferences.idle_minutes,
        "remind_minutes": preferences.remind_minutes,
        "language": preferences.language,
        "identity": preferences.identity,
        "geometry": preferences.geometry,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps(said, indent=1).encode())
