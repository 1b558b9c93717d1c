"""What is said beside a review: cases put off, and comments at its items.

Both stay in the file and its log. They are the person's own and travel in no workbook.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from reviewer.app.store import Store
from reviewer.domain.errors import RefusalError
from reviewer.domain.event import COMMENT, Action, Entry, Event
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.redaction import with_what_is_left
from reviewer.domain.times import stamp

COMMENT_LIMIT: Final = 2_000
"""Characters: a comment is a remark; what belongs to the finding goes into a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment at an item; `seq` is its number in the log."""

    seq: int
    key: Key
    author: str
    at: str
    text: str


def postpone(store: Store, case_id: CaseId, *, now: datetime) -> bool:
    """Put a case off as not sure, or take it up again; return whether it is put off now."""
    store.case(case_id)
    off = case_id not in store.postponed()
    _log(store, case_id, Action.POSTPONED if off else Action.RESUMED, now=now)
    return off


def comment(store: Store, case_id: CaseId, key: str, untrusted: str, *, now: datetime) -> Comment:
    """Keep a comment at an item; raises RefusalError where it is empty or far too long."""
    item = store.form().item(key)
    store.case(case_id)
    text = untrusted.strip().replace("\r\n", "\n")
    whole = not any("\ud800" <= c <= "\udfff" or c == "\0" for c in text)
    if not text or len(text) > COMMENT_LIMIT or not whole:
        raise RefusalError(
            "bad-comment", f"A comment is a text of 1 to {COMMENT_LIMIT:,} characters."
        )
    event = _log(store, case_id, Action.COMMENTED, now=now, key=COMMENT + item.key, value=text)
    return Comment(
        seq=event.seq, key=item.key, author=event.entry.actor, at=event.entry.at, text=text
    )


def take_back_comment(store: Store, case_id: CaseId, seq: int, *, now: datetime) -> None:
    """Take a comment out of sight; the log keeps it. Raises RefusalError where it is not there."""
    found = next((c for c in comments_of(store, case_id) if c.seq == seq), None)
    if found is None:
        raise RefusalError("no-comment", f"{case_id} has no comment numbered {seq}.")
    _log(
        store,
        case_id,
        Action.COMMENTED,
        now=now,
        key=COMMENT + found.key,
        detail=str(seq),
        value="",
    )


def comments_of(store: Store, case_id: CaseId) -> tuple[Comment, ...]:
    """Return the comments at the items of one case, oldest first."""
    comments: dict[int, Comment] = {}
    for event in with_what_is_left(store.history(case_id, COMMENT)):
        entry = event.entry
        if entry.action is not Action.COMMENTED:
            continue
        if entry.detail:
            comments.pop(int(entry.detail), None)
        else:
            comments[event.seq] = Comment(
                seq=event.seq,
                key=Key(entry.key.removeprefix(COMMENT)),
                author=entry.actor,
                at=entry.at,
                text=entry.value or "",
            )
    return tuple(c for c in comments.values() if c.text)


def _log(
    store: Store,
    case_id: CaseId,
    action: Action,
    *,
    now: datetime,
    key: str = "",
    detail: str = "",
    value: str | None = None,
) -> Event:
    entry = Entry(
        action=action,
        actor=store.inspection().person,
        at=stamp(now),
        case=case_id,
        key=key,
        detail=detail,
        value=value,
    )
    with store.transaction() as unit:
        return unit.log(entry)
