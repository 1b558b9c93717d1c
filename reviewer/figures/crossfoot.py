"""The guards: tables that must add up, checked as they are shown before they leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from reviewer.domain.message import Message, message
from reviewer.figures.cross import Cross
from reviewer.figures.flags import Flags
from reviewer.figures.summary import Summary
from reviewer.figures.table import Counted, Style, Table

_ADD_UP: Final = frozenset(
    {"T2", "T4.2", "T4.4", "T5.1", "T5.2", "T6.1", "T6.2", "T6.6", "T6.7", "T8"}
    | {"T10.1", "T10.2", "T10.3", "T10.4", "T10.5", "T11.1"}
)
"""Tables whose plain rows are parts of the total row, column by column."""

_BY_GRADE: Final = {"T5": "T5.2", "T6": "T6.7"}
"""The table by overall grade of each flag."""


def crossfoot(summary: Summary) -> tuple[Message, ...]:
    """Return a sentence for each table that does not add up, none where all do.

    Each sentence begins with the table's id. The sums are made of the counts that are shown:
    T1 of its components, T2 and T10 with T1, flags with the cases they are counted over, every
    total row with its rows, and every count of cases with the cases it names.
    """
    found = [*_headline(summary), *_types(summary)]
    found += _flags("T5", summary.supervision.flags)
    found += _flags("T6", summary.delays.flags)
    delays = summary.delays
    found += _cross("T6.2", delays.stage_by_reason, delays.avoidable.base.n)
    found += _cross("T6.6", delays.by_supervision, delays.flags.base.n)
    for table, pairs in (("T4.2", summary.force.pairs), ("T11.1", summary.second_reads.pairs)):
        found += _cross(table, pairs.cross, pairs.agreement.n)
    for tables in summary.tables.values():
        for shown in tables:
            found += [*_total_row(shown), *_named_cases(shown)]
    return tuple(dict.fromkeys(found))


def _headline(summary: Summary) -> Iterator[Message]:
    counts, grades = summary.headline.counts, summary.grades

    def together(codes: Iterable[str]) -> int:
        return sum(counts.grades[code].n for code in codes)

    graded, below = together(grades.graded), together(grades.below_good)
    reviewed = counts.graded.n + together(grades.ungraded) + counts.unsettled.n
    sampled = counts.reviewed.n + counts.excluded.n + counts.outstanding.n
    yield from _unequal("T1", message("graded"), graded, counts.graded.n)
    yield from _unequal("T1", message("reviewed"), reviewed, counts.reviewed.n)
    yield from _unequal("T1", message("sampled"), sampled, counts.sampled.n)
    yield from _unequal("T1", message("below good"), below, counts.below_good.n)


def _types(summary: Summary) -> Iterator[Message]:
    total, types = summary.headline.counts, summary.by_type
    for grade in summary.grades.codes:
        found = sum(counts.grades[grade].n for counts in types)
        yield from _unequal(
            "T2", message("the cases graded {grade}", grade=grade), found, total.grades[grade].n
        )
    graded = sum(counts.graded.n for counts in types)
    unsettled = sum(counts.unsettled.n for counts in types)
    sampled = sum(counts.sampled.n for counts in types)
    yield from _unequal("T2", message("graded"), graded, total.graded.n)
    yield from _unequal("T2", message("unsettled"), unsettled, total.unsettled.n)
    yield from _unequal("T10.1", message("sampled"), sampled, total.sampled.n)
    for counts in types:
        custody = counts.reviewed.n + counts.excluded.n + counts.outstanding.n
        yield from _unequal("T10.1", _quoted(counts.label), custody, counts.sampled.n)


def _flags(name: str, flags: Flags) -> Iterator[Message]:
    yield from _cross(f"{name}.1", flags.by_type, flags.base.n)
    yield from _cross(_BY_GRADE[name], flags.by_grade, flags.base.n)


def _cross(table: str, cross: Cross, base: int) -> Iterator[Message]:
    cells = sum(count.n for count in cross.cells.values())
    rows = sum(cross.row(row.code).n for row in cross.rows)
    columns = sum(cross.column(column.code).n for column in cross.columns)
    yield from _unequal(table, message("the cells in total"), cells, base)
    yield from _unequal(table, message("the rows in total"), rows, base)
    yield from _unequal(table, message("the columns in total"), columns, base)


def _total_row(table: Table) -> Iterator[Message]:
    totals = [row for row in table.rows if row.style is Style.TOTAL]
    if table.id not in _ADD_UP or len(totals) != 1:
        return
    parts = [row for row in table.rows if row.style is Style.PLAIN]
    for index, total in enumerate(totals[0].cells):
        if isinstance(total, Counted):
            cells = [row.cells[index] for row in parts]
            found = sum(cell.n for cell in cells if isinstance(cell, Counted))
            yield from _unequal(table.id, _quoted(table.headings[index + 1].label), found, total.n)


def _named_cases(table: Table) -> Iterator[Message]:
    if table.of_delays:
        return
    for row in table.rows:
        for cell in row.cells:
            if isinstance(cell, Counted) and cell.cases and len(set(cell.cases)) != cell.n:
                yield from _unequal(
                    table.id,
                    message("the cases of “{row}”", row=row.label),
                    len(set(cell.cases)),
                    cell.n,
                )


def _unequal(table: str, what: Message, found: int, shown: int) -> Iterator[Message]:
    if found != shown:
        yield message(
            "{table} does not add up: {what} make {found}, but the table shows {shown}.",
            table=table,
            what=what,
            found=found,
            shown=shown,
        )


def _quoted(label: Message) -> Message:
    return message("“{label}”", label=label)
