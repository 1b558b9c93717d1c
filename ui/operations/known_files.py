"""What a user's settings remember of each review file: the last head seen, and its copies.

Kept outside the file, so that an old file put back is noticed. Nothing of a case is in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from db.copies import file_id
from db.store import ReviewFile
from reviewer.disk import plain_path
from reviewer.domain.event import GENESIS
from reviewer.domain.message import Message, message
from reviewer.domain.times import local, long_day, stamp
from ui.operations.places import home
from ui.operations.settings import SettingsFile, check_stamp, check_text

COPIES_KEPT: Final = 500
"""Copies remembered by name; the older ones are found in their folders."""

_MOST_EVENTS: Final = 1 << 62
"""More than a log can hold, and less than the file's numbers can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFile:
    """One file as it was left last here: its newest event, and where copies were put."""

    code: str = ""
    seq: int = 0
    head: str = GENESIS
    at: str = ""
    copies: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_text(self.code, self.head, *self.copies)
        check_stamp(self.at)
        if not 0 <= self.seq <= _MOST_EVENTS:
            raise ValueError("no log has an event of this number")


def older_copy_notice(store: ReviewFile) -> Message | None:
    """Return a sentence where a file lacks the newest event seen of it, None where it has it."""
    known = _settings(file_id(store.path)).read()
    if store.holds(known.seq, known.head):
        return None
    last = store.last_event()
    events = last.seq if last else 0
    day = long_day(local(known.at).isoformat()) if known.at else message("an earlier day")
    if events < known.seq:
        return message(
            "This is an earlier copy of the file: it has {events} log entries, and on {day} there "
            "were {seen}.",
            events=events,
            seen=known.seq,
            day=day,
        )
    return message(
        "This copy was changed elsewhere. It does not have the changes made here up to {day}.",
        day=day,
    )


def remember_newest(store: ReviewFile, *, now: datetime) -> None:
    """Remember a file's newest event as seen; raises WorldError where the folder refuses."""
    settings = _settings(file_id(store.path))
    before, last = settings.read(), store.last_event()
    seq, head = (last.seq, last.hash) if last else (0, GENESIS)
    if (before.seq, before.head) == (seq, head) and before.at:
        return
    code = store.inspection().code
    settings.write(replace(before, code=code, seq=seq, head=head, at=stamp(now)))


def remember_copy(file: Path, copy: Path) -> None:
    """Remember where a copy of a file was put; raises WorldError where the folder refuses."""
    settings = _settings(file_id(file))
    before, place = settings.read(), str(plain_path(copy))
    others = [known for known in before.copies if known != place]
    settings.write(replace(before, copies=(*others, place)[-COPIES_KEPT:]))


def copies_remembered(identity: str) -> Iterable[Path]:
    """Yield where copies of a file were put; `identity` is its salt (`db.copies.file_id`)."""
    return map(Path, _settings(identity).read().copies)


def forget_file(identity: str) -> None:
    """Forget a file that was disposed of, as far as the settings folder allows it."""
    with suppress(OSError):
        _settings(identity).path.unlink(missing_ok=True)


def _settings(identity: str) -> SettingsFile[KnownFile]:
    path = home() / "known" / f"{identity}.json"
    return SettingsFile(path=path, kind=KnownFile, absent=KnownFile())
