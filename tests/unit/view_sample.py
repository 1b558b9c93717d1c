"""A review as the window shows it, made without a file and without Qt's application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from forms_sample import TODAY, case_of

from reviewer.app.case_notes import Comment
from reviewer.app.store import Draft
from reviewer.domain.assessment import assess
from reviewer.domain.case import Case
from reviewer.domain.grades import Status
from reviewer.domain.ids import CaseId, Key, case_id
from reviewer.domain.progress import Progress
from reviewer.domain.returning import Returned
from reviewer.domain.review import Review
from reviewer.forms.library import bundled_form
from ui.window.review.review_view import ReviewView

FORM = bundled_form("ncpi")


def view_of(
    answers: Mapping[str, str],
    *,
    case: Case | None = None,
    drafts: Sequence[Draft] = (),
    comments: tuple[Comment, ...] = (),
    returns: tuple[Returned, ...] = (),
    today: date = TODAY,
) -> ReviewView:
    """Return the view of a case of domestic abuse with these answers."""
    shown = case or case_of("DA")
    given = {Key(key): text for key, text in answers.items() if text}
    review = Review(case=shown.id, reviewer="A. Inspector", answers=given)
    return ReviewView(
        form=FORM,
        case=shown,
        review=review,
        assessment=assess(FORM, shown, review, today),
        today=today,
        drafts={draft.key: draft for draft in drafts},
        comments=comments,
        returns=returns,
    )


class Listed:
    """The cases of a list, as a file gives them."""

    def __init__(self, *cases: Case) -> None:
        self._cases = {case.id: case for case in cases}
        self.ids = tuple(self._cases)

    def case(self, case_id: CaseId) -> Case | None:
        return self._cases.get(case_id)

    def all(self) -> Sequence[Case]:
        return tuple(self._cases.values())

    def naming(self, key: Key) -> tuple[Case, ...]:
        return tuple(case for case in self._cases.values() if case.get(key))


def listed_case(position: int, case_type: str = "DA", **listed: str) -> Case:
    values = {Key("type"): case_type, Key("reference"): f"SYN/{position}"}
    values |= {Key(name): text for name, text in listed.items()}
    return Case(id=case_id("TEST", position), position=position, values=values)


def begun(case: Case, **fields: object) -> Progress:
    """Return the status of a review in which something was answered."""
    plain = Progress(
        case=case.id,
        type=case.type,
        status=Status.IN_PROGRESS,
        percent=10,
        unanswered=9,
        findings=0,
        grade="",
        supervision="",
        delay="",
        delay_days=None,
        referral_open=False,
        referral_urgency="",
        changed_at="2018-11-01T09:00:00.000Z",
    )
    return replace(plain, **fields)
