"""One entry of the append-only log, and the chain its hashes make."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

COMMENT: Final = "comment."
"""Before the key of the item a COMMENTED entry stands at; its value is the comment, empty where
the one whose number is its `detail` is taken back. CORRECTED and ADDED hold what
`reviewer.domain.correction` writes, RETURNED what `reviewer.domain.returning` does (its
`detail` is the id of the lead's decision alone), DECIDED what `reviewer.domain.register_log`
does; HANDED_OVER holds the reason, COMPARED what the earlier visit is called."""

GENESIS: Final = "0" * 64
"""What the first event names as its predecessor."""


class Action(StrEnum):
    """What the log records."""

    CREATED = "created"
    IMPORTED = "imported"
    EXTENDED = "list extended"
    ASSIGNED = "assigned"
    OPENED = "opened"
    VIEWED = "viewed"
    ANSWERED = "answered"
    COMPLETED = "completed"
    POSTPONED = "postponed"
    RESUMED = "resumed"
    RETURNED = "returned"
    SETTLED = "return settled"
    COMMENTED = "commented"
    CORRECTED = "corrected"
    ADDED = "added"
    REOPENED = "reopened"
    EXPORT_BEGUN = "export begun"
    EXPORTED = "exported"
    PRINTED = "printed"
    MERGED = "merged"
    REMOVED = "removed"
    DECIDED = "decided"
    HANDED_OVER = "handed over"
    CONTINUED = "continued"
    PASSPHRASE_CHANGED = "passphrase changed"  # noqa: S105 - the name of an action, no secret
    MIGRATED = "migrated"
    RESTORED = "restored"
    REDACTED = "redacted"
    COMPARED = "earlier visit"
    DISPOSAL_SET = "disposal date set"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is to be logged.

    `detail` is a sentence or a list of ids and counts, never case text. `value` is the new
    canonical answer where the action is ANSWERED (empty text: cleared), else whatever a person
    typed, a reason too, or None. It is kept apart from the log under a salted digest, so that it
    can be redacted: `reviewer.domain.redaction` says what REDACTED entries hold. CONTINUED
    names in `detail`, alone, the reader with whose review of the case the actor goes on.
    """

    action: Action
    actor: str
    at: str
    case: str = ""
    key: str = ""
    detail: str = ""
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry as it stands in the log; `value` is None where there is none or it is redacted."""

    seq: int
    entry: Entry
    value_digest: str
    previous: str
    hash: str


def value_digest(salt: str, value: str) -> str:
    """Return the salted SHA-256 that stands for a value in the chain."""
    return hashlib.sha256(f"{salt}\x1f{value}".encode()).hexdigest()


def event_hash(seq: int, entry: Entry, digest: str, previous: str) -> str:
    """Return the chain's hash of an event: SHA-256 over it and its predecessor's hash."""
    said = [seq, entry.at, entry.actor, entry.action, entry.case, entry.key, entry.detail]
    text = json.dumps([*said, digest, previous], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
