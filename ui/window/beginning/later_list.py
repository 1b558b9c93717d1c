"""Joins the page of a later list with the open file it is taken into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from PySide6.QtCore import Signal
from shiboken6 import isValid

from reviewer.app.store import Store
from reviewer.domain.errors import ReviewerError
from reviewer.domain.list_reading import ListReading
from ui.window.beginning.later_list_page import Brought, LaterListPage, Purpose
from ui.window.beginning.list_wish import ListWish
from ui.window.beginning.list_work import ListWork
from ui.window.jobs import Jobs
from ui.window.list_words import window_words
from ui.window.times import Clock
from ui.window.words import say

Weigh: TypeAlias = Callable[[Store, ListReading, datetime], Brought]
"""Says what a list brings; raises RefusalError where it brings nothing. Writes nothing."""

Write: TypeAlias = Callable[[Store, ListReading, datetime], str]
"""Writes what a list brings in one transaction, and says in a sentence what was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a later list is taken for, in words and in deeds."""

    purpose: Purpose
    weigh: Weigh
    write: Write


class LaterList(ListWork):
    """What happens on the page; `done` says what was written."""

    done = Signal(str)

    def __init__(
        self, page: LaterListPage, task: Task, store: Store, jobs: Jobs, now: Clock
    ) -> None:
        about = store.inspection()
        super().__init__(page, jobs, now, store.form(), lambda: about.force)
        self._page = page
        self._task = task
        self._store = store
        page.accepted.connect(self._accept)

    def _show(self, wish: ListWish, reading: ListReading) -> None:
        super()._show(wish, reading)
        if reading.cases:
            self._jobs.start(
                lambda _: self._task.weigh(self._store, reading, self._now()),
                lambda brought: self._show_brought(reading, brought),
                lambda error: self._show_nothing(reading, error),
            )

    def _show_brought(self, reading: ListReading, brought: Brought) -> None:
        if self._waits_for(reading):
            self._page.show_brought(brought)

    def _show_nothing(self, reading: ListReading, error: ReviewerError) -> None:
        if self._waits_for(reading):
            self._page.show_nothing(window_words(error.sentence))

    def _waits_for(self, reading: ListReading) -> bool:
        """Say whether the page shows this reading: no other came, and nobody left the page."""
        return reading is self._reading and isValid(self._page)

    def _accept(self) -> None:
        reading = self._reading
        if reading is not None:
            self._page.show_busy(busy=True)
            self._page.job.run(
                say("Writing…"),
                lambda _: self._task.write(self._store, reading, self._now()),
                self.done.emit,
                self._refuse,
            )
