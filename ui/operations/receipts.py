"""Receipts for workbooks: issued by a register, kept in the file whose work was received."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from reviewer.app import receipts
from reviewer.app.files import read_whole
from reviewer.app.store import Store
from reviewer.domain.errors import WorldError
from reviewer.domain.message import message
from reviewer.domain.receipt import KeptReceipt
from ui.operations.identities import Identity
from ui.operations.trust import trusted


def issue_receipts(
    register: Store, folder: Path, identity: Identity, *, now: datetime, again: bool = False
) -> tuple[receipts.IssuedReceipt, ...]:
    """Write receipts into a folder that is there; raises as `reviewer.app.receipts` does."""
    if not folder.is_dir():
        raise WorldError(
            "no-such-folder",
            message("There is no folder {folder}. Create it first.", folder=str(folder)),
        )
    return receipts.issue_receipts(register, folder, identity, now=now, again=again)


def import_receipts(
    store: Store, files: Iterable[Path], *, now: datetime, trust: Iterable[Path] = ()
) -> tuple[KeptReceipt, ...]:
    """Keep receipts for exports of this file, one after the other.

    `trust` names certificates that are believed this time. Raises as `import_receipt` does, and
    WorldError for a file that cannot be read.
    """
    known = trusted(trust)
    return tuple(receipts.import_receipt(store, read_whole(file), known, now=now) for file in files)
