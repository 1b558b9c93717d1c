"""The farthest cell of a sheet, found before any reader lays a grid out in memory."""

from __future__ import annotations

import re
from typing import Final

from reviewer.cells.limits import DEFAULT_LIMITS, Limits
from reviewer.cells.sheet import letters_of
from reviewer.cells.xlsx_parts import column_number
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message

_NEAR: Final = re.compile(rb'<c(?! r="[A-P](?:\d{1,5}|1\d{5}|2[0-4]\d{4})")(?:>|/>|\s)')
"""What there is not in a sheet as programs write it, of columns A to P and 249,999 rows: they
make no more cells than are read."""
_PLACES: Final = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,4})(\d{1,9})[\"']")
_FILLED: Final = re.compile(
    rb"<(?:\w+:)?c\s(?=[^<>]*?\br\s*=\s*[\"']([A-Za-z]{0,4})(\d{1,9}))[^<>]*(?<!/)>"
    rb"(?!\s*</(?:\w+:)?c>)"
)
"""A cell with something in it: of empty ones with a style alone no reader makes a grid."""
_ROWS: Final = re.compile(rb"<(?:\w+:)?row\b")
_CELLS: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_PLACED: Final = re.compile(rb"<(?:\w+:)?c\s[^<>]*\br\s*=")


def judge_reach(xml: bytes, limits: Limits) -> None:
    """Raise RefusalError where a sheet's filled cells reach farther than a list can."""
    if limits == DEFAULT_LIMITS and b"<sheetData" in xml and not _NEAR.search(xml):
        return
    all_placed = len(_PLACED.findall(xml)) == len(_CELLS.findall(xml))
    rows: set[int] = set()
    columns: set[bytes] = set()
    for letters, number in set((_FILLED if all_placed else _PLACES).findall(xml)):
        columns.add(letters)
        rows.add(int(number))
    high, wide = max(rows, default=1), max(map(column_number, columns), default=1)
    if not all_placed:
        wide = max(wide, *(len(_CELLS.findall(row)) for row in _ROWS.split(xml)))
        high = max(high, len(_ROWS.findall(xml)))
    judge_size(high, wide, limits)


def judge_size(height: int, width: int, limits: Limits) -> None:
    """Raise RefusalError for more rows, columns or cells than a list has."""
    if height > limits.rows or width > limits.columns or height * width > limits.cells:
        raise RefusalError(
            "too-large",
            message(
                "The sheet reaches to row {row:,} and column {column}. The limit is "
                "{rows:,} rows, {columns:,} columns and {cells:,} cells. Delete what is "
                "beyond the list, or ask for a list with only the sampled cases.",
                row=height,
                column=letters_of(width),
                rows=limits.rows,
                columns=limits.columns,
                cells=limits.cells,
            ),
        )
