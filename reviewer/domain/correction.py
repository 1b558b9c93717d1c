"""What the log says of list values corrected by hand, and of cases added on site.

The stamp of an accepted list is over its own references and cases: `as_accepted` gives them back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from reviewer.domain.case import Case
from reviewer.domain.case_actions import CaseAdded, ListValueCorrected
from reviewer.domain.event import Event
from reviewer.domain.file_actions import WordsRedacted
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.redaction import REDACTED_TEXT

ADDED_FROM: Final = 1_000_000
ADDED_BELOW: Final = 10_000_000
"""Positions of cases added on site: drawn at random above any list's, because inspectors who
add cases to their own files cannot agree on the next number, and one id must stay one case."""

LISTED: Final = "case."
"""Before a key of the list where one of the form could stand, as in conditions of a form."""

_REFERENCE: Final = Key("reference")


@dataclass(slots=True)
class ListChanges:
    """What the log says of changes to the list by hand; it is shown one event after another.

    `references` are those the list had before the first correction, None where that was
    redacted; `values` are the last corrected ones by case and key, None where the log has lost
    it; `added` are the cases added. `first` and `last` are the events that logged them, `places`
    what each event is about: a redaction names an event.
    """

    references: dict[CaseId, str | None] = field(default_factory=dict)
    values: dict[tuple[CaseId, Key], str | None] = field(default_factory=dict)
    added: set[CaseId] = field(default_factory=set)
    first: dict[CaseId, int] = field(default_factory=dict)
    last: dict[tuple[CaseId, Key], int] = field(default_factory=dict)
    places: dict[int, tuple[CaseId, Key]] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Take the next event of the log into account."""
        seq, case = event.seq, CaseId(event.case)
        match event.action:
            case CaseAdded():
                self.added.add(case)
            case ListValueCorrected(key=key, before=before, after=after):
                self.last[case, key] = seq
                if key == _REFERENCE:
                    self.first.setdefault(case, seq)
                self._keep(seq, (case, key), before, after)
            case WordsRedacted(event=redacted, left=left) if redacted in self.places:
                place = case, key = self.places[redacted]
                if self.last[place] == redacted:
                    self.last[place] = seq
                if self.first.get(case) == redacted:
                    self.first[case] = seq
                found = left or {}
                self._keep(seq, place, found.get("before"), found.get("after"))

    def _keep(
        self, seq: int, place: tuple[CaseId, Key], before: str | None, after: str | None
    ) -> None:
        self.places[seq] = place
        case, _ = place
        if self.last[place] == seq:
            self.values[place] = after
        if self.first.get(case) == seq:
            whole = before is not None and REDACTED_TEXT not in before
            self.references[case] = before if whole else None

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
