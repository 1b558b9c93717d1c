"""Completing a case, and the moment at which its reader sees the force's own grade."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from reviewer.app.answering import (
    Answered,
    Current,
    answered_now,
    current_review,
    log_continuation,
    reviewing_person,
)
from reviewer.app.store import Store, Unit
from reviewer.domain.assessment import Assessment, assess, judged
from reviewer.domain.case import FORCE_GRADE, Case
from reviewer.domain.case_actions import (
    BlindGradeFixed,
    CaseCompleted,
    CaseReopened,
    CaseResumed,
    Cause,
    ReturnSettled,
)
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId
from reviewer.domain.message import Message, message
from reviewer.domain.progress import progress_of
from reviewer.domain.review import Review
from reviewer.domain.times import stamp
from reviewer.domain.vector import raised


def reveal_force_grade(store: Store, case_id: CaseId, *, now: datetime) -> Answered:
    """Fix the blind grade of a case and let its reader see the force's own; logged.

    Done twice it changes nothing. Raises RefusalError where the overall judgement is not complete
    or the list has no grade of the force.
    """
    form, person, today = store.form(), reviewing_person(store), now.astimezone().date()
    with store.transaction(now) as unit:
        case = store.case(case_id)
        current = current_review(store, case_id, person)
        review = current.review
        assessment = assess(form, case, review, today)
        if not case.get(FORCE_GRADE):
            raise RefusalError(
                "no-force-grade", message("The list has no force grade for this case.")
            )
        if not review.blind_grade:
            if not judged(form, review, assessment):
                raise RefusalError(
                    "not-judged",
                    message(
                        "The force's own grade is shown once your grade and its rationale are "
                        "complete."
                    ),
                )
            review = _with_blind_grade(store, unit, case, current, now)
            assessment = assess(form, case, review, today)
            unit.put_review(
                review, current.copied, progress_of(form, case, review, assessment, today)
            )
        return answered_now(store, case, review, assessment, today)


def complete_case(store: Store, case_id: CaseId, *, now: datetime) -> Answered:
    """Mark a case complete, and fix its blind grade where none is yet.

    Raises RefusalError naming what is missing where the rules forbid it. Where they ask for
    something only once the force's own grade is known, that grade is revealed all the same.
    """
    form, person, today = store.form(), reviewing_person(store), now.astimezone().date()
    with store.transaction(now) as unit:
        case = store.case(case_id)
        current = current_review(store, case_id, person)
        review = current.review
        assessment = assess(form, case, review, today)
        if not review.touched or not assessment.may_complete:
            raise RefusalError("not-complete", _missing(case_id, assessment))
        if review.completed:
            return answered_now(store, case, review, assessment, today)
        if not review.blind_grade and review.grade(form):
            review = _with_blind_grade(store, unit, case, current, now)
            assessment = assess(form, case, review, today)
        elif current.of:
            log_continuation(unit, current)
        current = replace(current, review=review)
        if assessment.may_complete:
            return put_completed(store, unit, current, Cause.GIVEN, now, joined=False)
        unit.put_review(review, current.copied, progress_of(form, case, review, assessment, today))
    raise RefusalError("not-complete", _missing(case_id, assessment))


def put_completed(
    store: Store, unit: Unit, current: Current, cause: Cause, now: datetime, *, joined: bool
) -> Answered:
    """Write inside a transaction that a case is complete, and end what waited for that."""
    form, today = store.form(), now.astimezone().date()
    review = replace(
        current.review,
        completed=True,
        vector=raised(current.review.vector, store.session),
        changed_at=stamp(now),
    )
    case = store.case(review.case)
    unit.log(CaseCompleted(cause=cause, joined=joined), case=case.id)
    if case.id in store.postponed():
        unit.log(CaseResumed(), case=case.id)
    if case.id in store.returned():
        unit.log(ReturnSettled(), case=case.id)
    assessment = assess(form, case, review, today)
    unit.put_review(review, current.copied, progress_of(form, case, review, assessment, today))
    return answered_now(store, case, review, assessment, today)


def _with_blind_grade(
    store: Store, unit: Unit, case: Case, current: Current, now: datetime
) -> Review:
    """Return a review with its grade as the blind one, logged; the caller writes it."""
    review = current.review
    grade = review.grade(store.form())
    log_continuation(unit, current)
    unit.log(BlindGradeFixed(grade=grade, revealed=bool(case.get(FORCE_GRADE))), case=case.id)
    return replace(
        review,
        blind_grade=grade,
        vector=raised(review.vector, store.session),
        changed_at=stamp(now),
    )


def reopen(
    store: Store,
    unit: Unit,
    case_id: CaseId,
    *,
    person: str,
    now: datetime,
    cause: Cause = Cause.GIVEN,
    joined: bool = False,
) -> Answered:
    """Open a complete case again inside a transaction, with its log entry; another stays."""
    form, case, today = store.form(), store.case(case_id), now.astimezone().date()
    current = current_review(store, case_id, person)
    review = current.review
    if review.completed:
        review = replace(
            review,
            completed=False,
            vector=raised(review.vector, store.session),
            changed_at=stamp(now),
        )
        progress = progress_of(form, case, review, assess(form, case, review, today), today)
        unit.put_review(review, current.copied, progress)
        log_continuation(unit, current)
        unit.log(CaseReopened(cause=cause, joined=joined), case=case_id)
    return answered_now(store, case, review, assess(form, case, review, today), today)


def _missing(case_id: CaseId, assessment: Assessment) -> Message:
    parts = [
        message("{item}: {finding}", item=finding.at, finding=finding.text)
        for finding in assessment.blocking
    ]
    if assessment.unanswered:
        items = ", ".join(assessment.unanswered)
        parts.insert(0, message("unanswered: {items}", items=items))
    if not parts:
        parts.append(message("no answers yet"))
    what, *others = parts
    for one in others:
        what = message("{first}; {next}", first=what, next=one)
    return message("{case} is not complete; {what}", case=case_id, what=what)
