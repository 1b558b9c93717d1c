"""Cells that one value stands for: merged over several rows, or corrected by a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reviewer.cells.sheet import is_blank
from reviewer.domain.case import LIST_KEYS
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import Key
from reviewer.domain.list_reading import ListNotice, named_rows
from reviewer.intake.column import Column
from reviewer.intake.table import Table


def filled_down(
    columns: Mapping[Key, Column], table: Table, notices: list[ListNotice]
) -> dict[Key, Column]:
    """Give each row of a merged cell the cell's value, as a person sees it.

    A reference is not filled down: one reference over several rows names one case, and its
    other rows are refused as having none.
    """
    if not table.sheet.merges:
        return dict(columns)
    at = {number: position for position, number in enumerate(table.numbers)}
    by_column = {column.index: key for key, column in columns.items()}
    filled = dict(columns)
    rows: set[int] = set()
    shared: set[int] = set()
    for merge in table.sheet.merges:
        top = table.sheet.row_number(merge.first)
        key = by_column.get(table.place(top, merge.column))
        first = at.get(top)
        if key is None or first is None:
            continue
        value = columns[key].cells[first]
        last = min(merge.last, len(table.sheet.rows) - 1)
        numbers = map(table.sheet.row_number, range(merge.first + 1, last + 1))
        below = [at[number] for number in numbers if number in at]
        empty = [row for row in below if is_blank(columns[key].cells[row])]
        if is_blank(value) or not empty:
            continue
        if key == "reference":
            shared.update(table.numbers[row] for row in empty)
            continue
        cells = list(filled[key].cells)
        for row in empty:
            cells[row] = value
        filled[key] = replace(filled[key], cells=cells)
        rows.update(table.numbers[row] for row in empty)
    if rows:
        text = f"Cells merged over several rows were read in each of them: {_named(rows)}."
        notices.append(ListNotice(code="merged-cells", text=text, rows=tuple(sorted(rows))))
    if shared:
        text = (
            "A reference merged over several rows stands for one case, in its first row; give"
            f" every case a row of its own: {_named(shared)}."
        )
        notices.append(ListNotice(code="merged-references", text=text, rows=tuple(sorted(shared))))
    return filled


def _named(rows: set[int]) -> str:
    return named_rows(sorted(rows))


def corrected(
    columns: Mapping[Key, Column], table: Table, said: Mapping[int, Mapping[str, str]]
) -> dict[Key, Column]:
    """Put a person's corrections in place: row of the file → key → what the cell is to be.

    Raises RefusalError for a row that is no data row and for a key that has no column.
    """
    at = {number: position for position, number in enumerate(table.numbers)} if said else {}
    filled = dict(columns)
    for number, cells_said in said.items():
        if number not in at:
            raise RefusalError("no-such-row", f"Row {number:,} is no row of a case in this list.")
        for name, text in cells_said.items():
            key = Key(name)
            if key not in LIST_KEYS or key not in filled:
                raise RefusalError(
                    "unknown-key",
                    f"The correction of row {number:,} names “{name}”, which no column of this list"
                    " is mapped to.",
                )
            cells = list(filled[key].cells)
            cells[at[number]] = text
            filled[key] = replace(filled[key], cells=cells)
    return filled
