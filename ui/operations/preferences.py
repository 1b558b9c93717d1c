"""What a person chose for the window: colours, size of text, keys, locking, reminders.

An administrator can choose for everybody on a computer. That holds until the person chooses
otherwise, or for good where it is fixed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from reviewer.domain.language import ENGLISH, LANGUAGES
from ui.operations.places import home, site_folder
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
    """What a person chose, kept from one session to the next; nothing of a case is among it.

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
    """Where the identity file was that was used last."""
    geometry: str = ""
    """Where the window was and how large, as Qt writes it, in hexadecimal digits."""
    block_capture: bool = False
    """Whether the window is left out of screenshots and shared screens, where the system can."""
    greeted: bool = False
    """Whether the page of the first start was shown, and filled in or skipped."""
    inherited: tuple[str, ...] = field(default=(), compare=False)
    """The names of the choices that nobody made here: what an administrator chooses holds."""

    def __post_init__(self) -> None:
        if (
            not LEAST_PERCENT <= self.percent <= MOST_PERCENT
            or not LEAST_IDLE <= self.idle_minutes <= MOST_IDLE
            or not 0 <= self.remind_minutes <= MOST_REMIND
            or self.language not in LANGUAGES
            or not set(self.spelling.split()) <= LANGUAGES.keys()
            or not set(self.inherited) <= set(WINDOW_CHOICES)
        ):
            raise ValueError("a choice that is not on offer")
        check_text(self.identity, self.geometry)

    def scaled(self, by: int) -> Preferences:
        """Return them with text larger or smaller by some percent, within what is offered."""
        return replace(self, percent=min(max(self.percent + by, LEAST_PERCENT), MOST_PERCENT))


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedChoices:
    """Choices handed on, to another computer or to everybody on one; None leaves it open.

    Those that are `fixed` nobody can change. Raises ValueError for what is not on offer, and for a
    choice that is fixed and not made.
    """

    language: str | None = None
    scheme: Scheme | None = None
    percent: int | None = None
    idle_minutes: int | None = None
    remind_minutes: int | None = None
    spelling: str | None = None
    block_capture: bool | None = None
    backup_folder: str | None = None
    """A whole path; it may begin with `~` or name a variable of the system (`%USERPROFILE%`)."""
    fixed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.over(Preferences())
        if any(name not in CHOICES or getattr(self, name) is None for name in self.fixed):
            raise ValueError("nothing is chosen that could be fixed")
        check_text(self.backup_folder or "")
        if self.backup_folder and not self.backups().is_absolute():
            raise ValueError("a folder that depends on where the program is started")

    def over(self, preferences: Preferences, *, fixed: bool = False) -> Preferences:
        """Return preferences with these choices in place of their own, or the fixed ones alone."""
        names = [name for name in WINDOW_CHOICES if name in self.fixed or not fixed]
        made = {name: getattr(self, name) for name in names}
        return replace(preferences, **{k: v for k, v in made.items() if v is not None})

    def backups(self) -> Path:
        """Return the folder for backups, with names of the system's variables filled in."""
        return Path(os.path.expandvars(self.backup_folder or "")).expanduser()


WINDOW_CHOICES: Final = (
    "language",
    "scheme",
    "percent",
    "idle_minutes",
    "remind_minutes",
    "spelling",
    "block_capture",
)
CHOICES: Final = (*WINDOW_CHOICES, "backup_folder")
"""The names of what can be handed on."""


def load_preferences() -> Preferences:
    """Return what was chosen: by the person, else by the organisation, else the defaults."""
    site, own = site_choices(), _file().read()
    given = site.over(Preferences())
    inherited = {name: getattr(given, name) for name in own.inherited}
    return site.over(replace(own, **inherited), fixed=True)


def save_preferences(preferences: Preferences) -> None:
    """Keep what was chosen; raises WorldError where the settings folder does not allow it.

    Where it is what holds without a choice, an administrator can still choose otherwise.
    """
    given = site_choices().over(Preferences())
    same = [name for name in WINDOW_CHOICES if getattr(preferences, name) == getattr(given, name)]
    _file().write(replace(preferences, inherited=tuple(same)))


def site_choices() -> SharedChoices:
    """Return what an administrator chose for everybody on this computer."""
    file = SettingsFile(
        path=site_folder() / "defaults.json",
        kind=SharedChoices,
        absent=SharedChoices(),
        administrators=True,
    )
    return file.read()


def _file() -> SettingsFile[Preferences]:
    absent = Preferences(inherited=WINDOW_CHOICES)
    return SettingsFile(path=home() / "window.json", kind=Preferences, absent=absent)
