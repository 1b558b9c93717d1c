"""Which review of a case stands, and what the figures see of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.domain.case import Case, normalised_name
from reviewer.domain.form import Form
from reviewer.domain.grades import Reviewable
from reviewer.domain.review import Review, case_type

_ENDED = frozenset({Reviewable.EXCLUDED, Reviewable.REPLACED})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStanding:
    """One case, its reviews in order of precedence, and what stands.

    `standing` is None where no review has an answer. `grade` is the standing overall grade (G,
    RI, I, NG), empty where none is saved, where the case is excluded, or where it is
    `unsettled`: its reviews differ and nobody has decided. `moderated` says a lead's decision
    set the grade. `type` is the type that counts.
    """

    case: Case
    type: str
    reviews: tuple[Review, ...]
    standing: Review | None
    grade: str
    excluded: bool
    unsettled: bool
    moderated: bool


def standing_of(
    form: Form,
    case: Case,
    reviews: Sequence[Review],
    *,
    moderated_grade: str = "",
    conflict: bool = False,
) -> CaseStanding:
    """Settle one case among the reviews of its readers, one review a reader.

    A moderated grade stands; else the grade that all reviews agree on; else, and where a
    reader's own review is in `conflict`, the case is unsettled. The standing review is the
    assigned reader's, without one the first by reviewer's name.
    """
    assigned = normalised_name(case.get("inspector"))
    touched = [review for review in reviews if review.touched]
    ordered = tuple(
        sorted(
            touched,
            key=lambda r: (normalised_name(r.reviewer) != assigned, normalised_name(r.reviewer)),
        )
    )
    standing = ordered[0] if ordered else None
    ends = {review.get(form.roles.reviewable) in _ENDED for review in ordered}
    excluded = ends == {True} and not moderated_grade
    grades = {review.grade(form) for review in ordered} - {""}
    unsettled = not moderated_grade and (conflict or len(grades) > 1 or len(ends) > 1)
    settled_grade = moderated_grade or (next(iter(grades)) if len(grades) == 1 else "")
    return CaseStanding(
        case=case,
        type=case_type(form, standing, case.type) if standing else case.type,
        reviews=ordered,
        standing=standing,
        grade="" if unsettled or excluded else settled_grade,
        excluded=excluded,
        unsettled=unsettled,
        moderated=bool(moderated_grade),
    )
