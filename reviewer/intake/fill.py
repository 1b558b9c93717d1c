"""Cells that one value stands for: merged over several rows, or corrected by a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reviewer.cells.sheet import is_blank
from reviewer.domain.case import LIST_KEYS
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import Key
from reviewer.domain.list_reading import ListNotice, named_rows
from reviewer.domain.message import message
from reviewer.intake.column import MappedColumn
from reviewer.intake.table import ListTable


def filled_down(
    columns: Mapping[Key, MappedColumn], table: ListTable, notices: list[ListNotice]
) -> dict[Key, MappedColumn]:
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
        merged = map(table.sheet.row_number, range(merge.first + 1, last + 1))
        below = [at[number] for number in merged if number in at]
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
        numbers = tuple(sorted(rows))
        text = message(
            "Cells merged over several rows were read in each row: {rows}.",
            rows=named_rows(numbers),
        )
        notices.append(ListNotice(code="merged-cells", text=text, rows=numbers))
    if shared:
        numbers = tuple(sorted(shared))
        text = message(
            "A reference merged over several rows was read as one case, in its first "
            "row. Give every case its own row: {rows}.",
            rows=named_rows(numbers),
        )
        notices.append(ListNotice(code="merged-references", text=text, rows=numbers))
    return filled


def corrected(
    columns: Mapping[Key, MappedColumn],
    table: ListTable,
    corrections: Mapping[int, Mapping[str, str]],
) -> dict[Key, MappedColumn]:
    """Put a person's corrections in place: row of the file → key → what the cell is to be.

    Raises RefusalError for a row that is no data row and for a key that has no column.
    """
    at = {number: position for position, number in enumerate(table.numbers)} if corrections else {}
    filled = dict(columns)
    for number, texts in corrections.items():
        if number not in at:
            raise RefusalError(
                "no-such-row",
                message("Row {row:,} is not a case in this list.", row=number),
            )
        for name, text in texts.items():
            key = Key(name)
            if key not in LIST_KEYS or key not in filled:
                raise RefusalError(
                    "unknown-key",
                    message(
                        "The correction of row {row:,} is for “{name}”, which this list has no "
                        "column for.",
                        row=number,
                        name=name,
                    ),
                )
            cells = list(filled[key].cells)
            cells[at[number]] = text
            filled[key] = replace(filled[key], cells=cells)
    return filled
