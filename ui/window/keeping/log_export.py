"""Joins the log page and the file that the log is exported to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reviewer.app.leaving import OTHER_THERE
from reviewer.app.log_file import write_log
from reviewer.app.store import Store
from reviewer.domain.errors import ReviewerError
from reviewer.domain.message import message
from ui.window.choosing import save_as
from ui.window.keeping.log_page import LogPage
from ui.window.notify import confirm_replacing
from ui.window.times import Clock
from ui.window.words import counted, say

TABLES = message("Tables (*.csv)")


class LogExport(QObject):
    """Writes the log where a person says; `written` says that the log has an entry more."""

    written = Signal()

    def __init__(self, page: LogPage, store: Store, now: Clock) -> None:
        super().__init__(page)
        self._page, self._store, self._now = page, store, now
        page.export_asked.connect(self._ask)

    def _ask(self) -> None:
        suggested = Path.home() / f"{self._store.inspection().code}-log.csv"
        out = save_as(self._page, say("Export the log"), suggested, TABLES)
        if out is not None:
            self._write(out)

    def _write(self, out: Path, *, replacing: bool = False) -> None:
        job = self._page.job
        try:
            entries = write_log(self._store, out, now=self._now(), replace=replacing)
        except ReviewerError as error:
            if error.code == OTHER_THERE and confirm_replacing(self._page, error):
                self._write(out, replacing=True)
            else:
                job.show_error(error)
        else:
            self.written.emit()
            words = counted(
                entries,
                "Saved {n:,} entry as {name}.",
                "Saved {n:,} entries as {name}.",
                name=out.name,
            )
            job.show_done(words)
