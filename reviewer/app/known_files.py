"""What a user's settings remember of each review file: the last head seen, and its copies.

Kept outside the file, so that an old file put back is noticed. Nothing of a case is in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from reviewer.app.files import cannot_write, write_atomically
from reviewer.app.store import Store
from reviewer.domain.errors import RefusalError
from reviewer.domain.event import GENESIS
from reviewer.domain.times import local, long_day, stamp

COPIES_KEPT: Final = 500
"""Copies remembered by name; the older ones are found in their folders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFile:
    """One file as it was left last here: its newest event, and where copies were put."""

    code: str = ""
    seq: int = 0
    head: str = GENESIS
    at: str = ""
    copies: tuple[str, ...] = ()


def known_file(folder: Path, file_id: str) -> KnownFile | None:
    """Return what is remembered of a file; `file_id` is its salt, in hexadecimal digits.

    What cannot be read is as if the file had never been seen.
    """
    try:
        untrusted = json.loads(_record(folder, file_id).read_text("utf-8"))
        return KnownFile(
            code=str(untrusted["code"]),
            seq=int(untrusted["seq"]),
            head=str(untrusted["head"]),
            at=str(untrusted["at"]),
            copies=tuple(map(str, untrusted["copies"])),
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def put_back(store: Store, known: KnownFile | None) -> RefusalError | None:
    """Return what is wrong where a file's log does not hold the newest event seen of it."""
    if known is None or store.holds(known.seq, known.head):
        return None
    last = store.last_event()
    when = long_day(local(known.at).isoformat()) if known.at else "before"
    return RefusalError(
        "older-file",
        f"This file has {last.seq if last else 0} events and lacks event {known.seq}, which was "
        f"seen on this computer ({when}): an earlier copy was put back, or another copy was "
        "worked on. If that is right, accept the file as it is.",
    )


def remember_head(folder: Path, file_id: str, store: Store, *, now: datetime) -> None:
    """Remember a file's newest event as seen; raises WorldError where the folder refuses."""
    last = store.last_event()
    before = known_file(folder, file_id) or KnownFile()
    seq, head = (last.seq, last.hash) if last else (0, GENESIS)
    if (before.seq, before.head) == (seq, head) and before.at:
        return
    code = store.inspection().code
    _save(folder, file_id, replace(before, code=code, seq=seq, head=head, at=stamp(now)))


def remember_copy(folder: Path, file_id: str, copy: Path) -> None:
    """Remember where a copy of a file was put."""
    before = known_file(folder, file_id) or KnownFile()
    place = str(copy.resolve())
    others = [known for known in before.copies if known != place]
    _save(folder, file_id, replace(before, copies=(*others, place)[-COPIES_KEPT:]))


def forget_file(folder: Path, file_id: str) -> None:
    """Forget a file that was disposed of."""
    _record(folder, file_id).unlink(missing_ok=True)


def copies_known(known: KnownFile | None) -> Iterable[Path]:
    """Yield where copies were put."""
    return map(Path, known.copies if known else ())


def _record(folder: Path, file_id: str) -> Path:
    return folder / f"{file_id}.json"


def _save(folder: Path, file_id: str, known: KnownFile) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise cannot_write(folder, error) from None
    write_atomically(_record(folder, file_id), json.dumps(asdict(known), indent=1).encode())
