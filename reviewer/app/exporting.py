"""The signed workbook: from a file's content to bytes on the disk, its number logged first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from reviewer.app.blind_version import for_reader
from reviewer.app.files import Sort, check_target
from reviewer.app.leaving import Leaving, check_workbook_ending, leave
from reviewer.app.open_work import refuse_unfinished
from reviewer.app.register import combined_register
from reviewer.app.store import Store
from reviewer.app.summarising import Summarised, summarise_submission
from reviewer.app.verifying import export_in
from reviewer.domain.case import WITHHELD
from reviewer.domain.file_actions import (
    ExportBegun,
    ExportWritten,
    FileHandedOver,
    WorkbookMerged,
    WorkbookRemoved,
)
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import FileKind
from reviewer.domain.language import ENGLISH, in_language
from reviewer.domain.leaving_text import LeavingText, decision_texts, listed_texts, review_texts
from reviewer.domain.log_sentences import log_line
from reviewer.domain.message import Message, message
from reviewer.domain.submission import ExportStamp, LogLine, Submission
from reviewer.domain.times import stamp
from reviewer.signing.certificates import expiry_notice
from reviewer.signing.identity import Identity, check_valid
from reviewer.signing.protection import check_password, protect
from reviewer.signing.signer import sign_parts

IN_WORKBOOKS: Final = (
    ExportBegun,
    ExportWritten,
    WorkbookMerged,
    WorkbookRemoved,
    FileHandedOver,
)
"""Which events of the log a workbook shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """One export: where it lies, its stamp, who signed it, and what a person should know of it.

    `replaced` is the number of the earlier export that lay there, None where none did.
    `outstanding` cases have not been begun; also a final workbook counts them as outstanding.
    """

    path: Path
    stamp: ExportStamp
    signer: str
    fingerprint: str
    replaced: int | None
    outstanding: int
    open_referrals: int
    referred: tuple[CaseId, ...]
    notices: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOrder:
    """What is asked for: where to, final or not, with references or not, with which password.

    `replace` says that a person agreed to lose another file that lies there, `keep_identifiers`
    why what looks like an identifier may leave. `only_for` names the one reader whose reviews a
    team's workbook shall hold, who so stays blind to the others.
    """

    out: Path
    final: bool = False
    with_references: bool = False
    password: str | None = field(default=None, repr=False)
    replace: bool = False
    keep_identifiers: str = ""
    only_for: str = ""

    @property
    def protected(self) -> bool:
        """Whether Excel's own protection is put around it."""
        return self.password is not None


@in_language(ENGLISH)
def export_workbook(
    store: Store,
    order: ExportOrder,
    identity: Identity,
    *,
    now: datetime,
    export_id: str,
    app_version: str,
    device: str = "",
) -> Exported:
    """Write the signed workbook of a review file or register.

    The number is logged before the file is written and its completion after it, so that an
    export cut short shows in the log. With a password Excel's own protection is put around the
    signed bytes, in memory. Raises RefusalError for an identity that has expired, for a password
    that Excel would not take, and for a final export while work is open or a table does not
    add up; any other export then leaves the tables out and says which is wrong. Raises
    WorldError as `leave` does.
    """
    check_valid(identity, now)
    check_workbook_ending(order.out)
    check_target(order.out, Sort.WORKBOOK)
    if order.password is not None:
        check_password(order.password)
    export = ExportStamp(
        id=export_id,
        number=max((e.number for e in store.exports()), default=0) + 1,
        at=stamp(now),
        log_head="",
        issued_by=identity.name,
        app_version=app_version,
        final=order.final,
        device=device,
        only_for=order.only_for,
    )
    # From the submission, as everybody counts who recounts the workbook.
    submission = submission_of(store, export)
    summarised = summarise_submission(submission, "", now=now)
    if order.final:
        refuse_unfinished(store, summarised)
    making = _Making(
        store=store,
        submission=submission,
        summarised=summarised,
        identity=identity,
        now=now,
        order=order,
        stamp=export,
    )
    leave(making.leaving(), order.out, store=store, now=now, replace=order.replace)
    return _exported(making)


def _exported(making: _Making) -> Exported:
    identity, headline = making.identity, making.summarised.summary.headline
    return Exported(
        path=making.order.out,
        stamp=making.stamp,
        signer=identity.name,
        fingerprint=identity.fingerprint,
        replaced=making.replaced,
        outstanding=headline.counts.outstanding.n,
        open_referrals=len(headline.referred),
        referred=headline.referred,
        notices=(
            *_expiring(identity, making.now),
            *making.notices,
            *making.summarised.faults,
        ),
    )


@dataclass(slots=True, kw_only=True)
class _Making:
    """A workbook in the making; `replaced` is the number of the own export in its place.

    `submission` is what it carries, but for its number in the log.
    """

    store: Store
    submission: Submission
    summarised: Summarised
    identity: Identity
    now: datetime
    order: ExportOrder
    stamp: ExportStamp
    notices: tuple[Message, ...] = ()
    replaced: int | None = None

    def leaving(self) -> Leaving:
        """Return it as what leaves."""
        form = self.store.form()
        return Leaving(
            sort=Sort.WORKBOOK,
            content=self.content,
            is_earlier=self.is_earlier,
            kept_as=message("is not an earlier export of this file"),
            texts=lambda: workbook_texts(
                form, self.submission, with_references=self.order.with_references
            ),
            keep_identifiers=self.order.keep_identifiers,
            action=ExportWritten.of(
                self.stamp,
                references=self.order.with_references,
                protected=self.order.protected,
            ),
        )

    def is_earlier(self, there: Path) -> bool:
        """Say whether a workbook is an export of this file; one that cannot be read is none."""
        found = export_in(there, now=self.now, password=self.order.password)
        own = {known.id: known.number for known in self.store.exports()}
        self.replaced = own.get(found.id) if found is not None else None
        return self.replaced is not None

    def content(self) -> bytes:
        """Log the number, then write and sign the workbook that has it."""
        from reviewer.workbook.writer import write_workbook

        begun = ExportBegun.of(
            self.stamp,
            references=self.order.with_references,
            protected=self.order.protected,
        )
        with self.store.transaction(self.now) as unit:
            event = unit.log(begun)
            self.stamp = replace(self.stamp, log_head=event.hash)
            unit.add_export(self.stamp)
        written = write_workbook(
            self._carried(),
            {sheet.value: found for sheet, found in self.summarised.summary.tables.items()},
            with_references=self.order.with_references,
            faults=self.summarised.faults,
        )
        self.notices = written.notices
        content = sign_parts(written.parts, self.identity, self.now)
        return content if self.order.password is None else protect(content, self.order.password)

    def _carried(self) -> Submission:
        """Return what it carries, with its number; one reader is shown a part of the log only."""
        if self.stamp.only_for:
            return submission_of(self.store, self.stamp)
        return replace(self.submission, export=self.stamp, log=log_of(self.store))


def log_of(store: Store) -> tuple[LogLine, ...]:
    """Return what a workbook shows of the log, with the chain's head after each, oldest first."""
    return tuple(map(log_line, store.events(*IN_WORKBOOKS)))


def workbook_texts(
    form: Form, submission: Submission, *, with_references: bool
) -> Iterator[LeavingText]:
    """Yield the texts in a workbook, as far as it shows them."""
    reviews = (*submission.reviews, *submission.superseded)
    graded = {review.case for review in reviews if review.blind_grade}
    for case in submission.cases:
        hidden = set() if case.id in graded else set(WITHHELD)
        yield from listed_texts(
            case.without(hidden if with_references else {*hidden, Key("reference")})
        )
    for review in reviews:
        yield from review_texts(form, review)
    yield from decision_texts(submission.decisions)


def _expiring(identity: Identity, now: datetime) -> tuple[Message, ...]:
    notice = expiry_notice(identity.certificate, now)
    return (notice,) if notice else ()


def submission_of(store: Store, export: ExportStamp) -> Submission:
    """Gather what a workbook of this file carries."""
    inspection = store.inspection()
    if inspection.kind is FileKind.REVIEW:
        return Submission(
            inspection=inspection,
            form=store.form(),
            lists=store.lists(),
            cases=store.cases(),
            reviews=store.reviews(),
            superseded=tuple(r for r in store.earlier_reviews() if r.touched),
            origins={},
            log=log_of(store),
            export=export,
        )
    combined = combined_register(store)
    whole = Submission(
        inspection=inspection,
        form=store.form(),
        lists=combined.lists,
        cases=combined.cases,
        reviews=combined.reviews,
        superseded=combined.superseded,
        decisions=combined.decisions,
        sources=combined.sources,
        origins=combined.origins,
        log=log_of(store),
        export=export,
    )
    return for_reader(whole, export.only_for) if export.only_for else whole
