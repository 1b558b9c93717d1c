"""Workbooks that others send: checked, merged into a register and removed from it, counted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from reviewer.app import merging
from reviewer.app.earlier_visits import VisitOrder, visit_of
from reviewer.app.export_origin import check_exported_by
from reviewer.app.files import looks_like_workbook, looks_protected, read_whole
from reviewer.app.merge_base import NOTHING, merge_base
from reviewer.app.merging import MergePlan
from reviewer.app.paper import PaperCheck, check_paper_of
from reviewer.app.publishing import signature_beside
from reviewer.app.reconciling import (
    NOTHING_BROUGHT,
    Choices,
    Reconciliation,
    check_choices,
    plan_reconciling,
    reconcile,
)
from reviewer.app.returned_cases import TakenReturn, take_returns
from reviewer.app.store import Store
from reviewer.app.summarising import Summarised, summarise_submission
from reviewer.app.verifying import (
    Examined,
    examine,
    examine_published,
    read_examined,
    unreadable,
)
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.form import Form
from reviewer.domain.inspection import EarlierVisit
from reviewer.domain.message import Message, message
from reviewer.domain.stopping import watched
from reviewer.domain.submission import Source
from reviewer.forms.library import mapping_from_file
from ui.operations.backups import back_up_or_say
from ui.operations.control import CANCELLED, JobControl
from ui.operations.files import CreatedFile, OpenFile, create_file
from ui.operations.trust import trusted


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """Workbooks as they were handed in, and what it takes to check them.

    The password opens those that Excel's own protection is around. `trust` names certificates,
    or folders of them, that are believed this time besides the user's trust list.
    """

    paths: tuple[Path, ...]
    password: str | None = None
    trust: tuple[Path, ...] = ()

    def __repr__(self) -> str:
        return f"HandedIn({', '.join(path.name for path in self.paths)})"


def any_protected(paths: Sequence[Path]) -> bool:
    """Say whether a password is to be asked for; a file that cannot be read wants none."""
    for path in paths:
        try:
            if looks_protected(path):
                return True
        except WorldError:
            continue
    return False


def workbooks_among(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return which of some files are workbooks by their first bytes.

    What cannot be read counts by its name, so that the check of the others says why.
    """
    return tuple(path for path in paths if _is_workbook(path))


def _is_workbook(path: Path) -> bool:
    try:
        return looks_like_workbook(path)
    except WorldError:
        return path.suffix.casefold() == ".xlsx"


def check_workbooks(
    handed: HandedIn, *, now: datetime, control: JobControl | None = None
) -> tuple[Examined, ...]:
    """Verify workbooks one after the other, each against the same trust list.

    One that cannot be read is reported as unreadable and does not stop the others; where it is
    the only one, nothing can be reported and WorldError is raised. Also raises `cancelled`.
    """
    control = control or JobControl()
    known = trusted(handed.trust)
    examined = []
    for place, path in enumerate(handed.paths, start=1):
        control.check()
        words = message("Checking workbook {n} of {total}…", n=place, total=len(handed.paths))
        control.report(str(words))
        try:
            signature = signature_beside(path)
            if signature.is_file():
                examined.append(examine_published(path, signature, known, now=now))
                continue
            with watched(partial(_report_sheet, control, place, len(handed.paths))):
                examined.append(examine(path, known, now=now, password=handed.password))
        except WorldError as error:
            if error.code == CANCELLED or len(handed.paths) == 1:
                raise
            examined.append(unreadable(path, error))
    control.check()
    return tuple(examined)


def _report_sheet(control: JobControl, place: int, total: int, sheet: int, sheets: int) -> None:
    words = message(
        "Checking workbook {n} of {total}: sheet {sheet} of {sheets}…",
        n=place,
        total=total,
        sheet=sheet,
        sheets=sheets,
    )
    control.report(str(words))


def plan_merge(
    register: Store | None,
    handed: HandedIn,
    *,
    now: datetime,
    lead: str = "",
    control: JobControl | None = None,
) -> MergePlan:
    """Say what merging workbooks would do, into a register or into a new one that `lead` keeps.

    Nothing is written. Raises as `check_workbooks` does, and RefusalError for a reviewer's own
    file in place of a register.
    """
    examined = check_workbooks(handed, now=now, control=control)
    coming = [book.submission for book in examined if book.submission is not None]
    base = NOTHING if register is None else merge_base(register, coming)
    return merging.plan_merge(base, examined, lead=lead, now=now)


def make_register(
    path: Path,
    passphrase: str,
    plan: MergePlan,
    *,
    lead: str,
    now: datetime,
    control: JobControl | None = None,
) -> CreatedFile:
    """Make a register, kept by `lead`, that holds the accepted workbooks of a plan.

    Raises RefusalError where nothing was accepted, or for a passphrase that is too weak; names of
    the force, the inspection and the lead add nothing to it.
    """
    control = control or JobControl()
    led = plan.led_by(lead)
    if led.inspection is None:
        raise RefusalError(
            "nothing", message("None of the workbooks can be merged, so no register was created.")
        )

    def fill(register: Store) -> None:
        control.check()
        merging.begin_with(register, led, now=now)
        control.check()

    return create_file(path, passphrase, led.inspection, fill, now=now)


def merge_workbooks(register: OpenFile, plan: MergePlan, *, now: datetime) -> Message | None:
    """Back a register up, then take in the accepted workbooks of a plan.

    Returns why no backup was made, None where all is well.
    """
    unsafe = back_up_or_say(register, now=now, always=True)
    merging.commit_merge(register, plan, now=now)
    return unsafe


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedWorkbook:
    """A workbook that is in its register no more; `unsafe` says why no backup was made before."""

    source: Source
    unsafe: Message | None


def remove_workbook(register: OpenFile, named: str, *, now: datetime) -> RemovedWorkbook:
    """Back a register up, then remove a workbook with all that came from it alone.

    It is named by its file name, by its SHA-256 or the beginning of it, or by a path to a file of
    the same content. Raises RefusalError where the register has none or several of that name.
    """
    wanted = _digest_or_name(named)
    merging.find_workbook(register, wanted)
    unsafe = back_up_or_say(register, now=now, always=True)
    source = merging.remove_workbook(register, wanted, now=now)
    return RemovedWorkbook(source=source, unsafe=unsafe)


def _digest_or_name(named: str) -> str:
    path = Path(named)
    try:
        return hashlib.sha256(read_whole(path)).hexdigest()
    except WorldError:
        return path.name


def count_visit(
    store: Store,
    handed: HandedIn,
    order: VisitOrder,
    *,
    now: datetime,
    mapping: Path | None = None,
    control: JobControl | None = None,
) -> EarlierVisit:
    """Count an earlier visit from its workbook.

    `mapping` is the file that says what is comparable where that visit had another form. Raises
    RefusalError where the workbook or the mapping is not to be used; with the code of the problem
    where a password is wanted, or another one.
    """
    (book,) = check_workbooks(handed, now=now, control=control)
    if book.wants_password:
        problem = book.verdict.problems[0]
        raise RefusalError(
            problem.code,
            message("{file} cannot be read: {reason}", file=book.name, reason=problem.text),
        )
    submission = read_examined(book)
    read = mapping_from_file(mapping, submission.form, store.form()) if mapping else None
    return visit_of(store, submission, book, read, order, now=now)


def form_in_workbook(handed: HandedIn, *, now: datetime, control: JobControl) -> Form:
    """Return the form of one sound workbook by any signer; raises as `count_visit` does."""
    (book,) = check_workbooks(handed, now=now, control=control)
    return read_examined(book).form


def check_made(store: Store, handed: HandedIn, *, now: datetime) -> None:
    """Raise RefusalError where a file cannot have made a workbook, or is older than it.

    Raises also as `check_workbooks` does.
    """
    (book,) = check_workbooks(handed, now=now)
    check_exported_by(store, read_examined(book))


def summarise_workbook(handed: HandedIn, *, now: datetime) -> Summarised:
    """Compute the figures of one sound workbook by any signer; raises RefusalError."""
    (book,) = check_workbooks(handed, now=now)
    return summarise_submission(read_examined(book), book.verdict.status.value, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedCases:
    """What a team's workbook returned to a reader; `refused` says why it was not taken."""

    book: Examined
    taken: tuple[TakenReturn, ...] = ()
    refused: RefusalError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedCopies:
    """What another copy's workbook brings; `refused` says why it was not compared."""

    book: Examined
    planned: Reconciliation = NOTHING_BROUGHT
    refused: RefusalError | None = None


def take_returned(
    store: Store, handed: HandedIn, *, now: datetime, control: JobControl | None = None
) -> ReturnedCases:
    """Mark the cases that the team's workbook returns to this file's reader."""
    (book,) = check_workbooks(handed, now=now, control=control)
    try:
        return ReturnedCases(book=book, taken=take_returns(store, book, now=now))
    except RefusalError as refusal:
        return ReturnedCases(book=book, refused=refusal)


def compare_copies(
    store: Store, handed: HandedIn, *, now: datetime, control: JobControl | None = None
) -> ComparedCopies:
    """Compare a file with the workbook of another copy of it."""
    (book,) = check_workbooks(handed, now=now, control=control)
    try:
        return ComparedCopies(book=book, planned=plan_reconciling(store, book))
    except RefusalError as refusal:
        return ComparedCopies(book=book, refused=refusal)


def reconcile_copies(
    store: OpenFile, planned: Reconciliation, choices: Choices, *, now: datetime
) -> Message | None:
    """Back a file up, then take in what the other copy has, as its reader chose.

    Returns why no backup was made, None where all is well; raises RefusalError as `reconcile`.
    """
    check_choices(planned, choices)
    unsafe = back_up_or_say(store, now=now, always=True)
    reconcile(store, planned, choices, now=now)
    return unsafe


def check_paper_of_workbook(handed: HandedIn, code: str, *, now: datetime) -> PaperCheck:
    """Hold the code of a record on paper against a workbook.

    Raises RefusalError for a workbook that is not sound, and for what is no such code.
    """
    (examined,) = check_workbooks(handed, now=now)
    if examined.submission is None:
        raise RefusalError(
            "not-sound",
            message("This workbook has problems, so it cannot confirm what is on paper."),
        )
    return check_paper_of(examined.submission, code)
