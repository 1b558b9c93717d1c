"""T3: ratings by area of the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId
from reviewer.domain.message import message, verbatim
from reviewer.figures.case_figures import CaseFigures, counted_entries, flagged
from reviewer.figures.cross import Cross, Named, cross_of, named
from reviewer.figures.flags import FLAG_BASE
from reviewer.figures.grade_counts import grade_heading, percent_of
from reviewer.figures.intervals import share, wilson
from reviewer.figures.table import Cell, Counted, Heading, Row, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """Ratings over the standing reviews of cases that are not excluded.

    `ratings` has areas as rows and ratings as columns; `rated` are the cases of each area
    rated with one of the `graded` codes, and `unrated` the ratings that are none of these.
    """

    ratings: Cross
    graded: tuple[Heading, ...]
    below_good: frozenset[str]
    rated: Mapping[str, tuple[CaseId, ...]]
    unrated: tuple[Named, ...]


def by_area(form: Form, cases: Sequence[CaseFigures]) -> Areas:
    """Count the ratings of each area; an area that is not rated is not counted."""
    areas = [(area, area.rating) for area in form.areas if area.rating is not None]
    counting, graded = flagged(cases), form.grades.graded
    ratings: dict[str, Named] = {}
    for _, rating in areas:
        ratings |= {name.code: name for name in named(form, form.item(rating))}
    return Areas(
        ratings=cross_of(
            (
                (area.id, code, case.id)
                for case in counting
                for area, rating in areas
                if (code := case.get(rating))
            ),
            [Named(code=area.id, label=verbatim(str(area.title))) for area, _ in areas],
            tuple(ratings.values()),
        ),
        graded=tuple(grade_heading(form, grade) for grade in graded),
        below_good=frozenset(map(str, form.grades.below_good)),
        rated={
            area.id: tuple(case.id for case in counting if case.get(rating) in graded)
            for area, rating in areas
        },
        unrated=tuple(name for code, name in ratings.items() if code not in graded),
    )


def by_area_table(found: Areas) -> Table:
    """Set T3: each rating with its share of the rated; no total, a case is in many areas."""
    cross = found.ratings
    headings = [Heading(label=message("Area"))]
    for grade in found.graded:
        headings += [grade, Heading(label=percent_of(grade.label))]
    headings += [
        Heading(label=message("Rated")),
        Heading(label=message("Below good, %")),
        Heading(label=message("95% interval")),
    ]
    headings += [Heading(label=name.label, code=name.code) for name in found.unrated]
    return Table(
        id="T3",
        title=message("Ratings by area"),
        headings=tuple(headings),
        rows=tuple(_row(found, area) for area in cross.rows),
        notes=(
            FLAG_BASE,
            message(
                "Percentages are of the cases rated in the area. The areas share "
                "cases, so they are not tested against each other."
            ),
        ),
        bars=tuple(range(0, 2 * len(found.graded), 2)),
    )


def _row(found: Areas, area: Named) -> Row:
    cross = found.ratings
    counts = [cross.at(area.code, grade.code) for grade in found.graded]
    rated = len(found.rated[area.code])
    cells: list[Cell] = []
    for count in counts:
        cells += [count, share(count.n, rated)]
    below = counted_entries(
        case
        for count, grade in zip(counts, found.graded, strict=True)
        if grade.code in found.below_good
        for case in count.cases
    )
    cells += [
        Counted(n=rated, cases=found.rated[area.code]),
        share(below.n, rated, below.cases),
        wilson(below.n, rated),
    ]
    cells += [cross.at(area.code, name.code) for name in found.unrated]
    return Row(code=area.code, label=area.label, cells=tuple(cells))
