"""Cases and reviews as documents that scripts may rely on."""

from __future__ import annotations

from typing import Any

from reviewer.app.register import combined_register
from reviewer.app.store import Store
from reviewer.domain.case import INSPECTOR
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form, Kind
from reviewer.domain.grades import DONE, Status
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import FileKind
from reviewer.domain.message import message
from reviewer.domain.review import Review, latest
from reviewer.domain.standing import CaseStanding


def case_lines(store: Store) -> list[dict[str, Any]]:
    """Return one line for each case: id, type, status, percent, grade, flags.

    In a register with the standing review's grade; the percent of a register's case is that
    of its status, as no review is worked on there. There `return` says where a returned case is.
    """
    form = store.form()
    if store.inspection().kind is FileKind.REGISTER:
        combined = combined_register(store)
        back = {one.decision.case: str(one.state) for one in combined.returns}
        return [
            {**_standing_line(form, standing), "return": back.get(standing.case.id)}
            for standing in combined.standings
        ]
    progress, returned = store.progress(), store.returned()
    lines = []
    for case in store.cases():
        known = progress.get(case.id)
        lines.append(
            {
                "id": case.id,
                "type": known.type if known else case.type,
                "status": known.status if known else Status.NOT_STARTED,
                "percent": known.percent if known else 0,
                "grade": (known.grade if known else "") or None,
                "supervision": (known.supervision if known else "") or None,
                "delay": (known.delay if known else "") or None,
                "inspector": case.get(INSPECTOR) or None,
                "returned": case.id in returned,
            }
        )
    return lines


def review_documents(store: Store, case_id: CaseId) -> list[dict[str, Any]]:
    """Return every review of one case with its answers, rows apart by their sheet's name.

    Raises RefusalError where there is no such case.
    """
    form = store.form()
    if store.inspection().kind is FileKind.REVIEW:
        store.case(case_id)
        reviews = store.case_reviews(case_id)
        nothing = Review(case=case_id, reviewer=store.inspection().person)
        return [_document(form, latest(reviews) or nothing)]
    combined = combined_register(store)
    if all(case.id != case_id for case in combined.cases):
        raise RefusalError(
            "unknown-case", message("There is no case {case_id} in the register.", case_id=case_id)
        )
    sides = (*combined.reviews, *combined.superseded)
    return [_document(form, review) for review in sides if review.case == case_id]


def _standing_line(form: Form, standing: CaseStanding) -> dict[str, Any]:
    review = standing.standing
    status = review.status(form) if review else Status.NOT_STARTED
    return {
        "id": standing.case.id,
        "type": standing.type,
        "status": status,
        "percent": 100 if status in DONE else 0,
        "grade": standing.grade or None,
        "supervision": (review.get(form.roles.supervision) if review else "") or None,
        "delay": (review.get(form.roles.delay) if review else "") or None,
        "inspector": standing.case.get(INSPECTOR) or None,
        "unsettled": standing.unsettled,
    }


def _document(form: Form, review: Review) -> dict[str, Any]:
    rows = {item.key: item for item in form.of_kind(Kind.ROWS)}
    document: dict[str, Any] = {
        "case": review.case,
        "reviewer": review.reviewer,
        "status": review.status(form),
        "answers": {key: review.answers[key] for key in form.items if key in review.answers},
    }
    for key, item in rows.items():
        document["answers"].pop(key, None)
        name = str(item.sheet).lower()
        name = f"{name} rows" if name in document else name
        document[name] = [dict(row) for row in review.rows(key)]
    return document
