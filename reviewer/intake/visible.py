"""What a person is told of how a sheet looks: what is hidden, and what is read otherwise."""

from __future__ import annotations

from typing import Final

from reviewer.cells.appearance import Appearance
from reviewer.cells.sheet import Sheet
from reviewer.domain.list_reading import ListNotice, named_rows

_NAMED: Final = 8
"""Cells that a sentence names."""
_DOUBTFUL: Final = {
    "error-cells": "Cells that hold an error are no values",
    "no-results": "Formulas whose results are not in the file are no values; open it in Excel and"
    " save it",
}


def about_looks(sheet: Sheet, look: Appearance | None) -> list[ListNotice]:
    """Write the notices of a sheet's looks; hidden rows and columns are read like any other."""
    if look is None:
        text = "What its numbers and dates show can't be found out: each of them is refused."
        return [ListNotice(code="not-looked-at", text=text)]
    notices = []
    last = sheet.row_number(len(sheet.rows) - 1)
    rows = tuple(sorted(n for n in look.hidden_rows if sheet.first_row <= n <= last))
    if rows:
        text = f"Hidden rows were read like the others: {named_rows(rows)}."
        notices.append(ListNotice(code="hidden-rows", text=text, rows=rows))
    width = max(map(len, sheet.rows), default=0)
    columns = [
        sheet.letter(n - sheet.first_column)
        for n in sorted(look.hidden_columns)
        if sheet.first_column <= n < sheet.first_column + width
    ]
    if columns:
        text = f"Hidden columns were read like the others: {', '.join(columns)}."
        notices.append(ListNotice(code="hidden-columns", text=text))
    for code, places in (("error-cells", look.errors), ("no-results", look.without_result)):
        if places:
            found = sorted(places)
            named = ", ".join(sheet.address(row, column) for row, column in found[:_NAMED])
            of_rows = tuple(sorted({row for row, _column in found}))
            text = f"{_DOUBTFUL[code]} ({len(found):,}): {named}."
            notices.append(ListNotice(code=code, text=text, rows=of_rows))
    return notices
