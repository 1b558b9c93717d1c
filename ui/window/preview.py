"""A form on the screen with made-up cases, before anybody works with it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize

from reviewer.domain.language import choose_language
from ui.operations.form_preview import previewed
from ui.operations.preferences import load_preferences
from ui.window.application import make_application, settle
from ui.window.commands import Commands
from ui.window.excepthook import catch_defects
from ui.window.jobs import Jobs
from ui.window.main_window import MainWindow
from ui.window.notify import show_defect
from ui.window.parts.identity_fields import IdentityMemory
from ui.window.theme import Theme
from ui.window.workplace import Workplace

SIZE: Final = QSize(1400, 900)


def show_preview(form: Path) -> int:
    """Show a form with made-up cases until the window is closed; return the exit code."""
    app = make_application(sys.argv[:1])
    catch_defects(show_defect)
    preferences = load_preferences()
    choose_language(preferences.language)
    theme = Theme(app, preferences.scheme, preferences.percent)
    window = MainWindow(theme, preferences)
    memory = IdentityMemory(known=lambda: "", remember=lambda _: None)
    with previewed(form) as store:
        Workplace(window, theme, store, Jobs(window), _now, memory).show_review()
        for command in (Commands.HELP, Commands.SETTINGS, Commands.LOCK):
            window.actions_[command].setEnabled(False)  # they are of a session with a file
        window.resize(SIZE)
        window.show()
        settle()
        code = app.exec()
        window.rest()
    return code


def _now() -> datetime:
    return datetime.now(UTC)
