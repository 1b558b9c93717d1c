"""T5: supervision by case type and by grade, what it covered, and its longest gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.domain.form import Form
from reviewer.domain.message import message
from reviewer.figures.case_figures import CaseFigures, counted, flagged
from reviewer.figures.cross import Named, named_at
from reviewer.figures.flags import (
    FLAG_BASE,
    Flags,
    flag_by_grade_table,
    flag_by_type_table,
    flags_of,
)
from reviewer.figures.intervals import spread
from reviewer.figures.item_rates import ItemRate, item_rates, rates_table
from reviewer.figures.spreads import DAYS_SPREAD, spread_cells
from reviewer.figures.table import Counted, Heading, Row, Style, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """The longest gaps in days of the cases that have two supervision entries or more."""

    name: Named
    cases: Counted
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervision:
    """Supervision over the standing reviews of cases that are not excluded."""

    flags: Flags
    items: tuple[ItemRate, ...]
    gaps: tuple[Gaps, ...]


def supervision(form: Form, cases: Sequence[CaseFigures]) -> Supervision:
    """Count supervision flags, what supervision covered, and the longest gaps.

    Gaps come by flag, all cases last; quartiles as `intervals.spread` says. A form that does not
    ask for supervision entries has none.
    """
    roles = form.roles
    counting = flagged(cases)
    with_gap = [case for case in counting if case.gap is not None]
    by_flag = [
        _gaps(name, [case for case in with_gap if case.get(roles.supervision) == name.code])
        for name in named_at(form, roles.supervision)
    ]
    return Supervision(
        flags=flags_of(form, cases, roles.supervision),
        items=item_rates(form, counting, map(form.item, roles.supervision_items)),
        gaps=(*by_flag, _gaps(Named(code="", label=message("All cases")), with_gap))
        if roles.supervision_entries
        else (),
    )


def supervision_tables(found: Supervision) -> tuple[Table, ...]:
    """Set T5.1 to T5.4; what a form does not ask about has no table."""
    if not found.flags.codes:
        return ()
    tables = [
        flag_by_type_table(found.flags, id="T5.1", title=message("Supervision by case type")),
        flag_by_grade_table(
            found.flags,
            id="T5.2",
            title=message("Supervision by overall grade"),
            corner=message("Supervision"),
        ),
    ]
    if found.items:
        tables.append(
            rates_table(found.items, id="T5.3", title=message("What supervision covered"))
        )
    if found.gaps:
        tables.append(_gap_table(found.gaps))
    return tuple(tables)


def _gaps(name: Named, cases: Sequence[CaseFigures]) -> Gaps:
    days = tuple(case.gap for case in cases if case.gap is not None)
    return Gaps(name=name, cases=counted(cases), days=days)


def _gap_table(gaps: Sequence[Gaps]) -> Table:
    rows = tuple(
        Row(
            code=gap.name.code,
            label=gap.name.label,
            cells=(gap.cases, *spread_cells(spread(gap.days))),
            style=Style.PLAIN if gap.name.code else Style.TOTAL,
        )
        for gap in gaps
    )
    return Table(
        id="T5.4",
        title=message("Longest gap between supervision entries"),
        headings=(
            Heading(label=message("Supervision")),
            Heading(label=message("Cases")),
            *DAYS_SPREAD,
        ),
        rows=rows,
        notes=(
            FLAG_BASE,
            message("Cases with two or more supervision entries. Quartiles include both ends."),
        ),
    )
