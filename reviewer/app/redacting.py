"""Taking out words that should never have been typed, wherever a person typed them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from reviewer.app.handing_over import REASON_LIMIT
from reviewer.app.store import Draft, Store, Unit
from reviewer.domain.assessment import assess
from reviewer.domain.case import Case
from reviewer.domain.correction import LISTED, Correction, correction_text
from reviewer.domain.errors import RefusalError
from reviewer.domain.event import COMMENT, Action, Entry, Event
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import FileKind, Inspection, checked_line
from reviewer.domain.progress import progress_of
from reviewer.domain.redaction import REASON, Words, redacted_event, redaction_detail
from reviewer.domain.review import Review, latest
from reviewer.domain.submission import Decision, ExportStamp
from reviewer.domain.times import stamp
from reviewer.domain.typed_text import (
    answer_without,
    listed_without,
    value_without,
)
from reviewer.domain.vector import raised

OTHERS: Final[Mapping[str, frozenset[Action]]] = {
    "list": frozenset({Action.CORRECTED, Action.ADDED}),
    "returned": frozenset({Action.RETURNED}),
    "decision": frozenset({Action.DECIDED}),
}
"""Keys that name what stands at no item: the list's values with the reasons of their corrections
and of a case added on site, a lead's comments on a returned case, a lead's decisions."""

_EXPORTED: Final = frozenset(
    {Action.ANSWERED, Action.CORRECTED, Action.ADDED, Action.DECIDED, Action.COMPARED}
)
"""Whose texts go into workbooks, and into prints but for the decisions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """What was taken out: how many logged values, reviews, cases of the list and drafts.

    `exports` may hold the words too, and so may the prints made at `prints`; `returned` says
    that they stood in a lead's comment, which is in the team's workbook and the register as well.
    """

    values: int
    reviews: int
    cases: int
    drafts: int
    exports: tuple[ExportStamp, ...]
    prints: tuple[str, ...]
    returned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """Where words are taken out: the whole file, a case, or one key of it (else empty)."""

    case: str
    key: str

    def has(self, action: Action, entry: Entry) -> bool:
        """Say whether what such an entry holds is in it."""
        if self.case and entry.case != self.case:
            return False
        if not self.key:
            return True
        return action in OTHERS.get(self.key, ()) or entry.key in {self.key, COMMENT + self.key}

    def has_answer(self, key: Key) -> bool:
        """Say whether an item's answers are in it."""
        return self.key in {"", key}

    def has_draft(self, draft: Draft) -> bool:
        """Say whether a text that is being typed is in it; a dialog's is, as its case is."""
        ours = bool(draft.dialog) or self.has_answer(draft.key)
        return ours and self.case in {"", draft.case}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Everything that holds the words, each with what is left of it."""

    values: tuple[tuple[Event, Action, str], ...]
    reviews: tuple[tuple[Review, Mapping[Key, str]], ...]
    cases: tuple[tuple[Case, Case], ...]
    decisions: tuple[Decision, ...]
    drafts: tuple[tuple[Draft, str], ...]


def redact(
    store: Store, case_id: CaseId | str, key: str, words: str, reason: str, *, now: datetime
) -> Redacted:
    """Take words out of what was typed and of every value it ever had, in one transaction.

    Empty texts for `key` and `case_id` mean everything typed in the case, and in the file: also
    reasons. A key is an item's, with the comments at it, or one of `OTHERS`; `comment.KEY` for
    the comments alone.

    Capitals and the width of spaces make no difference. A value that held the words is deleted
    with its salt; a REDACTED event for each names it and holds what is left of it, so the
    chain holds and shows what was done. The reviews of readers before a handover are treated
    too. Raises RefusalError: words or reason that are none, the words are nowhere in it; in a
    register, anything but its own decisions and reasons.
    """
    scope = _Scope(case=case_id, key=key)
    _refuse_scope(store, scope)
    sought = Words.of(words)
    why = checked_line(reason, "The reason", REASON_LIMIT)
    if sought.out_of(why) != why:
        raise RefusalError("words-in-reason", "The reason must not hold the words themselves.")
    found = _find(store, scope, sought)
    if not (found.values or found.reviews or found.cases or found.drafts):
        raise RefusalError("not-there", _never(store, scope))
    said = Entry(
        action=Action.REDACTED,
        actor=store.inspection().person,
        at=stamp(now),
        case=case_id,
        key="" if key in OTHERS else key,
        detail=REASON,
        value=why,
    )
    with store.transaction() as unit:
        _log(unit, said, found)
        _put_reviews(store, unit, found, now)
        for _, after in found.cases:
            unit.put_case(after)
        for decision in found.decisions:
            unit.add_decision(decision)
        if any(action is Action.COMPARED for _, action, _ in found.values):
            unit.put_inspection(_renamed(store.inspection(), sought))
        unit.redact([event.seq for event, _, _ in found.values])
        for draft, left in found.drafts:
            unit.put_draft(replace(draft, text=left))
    store.checkpoint()
    return _done(store, found)


def _refuse_scope(store: Store, scope: _Scope) -> None:
    if store.inspection().kind is not FileKind.REVIEW:
        if scope.key not in {"", "decision"}:
            raise RefusalError(
                "is-a-register",
                "A register holds signed workbooks, which can't be changed: redact in the "
                "reviewer's file, export again, merge that workbook and remove the old one. Here "
                "only the reasons of decisions are redacted (decision).",
            )
        return
    if scope.case:
        store.case(CaseId(scope.case))
    if scope.key and scope.key not in OTHERS:
        store.form().item(scope.key.removeprefix(COMMENT))


def _never(store: Store, scope: _Scope) -> str:
    where = " ".join(part for part in (scope.case, scope.key) if part) or "What is typed here"
    said = f"{where} never held these words."
    if store.inspection().kind is FileKind.REVIEW:
        return said
    return f"{said} Its workbooks are signed: redact in the reviewer's file and merge it anew."


def _find(store: Store, scope: _Scope, sought: Words) -> _Found:
    form = store.form()
    reviews = (
        store.case_reviews(CaseId(scope.case))
        if scope.case
        else (*store.reviews(), *store.earlier_reviews())
    )
    listed = scope.key in {"", "list"}
    cases = store.cases() if listed else ()
    values = tuple(_values(form, store.events(), scope, sought))
    held = {event.entry.case for event, action, _ in values if action is Action.DECIDED}
    return _Found(
        values=values,
        reviews=tuple(
            (review, changed)
            for review in reviews
            if (changed := dict(_answers(form, review, scope, sought)))
        ),
        cases=tuple(
            (case, after)
            for case in cases
            if scope.case in {"", case.id}
            and (after := replace(case, values=listed_without(case.values, sought))) != case
        ),
        decisions=tuple(
            replace(decision, reason=sought.out_of(decision.reason))
            for decision in store.decisions()
            if decision.case in held and sought.out_of(decision.reason) != decision.reason
        ),
        drafts=tuple(_drafts(form, store.drafts(), scope, sought)),
    )


def _values(
    form: Form, events: Iterable[Event], scope: _Scope, sought: Words
) -> Iterator[tuple[Event, Action, str]]:
    """Yield the events whose values hold the words, what they tell of, and what is left.

    What a redaction left is what its first value was: an answer, a comment.
    """
    first: dict[int, Action] = {}
    for event in events:
        entry = event.entry
        action = first.get(redacted_event(entry) or 0, entry.action)
        if event.value_digest:
            first[event.seq] = action
        if entry.value is not None and scope.has(action, entry):
            left = value_without(form, action, entry.key, entry.value, sought)
            if left != entry.value:
                yield event, action, left


def _answers(form: Form, review: Review, scope: _Scope, sought: Words) -> Iterator[tuple[Key, str]]:
    for key, answer in review.answers.items():
        left = answer_without(form, key, answer, sought)
        if left != answer and scope.has_answer(key):
            yield key, left


def _drafts(
    form: Form, drafts: Iterable[Draft], scope: _Scope, sought: Words
) -> Iterator[tuple[Draft, str]]:
    for draft in drafts:
        if scope.has_draft(draft):
            left = (
                sought.out_of(draft.text)
                if draft.dialog
                else answer_without(form, draft.key, draft.text, sought)
            )
            if left != draft.text:
                yield draft, left


def _log(unit: Unit, said: Entry, found: _Found) -> None:
    """Log the reason, what is left of each value, and list values no event told of before.

    The reason is logged once in each case, so that a case's history tells it.
    """
    reasons = dict.fromkeys(event.entry.case for event, _, _ in found.values)
    seqs = {case: unit.log(replace(said, case=case)).seq for case in reasons}
    told: set[tuple[str, str]] = set()
    for event, action, left in found.values:
        entry = event.entry
        detail = redaction_detail(event.seq, seqs[entry.case])
        unit.log(replace(said, case=entry.case, key=entry.key, detail=detail, value=left))
        told.add((entry.case, "" if action is Action.ADDED else entry.key))
    for before, after in found.cases:
        for key, left in after.values.items():
            known = told & {(before.id, ""), (before.id, LISTED + key)}
            if left != before.get(key) and not known:
                unit.log(_untold(said, before.id, key, left))


def _untold(said: Entry, case: CaseId, key: Key, left: str) -> Entry:
    value = correction_text(Correction(before=left, after=left, reason=said.value or ""))
    named = replace(said, action=Action.CORRECTED, case=case, key=LISTED + key)
    return replace(named, detail="", value=value)


def _put_reviews(store: Store, unit: Unit, found: _Found, now: datetime) -> None:
    form, today = store.form(), now.astimezone().date()
    for review, changed in found.reviews:
        case, stands = store.case(review.case), latest(store.case_reviews(review.case))
        # A review that another reader went on with keeps its vector: raised, it would no longer
        # be what that reader began with, and would come up as a second read.
        own = stands is not None and stands.reviewer == review.reviewer
        after = replace(
            review,
            answers={**review.answers, **changed},
            vector=raised(review.vector, store.session) if own else review.vector,
            changed_at=stamp(now),
        )
        line = progress_of(form, case, after, assess(form, case, after, today), today)
        unit.put_review(after, changed, line)


def _renamed(about: Inspection, sought: Words) -> Inspection:
    """Return the inspection with the earlier visits called without the words."""
    visits = (replace(visit, label=sought.out_of(visit.label)) for visit in about.earlier)
    return replace(about, earlier=tuple(visits))


def _done(store: Store, found: _Found) -> Redacted:
    travelled = [event.entry.at for event, action, _ in found.values if action in _EXPORTED]
    listed = store.lists()
    if found.cases and listed:  # the force's own list may have held them from the beginning
        travelled.append(listed[0].loaded_at)
    since = min(travelled, default="")
    printed = (
        event.entry.at
        for event in store.events()
        if event.entry.action is Action.PRINTED and since and event.entry.at >= since
    )
    return Redacted(
        values=len(found.values),
        reviews=len(found.reviews),
        cases=len(found.cases),
        drafts=len(found.drafts),
        exports=tuple(export for export in store.exports() if since and export.at >= since),
        prints=tuple(printed),
        returned=any(action is Action.RETURNED for _, action, _ in found.values),
    )
