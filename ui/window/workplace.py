"""The places of one open file, each with what makes it work."""

from __future__ import annotations

from PySide6.QtCore import QObject

from db.store import ReviewFile
from ui.window.jobs import Jobs
from ui.window.main_window import MainWindow
from ui.window.review_presenter import Clock
from ui.window.theme import Theme


class Workplace(QObject):
    """Fills the window with the pages of a review file or register."""

    def __init__(
        self, window: MainWindow, theme: Theme, store: ReviewFile, jobs: Jobs, now: Clock
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._store = store
        self._jobs = jobs
        self._now = now

    def begin(self) -> None:
        """Show the file at its first place."""
        self._window.show_file(self._store)
