"""T14: what each reader of a register did, and how far their second reads agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from reviewer.domain.case import normalised_name
from reviewer.domain.decision import must_agree
from reviewer.domain.form import Form, Meaning
from reviewer.domain.grades import Status
from reviewer.domain.ids import CaseId, Code
from reviewer.domain.message import message, verbatim
from reviewer.domain.review import Review
from reviewer.domain.standing import CaseStanding, differing
from reviewer.figures.intervals import share
from reviewer.figures.table import Counted, Heading, Row, Table


def by_reader_table(form: Form, standings: Sequence[CaseStanding]) -> Table:
    """Set T14: a row for each reader, in the order of their names.

    A second read agrees where the readers do on every item that the form says they must.
    """
    reviews: dict[str, list[Review]] = defaultdict(list)
    pairs: dict[str, list[CaseId]] = defaultdict(list)
    agreed: dict[str, list[CaseId]] = defaultdict(list)
    for standing in standings:
        verdicts = [review for review in standing.reviews if review.verdict(form)]
        for review in standing.reviews:
            reviews[normalised_name(review.reviewer)].append(review)
        if len(verdicts) > 1:
            for review in verdicts:
                name = normalised_name(review.reviewer)
                pairs[name].append(standing.case.id)
                if not any(
                    differing(form, (review, other)) for other in verdicts if other is not review
                ):
                    agreed[name].append(standing.case.id)
    return Table(
        id="T14",
        title=message("What each reader did"),
        headings=tuple(_headings(form)),
        rows=tuple(
            _row(form, reviews[name], pairs.get(name, ()), agreed.get(name, ()))
            for name in sorted(reviews)
        ),
        notes=(
            message(
                "A second read agrees when both readers give the same grade, and the "
                "same answers to the other questions that the form names."
            ),
        ),
    )


def _headings(form: Form) -> list[Heading]:
    grades = form.grades.options
    return [
        Heading(label=message("Reader")),
        Heading(label=message("Cases")),
        Heading(label=message("Complete")),
        *(Heading(label=verbatim(str(option.label))) for option in grades.values()),
        *(Heading(label=verbatim(str(form.item(key).label))) for key in must_agree(form)[1:]),
        Heading(label=message("Second reads")),
        Heading(label=message("Agreed")),
        Heading(label=message("Share agreed")),
    ]


def _row(
    form: Form, reviews: Sequence[Review], pairs: Sequence[CaseId], agreed: Sequence[CaseId]
) -> Row:
    def those(*found: Review) -> Counted:
        return Counted(n=len(found), cases=tuple(review.case for review in found))

    grades = (those(*(r for r in reviews if r.grade(form) == code)) for code in form.grades.options)
    flags = (
        those(*(r for r in reviews if _is_finding(form, key, r.get(key))))
        for key in must_agree(form)[1:]
    )
    return Row(
        label=verbatim(min(review.reviewer for review in reviews)),
        cells=(
            those(*reviews),
            those(*(r for r in reviews if r.status(form) is not Status.IN_PROGRESS)),
            *grades,
            *flags,
            Counted(n=len(pairs), cases=tuple(pairs)),
            Counted(n=len(agreed), cases=tuple(agreed)),
            share(len(agreed), len(pairs)) if pairs else None,
        ),
    )


def _is_finding(form: Form, key: str, code: str) -> bool:
    """Whether an answer at a flag says that something was not as it should be."""
    option = form.codes_of(form.item(key)).get(Code(code))
    return option is not None and option.means is not Meaning.FINE
