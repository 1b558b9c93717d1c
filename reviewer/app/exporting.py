"""The signed workbook: from a file's content to bytes on the disk, its number logged first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from reviewer.app.files import Sort, check_target, write_atomically
from reviewer.app.register import combined_register, standings_of
from reviewer.app.store import Store
from reviewer.app.summarising import Summarised, summarise_standings
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import (
    ExportBegun,
    ExportWritten,
    FileHandedOver,
    WorkbookMerged,
    WorkbookRemoved,
)
from reviewer.domain.grades import Status
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import FileKind
from reviewer.domain.log_sentences import log_line
from reviewer.domain.standing import CaseStanding
from reviewer.domain.submission import ExportStamp, LogLine, Submission
from reviewer.domain.times import stamp
from reviewer.signing.certificates import expiry_notice
from reviewer.signing.identity import Identity, check_valid
from reviewer.signing.protection import check_password, protect
from reviewer.signing.signer import sign_parts
from reviewer.workbook.writer import Written, write_workbook

IN_WORKBOOKS: Final = (
    ExportBegun,
    ExportWritten,
    WorkbookMerged,
    WorkbookRemoved,
    FileHandedOver,
)
"""Which events of the log a workbook shows."""

NAMED_AT_MOST = 8
"""Cases named in one sentence; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """One export: where it lies, its stamp, and what a person should know of it.

    `outstanding` cases have not been begun; also a final workbook counts them as outstanding.
    """

    path: Path
    stamp: ExportStamp
    size: int
    outstanding: int
    open_referrals: int
    referred: tuple[CaseId, ...]
    notices: tuple[str, ...]


def export_workbook(  # noqa: PLR0913 - each thing asked for has its name
    store: Store,
    out: Path,
    identity: Identity,
    *,
    now: datetime,
    export_id: str,
    app_version: str,
    device: str = "",
    final: bool = False,
    with_references: bool = False,
    password: str | None = None,
) -> Exported:
    """Write the signed workbook of a review file or register.

    The number is logged before the file is written and its completion after it, so that an
    export cut short shows in the log. With a password Excel's own protection is put around the
    signed bytes, in memory. Raises RefusalError for an identity that has expired, for a password
    that Excel would not take, and for a `final` export while work is open or a table does not
    add up; any other export then leaves the tables out and says which is wrong.
    """
    check_valid(identity, now)
    check_target(out, Sort.WORKBOOK)
    if password is not None:
        check_password(password)
    standings = standings_of(store)
    summarised = summarise_standings(store, standings, now=now)
    summary = summarised.summary
    if final:
        _refuse_unfinished(store, standings, summarised)
    number = max((e.number for e in store.exports()), default=0) + 1
    begun = ExportStamp(
        id=export_id,
        number=number,
        at=stamp(now),
        log_head="",
        issued_by=identity.name,
        app_version=app_version,
        final=final,
        device=device,
    )
    protected = password is not None
    with store.transaction(now) as unit:
        event = unit.log(ExportBegun.of(begun, references=with_references, protected=protected))
        begun = replace(begun, log_head=event.hash)
        unit.add_export(begun)
    submission = submission_of(store, begun)
    written = _written(store, submission, summarised, with_references=with_references)
    content = sign_parts(written.parts, identity, now)
    if password is not None:
        content = protect(content, password)
    write_atomically(out, content)
    with store.transaction(now) as unit:
        unit.log(ExportWritten.of(begun, references=with_references, protected=protected))
    return Exported(
        path=out,
        stamp=begun,
        size=len(content),
        outstanding=summary.headline.counts.outstanding.n,
        open_referrals=summary.headline.open_referrals.n,
        referred=summary.headline.open_referrals.cases,
        notices=(*_expiring(identity, now), *written.notices, *summarised.faults),
    )


def _expiring(identity: Identity, now: datetime) -> tuple[str, ...]:
    notice = expiry_notice(identity.certificate, now)
    return (notice,) if notice else ()


def submission_of(store: Store, export: ExportStamp) -> Submission:
    """Gather what a workbook of this file carries."""
    inspection = store.inspection()
    if inspection.kind is FileKind.REVIEW:
        return Submission(
            inspection=inspection,
            lists=store.lists(),
            cases=store.cases(),
            reviews=store.reviews(),
            superseded=tuple(r for r in store.earlier_reviews() if r.touched),
            origins={},
            log=log_of(store),
            export=export,
        )
    combined = combined_register(store)
    return Submission(
        inspection=inspection,
        lists=combined.lists,
        cases=combined.cases,
        reviews=combined.reviews,
        superseded=combined.superseded,
        decisions=combined.decisions,
        sources=store.sources(),
        origins=combined.origins,
        log=log_of(store),
        export=export,
    )


def log_of(store: Store) -> tuple[LogLine, ...]:
    """Return what a workbook shows of the log, with the chain's head after each, oldest first."""
    return tuple(map(log_line, store.events(*IN_WORKBOOKS)))


def _written(
    store: Store, submission: Submission, summarised: Summarised, *, with_references: bool
) -> Written:
    tables = {sheet.value: found for sheet, found in summarised.summary.tables.items()}
    return write_workbook(
        submission,
        store.form(),
        tables,
        with_references=with_references,
        faults=summarised.faults,
    )


def _refuse_unfinished(
    store: Store, standings: tuple[CaseStanding, ...], summarised: Summarised
) -> None:
    form = store.form()
    open_cases = [
        s.case.id
        for s in standings
        if any(review.status(form) is Status.IN_PROGRESS for review in s.reviews)
    ]
    unsettled = [s.case.id for s in standings if s.unsettled]
    for cases, what in ((open_cases, "incomplete"), (unsettled, "unsettled")):
        if cases:
            named = ", ".join(cases[:NAMED_AT_MOST])
            more = len(cases) - NAMED_AT_MOST
            raise RefusalError(
                "not-final",
                f"{len(cases)} {'is' if len(cases) == 1 else 'are'} {what}: {named}"
                + (f" and {more} more" if more > 0 else "")
                + "; finish that, or export without --final.",
            )
    if summarised.faults:
        raise RefusalError("does-not-add-up", summarised.faults[0])
