"""A cross-table of codes: cells, totals counted for themselves, and the cases behind each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reviewer.domain.form import Column, Form, Item
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.message import Message, message, verbatim
from reviewer.domain.options import Meaning
from reviewer.figures.case_figures import counted_entries
from reviewer.figures.intervals import share
from reviewer.figures.table import Cell, Counted, Heading, Row, Style, Table

Entry = tuple[str, str, CaseId]
"""What is counted: the code of its row, the code of its column, its case."""

NOT_ANSWERED = message("Not answered")
TOTAL = message("Total")

BLANK = ""
"""The code of what has none: not answered, or with a code the form does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One row or column: its code, its label, and what the code means to the program."""

    code: str
    label: Message
    means: Meaning | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cross:
    """Counts by row and column code. Totals are counted from the entries, not from the cells.

    A blank row or column is there only where something falls into it. `n` counts entries;
    `cases` are the cases behind them, each once.
    """

    rows: tuple[Named, ...]
    columns: tuple[Named, ...]
    cells: Mapping[tuple[str, str], Counted]
    row_totals: Mapping[str, Counted]
    column_totals: Mapping[str, Counted]
    total: Counted

    def at(self, row: str, column: str) -> Counted:
        """Return the count in one cell."""
        return self.cells.get((row, column), Counted(n=0))

    def row(self, code: str) -> Counted:
        """Return the total of one row."""
        return self.row_totals.get(code, Counted(n=0))

    def column(self, code: str) -> Counted:
        """Return the total of one column."""
        return self.column_totals.get(code, Counted(n=0))


def named(form: Form, asked: Item | Column) -> tuple[Named, ...]:
    """Return the codes of a choice or multi with their labels, in the form's order."""
    return tuple(
        Named(code=code, label=verbatim(str(option.label)), means=option.means)
        for code, option in form.codes_of(asked).items()
    )


def named_at(form: Form, key: str) -> tuple[Named, ...]:
    """Return the codes of the item at `key` as `named`; none where the form has no such item."""
    item = form.items.get(Key(key))
    return named(form, item) if item is not None else ()


def cross_of(
    entries: Iterable[Entry],
    rows: Sequence[Named],
    columns: Sequence[Named],
    blank_row: Message = NOT_ANSWERED,
    blank_column: Message = NOT_ANSWERED,
) -> Cross:
    """Count entries by row and column; codes that are not named fall under the blank ones."""
    known_rows, known_columns = {row.code for row in rows}, {column.code for column in columns}
    cells: defaultdict[tuple[str, str], list[CaseId]] = defaultdict(list)
    by_row: defaultdict[str, list[CaseId]] = defaultdict(list)
    by_column: defaultdict[str, list[CaseId]] = defaultdict(list)
    everything: list[CaseId] = []
    for given_row, given_column, case in entries:
        row = given_row if given_row in known_rows else BLANK
        column = given_column if given_column in known_columns else BLANK
        cells[row, column].append(case)
        by_row[row].append(case)
        by_column[column].append(case)
        everything.append(case)
    return Cross(
        rows=_with_blank(rows, BLANK in by_row, blank_row),
        columns=_with_blank(columns, BLANK in by_column, blank_column),
        cells={place: counted_entries(cases) for place, cases in cells.items()},
        row_totals={row: counted_entries(cases) for row, cases in by_row.items()},
        column_totals={column: counted_entries(cases) for column, cases in by_column.items()},
        total=counted_entries(everything),
    )


def cross_table(
    cross: Cross,
    *,
    id: str,  # noqa: A002 - the table's own name for it
    title: Message,
    corner: Message,
    total: Message = TOTAL,
    notes: tuple[Message, ...] = (),
) -> Table:
    """Set a cross-table with a total row and a total column."""
    body = tuple(
        Row(
            code=row.code,
            label=row.label,
            cells=(
                *(cross.at(row.code, column.code) for column in cross.columns),
                cross.row(row.code),
            ),
        )
        for row in cross.rows
    )
    foot = Row(
        label=total,
        cells=(*(cross.column(column.code) for column in cross.columns), cross.total),
        style=Style.TOTAL,
    )
    headings = (
        Heading(label=corner),
        *(Heading(label=column.label, code=column.code) for column in cross.columns),
        Heading(label=total),
    )
    return Table(id=id, title=title, headings=headings, rows=(*body, foot), notes=notes)


def with_column(table: Table, label: Message, cells: Sequence[Cell]) -> Table:
    """Return the table with one more column; a cell for each of its rows."""
    rows = tuple(
        replace(row, cells=(*row.cells, cell)) for row, cell in zip(table.rows, cells, strict=True)
    )
    return replace(table, headings=(*table.headings, Heading(label=label)), rows=rows)


def with_shares(table: Table, cross: Cross, label: Message) -> Table:
    """Return the table with each column's share below the total, and their N below the total's.

    What is blank or not applicable is in no denominator and has no share.
    """
    applicable = [column.code for column in cross.columns if is_applicable(column)]
    base = counted_entries(case for column in applicable for case in cross.column(column).cases)
    shares = (
        share(cross.column(column.code).n, base.n) if column.code in applicable else None
        for column in cross.columns
    )
    row = Row(label=label, cells=(*shares, base), style=Style.QUIET)
    return replace(table, rows=(*table.rows, row))


def is_applicable(name: Named) -> bool:
    """Say whether a row or column is an answer that counts in a denominator."""
    return name.code != BLANK and name.means is not Meaning.NOT_APPLICABLE


def _with_blank(names: Sequence[Named], used: bool, label: Message) -> tuple[Named, ...]:  # noqa: FBT001 - whether it is there is the question
    if not used or any(name.code == BLANK for name in names):
        return tuple(names)
    return (*names, Named(code=BLANK, label=label))
