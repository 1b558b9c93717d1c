"""T6: delay by case type, stage, reason and length, and how it goes with supervision and grade."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId
from reviewer.domain.meanings import column_at
from reviewer.domain.message import Message, message
from reviewer.figures.case_figures import (
    CaseFigures,
    Delay,
    counted_entries,
    flagged,
)
from reviewer.figures.cross import (
    BLANK,
    NOT_ANSWERED,
    Cross,
    Named,
    cross_of,
    cross_table,
    named,
    named_at,
)
from reviewer.figures.delay_finding import DelayFinding, delay_finding, delay_finding_tables
from reviewer.figures.delay_lengths import DelayLengths, Found, delay_lengths, lengths_tables
from reviewer.figures.design import NO_DRAW, Design
from reviewer.figures.flags import (
    FLAG_BASE,
    Flags,
    flag_by_grade_table,
    flag_by_type_table,
    flags_of,
)
from reviewer.figures.intervals import share
from reviewer.figures.table import Counted, Heading, Row, Style, Table

DELAY_BASE = message("Each delay of a case counts once. A case can have several delays.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts by code over a base, as for one question about each delay."""

    counts: tuple[tuple[Named, Counted], ...]
    base: Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """Delay over the standing reviews of cases that are not excluded.

    `by_supervision` has delay flags as rows and supervision flags as columns. `with_rows` says
    whether the form asks about the delays themselves, beside the flag.
    """

    flags: Flags
    with_rows: bool
    by_supervision: Cross
    stage_by_reason: Cross
    lengths: DelayLengths
    finding: DelayFinding | None
    avoidable: Tally
    impact: Tally


def delays(form: Form, cases: Sequence[CaseFigures]) -> Delays:
    """Count delay flags, and the delays themselves by stage, reason, length and effect.

    An impact counts each of its codes.
    """
    roles = form.roles
    counting = flagged(cases)
    found: list[Found] = [(case.id, delay) for case in counting for delay in case.delays]
    stages, reasons = delay_codes(form, roles.delay_stage), delay_codes(form, roles.delay_reason)
    return Delays(
        flags=flags_of(form, cases, roles.delay),
        with_rows=bool(roles.delay_rows),
        by_supervision=cross_of(
            ((case.get(roles.delay), case.get(roles.supervision), case.id) for case in counting),
            named_at(form, roles.delay),
            named_at(form, roles.supervision),
        ),
        stage_by_reason=_occurring(
            cross_of(((delay.stage, delay.reason, case) for case, delay in found), stages, reasons)
        ),
        lengths=delay_lengths(form, cases, stages),
        finding=delay_finding(form, cases),
        avoidable=_tally(
            found, delay_codes(form, roles.delay_avoidable), lambda delay: (delay.avoidable,)
        ),
        impact=_tally(
            found, delay_codes(form, roles.delay_impact), lambda delay: delay.impact or (BLANK,)
        ),
    )


def delay_tables(found: Delays, design: Design = NO_DRAW) -> tuple[Table, ...]:
    """Set T6.1 to T6.9; delay by supervision only where the form asks about supervision.

    A form that does not ask about delay has none of them, one that asks for no more than whether
    there was any has T6.1 and T6.6 to T6.8.
    """
    if not found.flags.codes:
        return ()
    rows, further = _tables_of_rows(found, design) if found.with_rows else ((), ())
    by_supervision = cross_table(
        found.by_supervision,
        id="T6.6",
        title=message("Delay by supervision"),
        corner=message("Delay"),
        notes=(FLAG_BASE,),
    )
    return (
        flag_by_type_table(found.flags, id="T6.1", title=message("Delay by case type")),
        *rows,
        *([by_supervision] if any(c.code for c in found.by_supervision.columns) else []),
        flag_by_grade_table(
            found.flags, id="T6.7", title=message("Delay by overall grade"), corner=message("Delay")
        ),
        *delay_finding_tables(found.finding, design),
        *further,
    )


def _tables_of_rows(found: Delays, design: Design) -> tuple[tuple[Table, ...], tuple[Table, ...]]:
    """Set the tables of the delays themselves: T6.2 to T6.5, and T6.9 where it is there."""
    days, *further = lengths_tables(found.lengths, DELAY_BASE, design)
    rows = (
        cross_table(
            found.stage_by_reason,
            id="T6.2",
            title=message("Delays by stage and primary reason"),
            corner=message("Stage"),
            notes=(DELAY_BASE, message("Stages and reasons that do not occur are not shown.")),
        ),
        days,
        _tally_table(found.avoidable, id="T6.4", title=message("Whether delays were avoidable")),
        _tally_table(
            found.impact,
            id="T6.5",
            title=message("Impact of delays"),
            note=message(
                "A delay can have several impacts, so the rows add up to more than the delays."
            ),
        ),
    )
    return _of_delays(rows), _of_delays(further)


def _of_delays(tables: Iterable[Table]) -> tuple[Table, ...]:
    return tuple(replace(table, of_delays=True) for table in tables)


def delay_codes(form: Form, column_key: str) -> tuple[Named, ...]:
    """Return the codes of a column of the delays; none where the form has no such column."""
    column = column_at(form, form.roles.delay_rows, column_key)
    return named(form, column) if column is not None else ()


def _occurring(cross: Cross) -> Cross:
    return Cross(
        rows=tuple(row for row in cross.rows if cross.row(row.code).n),
        columns=tuple(column for column in cross.columns if cross.column(column.code).n),
        cells=cross.cells,
        row_totals=cross.row_totals,
        column_totals=cross.column_totals,
        total=cross.total,
    )


def _tally(
    found: Sequence[Found], names: Sequence[Named], codes_of: Callable[[Delay], Iterable[str]]
) -> Tally:
    cases: dict[str, list[CaseId]] = {}
    known = {name.code for name in names}
    for case, delay in found:
        for code in codes_of(delay):
            cases.setdefault(code if code in known else BLANK, []).append(case)
    unanswered = (Named(code=BLANK, label=NOT_ANSWERED),) if BLANK in cases else ()
    return Tally(
        counts=tuple(
            (name, counted_entries(cases.get(name.code, ()))) for name in (*names, *unanswered)
        ),
        base=counted_entries(case for case, _ in found),
    )


def _tally_table(tally: Tally, *, id: str, title: Message, note: Message | None = None) -> Table:  # noqa: A002 - the table's own name for it
    rows = tuple(
        Row(code=name.code, label=name.label, cells=(found, share(found.n, tally.base.n)))
        for name, found in tally.counts
    )
    total = Row(label=message("Delays"), cells=(tally.base, None), style=Style.TOTAL)
    return Table(
        id=id,
        title=title,
        headings=(
            Heading(label=message("Answer")),
            Heading(label=message("Delays")),
            Heading(label=message("% of delays")),
        ),
        rows=(*rows, total),
        notes=(DELAY_BASE, note) if note else (DELAY_BASE,),
    )
