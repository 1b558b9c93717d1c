"""Notes that belong to no review: cases put off, and comments at items.

Both stay in the file and its log. They are the person's own and travel in no workbook.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from reviewer.app.store import Store
from reviewer.domain.case_actions import (
    CasePostponed,
    CaseResumed,
    CommentRemoved,
    CommentWritten,
)
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import WordsRedacted
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.message import message
from reviewer.domain.redaction import with_what_is_left

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
    with store.transaction(now) as unit:
        unit.log(CasePostponed() if off else CaseResumed(), case=case_id)
    return off


def comment(store: Store, case_id: CaseId, key: str, untrusted: str, *, now: datetime) -> Comment:
    """Keep a comment at an item; raises RefusalError where it is empty or far too long."""
    item = store.form().item(key)
    store.case(case_id)
    text = untrusted.strip().replace("\r\n", "\n")
    whole = not any("\ud800" <= c <= "\udfff" or c == "\0" for c in text)
    if not text or len(text) > COMMENT_LIMIT or not whole:
        raise RefusalError(
            "bad-comment",
            message(
                "A comment must have 1 to {comment_limit:,} characters.",
                comment_limit=COMMENT_LIMIT,
            ),
        )
    with store.transaction(now) as unit:
        event = unit.log(CommentWritten(key=item.key, text=text), case=case_id)
    return Comment(seq=event.seq, key=item.key, author=event.actor, at=event.at, text=text)


def take_back_comment(store: Store, case_id: CaseId, seq: int, *, now: datetime) -> None:
    """Take a comment out of sight; the log keeps it. Raises RefusalError where it is not there."""
    found = next((c for c in comments_of(store, case_id) if c.seq == seq), None)
    if found is None:
        raise RefusalError(
            "no-comment",
            message("{case_id} has no comment {seq}.", case_id=case_id, seq=seq),
        )
    with store.transaction(now) as unit:
        unit.log(CommentRemoved(key=found.key, event=seq), case=case_id)


def comments_of(store: Store, case_id: CaseId) -> tuple[Comment, ...]:
    """Return the comments at the items of one case, oldest first."""
    comments: dict[int, Comment] = {}
    history = store.history(case_id, CommentWritten, CommentRemoved, WordsRedacted)
    for event in with_what_is_left(history):
        match event.action:
            case CommentRemoved(event=removed):
                comments.pop(removed, None)
            case CommentWritten(key=key, text=str(text)):
                comments[event.seq] = Comment(
                    seq=event.seq, key=key, author=event.actor, at=event.at, text=text
                )
    return tuple(comments.values())
