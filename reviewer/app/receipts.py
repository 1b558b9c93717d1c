"""Receipts: a register signs that it received a workbook, and its sender's file keeps that.

A review file may be disposed of once a register has what was last done in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from reviewer.app import practice
from reviewer.app.files import Sort, read_whole
from reviewer.app.leaving import Leaving, leave
from reviewer.app.merge_base import register_inspection
from reviewer.app.store import Store, actions
from reviewer.app.verifying import UNKNOWN
from reviewer.domain.case_actions import (
    AnswerGiven,
    BlindGradeFixed,
    CaseAdded,
    CaseCompleted,
    CaseContinued,
    CaseReopened,
    CaseReturned,
    CommentRemoved,
    CommentWritten,
    ListValueCorrected,
)
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import ExportBegun
from reviewer.domain.inspection import FileKind
from reviewer.domain.message import Message, message, plural
from reviewer.domain.receipt import KeptReceipt, Receipt
from reviewer.domain.submission import Source
from reviewer.domain.team_actions import CaseReconciled, ReceiptImported, ReceiptIssued
from reviewer.domain.times import long_day, moment
from reviewer.exchange.container import (
    ContainerPurpose,
    check_head,
    new_head,
    read_container,
    write_container,
)
from reviewer.exchange.sealing import Opener
from reviewer.signing.identity import Identity, check_valid
from reviewer.signing.trust import TrustList

ENDING: Final = ".receipt"

_WORK: Final = (
    AnswerGiven,
    BlindGradeFixed,
    CaseAdded,
    CaseCompleted,
    CaseContinued,
    CaseReconciled,
    CaseReopened,
    CaseReturned,
    CommentRemoved,
    CommentWritten,
    ListValueCorrected,
)
"""What is done in a review file that a register should have before the file is disposed of."""


class UnknownSignerError(RefusalError):
    """A receipt of somebody whom nobody has vouched for; `certificate` is theirs, in DER."""

    def __init__(self, sentence: Message, certificate: bytes) -> None:
        super().__init__(UNKNOWN, sentence)
        self.certificate = certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedReceipt:
    """A receipt that was written, and for which workbook."""

    path: Path
    source: Source


def issue_receipts(
    register: Store, folder: Path, identity: Identity, *, now: datetime, again: bool = False
) -> tuple[IssuedReceipt, ...]:
    """Write a signed receipt into a folder for each workbook merged since the last time.

    With `again` those that have one already get it too. Each is logged once it is written. Raises
    RefusalError for a reviewer's own file and an identity that has expired, WorldError as `leave`
    does.
    """
    check_valid(identity, now)
    about = register_inspection(register)
    issued = [action.digest for action in actions(register, ReceiptIssued)]
    wanted = [source for source in register.sources() if again or source.digest not in issued]
    written = []
    for number, source in enumerate(wanted, start=len(issued) + 1):
        receipt = Receipt(
            inspection=about.code,
            lead=about.person,
            register=about.file,
            workbook=source.digest,
            export=source.export_id,
            number=source.export_number,
            file=source.file,
            issued_by=source.issued_by,
            merged_at=source.merged_at,
        )
        path = folder / _file_name(source)
        leave(_leaving(receipt, number, identity, now), path, store=register, now=now)
        written.append(IssuedReceipt(path=path, source=source))
    return tuple(written)


def _leaving(receipt: Receipt, number: int, identity: Identity, now: datetime) -> Leaving:
    head = new_head(
        ContainerPurpose.RECEIPT,
        uuid4().hex,
        inspection=receipt.inspection,
        issuer=receipt.register,
        number=number,
        now=now,
    )
    return Leaving(
        sort=Sort.CONTAINER,
        content=lambda: write_container(head, receipt, Receipt, identity, now=now, recipients=None),
        is_earlier=lambda there: _is_for(there, receipt.workbook),
        kept_as=message("is not a receipt for the same workbook"),
        action=ReceiptIssued(
            digest=receipt.workbook, export=receipt.export, export_number=receipt.number
        ),
    )


def _is_for(there: Path, workbook: str) -> bool:
    try:
        found = read_container(read_whole(there))
        return found.content(Receipt, Opener()).workbook == workbook
    except RefusalError:
        return False


def _file_name(source: Source) -> str:
    who = re.sub(r"\W+", "-", source.issued_by.casefold()).strip("-")[:40]
    return f"receipt-{who or 'reviewer'}-export-{source.export_number}-{source.digest[:8]}{ENDING}"


def import_receipt(
    store: Store, untrusted: bytes, trust: TrustList, *, now: datetime
) -> KeptReceipt:
    """Keep a register's receipt for an export of this file; the same one again changes nothing.

    Raises RefusalError for what is no receipt or not as it was signed, for one of another file,
    and UnknownSignerError where nobody has vouched for its signer.
    """
    container = read_container(untrusted)
    check_head(container.head, ContainerPurpose.RECEIPT)
    receipt, signer = container.content(Receipt, Opener()), container.signer
    about = store.inspection()
    exports = {export.id: export.number for export in store.exports()}
    if receipt.file != about.file or exports.get(receipt.export) != receipt.number:
        raise RefusalError(
            "other-receipt",
            message(
                "The receipt is for export {number} from {issuer} of inspection {code}. This file "
                "did not make that export.",
                number=receipt.number,
                issuer=receipt.issued_by,
                code=receipt.inspection,
            ),
        )
    if not container.trusted_by(trust, moment(container.head.made_at)):
        raise UnknownSignerError(
            message(
                "The receipt is signed by {signer}, whose certificate is not trusted yet. Compare "
                "the fingerprint {fingerprint} with the signer, then trust the certificate.",
                signer=signer.name,
                fingerprint=signer.fingerprint,
            ),
            signer.certificate_der,
        )
    kept = KeptReceipt(
        number=receipt.number,
        export=receipt.export,
        workbook=receipt.workbook,
        lead=receipt.lead,
        merged_at=receipt.merged_at,
        signer=signer.name,
        fingerprint=signer.fingerprint,
    )
    if kept not in kept_receipts(store):
        with store.transaction(now) as unit:
            unit.log(_action(kept))
    return kept


def _action(kept: KeptReceipt) -> ReceiptImported:
    return ReceiptImported(
        export=kept.export,
        export_number=kept.number,
        digest=kept.workbook,
        lead=kept.lead,
        merged_at=kept.merged_at,
        signer=kept.signer,
        fingerprint=kept.fingerprint,
    )


def kept_receipts(store: Store) -> tuple[KeptReceipt, ...]:
    """Return the receipts that a file keeps, those of the newest export last."""
    kept = [
        KeptReceipt(
            number=action.export_number,
            export=action.export,
            workbook=action.digest,
            lead=action.lead,
            merged_at=action.merged_at,
            signer=action.signer,
            fingerprint=action.fingerprint,
        )
        for action in actions(store, ReceiptImported)
    ]
    return tuple(sorted(kept, key=lambda one: (one.number, one.merged_at)))


def receipt_sentence(kept: KeptReceipt) -> Message:
    """Say who received which export, and when."""
    return message(
        "Export {number} was received by {lead} on {day}, signed by {signer}.",
        number=kept.number,
        lead=kept.lead,
        day=long_day(kept.merged_at[:10]),
        signer=kept.signer,
    )


def not_received(store: Store) -> Message | None:
    """Say why a review file should be kept; None where a register has all that was done in it.

    A register itself, a practice file, and a file in which nothing was done need no receipt.
    """
    about = store.inspection()
    if about.kind is FileKind.REGISTER or about.code == practice.CODE:
        return None
    received = {kept.number for kept in kept_receipts(store)}
    begun = [
        event.seq
        for event in store.events(ExportBegun)
        if isinstance(event.action, ExportBegun) and event.action.number in received
    ]
    later = {event.case for event in store.events(*_WORK, after=max(begun, default=0))}
    if not later:
        return None
    if not received:
        return message(
            "No receipt has been imported, so there is no proof that anyone has this work."
        )
    return plural(
        len(later),
        "{n} case was changed after export {number}, the last one with a receipt.",
        "{n} cases were changed after export {number}, the last one with a receipt.",
        number=max(received),
    )


def check_received(store: Store, without_receipt: str) -> None:
    """Raise RefusalError where a register may not have all of a file, and no reason is given."""
    why = not_received(store)
    if why is not None and not without_receipt:
        raise RefusalError(
            "not-received",
            message(
                "{why} Import the lead's receipt first, or give a reason to dispose of the file "
                "without one.",
                why=why,
            ),
            of="receipt",
        )
