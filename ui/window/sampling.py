"""The list of an open file after it was made: extended at its end, allocated among inspectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from reviewer.app.assignment import (
    allocate_evenly,
    assign_cases,
    assignable_cases,
    case_counts,
    names_of,
)
from reviewer.domain.case import Case
from reviewer.domain.errors import ReviewerError
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import checked_line
from reviewer.domain.message import message
from ui.operations.files import OpenFile
from ui.window.beginning.later_list import LaterList, Task
from ui.window.beginning.later_list_page import LaterListPage
from ui.window.beginning.later_tasks import assigning, extending
from ui.window.commands import Commands, does, named
from ui.window.jobs import Jobs
from ui.window.keeping.assign_sheet import AssignSheet, Whose
from ui.window.main_window import MainWindow
from ui.window.results.print_presenter import Printable
from ui.window.theme import Theme
from ui.window.times import Clock
from ui.window.words import counted


class Sampling(QObject):
    """What is done to the list: `changed` says that its cases are others, or somebody else's.

    `there` says which case is open and which the list shows.
    """

    changed = Signal()

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        store: OpenFile,
        jobs: Jobs,
        now: Clock,
        there: Callable[[], Printable],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._store = store
        self._jobs = jobs
        self._now = now
        self._there = there
        self._page: LaterListPage | None = None
        self._from, self._focused = Commands.CASES, window.focusWidget()
        window.actions_.serve(self)

    @does(Commands.EXTEND)
    def extend(self) -> None:
        """Show the page that extends the list by a later one."""
        self._show(extending())

    @does(Commands.ASSIGN)
    def assign(self) -> None:
        """Ask which cases go to whom."""
        there, shares = self._there(), case_counts(self._store.cases())
        shown, current = there.shown, there.current
        sheet = AssignSheet(self._theme, shares, len(shown), current, self._window)

        def work(way: str, names: str) -> None:
            self._jobs.start(
                lambda _: assign_cases(
                    self._store,
                    _wanted(assignable_cases(self._store), way, names, there),
                    now=self._now(),
                ),
                done,
                refused,
            )

        def done(cases: tuple[Case, ...]) -> None:
            sheet.accept()
            self._tell(
                counted(
                    len(cases),
                    "{n} case has a new inspector.",
                    "{n:,} cases have a new inspector.",
                )
            )

        def refused(error: ReviewerError) -> None:
            sheet.refuse(str(error))

        sheet.asked.connect(work)
        sheet.list_asked.connect(lambda: self._show(assigning()))
        self._window.flush()
        sheet.exec()

    def _show(self, task: Task) -> None:
        """Show the page of a later list, as it was left where it is there still.

        One that is at work is shown instead of another: it has to hear how that ended.
        """
        where = self._window.bookmark()
        if where is not None:
            self._from = named(where.place) or Commands.CASES
            self._focused = self._window.focusWidget()
        page = self._page
        if page is not None and page.objectName() != task.purpose.name and not page.busy:
            self._drop()
        if self._page is None:
            page = LaterListPage(self._theme, task.purpose)
            work = LaterList(page, task, self._store, self._jobs, self._now)
            page.left.connect(self._leave)
            work.done.connect(self._on_written)
            self._page = page
        self._window.show_within(self._page)

    def _drop(self) -> None:
        if self._page is not None:
            self._window.pages.removeWidget(self._page)
            self._page.deleteLater()
            self._page = None

    def _leave(self) -> None:
        left = self._window.bookmark() is not None  # for a place, while this page was at work
        self._drop()
        if not left:
            self._window.go(self._from)
            if self._focused is not None and isValid(self._focused):
                self._focused.setFocus()

    def _on_written(self, sentence: str) -> None:
        self._leave()
        self._tell(sentence)

    def _tell(self, sentence: str) -> None:
        self.changed.emit()
        self._window.foot.tell(sentence)


def _wanted(
    cases: tuple[Case, ...], way: str, names: str, there: Printable
) -> Mapping[CaseId, str]:
    """Say who is to review which case; raises RefusalError for names that are none."""
    if way == Whose.EVENLY:
        return allocate_evenly(cases, names_of(names))
    name = checked_line(names, message("An inspector's name"))
    chosen = there.shown if way == Whose.SHOWN else (there.current,)
    return {case: name for case in chosen if case is not None}
