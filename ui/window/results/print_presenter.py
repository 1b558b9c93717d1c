"""Joins the print page with the use cases; a PDF is set beside the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject

from reviewer.app.leaving import OTHER_THERE
from reviewer.app.print_order import PrintOrder
from reviewer.app.prints import print_to_file
from reviewer.app.store import Store
from reviewer.domain.errors import ReviewerError
from reviewer.domain.file_actions import Printout
from reviewer.domain.identifier import IdentifiersError
from reviewer.domain.ids import CaseId
from ui.window.jobs import Jobs
from ui.window.notify import confirm_replacing
from ui.window.results.identifier_asking import IdentifierAsking
from ui.window.results.print_page import PrintPage, PrintRequest, What
from ui.window.times import Clock
from ui.window.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Printable:
    """The cases there are to print: the one open, those the list shows, and how many in all."""

    current: CaseId | None
    shown: tuple[CaseId, ...]
    all: int


class PrintPresenter(QObject):
    """What happens on the print page."""

    def __init__(
        self,
        page: PrintPage,
        store: Store,
        jobs: Jobs,
        now: Clock,
        printable: Callable[[], Printable],
        asking: IdentifierAsking,
    ) -> None:
        super().__init__(page)
        self._asking = asking
        self._page = page
        self._store = store
        self._jobs = jobs
        self._now = now
        self._printable = printable
        page.requested.connect(self._print)

    def refresh(self) -> None:
        """Say what there is to print just now."""
        there = self._printable()
        self._page.show_cases(str(there.current or ""), len(there.shown), there.all)

    def _print(self, request: PrintRequest, *, replacing: bool = False) -> None:
        order = _order(request, self._printable())
        now = self._now()

        def refused(error: ReviewerError) -> None:
            self._page.show_failure(str(error))
            if error.code == OTHER_THERE and confirm_replacing(self._page, error):
                self._print(request, replacing=True)
            if isinstance(error, IdentifiersError):
                again = partial(self._print, request, replacing=replacing)
                self._asking.ask(self._page, error, again, lambda: None)

        self._page.show_busy(say("Setting the pages…"))
        self._jobs.start(
            lambda _: print_to_file(
                self._store, order, request.target, now=now, replacing=replacing
            ),
            self._page.show_printed,
            refused,
        )


def _order(request: PrintRequest, there: Printable) -> PrintOrder:
    kinds = {What.SUMMARY: Printout.SUMMARY, What.BLANK: Printout.BLANK_FORM}
    cases = {
        What.CASE: frozenset([there.current] if there.current else []),
        What.SHOWN: frozenset(there.shown),
    }
    return PrintOrder(
        kind=kinds.get(request.what, Printout.CASES),
        cases=cases.get(request.what),
        copy=request.copy,
        with_references=request.with_references,
    )
