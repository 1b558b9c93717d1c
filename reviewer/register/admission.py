"""Whether a verified workbook belongs to a file's inspection, and what it would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.domain.case import ListStamp, normalised_name
from reviewer.domain.combined import Combined
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import FormStamp
from reviewer.domain.inspection import Inspection
from reviewer.domain.submission import Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What one workbook brings: its reviews, and how many are new, newer or known."""

    reviews: int
    new: int
    replaced: int
    unchanged: int


def check_belongs(
    submission: Submission, inspection: Inspection, lists: Sequence[ListStamp]
) -> None:
    """Raise RefusalError unless the workbook is of this inspection, form and list.

    `lists` are the stamps known so far (none in a new register). One list may be the other's
    beginning, because a list is extended at its end.
    """
    theirs = submission.inspection
    if theirs.code != inspection.code:
        raise RefusalError(
            "other-inspection",
            f"The workbook is of inspection {theirs.code}, this file of {inspection.code}.",
        )
    if theirs.form.digest != inspection.form.digest:
        raise RefusalError(
            "other-form",
            f"The workbook was made with form {_named(theirs.form)}, this file with "
            f"{_named(inspection.form)}; answers of different forms are not mixed.",
        )
    for number, (ours, other) in enumerate(zip(lists, submission.lists, strict=False), start=1):
        if (ours.length, ours.digest) != (other.length, other.digest):
            raise RefusalError(
                "other-list",
                f"The workbook's list {number} has {other.length} rows and was loaded on "
                f"{other.loaded_at[:10]}; this file's has {ours.length} rows, loaded on "
                f"{ours.loaded_at[:10]}, and holds other cases or another order. Reviewers of "
                "one inspection must start from the same list.",
            )


def gain(submission: Submission, before: Combined, after: Combined) -> Gain:
    """Say what a workbook brings to what stood before."""
    known = {
        (review.case, normalised_name(review.reviewer)): review.digest for review in before.reviews
    }
    standing = {
        (review.case, normalised_name(review.reviewer)): review.digest for review in after.reviews
    }
    new = replaced = 0
    for review in submission.reviews:
        key = (review.case, normalised_name(review.reviewer))
        if key not in known:
            new += 1
        elif known[key] != review.digest and standing.get(key) == review.digest:
            replaced += 1
    count = len(submission.reviews)
    return Gain(reviews=count, new=new, replaced=replaced, unchanged=count - new - replaced)


def _named(form: FormStamp) -> str:
    return f"{form.id} version {form.version} ({form.digest[:8]})"
