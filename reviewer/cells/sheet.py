"""One sheet as it was read: rows of raw cells, and where in the file they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

RawCell: TypeAlias = str | float | bool | date | datetime | time | timedelta
"""What the readers give; an empty cell is an empty text."""

_LETTERS = 26


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

    def row_number(self, index: int) -> int:
        """Return the row of the file that `rows[index]` is."""
        return self.first_row + index

    def letter(self, column: int) -> str:
        """Return the column letters of the cell at index `column` of a row."""
        letters, number = "", self.first_column + column
        while number:
            number, rest = divmod(number - 1, _LETTERS)
            letters = chr(ord("A") + rest) + letters
        return letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What only the second reader sees of a sheet."""

    hidden_rows: frozenset[int] = frozenset()
    """Rows of the file."""
    hidden_columns: frozenset[int] = frozenset()
    """Columns of the file, from 1."""
    padded: dict[tuple[int, int], str] = field(default_factory=dict)
    """What cells with leading zeros show, by row and column of the file, from 1."""
    error_cells: tuple[str, ...] = ()
    """Addresses of cells that hold an error value, as `#N/A`."""
    filled_rows: int = 0
    """Rows with at least one filled cell, as the second reader counts them."""


def text_of(cell: RawCell) -> str:
    """Write a raw cell as the text a person would type: `15` for 15.0, ISO for a day."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def is_blank(cell: RawCell) -> bool:
    """Say whether a cell holds nothing but spaces."""
    return isinstance(cell, str) and (not cell or cell.isspace())
