"""The texts in what leaves: words that a person typed or a force listed, by case and key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reviewer.domain.case import LIST_KEYS, Case
from reviewer.domain.decision import Decision
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.kinds import TYPED_KINDS, Kind
from reviewer.domain.review import Review, rows_of

DECISION = Key("decision")
"""The key of a lead's reason for a decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingText:
    """One text that leaves: where it is, and in whose review of the case if it is of one.

    `key` is an item of the form, a key of the list, or `DECISION`. A text in rows is one for each
    of its cells.
    """

    case: CaseId
    key: Key
    text: str
    reviewer: str = ""


def review_texts(form: Form, review: Review) -> Iterator[LeavingText]:
    """Yield what a reader typed in one review."""
    for item in form.of_kind(*TYPED_KINDS):
        answer = review.get(item.key)
        if item.kind is Kind.TEXT:
            cells: Iterable[str] = (answer,)
        else:
            typed = [column.key for column in item.columns if column.kind is Kind.TEXT]
            cells = (row.get(key, "") for row in rows_of(answer) for key in typed)
        for text in filter(None, cells):
            yield LeavingText(case=review.case, key=item.key, text=text, reviewer=review.reviewer)


def listed_texts(case: Case) -> Iterator[LeavingText]:
    """Yield what the force's list says of a case in words."""
    for key, kind in LIST_KEYS.items():
        text = case.get(key)
        if kind is Kind.TEXT and text:
            yield LeavingText(case=case.id, key=key, text=text)


def decision_texts(decisions: Iterable[Decision]) -> Iterator[LeavingText]:
    """Yield the reasons of a lead's decisions."""
    for decision in decisions:
        yield LeavingText(case=decision.case, key=DECISION, text=decision.reason)
