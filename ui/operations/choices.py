"""Choices written to a file, for another computer or for everybody on one, and read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reviewer.app.files import Sort, read_whole
from reviewer.app.leaving import Leaving, leave, same_content
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from reviewer.domain.untrusted_json import MisfitError, read_json, write_json
from ui.operations.backups import backup_folder, chosen_folder, move_backups
from ui.operations.preferences import (
    CHOICES,
    WINDOW_CHOICES,
    SharedChoices,
    load_preferences,
    save_preferences,
    site_choices,
)


def present_choices(fixed: Sequence[str] = ()) -> SharedChoices:
    """Return what is chosen now, some of it fixed; raises RefusalError for what can't be."""
    unknown = [name for name in fixed if name not in CHOICES]
    if unknown:
        raise RefusalError(
            "bad-option",
            message(
                "There is no setting {name}. The settings are {names}.",
                name=unknown[0],
                names=", ".join(CHOICES),
            ),
        )
    preferences, folder = load_preferences(), chosen_folder()
    if folder is None and "backup_folder" in fixed:
        raise RefusalError("no-such-folder", message("Choose a folder for backups first."))
    chosen = {name: getattr(preferences, name) for name in WINDOW_CHOICES}
    return SharedChoices(
        **chosen, backup_folder=str(folder) if folder else None, fixed=tuple(fixed)
    )


def take_choices(choices: SharedChoices) -> None:
    """Choose what a file says, except what the organisation fixed.

    Raises WorldError where the folder for backups does not exist or cannot be written to, and
    where the settings cannot be saved.
    """
    fixed = site_choices().fixed
    if choices.backup_folder and "backup_folder" not in fixed:
        folder = choices.backups()
        if folder != backup_folder():
            move_backups(folder)
    free = {name: None for name in WINDOW_CHOICES if name in fixed}
    taken = replace(choices, fixed=(), **free)
    save_preferences(taken.over(load_preferences()))


def read_choices(path: Path) -> SharedChoices:
    """Return choices that were written to a file; raises RefusalError for any other file."""
    try:
        return read_json(read_whole(path), SharedChoices)
    except MisfitError:
        raise RefusalError(
            "no-settings",
            message(
                "{file} is not a settings file from Reviewer, or has a setting that this "
                "version does not offer.",
                file=path.name,
            ),
        ) from None


def write_choices(choices: SharedChoices, path: Path, *, replace_other: bool = False) -> None:
    """Write choices to a file; raises as `leave` does."""
    content = write_json(choices, SharedChoices)
    leaving = Leaving(
        sort=Sort.TEXT,
        content=lambda: content,
        is_earlier=same_content(content),
        kept_as=message("differs from these settings"),
    )
    leave(leaving, path, replace=replace_other)
