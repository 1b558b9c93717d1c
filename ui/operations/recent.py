"""The inspections opened last: file, inspection code, when; never anything of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewer.domain.times import stamp
from ui.operations.places import home
from ui.operations.settings import SettingsFile, check_stamp, check_text

if TYPE_CHECKING:
    from ui.operations.files import OpenFile

KEPT: Final = 12
"""More than one page of them nobody reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentFile:
    """One file: where it is, what it is about as far as is known, when it was opened (UTC)."""

    path: Path
    code: str = ""
    force: str = ""
    kind: str = ""
    opened_at: str = ""

    def __post_init__(self) -> None:
        check_text(str(self.path), self.code, self.force, self.kind)
        check_stamp(self.opened_at)

    @property
    def is_there(self) -> bool:
        """Whether the file is where it was."""
        try:
            return self.path.exists()
        except OSError:  # a name that the system does not take
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _RecentFiles:
    files: tuple[RecentFile, ...] = ()


def recent_files() -> Sequence[RecentFile]:
    """Return the files opened last, the newest first."""
    return _file().read().files[:KEPT]


def remember_opened(store: OpenFile, *, now: datetime) -> None:
    """Put an open file at the head of the list; raises WorldError where the folder refuses."""
    about = store.inspection()
    put_first(
        RecentFile(
            path=store.path,
            code=about.code,
            force=about.force,
            kind=about.kind.value,
            opened_at=stamp(now),
        )
    )


def put_first(opened: RecentFile) -> None:
    """Put a file at the head of the list; raises WorldError where the folder refuses."""
    others = [one for one in recent_files() if one.path != opened.path]
    _file().write(_RecentFiles(files=(opened, *others)[:KEPT]))


def forget_recent(path: Path) -> None:
    """Take a file out of the list; raises WorldError where the folder refuses."""
    known = recent_files()
    left = tuple(one for one in known if one.path != path)
    if len(left) < len(known):
        _file().write(_RecentFiles(files=left))


def _file() -> SettingsFile[_RecentFiles]:
    return SettingsFile(path=home() / "recent.json", kind=_RecentFiles, absent=_RecentFiles())
