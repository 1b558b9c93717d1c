"""One line of the case list: what is known of a review without opening it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reviewer.domain.assessment import Assessment, facts_of
from reviewer.domain.case import Case
from reviewer.domain.form import Form
from reviewer.domain.grades import Status
from reviewer.domain.ids import CaseId
from reviewer.domain.referral import refers_back
from reviewer.domain.review import Review, case_type


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where the review of a case stands, as the case list shows it.

    Each field is a column of the review file: `db` makes, writes and reads it by its name and type.
    `percent` is answered of required, `delay_days` the longest delay, None without one;
    `findings` counts the rules it meets just now.
    """

    case: CaseId
    type: str
    status: Status
    percent: int
    unanswered: int
    findings: int
    grade: str
    supervision: str
    delay: str
    delay_days: int | None
    referral_open: bool
    referral_urgency: str
    changed_at: str


def progress_of(
    form: Form, case: Case, review: Review, assessment: Assessment, today: date
) -> Progress:
    """Sum up one review for the case list."""
    roles = form.roles
    relevant = assessment.relevant

    def shown(key: str) -> str:
        return review.get(key) if key in relevant else ""

    days: list[int] = []
    if shown(roles.delay_rows):
        rows = facts_of(form, case, review, today).each_row(roles.delay_rows)
        days = [int(d) for row in rows if (d := row.value(roles.delay_days)) is not None]
    return Progress(
        case=case.id,
        type=case_type(form, review, case.type),
        status=review.status(form),
        percent=assessment.percent if review.touched else 0,
        unanswered=len(assessment.unanswered),
        findings=len(assessment.findings),
        grade=review.grade(form),
        supervision=shown(roles.supervision),
        delay=shown(roles.delay),
        delay_days=max(days, default=None),
        referral_open=refers_back(form, shown(roles.referral))
        and not review.get(roles.referral_closed),
        referral_urgency=shown(roles.referral_urgency),
        changed_at=review.changed_at,
    )
