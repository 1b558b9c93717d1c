"""Answering: one act of a person, one transaction, its log entries with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from reviewer.app.store import Store, Unit
from reviewer.domain.assessment import Assessment, assess, judged
from reviewer.domain.case import FORCE_GRADE, WITHHELD, Case, normalised_name
from reviewer.domain.case_actions import (
    AnswerGiven,
    CaseContinued,
    CaseReopened,
    Cause,
)
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import AnswersImported
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import FileKind
from reviewer.domain.kinds import TYPED_KINDS
from reviewer.domain.message import message
from reviewer.domain.progress import Progress, progress_of
from reviewer.domain.review import Review, latest
from reviewer.domain.times import stamp
from reviewer.domain.values import canonical
from reviewer.domain.vector import raised


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a change left behind: the review as it is on the disk, and the log's number.

    `changed` are the keys whose answer is now another; none where nothing changed.
    """

    seq: int
    case: Case
    review: Review
    assessment: Assessment
    progress: Progress
    changed: frozenset[Key]

    may_reveal: bool = False
    """Whether the judgement is complete and the force's own grade waits to be shown."""

    @property
    def visible(self) -> Case:
        """The case as its reader may see it now."""
        return _visible(self.case, self.review)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """One case as its reader may see it, with his review and where it stands."""

    case: Case
    review: Review
    assessment: Assessment
    may_reveal: bool = False
    """Whether the judgement is complete and the force's own grade waits to be shown."""


def view_case(store: Store, case_id: CaseId, *, now: datetime) -> CaseView:
    """Return a case as its reader may see it: the force's own grade only once it is revealed."""
    form = store.form()
    case = store.case(case_id)
    review = current_review(store, case_id, store.inspection().person).review
    assessment = assess(form, case, review, now.astimezone().date())
    return CaseView(
        case=_visible(case, review),
        review=review,
        assessment=assessment,
        may_reveal=_may_reveal(form, case, review, assessment),
    )


def _visible(case: Case, review: Review) -> Case:
    """Return a case without the force's own grade before that is revealed."""
    return case if review.blind_grade else case.without(WITHHELD)


def _may_reveal(form: Form, case: Case, review: Review, assessment: Assessment) -> bool:
    hidden = not review.blind_grade and bool(case.get(FORCE_GRADE))
    return hidden and judged(form, review, assessment)


def answer(
    store: Store,
    case_id: CaseId,
    untrusted: Mapping[Key, str],
    *,
    now: datetime,
) -> Answered:
    """Save answers to one case in one transaction; empty text clears an answer.

    Raises RefusalError, and changes nothing, where a key or value does not fit the form.
    """
    return answer_many(store, {case_id: untrusted}, now=now)[0]


def answer_many(
    store: Store,
    untrusted: Mapping[CaseId, Mapping[Key, str]],
    *,
    now: datetime,
    source: str = "",
) -> Sequence[Answered]:
    """Save answers to several cases in one transaction: all of them or none.

    `source` is what they were imported from: where any is new the log gets a row of its own.
    The drafts of the fields go, because who answers has left them; those beside an import stay.
    """
    form = store.form()
    person = reviewing_person(store)
    wanted = {
        case_id: {key: canonical(form, key, text) for key, text in values.items()}
        for case_id, values in untrusted.items()
    }
    with store.transaction(now) as unit:
        if not source:
            _drop_drafts(form, unit, wanted)
        answered: list[Answered] = []
        changed = 0
        for case_id, values in wanted.items():
            joined = changed > 0
            one = put_answers(store, unit, case_id, values, person=person, now=now, joined=joined)
            answered.append(one)
            changed += len(one.changed)
        if source and changed:
            unit.log(AnswersImported(answers=changed, source=source))
        return answered


def reviewing_person(store: Store) -> str:
    """Return who reviews in a file; raises RefusalError for a register, where nobody does."""
    inspection = store.inspection()
    if inspection.kind is not FileKind.REVIEW:
        raise RefusalError(
            "is-a-register",
            message("This is a register of workbooks. Answer cases in the reviewers' own files."),
        )
    return inspection.person


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """A case's review as a person continues it.

    After a handover it may be another's so far: `of` is that reader's name, `copied` what must
    be written for the case to become the person's own (empty text: to be cleared).
    """

    review: Review
    of: str = ""
    copied: Mapping[Key, str]


def current_review(store: Store, case_id: CaseId, person: str) -> Current:
    """Return a case's review as a person continues it."""
    reviews = store.case_reviews(case_id)
    found = latest(reviews)
    if found is None:
        return Current(review=Review(case=case_id, reviewer=person), copied={})
    if normalised_name(found.reviewer) == normalised_name(person):
        return Current(review=found, copied={})
    own = [r for r in reviews if normalised_name(r.reviewer) == normalised_name(person)]
    stale: dict[Key, str] = {key: "" for review in own for key in review.answers}
    return Current(
        review=replace(found, reviewer=person), of=found.reviewer, copied={**stale, **found.answers}
    )


def log_continuation(unit: Unit, current: Current) -> None:
    """Log that a case becomes the person's own, where it was another reader's so far."""
    if current.of:
        unit.log(CaseContinued(reader=current.of), case=current.review.case)


def put_answers(
    store: Store,
    unit: Unit,
    case_id: CaseId,
    values: Mapping[Key, str],
    *,
    person: str,
    now: datetime,
    cause: Cause = Cause.GIVEN,
    joined: bool = False,
) -> Answered:
    """Write canonical answers to one case inside a transaction, with their log entries.

    `joined` says that they belong to an act that this transaction has logged already.
    """
    form, today, at = store.form(), now.astimezone().date(), stamp(now)
    case = store.case(case_id)
    current = current_review(store, case_id, person)
    before = current.review
    changed = {key: text for key, text in values.items() if text != before.get(key)}
    after = _after(store, before, changed, at) if changed else before
    assessment = assess(form, case, after, today)
    reopened = bool(changed) and after.completed and not assessment.may_complete
    if reopened:
        after = replace(after, completed=False)
    progress = progress_of(form, case, after, assessment, today)
    if changed:
        unit.put_review(after, {**current.copied, **changed}, progress)
        log_continuation(unit, current)
        for key, text in changed.items():
            given = AnswerGiven(key=key, cause=cause, joined=joined, answer=text)
            unit.log(given, case=case_id)
            joined = True
        if reopened:
            unit.log(CaseReopened(cause=cause, joined=True), case=case_id)
    return replace(answered_now(store, case, after, assessment, today), changed=frozenset(changed))


def answered_now(
    store: Store, case: Case, review: Review, assessment: Assessment, today: date
) -> Answered:
    """Return what a change left behind; `changed` names no keys yet."""
    form = store.form()
    return Answered(
        seq=_last_seq(store),
        case=case,
        review=review,
        assessment=assessment,
        progress=progress_of(form, case, review, assessment, today),
        changed=frozenset(),
        may_reveal=_may_reveal(form, case, review, assessment),
    )


def _drop_drafts(form: Form, unit: Unit, wanted: Mapping[CaseId, Mapping[Key, str]]) -> None:
    for case_id, values in wanted.items():
        for key in values:
            if form.item(key).kind in TYPED_KINDS:
                unit.drop_draft(case_id, key)


def _after(store: Store, before: Review, changed: Mapping[Key, str], at: str) -> Review:
    answers = {**before.answers, **changed}
    return replace(
        before,
        answers={key: text for key, text in answers.items() if text},
        vector=raised(before.vector, store.session),
        changed_at=at,
    )


def _last_seq(store: Store) -> int:
    last = store.last_event()
    return last.seq if last else 0
