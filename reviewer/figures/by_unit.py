"""T8: grades by unit of the force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.domain.case import normalised_name
from reviewer.domain.form import Form
from reviewer.domain.message import message, plural, verbatim
from reviewer.figures.case_figures import CaseFigures
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

UNIT_LIMIT: Final = 100
"""Units shown: more rows than that are no table, and come of a column that holds no units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """The units that are shown by name, and the cases of others or of none together."""

    named: tuple[GradeCounts, ...]
    rest: tuple[GradeCounts, ...] = ()

    @property
    def groups(self) -> tuple[GradeCounts, ...]:
        """All of them: each case is in one."""
        return *self.named, *self.rest


def by_unit(form: Form, cases: Sequence[CaseFigures]) -> Units:
    """Count each unit, by name; units that differ by case and spaces only are one.

    Beyond `UNIT_LIMIT` units the ones with the fewest cases are counted together.
    """
    groups: dict[str, list[CaseFigures]] = {}
    for case in cases:
        groups.setdefault(normalised_name(case.standing.case.get("unit")), []).append(case)
    nowhere = groups.pop("", [])
    largest = sorted(groups, key=lambda name: (-len(groups[name]), name))
    kept = sorted(largest[:UNIT_LIMIT])
    rest = frozenset(largest[UNIT_LIMIT:])
    named = [
        grade_counts(
            form.grades,
            groups[name],
            label=verbatim(" ".join(groups[name][0].standing.case.get("unit").split())),
        )
        for name in kept
    ]
    together: list[GradeCounts] = []
    if rest:
        others = [c for c in cases if normalised_name(c.standing.case.get("unit")) in rest]
        together.append(
            grade_counts(
                form.grades, others, label=plural(len(rest), "{n} other unit", "{n} other units")
            )
        )
    if nowhere:
        together.append(grade_counts(form.grades, nowhere, label=message("Unit not given")))
    return Units(named=tuple(named), rest=tuple(together))


def by_unit_table(form: Form, units: Units, total: GradeCounts, design: Design) -> Table:
    """Set T8, the total last."""
    found = units.groups
    return Table(
        id="T8",
        title=message("Grades by unit of the force"),
        headings=group_headings(form, message("Unit")),
        rows=group_rows(form.grades, found, total, design),
        notes=group_notes(found, design),
        bars=group_bars(form.grades),
    )
