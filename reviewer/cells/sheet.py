"""One sheet as it was read: rows of raw cells, and where in the file they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias, TypeGuard


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A cell that is no value: what it shows, or holds, and why it can't be taken.

    `code` is `error-value`, `no-result` (a formula whose result is not in the file), `not-shown`
    (a format that shows nothing), `format-not-known`, `no-year`, `zero-date` (00/01/1900) or
    `formula-in-text`.
    """

    code: str
    shown: str


@dataclass(frozen=True, slots=True)
class Month:
    """A cell that shows a month of a year and no day, whatever day it holds."""

    year: int
    month: int

    def __str__(self) -> str:
        """Return the month as `2018-01`."""
        return f"{self.year:04d}-{self.month:02d}"


RawCell: TypeAlias = (
    str | int | float | bool | date | datetime | time | timedelta | Month | Doubtful
)
"""What the readers give; an empty cell is an empty text."""

_LETTERS: Final = 26
_ERROR: Final = re.compile(
    r"#(?:N/A|VALUE!|REF!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|"
    r"UNKNOWN!|GETTING_DATA|ERROR!)|Err:5\d\d"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A cell merged over several rows: indexes of its rows and column in the sheet's cells."""

    first: int
    last: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet's cells; `first_row` and `first_column` count from 1 as Excel shows them."""

    name: str
    rows: Sequence[Sequence[RawCell]]
    first_row: int = 1
    first_column: int = 1
    merges: tuple[Merge, ...] = ()
    is_text: bool = False
    """Whether its rows are the records of a text file, which may differ in their width."""
    total_rows: int = 0
    """How many rows it has where these are the first of them, 0 where they are all."""
    marked: tuple[tuple[int, int], ...] = ()
    """Cells from which a mark of a spreadsheet's own was taken: indexes of row and column."""

    @property
    def height(self) -> int:
        """How many rows the sheet has."""
        return self.total_rows or len(self.rows)

    def row_number(self, index: int) -> int:
        """Return the row of the file that `rows[index]` is."""
        return self.first_row + index

    def letter(self, column: int) -> str:
        """Return the column letters of the cell at index `column` of a row."""
        return letters_of(self.first_column + column)

    def address(self, row: int, column: int) -> str:
        """Return the address of a cell of the file, both from 1: `D12`."""
        return f"{letters_of(column)}{row}"


def letters_of(number: int) -> str:
    """Return the letters of a column, the first being 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def text_of(cell: RawCell) -> str:
    """Write a raw cell as the text a person would type: `15` for 15.0, ISO for a day."""
    match cell:
        case str():
            text = cell
        case Doubtful():
            text = cell.shown
        case bool():
            text = "TRUE" if cell else "FALSE"
        case int() | float():
            text = str(int(cell)) if float(cell).is_integer() else f"{cell:.15g}"
        case datetime():
            midnight = cell.time() == time()
            text = cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
        case date():
            text = cell.isoformat()
        case _:
            text = str(cell)
    return text


def is_error_text(cell: RawCell) -> bool:
    """Say whether a text is an error value as spreadsheets write it."""
    return isinstance(cell, str) and _ERROR.fullmatch(cell.strip()) is not None


def is_number(cell: RawCell) -> TypeGuard[int | float]:
    """Say whether a cell holds a number; True and False are none."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def is_blank(cell: RawCell) -> bool:
    """Say whether a cell holds nothing but spaces."""
    return isinstance(cell, str) and (not cell or cell.isspace())
