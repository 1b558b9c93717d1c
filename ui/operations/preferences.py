"""What a person chose for the window: colours, size of text, keys, locking, reminders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from reviewer.domain.language import ENGLISH, LANGUAGES
from ui.operations.places import home
from ui.operations.settings import SettingsFile, check_text

LEAST_PERCENT, MOST_PERCENT = 100, 200
"""Text sizes on offer: to double without loss, as WCAG 2.2 asks."""

IDLE_MINUTES: Final = 10
LEAST_IDLE, MOST_IDLE = 1, 60
"""Minutes without a key or a click until the window locks: never not at all."""

REMIND_MINUTES: Final = 50
"""Minutes of work after which the foot suggests a pause; 0 never does."""

MOST_REMIND: Final = 240


class Scheme(StrEnum):
    """Which table of colours is used; high contrast is light or dark as the system is."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Choices that outlive a session; nothing of a case is among them.

    Raises ValueError for what is not on offer.
    """

    scheme: Scheme = Scheme.SYSTEM
    percent: int = LEAST_PERCENT
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A person's own keys by the name of what they do, which another version may not know."""
    idle_minutes: int = IDLE_MINUTES
    remind_minutes: int = REMIND_MINUTES
    language: str = ENGLISH
    spelling: str = ENGLISH
    """The codes of the languages whose spelling is checked, with a space between; empty: none."""
    identity: str = ""
    """Where the identity file lay that was used last."""
    geometry: str = ""
    """Where the window stood and how large, in Qt's own words as hexadecimal digits."""

    def __post_init__(self) -> None:
        if (
            not LEAST_PERCENT <= self.percent <= MOST_PERCENT
            or not LEAST_IDLE <= self.idle_minutes <= MOST_IDLE
            or not 0 <= self.remind_minutes <= MOST_REMIND
            or self.language not in LANGUAGES
            or not set(self.spelling.split()) <= LANGUAGES.keys()
        ):
            raise ValueError("a choice that is not on offer")
        check_text(self.identity, self.geometry)

    def scaled(self, by: int) -> Preferences:
        """Return them with text larger or smaller by some percent, within what is offered."""
        return replace(self, percent=min(max(self.percent + by, LEAST_PERCENT), MOST_PERCENT))


def load_preferences() -> Preferences:
    """Return what was chosen; the defaults where nothing was."""
    return _file().read()


def save_preferences(preferences: Preferences) -> None:
    """Keep what was chosen; raises WorldError where the settings folder does not allow it."""
    _file().write(preferences)


def _file() -> SettingsFile[Preferences]:
    return SettingsFile(path=home() / "window.json", kind=Preferences, absent=Preferences())
