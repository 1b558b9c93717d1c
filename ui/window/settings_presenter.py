"""Joins the settings with the files they are handed on in."""

from __future__ import annotations

from pathlib import Path

from reviewer.app.leaving import OTHER_THERE
from reviewer.domain.errors import ReviewerError
from reviewer.domain.message import message
from ui.operations.choices import present_choices, read_choices, take_choices, write_choices
from ui.operations.preferences import Preferences, load_preferences, site_choices
from ui.window.away.capture import CAN_BLOCK
from ui.window.choosing import open_one, save_as
from ui.window.main_window import MainWindow
from ui.window.notify import confirm_replacing, show_refusal
from ui.window.settings_dialog import SettingsDialog
from ui.window.theme import Theme
from ui.window.words import say

_KINDS = message("Settings (*.json)")


def show_settings(theme: Theme, preferences: Preferences, window: MainWindow) -> None:
    """Show the settings until they are closed; the window takes each that is changed."""
    fixed = site_choices().fixed
    dialog = SettingsDialog(theme, preferences, fixed, window, can_block=CAN_BLOCK)
    dialog.preferred.connect(window.prefer)
    dialog.export_asked.connect(lambda: _export(dialog))
    dialog.import_asked.connect(lambda: _import(dialog, window))
    dialog.exec()


def _export(dialog: SettingsDialog) -> None:
    suggested = Path.home() / "Reviewer settings.json"
    path = save_as(dialog, say("Save the settings"), suggested, _KINDS)
    if path is not None:
        _write(dialog, path, replace=False)


def _write(dialog: SettingsDialog, path: Path, *, replace: bool) -> None:
    try:
        write_choices(present_choices(), path, replace_other=replace)
    except ReviewerError as error:
        if error.code != OTHER_THERE:
            show_refusal(dialog, str(error))
        elif confirm_replacing(dialog, error):
            _write(dialog, path, replace=True)


def _import(dialog: SettingsDialog, window: MainWindow) -> None:
    path = open_one(dialog, say("Load settings"), _KINDS)
    if path is None:
        return
    try:
        take_choices(read_choices(path))
    except ReviewerError as error:
        show_refusal(dialog, str(error))
        return
    window.prefer(load_preferences())
    dialog.accept()
