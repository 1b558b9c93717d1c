"""Automatic backups: where they go, when the last one was made, and making one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from db import copies
from reviewer.disk import plain_path
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.message import Message, message
from ui.operations.files import OpenFile
from ui.operations.organisation import ENDING, keep_sealed
from ui.operations.places import home
from ui.operations.preferences import site_choices
from ui.operations.settings import SettingsFile, check_text

_FOLDER: Final = "backup_folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    folder: str = ""
    before: tuple[str, ...] = ()
    """The folders chosen before, in which backups may still be."""

    def __post_init__(self) -> None:
        check_text(self.folder, *self.before)
        folders = filter(None, (self.folder, *self.before))
        if not all(Path(folder).is_absolute() for folder in folders):
            raise ValueError("a folder that depends on where the program is started")


def backup_folder() -> Path:
    """Return where automatic backups go: the folder the person chose, else one of ours."""
    return backup_folders()[0]


def backup_folders() -> Sequence[Path]:
    """Return where automatic backups go, then where they went before: copies may still be there."""
    chosen, site = _file().read(), site_choices()
    named = [Path(folder) for folder in (chosen.folder, *chosen.before) if folder]
    given = [site.backups()] if site.backup_folder else []
    first = [*given, *named] if _FOLDER in site.fixed else [*named, *given]
    return tuple(dict.fromkeys([*first, home() / "backups"]))


def chosen_folder() -> Path | None:
    """Return the folder that somebody chose for automatic backups, None where nobody did."""
    folder = backup_folder()
    return None if folder == home() / "backups" else folder


def move_backups(folder: Path) -> None:
    """Let automatic backups go to another folder from now on; those made before stay known.

    Raises WorldError where there is no such folder, or it refuses, RefusalError where the
    organisation fixed another.
    """
    if _FOLDER in site_choices().fixed:
        raise RefusalError(
            "fixed",
            message(
                "Your organisation has chosen where backups go: {folder}.",
                folder=str(backup_folder()),
            ),
        )
    if not folder.is_dir():
        raise WorldError(
            "no-such-folder",
            message("There is no folder {folder}. Create it first.", folder=str(folder)),
        )
    copies.check_folder(folder)
    chosen, before = str(plain_path(folder)), _file().read()
    known = [place for place in (before.folder, *before.before) if place not in {"", chosen}]
    _file().write(_Chosen(folder=chosen, before=tuple(dict.fromkeys(known))))


def check_backups() -> None:
    """Try to write where backups go; raises WorldError where that fails."""
    copies.check_folder(backup_folder())


def last_backup(store: OpenFile) -> datetime | None:
    """Return when the file was backed up last, None where it never was."""
    known = copies.backups_in(backup_folder(), copies.file_id(store.path))
    return known[-1].at if known else None


def back_up(store: OpenFile, *, now: datetime, always: bool = False) -> Path | None:
    """Back a file up where it is time, or (`always`) where it has changed; raises WorldError.

    The keys that are sealed for an organisation are put beside its backups.
    """
    folder = backup_folder()
    made = copies.back_up(store, folder, now=now, always=always)
    if made is not None:
        keep_sealed(store, folder / f"{store.path.stem}-{copies.file_id(store.path)[:8]}{ENDING}")
    return made


def back_up_or_say(store: OpenFile, *, now: datetime, always: bool = False) -> Message | None:
    """Back a file up as `back_up` does; return why none was made, None where all is well.

    For work that continues without a backup, which a person should know.
    """
    try:
        back_up(store, now=now, always=always)
    except WorldError as error:
        return message("No backup was made. {reason}", reason=error.sentence)
    return None


def _file() -> SettingsFile[_Chosen]:
    return SettingsFile(path=home() / "backups.json", kind=_Chosen, absent=_Chosen())
