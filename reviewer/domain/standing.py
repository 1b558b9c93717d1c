"""Which review of a case stands, and what the figures see of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.domain.case import Case, normalised_name
from reviewer.domain.form import Form
from reviewer.domain.review import Review, case_type


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStanding:
    """One case, its reviews in order of precedence, and what stands.

    `standing` is None where no review has an answer. `grade` is the standing overall
    grade, empty where none is saved, where the case is excluded, or where it is
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
    ruled: str = "",
    conflict: bool = False,
) -> CaseStanding:
    """Settle one case among the reviews of its readers, one review a reader.

    What was `ruled` (a grade, or the code that ends a case) stands; else the verdict that all
    reviews with one agree on; else, and where a reader's own review is in `conflict`, the case
    is unsettled. The standing review is one that carries what stands: the assigned reader's,
    without one the first by reviewer's name.
    """
    assigned = normalised_name(case.get("inspector"))

    def precedence(review: Review) -> tuple[bool, str]:
        name = normalised_name(review.reviewer)
        return name != assigned, name

    ordered = tuple(sorted((r for r in reviews if r.touched), key=precedence))
    verdicts = {review.verdict(form) for review in ordered} - {""}
    unsettled = not ruled and (conflict or len(verdicts) > 1)
    stands = "" if unsettled else ruled or next(iter(verdicts), "")
    carrying = [review for review in ordered if stands and review.verdict(form) == stands]
    standing = next(iter(carrying or ordered), None)
    excluded = stands in form.endings
    return CaseStanding(
        case=case,
        type=case_type(form, standing, case.type) if standing else case.type,
        reviews=ordered,
        standing=standing,
        grade=stands if stands in form.grades else "",
        excluded=excluded,
        unsettled=unsettled,
        moderated=bool(ruled),
    )
