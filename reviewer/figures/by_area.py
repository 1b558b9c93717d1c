"""T3: ratings by area of the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer.domain.form import Form
from reviewer.domain.grades import GRADED
from reviewer.domain.ids import CaseId
from reviewer.figures.case_figures import CaseFigures, flagged
from reviewer.figures.cross import Cross, Named, cross_of, named
from reviewer.figures.flags import FLAG_BASE
from reviewer.figures.intervals import share
from reviewer.figures.table import Cell, Counted, Heading, Row, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """Ratings over the standing reviews of cases that are not excluded.

    `ratings` has areas as rows and ratings as columns; `rated` are the cases of each area
    with G, RI or I, and `unrated` the ratings that are none of these.
    """

    ratings: Cross
    rated: Mapping[str, tuple[CaseId, ...]]
    unrated: tuple[Named, ...]


def by_area(form: Form, cases: Sequence[CaseFigures]) -> Areas:
    """Count the ratings of each area; an area that is not rated is not counted."""
    areas, counting = form.areas, flagged(cases)
    ratings: dict[str, Named] = {}
    for area in areas:
        ratings |= {name.code: name for name in named(form, form.item(area.rating))}
    return Areas(
        ratings=cross_of(
            (
                (area.id, code, case.id)
                for case in counting
                for area in areas
                if (code := case.get(area.rating))
            ),
            [Named(code=area.id, label=str(area.title)) for area in areas],
            tuple(ratings.values()),
        ),
        rated={
            area.id: tuple(case.id for case in counting if case.get(area.rating) in GRADED)
            for area in areas
        },
        unrated=tuple(name for code, name in ratings.items() if code not in GRADED),
    )


def by_area_table(found: Areas) -> Table:
    """Set T3: each rating with its share of the rated; no total, a case is in many areas."""
    cross = found.ratings
    labels = {name.code: name.label for name in cross.columns}
    headings = [Heading(label="Area")]
    for grade in GRADED:
        label = labels.get(grade, grade.value)
        headings += [Heading(label=label, code=grade), Heading(label=f"{label}, %")]
    headings.append(Heading(label="Rated"))
    headings += [Heading(label=name.label, code=name.code) for name in found.unrated]
    return Table(
        id="T3",
        title="Ratings by area",
        headings=tuple(headings),
        rows=tuple(_row(found, area) for area in cross.rows),
        notes=(FLAG_BASE, "Percentages are of the rated cases of the area."),
        bars=(0, 2, 4),
    )


def _row(found: Areas, area: Named) -> Row:
    cross = found.ratings
    counts = [cross.at(area.code, grade) for grade in GRADED]
    rated = len(found.rated[area.code])
    cells: list[Cell] = []
    for count in counts:
        cells += [count, share(count.n, rated)]
    cells.append(Counted(n=rated, cases=found.rated[area.code]))
    cells += [cross.at(area.code, name.code) for name in found.unrated]
    return Row(code=area.code, label=area.label, cells=tuple(cells))
