"""Joins the print page with the use cases; a PDF is set beside the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject

from reviewer.app.printing_out import (
    Prints,
    print_blank,
    print_case_summaries,
    print_inspection_summary,
)
from reviewer.app.store import Store
from reviewer.domain.ids import CaseId
from reviewer.printing.printed import Printed
from ui.window.jobs import Jobs
from ui.window.results.print_page import PrintPage, PrintWish, What
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
    ) -> None:
        super().__init__(page)
        self._page = page
        self._store = store
        self._jobs = jobs
        self._now = now
        self._printable = printable
        page.wished.connect(self._print)

    def refresh(self) -> None:
        """Say what there is to print just now."""
        there = self._printable()
        self._page.show_cases(str(there.current or ""), len(there.shown), there.all)

    def _print(self, wish: PrintWish) -> None:
        there, now = self._printable(), self._now()
        self._page.show_busy(say("Setting the pages…"))
        self._jobs.start(
            lambda _: _print(self._store, wish, there, now),
            lambda printed: self._page.show_printed(wish.target, printed),
            lambda error: self._page.show_failure(error.sentence),
        )


def _print(store: Store, wish: PrintWish, there: Printable, now: datetime) -> Printed:
    prints = Prints(out=wish.target, now=now, copy=wish.copy, with_references=wish.with_references)
    match wish.what:
        case What.SUMMARY:
            return print_inspection_summary(store, prints)
        case What.BLANK:
            return print_blank(store, prints)
        case What.CASE:
            wanted = {there.current} if there.current else set()
            return print_case_summaries(store, wanted, prints)
        case What.SHOWN:
            return print_case_summaries(store, set(there.shown), prints)
        case What.ALL:
            return print_case_summaries(store, None, prints)
