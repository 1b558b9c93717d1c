"""Taking out words that should never have been typed, wherever a person typed them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from reviewer.app.handing_over import REASON_LIMIT
from reviewer.app.phrases import PHRASES
from reviewer.app.store import Draft, Store, Unit
from reviewer.domain.action import Action
from reviewer.domain.assessment import assess
from reviewer.domain.case import Case
from reviewer.domain.case_actions import (
    AnswerGiven,
    CaseAdded,
    CaseReturned,
    CommentWritten,
    DecisionMade,
    ListValueCorrected,
)
from reviewer.domain.decision import Decision
from reviewer.domain.errors import RefusalError
from reviewer.domain.event import Event, typed_fields
from reviewer.domain.file_actions import (
    EarlierVisitKept,
    EarlierVisitLeftOut,
    PrintMade,
    RedactionReasoned,
    WordsRedacted,
)
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import FileKind, Inspection, checked_line
from reviewer.domain.message import message, verbatim
from reviewer.domain.progress import progress_of
from reviewer.domain.redaction import WordsToRemove, with_left
from reviewer.domain.review import Review, latest
from reviewer.domain.submission import ExportStamp
from reviewer.domain.times import stamp
from reviewer.domain.typed_text import action_without, answer_without, listed_without
from reviewer.domain.vector import raised

OTHERS: Final[Mapping[str, tuple[type[Action], ...]]] = {
    "list": (ListValueCorrected, CaseAdded),
    "returned": (CaseReturned,),
    "decision": (DecisionMade,),
    PHRASES: (),
}
"""Keys of what belongs to no item: the list's values with the reasons of their corrections
and of a case added on site, a lead's comments on a returned case, a lead's decisions, and the
reader's own phrases, which are in no log."""

COMMENT: Final = "comment."
"""Before an item's key: the comments at it alone."""

_VISITS: Final = (EarlierVisitKept, EarlierVisitLeftOut)
_EXPORTED: Final = (AnswerGiven, ListValueCorrected, CaseAdded, DecisionMade, *_VISITS)
"""Whose texts go into workbooks, and into prints but for the decisions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """What was removed: how many logged values, reviews, cases of the list, drafts and phrases.

    `own_words` counts words that were added to the dictionary.

    `exports` may hold the words too, and so may the prints made at `prints`; `returned` says
    that they were in a lead's comment, which is in the team's workbook and the register as well.
    """

    values: int
    reviews: int
    cases: int
    drafts: int
    phrases: int
    own_words: int
    exports: tuple[ExportStamp, ...]
    prints: tuple[str, ...]
    returned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """Where words are removed: the whole file, a case, or one key of it (else empty)."""

    case: str
    key: str

    def has(self, action: Action, case: str) -> bool:
        """Say whether what a person typed into such an event is in it."""
        if self.case and case != self.case:
            return False
        match action:
            case AnswerGiven(key=key) | RedactionReasoned(key=key):
                return self.key in {"", key}
            case CommentWritten(key=key):
                return self.key in {"", key, COMMENT + key}
            case _:
                return not self.key or isinstance(action, OTHERS.get(self.key, ()))

    def has_answer(self, key: Key) -> bool:
        """Say whether an item's answers are in it."""
        return self.key in {"", key}

    @property
    def has_phrases(self) -> bool:
        """Whether the reader's own phrases are in it: they belong to no case."""
        return not self.case and self.key in {"", PHRASES}

    def has_draft(self, draft: Draft) -> bool:
        """Say whether a text that is being typed is in it; a dialog's is, as its case is."""
        ours = bool(draft.dialog) or self.has_answer(draft.key)
        return ours and self.case in {"", draft.case}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """An event that holds the words, and the action that it tells of, without them."""

    event: Event
    left: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Everything that holds the words, each with what is left of it."""

    logged: tuple[_Held, ...]
    reviews: tuple[tuple[Review, Mapping[Key, str]], ...]
    cases: tuple[tuple[Case, Case], ...]
    decisions: tuple[Decision, ...]
    drafts: tuple[tuple[Draft, str], ...]
    phrases: Mapping[str, str]
    own_words: tuple[str, ...]


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
    sought = WordsToRemove.of(words)
    why = checked_line(reason, message("The reason"), REASON_LIMIT)
    if sought.out_of(why) != why:
        raise RefusalError(
            "words-in-reason", message("The reason must not contain the words you redact.")
        )
    found = _find(store, scope, sought)
    whole_word = any(sought.out_of(word) != word for word in found.own_words)
    typed = (found.logged, found.reviews, found.cases, found.drafts, found.phrases)
    if not any(typed) and not whole_word:
        raise _nothing_found(store, scope)
    reason_given = RedactionReasoned(key=key, reason=why)
    with store.transaction(now) as unit:
        _log(unit, reason_given, found)
        _put_reviews(store, unit, found, now)
        for _, after in found.cases:
            unit.put_case(after)
        for decision in found.decisions:
            unit.add_decision(decision)
        if any(isinstance(held.left, _VISITS) for held in found.logged):
            unit.put_inspection(_renamed(store.inspection(), sought))
        unit.redact([held.event.seq for held in found.logged])
        for draft, left in found.drafts:
            unit.put_draft(replace(draft, text=left))
        if found.phrases:
            unit.put_phrases([found.phrases.get(one, one) for one in store.phrases()])
        if found.own_words:
            unit.put_own_words([w for w in store.own_words() if w not in found.own_words])
    store.checkpoint()
    return _done(store, found)


def _refuse_scope(store: Store, scope: _Scope) -> None:
    if store.inspection().kind is not FileKind.REVIEW:
        if scope.key not in {"", "decision"}:
            raise RefusalError(
                "is-a-register",
                message(
                    "A register contains signed workbooks, which cannot be changed. "
                    "Redact in the reviewer's file, export it again, merge the new "
                    "workbook and remove the old one. In a register you can redact only "
                    "the reasons of decisions (decision)."
                ),
            )
        return
    if scope.case:
        store.case(CaseId(scope.case))
    if scope.key and scope.key not in OTHERS:
        store.form().item(scope.key.removeprefix(COMMENT))


def _nothing_found(store: Store, scope: _Scope) -> RefusalError:
    if store.inspection().kind is not FileKind.REVIEW:
        return RefusalError(
            "not-there",
            message(
                "No reason for a decision contains these words. If a workbook does, redact the "
                "reviewer's own file, export it and merge it again."
            ),
        )
    where = [part for part in (scope.case, scope.key) if part]
    if not where:
        return RefusalError("not-there", message("This file does not contain these words."))
    place = verbatim(" ".join(where))
    return RefusalError("not-there", message("These words are not in {place}.", place=place))


def _find(store: Store, scope: _Scope, sought: WordsToRemove) -> _Found:
    form = store.form()
    reviews = (
        store.case_reviews(CaseId(scope.case))
        if scope.case
        else (*store.reviews(), *store.earlier_reviews())
    )
    listed = scope.key in {"", "list"}
    cases = store.cases() if listed else ()
    logged = tuple(_logged(form, store.events(), scope, sought))
    decided = {held.event.case for held in logged if isinstance(held.left, DecisionMade)}
    return _Found(
        logged=logged,
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
            if decision.case in decided and sought.out_of(decision.reason) != decision.reason
        ),
        drafts=tuple(_drafts(form, store.drafts(), scope, sought)),
        phrases={
            phrase: left
            for phrase in (store.phrases() if scope.has_phrases else ())
            if (left := sought.out_of(phrase)) != phrase
        },
        own_words=tuple(word for word in store.own_words() if sought.within(word)),
    )


def _logged(
    form: Form, events: Iterable[Event], scope: _Scope, sought: WordsToRemove
) -> Iterator[_Held]:
    """Yield the events that hold the words.

    What an earlier redaction left is taken for what it was at first: an answer, a comment.
    """
    lost: dict[int, Action] = {}
    for event in events:
        action = event.action
        if isinstance(action, WordsRedacted) and action.event in lost:
            first = lost[action.event]
            action = with_left(first, action.left) if action.left is not None else first
        if action.lost:
            lost[event.seq] = action
        elif scope.has(action, event.case):
            left = action_without(form, action, sought)
            if left != action:
                yield _Held(event=event, left=left)


def _answers(
    form: Form, review: Review, scope: _Scope, sought: WordsToRemove
) -> Iterator[tuple[Key, str]]:
    for key, answer in review.answers.items():
        left = answer_without(form, key, answer, sought)
        if left != answer and scope.has_answer(key):
            yield key, left


def _drafts(
    form: Form, drafts: Iterable[Draft], scope: _Scope, sought: WordsToRemove
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


def _log(unit: Unit, reason: RedactionReasoned, found: _Found) -> None:
    """Log the reason, what is left of each value, and list values that no event named before.

    The reason is logged once in each case, so that a case's history tells it.
    """
    cases = dict.fromkeys(held.event.case for held in found.logged)
    if found.phrases:
        cases.setdefault("")
    reasons = {case: unit.log(reason, case=case).seq for case in cases}
    logged: set[tuple[str, str]] = set()
    for held in found.logged:
        case = held.event.case
        redacted = WordsRedacted(
            event=held.event.seq, reason_event=reasons[case], left=typed_fields(held.left)
        )
        unit.log(redacted, case=case)
        if isinstance(held.left, ListValueCorrected):
            logged.add((case, held.left.key))
        elif isinstance(held.left, CaseAdded):
            logged.add((case, ""))
    for before, after in found.cases:
        for key, left in after.values.items():
            known = logged & {(before.id, ""), (before.id, key)}
            if left != before.get(key) and not known:
                unit.log(
                    ListValueCorrected(key=key, before=left, after=left, reason=reason.reason),
                    case=before.id,
                )


def _put_reviews(store: Store, unit: Unit, found: _Found, now: datetime) -> None:
    form, today = store.form(), now.astimezone().date()
    for review, changed in found.reviews:
        case, current = store.case(review.case), latest(store.case_reviews(review.case))
        # A review that another reader continued keeps its vector: raised, it would no longer
        # be what that reader began with, and would come up as a second read.
        own = current is not None and current.reviewer == review.reviewer
        after = replace(
            review,
            answers={**review.answers, **changed},
            vector=raised(review.vector, store.session) if own else review.vector,
            changed_at=stamp(now),
        )
        line = progress_of(form, case, after, assess(form, case, after, today), today)
        unit.put_review(after, changed, line)


def _renamed(about: Inspection, sought: WordsToRemove) -> Inspection:
    """Return the inspection with the earlier visits called without the words."""
    visits = (replace(visit, label=sought.out_of(visit.label)) for visit in about.earlier)
    return replace(about, earlier=tuple(visits))


def _done(store: Store, found: _Found) -> Redacted:
    travelled = [held.event.at for held in found.logged if isinstance(held.left, _EXPORTED)]
    listed = store.lists()
    if found.cases and listed:  # the force's own list may have held them from the beginning
        travelled.append(listed[0].loaded_at)
    since = min(travelled, default="")
    printed = (event.at for event in store.events(PrintMade) if since and event.at >= since)
    return Redacted(
        values=len(found.logged),
        reviews=len(found.reviews),
        cases=len(found.cases),
        drafts=len(found.drafts),
        phrases=len(found.phrases),
        own_words=len(found.own_words),
        exports=tuple(export for export in store.exports() if since and export.at >= since),
        prints=tuple(printed),
        returned=any(isinstance(held.left, CaseReturned) for held in found.logged),
    )
