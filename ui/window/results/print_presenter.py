"""Joins the print page with the use cases; a PDF is set beside the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt

from reviewer.app.leaving import OTHER_THERE
from reviewer.app.print_order import PrintOrder
from reviewer.app.prints import (
    FilePrinted,
    SetPrint,
    print_to_file,
    put_on_paper,
    set_print,
    write_set_print,
)
from reviewer.app.store import Store
from reviewer.domain.errors import ReviewerError
from reviewer.domain.identifier import IdentifiersError
from reviewer.domain.ids import CaseId
from ui.operations.control import JobControl
from ui.operations.identities import open_identity
from ui.window.choosing import PDF, save_as
from ui.window.jobs import Jobs
from ui.window.notify import confirm_replacing
from ui.window.parts.identity_fields import IdentityMemory
from ui.window.parts.paper import choose_printer, printing_on
from ui.window.results.identifier_asking import IdentifierAsking
from ui.window.results.print_choices import OF_ONE, OF_SHOWN, PRINTOUTS, PrintRequest
from ui.window.results.print_page import PrintPage
from ui.window.results.print_preview import PrintPreview
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
        memory: IdentityMemory,
    ) -> None:
        super().__init__(page)
        self._asking = asking
        self._memory = memory
        self._page = page
        self._store = store
        self._jobs = jobs
        self._now = now
        self._printable = printable
        page.requested.connect(self._print)
        page.job.serve(jobs)
        jobs.progressed.connect(page.show_progress)

    def refresh(self) -> None:
        """Say what there is to print just now."""
        there = self._printable()
        self._page.show_cases(str(there.current or ""), len(there.shown), there.all)

    def _print(self, request: PrintRequest, *, replacing: bool = False) -> None:
        order = _order(request, self._printable())
        now, page = self._now(), self._page
        target = request.target

        def refused(error: ReviewerError) -> None:
            page.show_failure(str(error))
            self._asking.answer(
                page,
                error,
                again=partial(self._print, request, replacing=replacing),
                replace=partial(self._print, request, replacing=True),
                leave=lambda: None,
            )

        page.show_busy(say("Preparing the pages…"))
        if target is None:
            self._jobs.start(
                lambda control: set_print(
                    self._store, _signed(order, request), now=now, progress=_progress(control)
                ),
                partial(self._show_preview, request, order),
                refused,
            )
            return
        self._jobs.start(
            lambda control: print_to_file(
                self._store,
                _signed(order, request),
                target,
                now=now,
                replacing=replacing,
                progress=_progress(control),
            ),
            partial(self._printed, request),
            refused,
        )

    def _printed(self, request: PrintRequest, printed: FilePrinted) -> None:
        self._remember(request)
        self._page.show_printed(printed)

    def _remember(self, request: PrintRequest) -> None:
        if request.identity is not None:
            self._memory.remember(str(request.identity))

    def _show_preview(self, request: PrintRequest, order: PrintOrder, made: SetPrint) -> None:
        self._remember(request)
        self._page.show_idle()
        preview = PrintPreview(self._page.theme, made, self._page)
        preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        preview.print_asked.connect(partial(self._put_on_paper, preview, order))
        preview.save_asked.connect(partial(self._save, preview))
        preview.open()

    def _put_on_paper(self, preview: PrintPreview, order: PrintOrder) -> None:
        made = preview.made
        printer = choose_printer(
            preview,
            made.printed.pages,
            self._page.suggested().stem,
            one_copy=order.copy is not None,
        )
        if printer is None:
            return
        try:
            put_on_paper(self._store, made, printing_on(printer, preview), now=self._now())
        except IdentifiersError as error:
            again = partial(self._put_on_paper, preview, order)
            self._asking.ask(preview, error, again, preview.reject)
        except ReviewerError as error:
            preview.job.show_error(error)
        else:
            preview.accept()
            self._page.show_put_on_paper((*made.notices, *made.printed.notices))

    def _save(self, preview: PrintPreview, *, replacing: bool = False) -> None:
        target = save_as(preview, say("Save as a PDF"), self._page.suggested(), PDF)
        if target is not None:
            self._write(preview, target, replacing=replacing)

    def _write(self, preview: PrintPreview, target: Path, *, replacing: bool) -> None:
        try:
            printed = write_set_print(
                self._store, preview.made, target, now=self._now(), replacing=replacing
            )
        except IdentifiersError as error:
            again = partial(self._write, preview, target, replacing=replacing)
            self._asking.ask(preview, error, again, preview.reject)
        except ReviewerError as error:
            if error.code == OTHER_THERE and confirm_replacing(preview, error):
                self._write(preview, target, replacing=True)
            else:
                preview.job.show_error(error)
        else:
            preview.accept()
            self._page.show_printed(printed)


def _progress(control: JobControl) -> Callable[[int, int], None]:
    """Return what says how far a print is."""

    def note(done: int, of: int) -> None:
        control.report(say("Preparing case {done} of {total}…", done=done, total=of))

    return note


def _signed(order: PrintOrder, request: PrintRequest) -> PrintOrder:
    """Return the order with who signs the print, whose key is opened for it."""
    if request.identity is None:
        return order
    return replace(order, signer=open_identity(request.identity, request.passphrase))


def _order(request: PrintRequest, there: Printable) -> PrintOrder:
    cases: frozenset[CaseId] | None = None
    if request.what in OF_ONE:
        cases = frozenset([there.current] if there.current else [])
    elif request.what in OF_SHOWN:
        cases = frozenset(there.shown)
    return PrintOrder(
        kind=PRINTOUTS[request.what],
        cases=cases,
        copy=request.copy,
        copies=request.copies,
        with_references=request.with_references,
        with_details=request.with_details,
    )
