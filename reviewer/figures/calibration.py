"""How far readers' answers are the agreed ones: by reader, by item, and case by case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.kinds import Kind
from reviewer.domain.message import message, verbatim
from reviewer.domain.review import Review
from reviewer.figures.intervals import share
from reviewer.figures.table import Counted, Heading, Row, Table

_COMPARED = frozenset({Kind.CHOICE, Kind.MULTI})
"""Kinds of item whose answers are codes; texts and days are no matter of agreement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationAnswer:
    """A reader's answer to one item of one case beside the agreed one; empty: not answered."""

    case: CaseId
    reader: str
    key: Key
    own: str
    agreed: str

    @property
    def alike(self) -> bool:
        """Whether it is the agreed one."""
        return self.own == self.agreed


Agreed = Mapping[CaseId, Mapping[Key, str]]
"""The agreed answers of cases, by the keys of the form."""


def compared_answers(
    form: Form, reviews: Iterable[Review], agreed: Agreed
) -> tuple[CalibrationAnswer, ...]:
    """Compare complete reviews with what was agreed, item by item in the form's order.

    An item counts where it was answered in either.
    """
    return tuple(
        CalibrationAnswer(
            case=review.case,
            reader=review.reviewer,
            key=key,
            own=review.get(key),
            agreed=agreed[review.case].get(key, ""),
        )
        for review in reviews
        if review.case in agreed and review.completed
        for key, item in form.items.items()
        if item.kind in _COMPARED and (review.get(key) or agreed[review.case].get(key))
    )


def calibration_tables(form: Form, answers: Sequence[CalibrationAnswer]) -> tuple[Table, ...]:
    """Set T15.1, by reader, and T15.2, by item; the overall grade has columns of its own."""
    return _by_reader(form, answers), _by_item(form, answers)


def _by_reader(form: Form, answers: Sequence[CalibrationAnswer]) -> Table:
    readers = sorted({answer.reader for answer in answers})
    grade = form.roles.grade

    def row(label: str, those: Sequence[CalibrationAnswer]) -> Row:
        grades = [answer for answer in those if answer.key == grade]
        same = [answer for answer in grades if answer.alike]
        alike = sum(answer.alike for answer in those)
        return Row(
            label=verbatim(label),
            cells=(
                _cases(those),
                _cases(same),
                share(len(same), len(grades)) if grades else None,
                Counted(n=len(those)),
                Counted(n=alike),
                share(alike, len(those)),
            ),
        )

    return Table(
        id="T15.1",
        title=message("Agreement with the agreed answers, by reader"),
        headings=(
            Heading(label=message("Reader")),
            Heading(label=message("Cases")),
            Heading(label=message("The agreed grade")),
            Heading(label=message("Share")),
            Heading(label=message("Answers")),
            Heading(label=message("The agreed answer")),
            Heading(label=message("Share")),
        ),
        rows=tuple(row(name, [a for a in answers if a.reader == name]) for name in readers),
    )


def _by_item(form: Form, answers: Sequence[CalibrationAnswer]) -> Table:
    asked, alike = Counter[Key](), Counter[Key]()
    for answer in answers:
        asked[answer.key] += 1
        alike[answer.key] += answer.alike
    return Table(
        id="T15.2",
        title=message("Agreement with the agreed answers, by item"),
        headings=(
            Heading(label=message("Item")),
            Heading(label=message("Answers")),
            Heading(label=message("The agreed answer")),
            Heading(label=message("Share")),
        ),
        rows=tuple(
            Row(
                code=str(key),
                label=verbatim(str(form.item(key).label)),
                cells=(
                    Counted(n=asked[key]),
                    Counted(n=alike[key]),
                    share(alike[key], asked[key]),
                ),
            )
            for key in form.items
            if asked[key]
        ),
    )


def _cases(answers: Sequence[CalibrationAnswer]) -> Counted:
    cases = tuple(dict.fromkeys(answer.case for answer in answers))
    return Counted(n=len(cases), cases=cases)
