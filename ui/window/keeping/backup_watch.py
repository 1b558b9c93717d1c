"""Work beside the person's own: backups every quarter of an hour of changes, a look at the room."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer.app.surroundings import room_notice
from reviewer.domain.errors import ReviewerError
from ui.operations.backups import back_up, check_backups, last_backup
from ui.operations.control import JobControl
from ui.operations.files import OpenFile
from ui.window.jobs import Jobs
from ui.window.times import Clock
from ui.window.words import clock, when_of

LOOK_EVERY: Final = 60_000
"""Milliseconds between two looks; `reviewer.domain.backup_retention` says whether it is time."""


class BackupWatch(QObject):
    """Backs the open file up beside the work; `made` carries when it was last, `failed` why not.

    `cramped` carries the sentence about a disk that has become nearly full, once; `trouble` is
    why the last backup could not be made, empty where it could.
    """

    made = Signal(str)
    failed = Signal(str)
    cramped = Signal(str)

    def __init__(self, store: OpenFile, jobs: Jobs, now: Clock) -> None:
        super().__init__(jobs)
        self._store = store
        self._jobs = jobs
        self._now = now
        self._at_work = self._asked = self._stopped = False
        self._timer = QTimer(self, interval=LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.timeout.connect(self.look_at_room)
        self._opening = QTimer(self, singleShot=True)
        self._opening.timeout.connect(self._look_first)
        self._room = room_notice(store.path)  # which the opening has shown
        self.trouble = ""

    def begin(self) -> None:
        """Try the folder and look once the first page is shown, and look from then on."""
        self._opening.start()
        self._timer.start()

    def stop(self) -> None:
        """Look no more: the file is closed, or about to be."""
        self._stopped = True
        self._opening.stop()
        self._timer.stop()

    def look(self, *, always: bool = False) -> None:
        """Back up where it is time and something changed; `always` asks only for a change.

        Who asks is told when the last backup was made, also where nothing has changed since.
        """
        self._asked = self._asked or always
        if self._at_work or self._stopped:
            return
        self._at_work = True
        now, asked, self._asked = self._now(), self._asked, False

        def work(_: JobControl) -> tuple[Path | None, datetime | None]:
            made = back_up(self._store, now=now, always=asked)
            return made, last_backup(self._store)

        def done(found: tuple[Path | None, datetime | None]) -> None:
            self._at_work = False
            self.trouble = ""
            made, last = found
            if made is not None:
                self.made.emit(clock(now))
            elif asked and last is not None:
                self.made.emit(when_of(last.isoformat()))
            if self._asked:  # while this one was made
                self.look()

        self._jobs.start(work, done, self._refuse)

    def look_at_room(self) -> None:
        """Say where the disk of the file has become nearly full."""
        before, self._room = self._room, room_notice(self._store.path)
        if self._room and not before:
            self.cramped.emit(str(self._room))

    def _look_first(self) -> None:
        def work(_: JobControl) -> datetime | None:
            check_backups()
            return last_backup(self._store)

        self._jobs.start(work, self._begin, self._refuse)

    def _begin(self, last: datetime | None) -> None:
        if last is not None:
            self.made.emit(when_of(last.isoformat()))
        self.look()

    def _refuse(self, error: ReviewerError) -> None:
        self._at_work = False
        self.trouble = str(error)
        self.failed.emit(str(error))
