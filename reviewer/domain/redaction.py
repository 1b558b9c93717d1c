"""Words that should never have been typed, and what the log keeps where they were taken out.

A redaction is one REDACTED event in each case that holds its reason, then one for each value
that held the words: it names that event and the reason's, and holds what is left of the value.
The value itself is gone with its salt; its digest stays, so the chain holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reviewer.domain.errors import RefusalError
from reviewer.domain.event import Action, Entry, Event

REDACTED_TEXT: Final = "[redacted]"
"""What stands where the words stood."""

REASON: Final = "reason"
"""The detail of the event that holds why."""

LEAST_LETTERS: Final = 2
"""One letter would take every text apart."""

_REDACTION: Final = re.compile(r"value of event (\d+), for the reason in event (\d+)")

_REASONED: Final = frozenset({Action.HANDED_OVER, Action.REDACTED})
"""Whose value is a reason, told with the log's line."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words to take out of texts; capitals and the width of spaces make no difference.

    Whole words: a child called Ann is in no "planned".
    """

    pattern: re.Pattern[str]

    @classmethod
    def of(cls, untrusted: str) -> Words:
        """Read the words; raises RefusalError where they are none."""
        if sum(c.isalnum() for c in untrusted) < LEAST_LETTERS:
            raise RefusalError(
                "no-words", f"Give the words to take out, {LEAST_LETTERS} letters or more."
            )
        forms = {unicodedata.normalize(form, untrusted) for form in ("NFC", "NFD")}
        alternatives = (r"\s+".join(map(re.escape, form.split())) for form in sorted(forms))
        return cls(re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE))

    def out_of(self, text: str) -> str:
        """Return a text without the words."""
        return self.pattern.sub(REDACTED_TEXT, text)


def redaction_detail(seq: int, why: int) -> str:
    """Say in a REDACTED entry which event's value was taken out, and which holds the reason."""
    return f"value of event {seq}, for the reason in event {why}"


def redacted_event(entry: Entry) -> int | None:
    """Return the number of the event whose value a REDACTED entry took out."""
    found = _REDACTION.fullmatch(entry.detail) if entry.action is Action.REDACTED else None
    return int(found[1]) if found else None


def reason_event(entry: Entry) -> int | None:
    """Return the number of the event that says why a REDACTED entry took a value out."""
    found = _REDACTION.fullmatch(entry.detail) if entry.action is Action.REDACTED else None
    return int(found[2]) if found else None


def with_what_is_left(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return events with, where a value was redacted, what is left of it; None where nothing is.

    From the last to the first: what a redaction left may have been redacted itself.
    """
    left: dict[int, str] = {}
    told: list[Event] = []
    for event in reversed(events):
        entry = event.entry
        value = entry.value if entry.value is not None else left.get(event.seq)
        seq = redacted_event(entry)
        if seq is not None and value is not None:
            left[seq] = value
        told.append(event if value is entry.value else _holding(event, value))
    return tuple(reversed(told))


def told_details(events: Sequence[Event]) -> Iterator[str]:
    """Yield each event's detail as a person reads it, with the reason that stands apart."""
    events = with_what_is_left(events)
    reasons = {e.seq: e.entry.value or "" for e in events if e.entry.action in _REASONED}
    for event in events:
        entry = event.entry
        why = reason_event(entry)
        if why is not None:
            yield f"value of event {redacted_event(entry)}: {reasons.get(why, '')}"
        elif entry.action in _REASONED and entry.value is not None:
            yield f"{entry.detail}: {entry.value}"
        elif entry.action is Action.COMPARED and entry.value is not None:
            yield f"“{entry.value}”: {entry.detail}"
        else:
            yield entry.detail


def _holding(event: Event, value: str | None) -> Event:
    return replace(event, entry=replace(event.entry, value=value))
