"""Prints: set in memory, then written to a file or handed to a printer; each is logged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from reviewer.app.files import Sort, read_whole
from reviewer.app.leaving import Leaving, hand_over, leave
from reviewer.app.print_making import make_print
from reviewer.app.print_order import OF_CASES, PrintOrder
from reviewer.app.print_pages import ChosenPages, chosen_pages, page_texts
from reviewer.app.register import standings_of
from reviewer.app.store import Store
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import PrintMade, Printout
from reviewer.domain.language import ENGLISH, in_language
from reviewer.domain.leaving_text import LeavingText
from reviewer.domain.message import Message, message
from reviewer.domain.stopping import stopping_point
from reviewer.domain.times import local, long_moment
from reviewer.printing.printed import Printed, Printing

ENDING: Final = ".pdf"


def _go_on(_done: int, _of: int) -> None:
    """Note nothing."""


Progress = Callable[[int, int], None]
"""Is told how many cases are set, of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPrint:
    """A print that was set: its pages in memory, and what the whole of it will be logged as."""

    printed: Printed
    leaving: Leaving
    action: PrintMade
    notices: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePrinted:
    """A print that lies on the disk, and sentences about what it left out or could not show."""

    path: Path
    pages: int
    notices: tuple[Message, ...]


@in_language(ENGLISH)
def set_print(
    store: Store, order: PrintOrder, *, now: datetime, progress: Progress = _go_on
) -> SetPrint:
    """Set the pages of a print in memory; nothing is written or logged.

    Raises RefusalError for a case the file does not have, a copy whose number was given out, or
    a print that the file has nothing for.
    """
    planned = _planned(store, order, now, progress)
    return SetPrint(
        printed=planned.make(),
        leaving=planned.leaving,
        action=planned.action(),
        notices=planned.chosen.notices,
    )


@in_language(ENGLISH)
def print_to_file(
    store: Store,
    order: PrintOrder,
    out: Path,
    *,
    now: datetime,
    replacing: bool = False,
    progress: Progress = _go_on,
) -> FilePrinted:
    """Print to a PDF, whole or not at all.

    `replacing` says that a person agreed to lose what lies there. Raises as `set_print` does, and
    WorldError as `leave` does, before a page is set.
    """
    planned = _planned(store, order, now, progress)
    return _write(store, planned, out, now=now, replacing=replacing)


def write_set_print(
    store: Store, made: SetPrint, out: Path, *, now: datetime, replacing: bool = False
) -> FilePrinted:
    """Write a print that was set before, whole or not at all."""
    check_ending(out)
    leave(made.leaving, out, store=store, now=now, replace=replacing)
    notices = (*made.notices, *made.printed.notices)
    return FilePrinted(path=out, pages=made.printed.pages, notices=notices)


def put_on_paper(
    store: Store, made: SetPrint, deliver: Callable[[bytes], int], *, now: datetime
) -> None:
    """Hand a print that was set to a printer; it is logged once the printer has taken it.

    `deliver` returns how many pages the printer took: a person may have chosen some of them.
    """
    taken: list[int] = []
    leaving = replace(made.leaving, action=lambda: replace(made.action, pages=sum(taken)))
    hand_over(leaving, lambda content: taken.append(deliver(content)), store=store, now=now)


@in_language(ENGLISH)
def print_recovery_code(
    store: Store, code: str, out: Path, *, now: datetime, replacing: bool = False
) -> FilePrinted:
    """Print the code that opens the file without its passphrase; the log does not hold it."""
    return _write(store, _recovery_sheet(store, code, now), out, now=now, replacing=replacing)


@in_language(ENGLISH)
def put_recovery_code_on_paper(
    store: Store, code: str, deliver: Callable[[bytes], object], *, now: datetime
) -> None:
    """Hand the sheet with that code to a printer; no file of it is left on a disk."""
    hand_over(_recovery_sheet(store, code, now).leaving, deliver, store=store, now=now)


def check_ending(out: Path) -> None:
    """Raise RefusalError for a name that does not end as a PDF's does."""
    if out.suffix.casefold() != ENDING:
        raise RefusalError(
            "bad-ending",
            message("A print is a PDF. Give it a name that ends in {ending}.", ending=ENDING),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planned:
    make: Callable[[], Printed]
    leaving: Leaving
    action: Callable[[], PrintMade]
    chosen: ChosenPages


def _recovery_sheet(store: Store, code: str, now: datetime) -> _Planned:
    from reviewer.printing.recovery_sheet import print_recovery_sheet

    about = store.inspection()
    printing = Printing(by=about.person, at=now)
    order = PrintOrder(kind=Printout.RECOVERY_CODE)
    return _plan(
        store, order, ChosenPages(pages=()), lambda: print_recovery_sheet(about, code, printing)
    )


def _planned(store: Store, order: PrintOrder, now: datetime, progress: Progress) -> _Planned:
    _check_copy(store, order)
    chosen = _chosen(store, order)
    asked, shown = order.with_references, _shows_references(store, order, chosen)
    order = replace(order, with_references=shown)
    if asked and not shown:
        chosen = replace(chosen, notices=(*chosen.notices, _no_references(order.kind)))
    of = len(chosen.pages)

    def note(done: int) -> None:
        stopping_point()
        progress(done, of)

    printing = Printing(
        by=store.inspection().person,
        at=now,
        copy=order.copy,
        copies=order.copies,
        signer=order.signer,
        progress=note,
    )
    return _plan(store, order, chosen, lambda: make_print(store, order, chosen, printing))


def _chosen(store: Store, order: PrintOrder) -> ChosenPages:
    if order.kind not in OF_CASES:
        return ChosenPages(pages=())
    chosen = chosen_pages(store, order.cases, with_superseded=order.with_superseded)
    if not chosen.pages:
        raise RefusalError("no-case", message("There is no case to print."))
    return chosen


def _shows_references(store: Store, order: PrintOrder, chosen: ChosenPages) -> bool:
    """Say whether a print will show any of the force's references, which is what is logged."""
    if order.kind is Printout.REFERRAL:
        return chosen.have_references  # the force finds its case by it
    if not order.with_references:
        return False
    if order.kind is Printout.CASE_LIST:
        return any(standing.case.reference for standing in standings_of(store))
    return chosen.have_references


def _no_references(kind: Printout) -> Message:
    if kind in OF_CASES or kind is Printout.CASE_LIST:
        return message(
            "This file does not contain the force's references, so they cannot be printed."
        )
    return message("This print does not show the force's references.")


def _plan(
    store: Store, order: PrintOrder, chosen: ChosenPages, make: Callable[[], Printed]
) -> _Planned:
    made = cache(make)
    about, form = store.inspection(), store.form()
    cases = chosen.cases

    def texts() -> Iterable[LeavingText]:
        return page_texts(form, chosen.pages, with_references=order.with_references)

    def action() -> PrintMade:
        return PrintMade(
            printout=order.kind,
            cases=len(cases),
            copy=order.copy,
            copies=order.copies,
            with_references=order.with_references,
            signed=order.signer is not None,
            pages=made().pages,
        )

    leaving = Leaving(
        sort=Sort.PRINT,
        content=lambda: made().content,
        is_earlier=lambda there: order.copy is None and _is_earlier(about.code, order.kind, there),
        kept_as=message("is not a print of {code} of this kind", code=about.code),
        texts=texts,
        keep_identifiers=order.keep_identifiers,
        action=action,
        case=cases[0] if len(cases) == 1 else "",
    )
    return _Planned(make=made, leaving=leaving, action=action, chosen=chosen)


def _write(
    store: Store, planned: _Planned, out: Path, *, now: datetime, replacing: bool
) -> FilePrinted:
    check_ending(out)
    leave(planned.leaving, out, store=store, now=now, replace=replacing)
    printed = planned.make()
    notices = (*planned.chosen.notices, *printed.notices)
    return FilePrinted(path=out, pages=printed.pages, notices=notices)


def _check_copy(store: Store, order: PrintOrder) -> None:
    """Raise RefusalError where a numbered copy was printed before, or there are not so many.

    A number is given once for a case. The log does not say which cases a print of several held,
    so the number of such a print is given once for all cases.
    """
    if order.copy is None:
        return
    if order.copies is not None and order.copy > order.copies:
        raise RefusalError(
            "no-such-copy",
            message("{n} of {total} is not a copy number.", n=order.copy, total=order.copies),
        )
    one = next(iter(order.cases)) if order.cases is not None and len(order.cases) == 1 else ""
    for event in store.events(PrintMade):
        made = event.action
        if not isinstance(made, PrintMade) or made.printout is not order.kind:
            continue
        may_be_the_same = not one or not event.case or event.case == one
        if made.copy == order.copy and may_be_the_same:
            raise RefusalError(
                "copy-printed",
                message(
                    "Copy {n} was already printed on {moment}. Use another number.",
                    n=order.copy,
                    moment=long_moment(local(event.at)),
                ),
            )


def _is_earlier(code: str, kind: Printout, there: Path) -> bool:
    """Say whether a file is an unnumbered print of this kind of this inspection.

    A print says so in its description, which is not compressed.
    """
    content = read_whole(there)
    subject = f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(code)} ·'
    keyword = f"<pdf:Keywords>{escape(kind.value)},"
    return (
        subject.encode() in content
        and keyword.encode() in content
        and not re.search(b"<pdf:Keywords>[^<]*, copy \\d", content)
    )
