"""Joins the page of a later list with the open file it is taken into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from PySide6.QtCore import Signal
from shiboken6 import isValid

from reviewer.domain.errors import ReviewerError
from ui.operations.files import OpenFile
from ui.operations.lists import ListRead
from ui.window.beginning.later_list_page import Brought, LaterListPage, Purpose
from ui.window.beginning.list_work import ListWork
from ui.window.jobs import Jobs
from ui.window.list_words import refusal_words
from ui.window.times import Clock
from ui.window.words import say

Weigh: TypeAlias = Callable[[OpenFile, ListRead, datetime], Brought]
"""Says what a list brings; raises RefusalError where it brings nothing. Writes nothing."""

Write: TypeAlias = Callable[[OpenFile, ListRead, datetime], str]
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
        self, page: LaterListPage, task: Task, store: OpenFile, jobs: Jobs, now: Clock
    ) -> None:
        about = store.inspection()
        super().__init__(page, jobs, now, store.form(), lambda: about.force)
        self._page = page
        self._task = task
        self._store = store
        page.accepted.connect(self._accept)

    def _show(self, read: ListRead) -> None:
        super()._show(read)
        if read.reading.cases:
            self._jobs.start(
                lambda _: self._task.weigh(self._store, read, self._now()),
                lambda brought: self._show_brought(read, brought),
                lambda error: self._show_nothing(read, error),
            )

    def _show_brought(self, read: ListRead, brought: Brought) -> None:
        if self._waits_for(read):
            self._page.show_brought(brought)

    def _show_nothing(self, read: ListRead, error: ReviewerError) -> None:
        if self._waits_for(read):
            self._page.show_nothing(refusal_words(error))

    def _waits_for(self, read: ListRead) -> bool:
        """Say whether the page shows this reading: no other came, and nobody left the page."""
        return read is self._read and isValid(self._page)

    def _accept(self) -> None:
        read = self._read
        if read is not None:
            self._page.show_busy(busy=True)
            self._page.job.run(
                say("Writing…"),
                lambda _: self._task.write(self._store, read, self._now()),
                self.done.emit,
                self._refuse,
            )
