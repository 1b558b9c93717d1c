"""Where each part of a file went: every row of every sheet, once."""

from __future__ import annotations

from collections.abc import Container
from itertools import groupby
from typing import Final

from reviewer.cells.book import Book
from reviewer.cells.sheet import is_blank
from reviewer.domain.list_reading import SheetPart
from reviewer.intake.table import Table

_EMPTY: Final = "empty"


def account_of(book: Book, table: Table, refused: Container[int]) -> tuple[SheetPart, ...]:
    """Say of every row of every sheet what became of it; `refused` are rows of the file."""
    found: list[SheetPart] = []
    for sheet in book.sheets:
        if sheet.name == table.sheet.name:
            found += _parts(table, refused)
            continue
        rows, columns = book.reach(sheet.name)
        if rows:
            fate = "hidden sheet" if sheet.hidden else "other sheet"
            found.append(
                SheetPart(sheet=sheet.name, first_row=1, last_row=rows, columns=columns, fate=fate)
            )
    return tuple(found)


def _parts(table: Table, refused: Container[int]) -> list[SheetPart]:
    sheet = table.sheet
    fates = [_EMPTY] * (sheet.first_row + len(sheet.rows))
    for index in range(max(table.header.first, 0)):
        if not all(map(is_blank, sheet.rows[index])):
            fates[sheet.row_number(index)] = "above the heading"
    for index in range(max(table.header.first, 0), table.header.index + 1):
        fates[sheet.row_number(index)] = "heading"
    for number in table.numbers:
        fates[number] = "refused" if number in refused else "case"
    for kind, numbers in table.set_aside.items():
        for number in numbers:
            fates[number] = kind
    width = sheet.first_column - 1 + max(map(len, sheet.rows), default=0)
    runs = [(fate, sum(1 for _row in run)) for fate, run in groupby(fates[1:])]
    found = []
    first = 1
    for fate, length in runs:
        last = first + length - 1
        found.append(
            SheetPart(sheet=sheet.name, first_row=first, last_row=last, columns=width, fate=fate)
        )
        first = last + 1
    return found
