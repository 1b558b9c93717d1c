"""Where each part of a file went: every row of every sheet, once."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from reviewer.cells.book import Book
from reviewer.cells.sheet import is_blank
from reviewer.domain.list_reading import SheetPart
from reviewer.intake.table import ListTable

_RUN: Final = re.compile(rb"(.)\1*", re.DOTALL)
"""Rows that have the same mark."""


def account_of(book: Book, table: ListTable, refused: Collection[int]) -> tuple[SheetPart, ...]:
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


def _parts(table: ListTable, refused: Collection[int]) -> list[SheetPart]:
    sheet = table.sheet
    kinds = ["empty", "heading", "above the heading", "case", "refused", *table.set_aside]
    marks = {kind: mark for mark, kind in enumerate(kinds)}
    rows = bytearray(sheet.first_row + len(sheet.rows) - 1)
    top = max(table.header.first, 0)
    for index in range(top):
        if not all(map(is_blank, sheet.rows[index])):
            rows[sheet.row_number(index) - 1] = marks["above the heading"]
    for index in range(top, table.header.index + 1):
        rows[sheet.row_number(index) - 1] = marks["heading"]
    for number in table.numbers:
        rows[number - 1] = marks["case"]
    for number in refused:
        rows[number - 1] = marks["refused"]
    for kind, numbers in table.set_aside.items():
        for number in numbers:
            rows[number - 1] = marks[kind]
    width = sheet.first_column - 1 + max(map(len, sheet.rows), default=0)
    return [
        SheetPart(
            sheet=sheet.name,
            first_row=run.start() + 1,
            last_row=run.end(),
            columns=width,
            fate=kinds[run[0][0]],
        )
        for run in _RUN.finditer(rows)
    ]
