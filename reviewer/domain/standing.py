"""Which review of a case counts, and what the figures see of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reviewer.domain.case import Case, normalised_name
from reviewer.domain.decision import Finding, finding_of, must_agree
from reviewer.domain.form import Form
from reviewer.domain.ids import Key
from reviewer.domain.review import Review, case_type


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStanding:
    """One case, its reviews in order of precedence, and what counts.

    `standing` is None where no review has an answer; where a lead decided, it has the answers
    that were decided. `grade` is the standing overall grade, empty where none is saved, where the
    case is excluded, or where it is `unsettled`: its reviews differ and nobody has decided.
    `moderated` says a lead's decision set what counts. `type` is the type that counts.
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
    ruled: Finding = (),
    conflict: bool = False,
) -> CaseStanding:
    """Settle one case among the reviews of its readers, one review a reader.

    What was `ruled` counts; else the verdict that all reviews with one agree on; else, where
    they differ on an item of the finding, and where a reader's own review is in `conflict`, the
    case is unsettled. The standing review is one that carries most of what counts: the assigned
    reader's, without one whichever has the lowest digest, so that no name is preferred.
    """
    assigned = normalised_name(case.get("inspector"))

    def precedence(review: Review) -> tuple[bool, str, str]:
        name = normalised_name(review.reviewer)
        return name != assigned, review.digest, name

    ordered = tuple(sorted((r for r in reviews if r.touched), key=precedence))
    verdicts = {review.verdict(form) for review in ordered} - {""}
    unsettled = not ruled and (conflict or bool(differing(form, ordered)))
    finding = dict(ruled)
    grade = form.roles.grade
    verdict = "" if unsettled else finding.get(grade, "") or next(iter(verdicts), "")
    standing = _carrying(form, ordered, finding or ({grade: verdict} if verdict else {}))
    if standing is not None and finding and verdict not in form.endings:
        standing = replace(standing, answers={**standing.answers, **_answered(finding)})
    return CaseStanding(
        case=case,
        type=case_type(form, standing, case.type) if standing else case.type,
        reviews=ordered,
        standing=standing,
        grade=verdict if verdict in form.grades else "",
        excluded=verdict in form.endings,
        unsettled=unsettled,
        moderated=bool(ruled),
    )


def differing(form: Form, reviews: Sequence[Review]) -> tuple[Key, ...]:
    """Return the items of the finding on which readers with a verdict differ.

    An item that a reader has not answered differs once they completed the review.
    """
    findings = [
        (dict(finding_of(form, review)), review.completed)
        for review in reviews
        if review.verdict(form)
    ]
    grade = form.roles.grade
    if len({finding[grade] for finding, _ in findings}) > 1:
        ended = any(finding[grade] in form.endings for finding, _ in findings)
        keys = must_agree(form)[:1] if ended else must_agree(form)
    else:
        keys = must_agree(form)[1:]
    return tuple(
        key
        for key in keys
        if len({f.get(key, "") for f, completed in findings if f.get(key) or completed}) > 1
    )


def _carrying(form: Form, ordered: Sequence[Review], finding: dict[Key, str]) -> Review | None:
    """Return the first of the reviews that say most of what counts."""

    def says(review: Review) -> tuple[bool, int]:
        own = dict(finding_of(form, review))
        grade = form.roles.grade
        same = sum(own.get(key) == code for key, code in finding.items())
        return own.get(grade) == finding.get(grade), same

    return max(ordered, key=says, default=None)


def _answered(finding: dict[Key, str]) -> dict[Key, str]:
    return {key: code for key, code in finding.items() if code}
