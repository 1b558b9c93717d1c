"""The program with a window: its application, theme and window, from the start to its exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QApplication

from reviewer.disk import plain_path
from reviewer.domain.language import choose_language
from ui.operations.preferences import Preferences, load_preferences
from ui.operations.recent import recent_files
from ui.window.application import make_application, settle
from ui.window.away.capture import CaptureGuard
from ui.window.away.clipboard import ClipboardGuard
from ui.window.away.handing_over import restart, take_over
from ui.window.away.locking import IdleWatch
from ui.window.excepthook import catch_defects
from ui.window.main_window import MainWindow
from ui.window.notify import show_defect
from ui.window.settings_notices import SettingsNotices
from ui.window.start import Session
from ui.window.theme import Theme

PATIENCE: Final = 20
"""Milliseconds from one look for the new window to the next."""

FORM_FILES: Final = frozenset({".yaml", ".yml"})
"""Endings of form files, which are previewed."""


def run(path: Path | None, *, new: bool = False) -> int:
    """Open the window on a file, a form file's preview, a `new` inspection, or the start page.

    Returns the exit code. Where the window was locked a new process has taken over by then.
    """
    if path is not None and path.suffix.casefold() in FORM_FILES:
        from ui.window.preview import show_preview

        return show_preview(path)
    app = make_application(sys.argv[:1])
    catch_defects(show_defect)
    notices = SettingsNotices(app)
    preferences = load_preferences()
    choose_language(preferences.language)
    theme = Theme(app, preferences.scheme, preferences.percent)
    window = MainWindow(theme, preferences)
    watch = IdleWatch(
        app, minutes=preferences.idle_minutes, remind_minutes=preferences.remind_minutes
    )
    clipboard = ClipboardGuard(app)
    capture = CaptureGuard(app, blocking=preferences.block_capture)
    session = Session(window, theme, preferences, watch, notices, capture)
    if path is None and not new and is_first(preferences):
        session.greet()
    else:
        session.begin(plain_path(path) if path is not None else None, new=new)
    QTimer.singleShot(0, lambda: _when_shown(window, session))
    code = app.exec()
    clipboard.clear()
    session.close()
    if session.locked is not None or session.starts_over:
        return restart(session.locked, new=session.begins_new, meanwhile=lambda: _stay_covered(app))
    return code


def _stay_covered(app: QApplication) -> None:
    """Let the covered window take the keys that are typed, and do nothing with them."""
    for window in app.topLevelWidgets():
        window.setEnabled(False)
    app.processEvents()
    QThread.msleep(PATIENCE)


def _when_shown(window: MainWindow, session: Session) -> None:
    from ui.window.away.leaving import hear_of_leaving

    take_over()
    hear_of_leaving(window, session.lock)
    settle()


def is_first(preferences: Preferences) -> bool:
    """Say whether nobody has used the program here: nothing was chosen, signed with or opened."""
    return not (preferences.greeted or preferences.identity or recent_files())
