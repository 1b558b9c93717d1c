"""Where the window's parts are joined: application, theme, store, pages."""

from __future__ import annotations

import getpass
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QTimer

from db.file import open_file
from db.key import derive_key
from db.store import ReviewFile
from reviewer.domain.errors import ReviewerError
from reviewer.domain.ids import SessionId
from ui.window.application import make_application
from ui.window.excepthook import catch_defects
from ui.window.main_window import MainWindow
from ui.window.notify import show_defect, show_refusal
from ui.window.preferences import (
    Preferences,
    load_preferences,
    preferences_file,
    save_preferences,
)
from ui.window.theme import Theme
from ui.window.unlock import UnlockPage


def run(path: Path | None) -> int:
    """Open the window on a file, or on the page that asks for one; return the exit code."""
    app = make_application(sys.argv[:1])
    catch_defects(show_defect)
    preferences = load_preferences(preferences_file())
    theme = Theme(app, preferences.scheme, preferences.percent)
    session = Session(MainWindow(theme, preferences, _now), theme)
    session.begin(path)
    code = app.exec()
    session.close()
    return code


class Session:
    """One run of the program: the window, and the file that is open in it."""

    def __init__(self, window: MainWindow, theme: Theme) -> None:
        self._window = window
        self._theme = theme
        self._store: ReviewFile | None = None
        window.preferred.connect(self._on_preferred)
        window.closing.connect(self.close)

    def begin(self, path: Path | None) -> None:
        """Show the page that asks for the passphrase."""
        page = UnlockPage(self._theme, path)
        page.given.connect(lambda file, phrase: self._open(page, file, phrase))
        self._window.show_start(page)
        self._window.resize(1440, 900)
        self._window.show()

    def close(self) -> None:
        """Close the file; what is typed was handed over before."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def _open(self, page: UnlockPage, path: Path, phrase: str) -> None:
        try:
            key = derive_key(path, phrase)
            self._store = open_file(
                path, key, person=_login(), session_id=SessionId(uuid.uuid4().hex)
            )
        except ReviewerError as error:
            page.refuse(error.sentence)
            return
        store = self._store
        QTimer.singleShot(0, lambda: self._window.show_file(store))

    def _on_preferred(self, preferences: Preferences) -> None:
        try:
            save_preferences(preferences_file(), preferences)
        except ReviewerError as error:
            show_refusal(self._window, error.sentence)


def _now() -> datetime:
    return datetime.now(UTC)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
