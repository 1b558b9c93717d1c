"""Prints: cases, the inspection summary, the blank form, a recovery code; each is logged."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reviewer.app.files import write_atomically
from reviewer.app.register import combined_register, standings_of
from reviewer.app.store import Store
from reviewer.app.summarising import summarise_file
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import PrintMade, Printout
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import FileKind
from reviewer.domain.submission import Decision
from reviewer.printing.blank_form import print_blank_form
from reviewer.printing.case_summary import print_cases
from reviewer.printing.inspection_summary import print_summary
from reviewer.printing.printed import CasePage, Printed
from reviewer.printing.recovery_sheet import print_recovery_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Prints:
    """How a print is made out: where to, when, which numbered copy, with references or not."""

    out: Path
    now: datetime
    copy: int | None = None
    with_references: bool = False


def case_pages(store: Store, wanted: Collection[CaseId] | None) -> list[CasePage]:
    """Gather the summaries of the wanted cases, or of all; each reader's review is one.

    Raises RefusalError for a case the list does not have.
    """
    decisions: dict[CaseId, Decision] = {}
    if store.inspection().kind is FileKind.REGISTER:
        decisions = {p.case: p.decision for p in combined_register(store).pairs if p.decision}
    standings = standings_of(store)
    unknown = sorted(set(wanted or ()) - {standing.case.id for standing in standings})
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


def print_case_summaries(
    store: Store, wanted: Collection[CaseId] | None, prints: Prints
) -> Printed:
    """Print the summaries of the wanted cases, or of all (None)."""
    pages = case_pages(store, wanted)
    printed = print_cases(
        store.inspection(),
        store.form(),
        pages,
        printed_by=store.inspection().person,
        printed_at=prints.now,
        copy=prints.copy,
        with_references=prints.with_references,
    )
    cases = sorted({page.case.id for page in pages})
    return _put_down(store, prints, printed, Printout.CASES, cases)


def print_inspection_summary(store: Store, prints: Prints) -> Printed:
    """Print the headline and the tables."""
    summary = summarise_file(store, now=prints.now).summary
    printed = print_summary(
        store.inspection(),
        summary.grades,
        summary.headline,
        [(sheet.value, tables) for sheet, tables in summary.tables.items()],
        printed_by=store.inspection().person,
        printed_at=prints.now,
        copy=prints.copy,
    )
    return _put_down(store, prints, printed, Printout.SUMMARY)


def print_blank(store: Store, prints: Prints) -> Printed:
    """Print the blank form of this inspection, to fill in by hand."""
    printed = print_blank_form(
        store.inspection(),
        store.form(),
        printed_by=store.inspection().person,
        printed_at=prints.now,
        copy=prints.copy,
    )
    return _put_down(store, prints, printed, Printout.BLANK_FORM)


def print_recovery_code(store: Store, code: str, prints: Prints) -> Printed:
    """Print the code that opens the file without its passphrase; the log does not hold it."""
    person = store.inspection().person
    printed = print_recovery_sheet(
        store.inspection(), code, printed_by=person, printed_at=prints.now
    )
    return _put_down(store, prints, printed, Printout.RECOVERY_CODE)


def _put_down(
    store: Store,
    prints: Prints,
    printed: Printed,
    printout: Printout,
    cases: Sequence[CaseId] = (),
) -> Printed:
    """Write the print, then log it: what could not be written is not logged as printed."""
    write_atomically(prints.out, printed.content)
    made = PrintMade(
        printout=printout,
        cases=len(cases),
        copy=prints.copy,
        with_references=prints.with_references,
    )
    with store.transaction(prints.now) as unit:
        unit.log(made, case=cases[0] if len(cases) == 1 else "")
    return printed
