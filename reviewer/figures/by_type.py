"""T2: grades by case type, which cross-foot with the headline."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.form import Form
from reviewer.domain.message import message, verbatim
from reviewer.figures.case_figures import CaseFigures
from reviewer.figures.cross import Named
from reviewer.figures.design import Design
from reviewer.figures.grade_counts import (
    GradeCounts,
    grade_counts,
    group_bars,
    group_headings,
    group_notes,
    group_rows,
)
from reviewer.figures.table import Table

TYPE_NOT_GIVEN = message("Type not given")


def types_of(form: Form, cases: Sequence[CaseFigures]) -> tuple[Named, ...]:
    """Return the types that occur: the form's in its order, then any others, then none."""
    used = dict.fromkeys(case.standing.type for case in cases)
    known = [str(option.code) for option in form.case_types if option.code in used]
    others = sorted(code for code in used if code and code not in known)
    names = [Named(code=code, label=verbatim(form.type_label(code))) for code in (*known, *others)]
    return (*names, Named(code="", label=TYPE_NOT_GIVEN)) if "" in used else tuple(names)


def by_type(form: Form, cases: Sequence[CaseFigures]) -> tuple[GradeCounts, ...]:
    """Count each case type that has a sampled case, in the form's order."""
    groups: dict[str, list[CaseFigures]] = {}
    for case in cases:
        groups.setdefault(case.standing.type, []).append(case)
    return tuple(
        grade_counts(form.grades, groups[name.code], name.code, name.label)
        for name in types_of(form, cases)
    )


def by_type_table(
    form: Form, found: Sequence[GradeCounts], total: GradeCounts, design: Design
) -> Table:
    """Set T2, the total last; types without a sampled case are not shown."""
    return Table(
        id="T2",
        title=message("Grades by case type"),
        headings=group_headings(form, message("Case type")),
        rows=group_rows(form.grades, found, total, design),
        notes=group_notes(found, design),
        bars=group_bars(form.grades),
    )
