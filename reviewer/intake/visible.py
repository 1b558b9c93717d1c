"""What a person is shown about how a sheet looks: what is hidden, and what is read otherwise."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from reviewer.cells.appearance import Appearance, Place
from reviewer.cells.sheet import Sheet
from reviewer.domain.list_reading import ListNotice, named_rows
from reviewer.domain.message import message

_NAMED: Final = 8
"""Cells that a sentence names."""


def about_looks(sheet: Sheet, look: Appearance | None) -> list[ListNotice]:
    """Write the notices of a sheet's looks; hidden rows and columns are read like any other."""
    if look is None:
        text = message(
            "It is not clear what the numbers and dates in this sheet show, so they "
            "were not accepted."
        )
        return [ListNotice(code="not-looked-at", text=text)]
    notices = []
    last = sheet.row_number(len(sheet.rows) - 1)
    rows = tuple(sorted(n for n in look.hidden_rows if sheet.first_row <= n <= last))
    if rows:
        text = message("Hidden rows were also read: {rows}.", rows=named_rows(rows))
        notices.append(ListNotice(code="hidden-rows", text=text, rows=rows))
    width = max(map(len, sheet.rows), default=0)
    columns = [
        sheet.letter(n - sheet.first_column)
        for n in sorted(look.hidden_columns)
        if sheet.first_column <= n < sheet.first_column + width
    ]
    if columns:
        text = message("Hidden columns were also read: {columns}.", columns=", ".join(columns))
        notices.append(ListNotice(code="hidden-columns", text=text))
    if look.errors:
        text = message(
            "Cells with an error have no value ({count:,}): {cells}.",
            count=len(look.errors),
            cells=_named(sheet, look.errors),
        )
        notices.append(ListNotice(code="error-cells", text=text, rows=_rows(look.errors)))
    if look.without_result:
        text = message(
            "Formulas have no results in the file ({count:,}): {cells}. Open the file "
            "in Excel and save it.",
            count=len(look.without_result),
            cells=_named(sheet, look.without_result),
        )
        notices.append(ListNotice(code="no-results", text=text, rows=_rows(look.without_result)))
    return notices


def _named(sheet: Sheet, places: Collection[Place]) -> str:
    return ", ".join(sheet.address(row, column) for row, column in sorted(places)[:_NAMED])


def _rows(places: Collection[Place]) -> tuple[int, ...]:
    return tuple(sorted({row for row, _column in places}))
