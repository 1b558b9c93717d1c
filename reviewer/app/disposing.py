"""What is left of an inspection's file when it is disposed of: a signed record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from reviewer.app.files import cannot_read
from reviewer.app.receipts import kept_receipts
from reviewer.app.store import Store
from reviewer.disk import open_given
from reviewer.domain.times import stamp

_BLOCK = 1 << 20


def disposal_content(
    store: Store, files: Sequence[Path], *, reason: str, without_receipt: str, now: datetime
) -> dict[str, Any]:
    """Return what a disposal record says: the inspection, its last event, each file's SHA-256.

    No case and no reference is named. Its `state` is "begun" until `disposal_done`.
    `without_receipt` is why the file goes although nobody is known to have all of it.
    """
    about = store.inspection()
    last = store.last_event()
    return {
        "what": "disposal of a review file and its copies",
        "state": "begun",
        "inspection": about.code,
        "force": about.force,
        "kind": about.kind.value,
        "person": about.person,
        "dispose_by": about.dispose_by,
        "cases": len(store.cases()),
        "events": last.seq if last else 0,
        "log_head": last.hash if last else "",
        "exports": [
            {"number": export.number, "id": export.id, "at": export.at}
            for export in store.exports()
        ],
        "receipts": [asdict(kept) for kept in kept_receipts(store)],
        "without_receipt": without_receipt,
        "reason": reason,
        "at": stamp(now),
        "files": [{"name": path.name, "sha256": _digest(path)} for path in files],
        "left": [],
    }


def disposal_done(begun: Mapping[str, Any], left: Sequence[Path]) -> dict[str, Any]:
    """Return the record after the work: `left` are files that could not be removed."""
    state = "done, but files are left" if left else "done"
    return {**begun, "state": state, "left": [path.name for path in left]}


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with open_given(path) as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise cannot_read(path, error) from None
    return digest.hexdigest()
