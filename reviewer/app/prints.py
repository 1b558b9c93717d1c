"""Prints: cases, the inspection summary, the blank form, a recovery code; each is logged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from reviewer.app.files import Sort, read_whole
from reviewer.app.leaving import Leaving, leave
from reviewer.app.register import combined_register, standings_of
from reviewer.app.store import Store
from reviewer.app.summarising import summarise_file
from reviewer.domain.case import WITHHELD
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import PrintMade, Printout
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import FileKind
from reviewer.domain.leaving_text import (
    LeavingText,
    decision_texts,
    listed_texts,
    review_texts,
)
from reviewer.domain.submission import Decision
from reviewer.printing.printed import CasePage, Printed


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOrder:
    """What is to be printed, and how: where to, which numbered copy, with references or not.

    `cases` are those whose summaries are wanted, None for all. `replace` says that a person
    agreed to lose what lies at `out`.
    """

    kind: Printout
    out: Path
    cases: frozenset[CaseId] | None = None
    copy: int | None = None
    with_references: bool = False
    replace: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePrinted:
    """A print that lies on the disk, and sentences about what it could not show."""

    path: Path
    pages: int
    notices: tuple[str, ...]


def print_out(store: Store, order: PrintOrder, *, now: datetime) -> FilePrinted:
    """Print what is asked for.

    Raises RefusalError for a case the file does not have, WorldError as `leave` does.
    """
    match order.kind:
        case Printout.CASES:
            return _print_cases(store, order, now)
        case Printout.SUMMARY:
            make = partial(_summary_print, store, order, now)
        case Printout.BLANK_FORM:
            from reviewer.printing.blank_form import print_blank_form

            make = partial(
                print_blank_form,
                store.inspection(),
                store.form(),
                printed_by=store.inspection().person,
                printed_at=now,
                copy=order.copy,
            )
        case Printout.RECOVERY_CODE:
            raise ValueError("a recovery code is printed by `print_recovery_code`")
    return _put_down(store, order, make, now)


def _summary_print(store: Store, order: PrintOrder, now: datetime) -> Printed:
    from reviewer.printing.inspection_summary import print_summary

    summary = summarise_file(store, now=now).summary
    return print_summary(
        store.inspection(),
        summary.grades,
        summary.headline,
        [(sheet.value, tables) for sheet, tables in summary.tables.items()],
        printed_by=store.inspection().person,
        printed_at=now,
        copy=order.copy,
    )


def print_recovery_code(
    store: Store, code: str, out: Path, *, now: datetime, replace: bool = False
) -> FilePrinted:
    """Print the code that opens the file without its passphrase; the log does not hold it."""
    from reviewer.printing.recovery_sheet import print_recovery_sheet

    about = store.inspection()
    make = partial(print_recovery_sheet, about, code, printed_by=about.person, printed_at=now)
    order = PrintOrder(kind=Printout.RECOVERY_CODE, out=out, replace=replace)
    return _put_down(store, order, make, now)


def _print_cases(store: Store, order: PrintOrder, now: datetime) -> FilePrinted:
    from reviewer.printing.case_summary import print_cases

    pages = _case_pages(store, order.cases)
    if not pages:
        raise RefusalError("no-case", "There is no case to print.")
    make = partial(
        print_cases,
        store.inspection(),
        store.form(),
        pages,
        printed_by=store.inspection().person,
        printed_at=now,
        copy=order.copy,
        with_references=order.with_references,
    )
    return _put_down(store, order, make, now, pages)


def _case_pages(store: Store, wanted: frozenset[CaseId] | None) -> list[CasePage]:
    """Gather the summaries of the wanted cases, or of all; each reader's review is one."""
    decisions: dict[CaseId, Decision] = {}
    if store.inspection().kind is FileKind.REGISTER:
        decisions = {p.case: p.decision for p in combined_register(store).pairs if p.decision}
    standings = standings_of(store)
    unknown = sorted((wanted or frozenset()) - {standing.case.id for standing in standings})
    if unknown:
        raise RefusalError("unknown-case", f"The file has no case {unknown[0]}.")
    return [
        CasePage(
            case=standing.case,
            review=review,
            standing=standing,
            decision=decisions.get(standing.case.id),
        )
        for standing in standings
        if wanted is None or standing.case.id in wanted
        for review in standing.reviews or (None,)
    ]


def _put_down(
    store: Store,
    order: PrintOrder,
    make: Callable[[], Printed],
    now: datetime,
    pages: Sequence[CasePage] = (),
) -> FilePrinted:
    printed = cache(make)
    code, form = store.inspection().code, store.form()
    cases = sorted({page.case.id for page in pages})
    leaving = Leaving(
        sort=Sort.PRINT,
        content=lambda: printed().content,
        is_earlier=lambda there: _is_print_of(code, there),
        kept_as=f"is no print of {code}",
        texts=lambda: printed_texts(form, pages, with_references=order.with_references),
        action=PrintMade(
            printout=order.kind,
            cases=len(cases),
            copy=order.copy,
            with_references=order.with_references,
        ),
        case=cases[0] if len(cases) == 1 else "",
    )
    leave(leaving, order.out, store=store, now=now, replace=order.replace)
    return FilePrinted(path=order.out, pages=printed().pages, notices=printed().notices)


def printed_texts(
    form: Form, pages: Iterable[CasePage], *, with_references: bool
) -> Iterator[LeavingText]:
    """Yield the texts in case summaries, as far as those show them."""
    for page in pages:
        graded = page.review is not None and bool(page.review.blind_grade)
        hidden = set() if graded else set(WITHHELD)
        yield from listed_texts(
            page.case.without(hidden if with_references else {*hidden, Key("reference")})
        )
        if page.review is not None:
            yield from review_texts(form, page.review)
        yield from decision_texts([page.decision] if page.decision is not None else [])


def _is_print_of(code: str, there: Path) -> bool:
    # A print names its inspection in its subject, which is not encrypted.
    plain = f"{code} ".encode()
    wide = b"".join(b"\\000%c" % letter for letter in plain)
    content = read_whole(there)
    return any(b"/Subject (" + own in content for own in (plain, b"\\376\\377" + wide))
