"""What the log keeps of a list's value corrected by hand, and of a case added on site.

Both keep the reason with the value, so that both can be redacted together. The stamp of an
accepted list is over its own references and cases: `as_accepted` gives them back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from reviewer.domain.case import Case
from reviewer.domain.event import Action, Event
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.redaction import REDACTED_TEXT, redacted_event

ADDED_FROM: Final = 1_000_000
ADDED_BELOW: Final = 10_000_000
"""Positions of cases added on site: drawn at random above any list's, because inspectors who
add cases to their own files cannot agree on the next number, and one id must stay one case."""

LISTED: Final = "case."
"""Before the list's key in a CORRECTED event, as conditions of a form say it."""

_REFERENCE: Final = Key("reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One value of the list corrected by hand; an empty text stands for none."""

    before: str
    after: str
    reason: str


def correction_text(correction: Correction) -> str:
    """Write a CORRECTED event's value."""
    said = [correction.before, correction.after, correction.reason]
    return json.dumps(said, ensure_ascii=False)


def read_correction(text: str) -> Correction:
    """Read what `correction_text` wrote."""
    before, after, reason = map(str, json.loads(text))
    return Correction(before=before, after=after, reason=reason)


def addition_text(values: Mapping[Key, str], reason: str) -> str:
    """Write an ADDED event's value: what was known of the case, and why it was added."""
    return json.dumps([dict(values), reason], ensure_ascii=False)


def read_addition(text: str) -> tuple[Mapping[Key, str], str]:
    """Read what `addition_text` wrote."""
    values, reason = json.loads(text)
    return {Key(key): str(value) for key, value in values.items()}, str(reason)


@dataclass(slots=True)
class ListChanges:
    """What the log tells of changes to the list by hand; it is shown one event after another.

    `references` are those the list had before the first correction, None where that was
    redacted; `values` are the last corrected ones by case and key, None where the log has lost
    it; `added` are the cases added. `first` and `last` are the events that told them.
    """

    references: dict[CaseId, str | None] = field(default_factory=dict)
    values: dict[tuple[CaseId, Key], str | None] = field(default_factory=dict)
    added: set[CaseId] = field(default_factory=set)
    first: dict[CaseId, int] = field(default_factory=dict)
    last: dict[tuple[CaseId, Key], int] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Take the next event of the log into account."""
        entry, seq = event.entry, event.seq
        case, key = CaseId(entry.case), Key(entry.key.removeprefix(LISTED))
        if entry.action is Action.ADDED:
            self.added.add(case)
        elif entry.action is Action.CORRECTED:
            self.last[case, key] = seq
            if key == _REFERENCE:
                self.first.setdefault(case, seq)
        elif entry.action is Action.REDACTED:
            redacted = redacted_event(entry) or 0
            if self.last.get((case, key)) == redacted:
                self.last[case, key] = seq
            if self.first.get(case) == redacted:
                self.first[case] = seq
        if seq not in {self.last.get((case, key)), self.first.get(case)}:
            return
        said = read_correction(entry.value) if entry.value is not None else None
        if self.last.get((case, key)) == seq:
            self.values[case, key] = said.after if said else None
        if self.first.get(case) == seq:
            whole = said is not None and REDACTED_TEXT not in said.before
            self.references[case] = said.before if said and whole else None

    def as_accepted(self, cases: Iterable[Case]) -> tuple[Case, ...] | None:
        """Return the cases of the list with the references it had; None where one is redacted."""
        if None in self.references.values():
            return None
        listed = (case for case in cases if case.id not in self.added)
        return tuple(
            replace(case, values={**case.values, _REFERENCE: self.references[case.id] or ""})
            if case.id in self.references
            else case
            for case in listed
        )
