"""Supervision and delay flags by case type and by overall grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.domain.form import Form
from reviewer.domain.grades import Grades
from reviewer.domain.message import Message, message
from reviewer.figures.by_type import types_of
from reviewer.figures.case_figures import CaseFigures, counted, flagged
from reviewer.figures.cross import (
    Cross,
    Named,
    cross_of,
    cross_table,
    named_at,
    with_column,
    with_shares,
)
from reviewer.figures.grade_counts import (
    NO_GRADE,
    below_good_columns,
    grade_column,
    grade_columns,
)
from reviewer.figures.table import Counted, Table

FLAG_BASE = message("Counts the current reviews of cases that are not excluded.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """One flag over the standing reviews of cases that are not excluded.

    `by_type` has types as rows and the flag's codes as columns; `by_grade` the codes as rows
    and the overall grades as columns. `base` is what both must add up to.
    """

    grades: Grades

    codes: tuple[Named, ...]
    by_type: Cross
    by_grade: Cross
    base: Counted


def flags_of(form: Form, cases: Sequence[CaseFigures], key: str) -> Flags:
    """Count the flag at `key` by type and by grade."""
    counting = flagged(cases)
    codes = named_at(form, key)
    return Flags(
        grades=form.grades,
        codes=codes,
        by_type=cross_of(
            ((case.standing.type, case.get(key), case.id) for case in counting),
            types_of(form, counting),
            codes,
        ),
        by_grade=cross_of(
            ((case.get(key), grade_column(form, case), case.id) for case in counting),
            codes,
            grade_columns(form),
            blank_column=NO_GRADE,
        ),
        base=counted(counting),
    )


def flag_by_type_table(flags: Flags, *, id: str, title: Message) -> Table:  # noqa: A002 - the table's own name for it
    """Set a flag by case type, with its shares below."""
    table = cross_table(
        flags.by_type, id=id, title=title, corner=message("Case type"), notes=(FLAG_BASE,)
    )
    return with_shares(table, flags.by_type, message("% of N (answered and applicable)"))


def flag_by_grade_table(flags: Flags, *, id: str, title: Message, corner: Message) -> Table:  # noqa: A002 - the table's own name for it
    """Set a flag by overall grade, with the share below good of the graded."""
    table = cross_table(
        flags.by_grade,
        id=id,
        title=title,
        corner=corner,
        notes=(FLAG_BASE, message("Below good is a share of the graded cases of the row.")),
    )
    for label, cells in below_good_columns(flags.grades, flags.by_grade):
        table = with_column(table, label, cells)
    return table
