"""A review file and every copy known here are removed; a signed record of it is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from db.copies import file_id
from db.disposal import destroy, locked_for_disposal
from reviewer.app.disposing import disposal_content, disposal_done
from reviewer.app.files import Sort, check_target, read_whole, write_atomically
from reviewer.app.handing_over import REASON_LIMIT
from reviewer.app.receipts import check_received
from reviewer.app.store import Store
from reviewer.disk import plain_path
from reviewer.domain.errors import WorldError
from reviewer.domain.inspection import checked_line
from reviewer.domain.message import Message, message
from reviewer.signing.certificates import fingerprint, holder
from reviewer.signing.identity import Identity
from reviewer.signing.record import read_record, sign_record
from ui.operations.copies import find_copies, find_sealed
from ui.operations.files import open_to_read
from ui.operations.identities import open_identity
from ui.operations.known_files import forget_file
from ui.operations.passphrases import FileKey
from ui.operations.recent import forget_recent
from ui.operations.trust import trusted

USUAL_REASON = "its disposal date has passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposalOrder:
    """What a person asked for: why, who signs the record with which passphrase, and its name.

    `without_receipt` is why a file goes although no receipt covers all of it.
    """

    reason: str
    identity: Path
    passphrase: str
    record: Path
    without_receipt: str = ""

    def __repr__(self) -> str:
        return f"DisposalOrder({self.record.name})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposal:
    """What was done: the files removed, those that could not be, the record and who signed it.

    `notice` says why the record could not be brought up to date, None where it was.
    """

    removed: Sequence[Path]
    left: Sequence[Path]
    record: Path
    signer: str
    notice: Message | None = None


def files_to_dispose_of(file: Path) -> Sequence[Path]:
    """Return what a disposal of a file removes: the file first, then every copy known here.

    What is sealed of its keys goes with them.
    """
    copies = find_copies(file)
    return (file, *copies, *find_sealed(file, copies))


def check_record(reason: str, record: Path) -> str:
    """Return the reason as the record has it; raises what `dispose` would raise of the two."""
    check_target(record, Sort.TEXT)
    if record.exists():
        raise WorldError(
            "file-exists", message("{file} already exists. Choose another name.", file=str(record))
        )
    return checked_line(reason, message("The reason"), REASON_LIMIT)


def check_order(store: Store, order: DisposalOrder) -> None:
    """Raise what `dispose` would raise of an order, while nothing has to be closed for it."""
    check_received(store, _without_receipt(order))
    check_record(order.reason, order.record)
    _signer(order)


def dispose(file: Path, key: FileKey, order: DisposalOrder, *, now: datetime) -> Disposal:
    """Remove a file that nobody has open with every copy known here; leave a signed record.

    The record is there, as begun, before anything is removed. Where a file could not be removed
    the record names it, and the file is not forgotten. Raises RefusalError or WorldError while
    everything is still there: the reason, the record's name, the identity, a receipt that is
    missing, a lock.
    """
    reason, signer = check_record(order.reason, order.record), _signer(order)
    identity, going = file_id(file), files_to_dispose_of(file)
    with locked_for_disposal(plain_path(file)):
        with open_to_read(file, key) as store:
            without = _without_receipt(order)
            check_received(store, without)
            begun = disposal_content(store, going, reason=reason, without_receipt=without, now=now)
        write_atomically(order.record, sign_record(begun, signer, now=now))
        removed, left = destroy(plain_path(file), going[1:])
    notice = None
    try:
        write_atomically(order.record, sign_record(disposal_done(begun, left), signer, now=now))
    except WorldError as error:  # what is gone is gone, and must be reported
        notice = message(
            "The record says only that the disposal was started. {reason}", reason=error.sentence
        )
    if not left:
        forget_file(identity)
        with suppress(WorldError):  # it is gone, whatever the start page still names
            forget_recent(plain_path(file))
    return Disposal(
        removed=removed, left=left, record=order.record, signer=signer.name, notice=notice
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRecord:
    """A record as it was signed, and by whom; `trusted` says whether the user believes them."""

    content: Mapping[str, Any]
    signer: str
    fingerprint: str
    signed_at: datetime
    trusted: bool


def check_disposal_record(record: Path, trust: Iterable[Path] = ()) -> CheckedRecord:
    """Check the record of a disposal; `trust` names certificates that are believed this time.

    Raises RefusalError for what is no record, or is not as it was signed.
    """
    signed = read_record(read_whole(record))
    signer = signed.certificates[0]
    return CheckedRecord(
        content=signed.content,
        signer=holder(signer),
        fingerprint=fingerprint(signer),
        signed_at=signed.signed_at,
        trusted=trusted(trust).trusts(signed.certificates, signed.signed_at),
    )


def _without_receipt(order: DisposalOrder) -> str:
    given = order.without_receipt
    return checked_line(given, message("The reason"), REASON_LIMIT) if given.strip() else ""


def _signer(order: DisposalOrder) -> Identity:
    return open_identity(order.identity, order.passphrase)
