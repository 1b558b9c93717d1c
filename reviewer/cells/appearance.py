"""What a sheet's parts say of its cells beside their values, and the cells as they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import Final

from reviewer.cells.number_format import general, number_of, shown_number, shown_text
from reviewer.cells.sheet import Doubtful, RawCell, Sheet, is_number

Place = tuple[int, int]
"""Row and column of a cell, both from 1."""
Area = tuple[int, int, int, int]
"""First row and column, last row and column, all from 1."""
_MOST_AREAS: Final = 50
"""Areas that are looked through one by one; of more the whole that holds them is."""


@dataclass(slots=True, kw_only=True)
class Appearance:
    """How the cells of one sheet look."""

    formats: dict[Place, str] = field(default_factory=dict)
    """The number formats of the cells that do not show what they hold."""
    errors: dict[Place, str] = field(default_factory=dict)
    """The error values."""
    without_result: set[Place] = field(default_factory=set)
    """Cells that hold a formula and not what it gives."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    ruled: tuple[Area, ...] = ()
    """Areas in which rules may show numbers otherwise than their cells' formats do."""


def as_shown(sheet: Sheet, look: Appearance | None, *, from_1904: bool) -> Sheet:
    """Return a sheet whose cells are what they show.

    Without a look nothing is known of what numbers and dates show: each of them is doubtful.
    """
    if look is None:
        return replace(sheet, rows=[[_unknown(cell) for cell in row] for row in sheet.rows])
    cells: dict[Place, RawCell] = {
        **{place: Doubtful("error-value", text) for place, text in look.errors.items()},
        **dict.fromkeys(look.without_result, Doubtful("no-result", "")),
    }
    sheet = _reaching(sheet, cells)
    known: dict[tuple[RawCell, str], RawCell] = {}
    for place, code in look.formats.items():
        cell = _at(sheet, place)
        if cell != "" and place not in cells:
            shown = (cell, code)
            if shown not in known:
                known[shown] = _shown(cell, code, from_1904=from_1904)
            cells[place] = known[shown]
    return _with_cells(sheet, {**cells, **_ruled(sheet, look.ruled)})


def without_ruled(sheet: Sheet, areas: Sequence[Area]) -> Sheet:
    """Return a sheet in which no number or date is known that a rule may show otherwise."""
    return _with_cells(sheet, _ruled(sheet, areas))


def _ruled(sheet: Sheet, areas: Sequence[Area]) -> dict[Place, RawCell]:
    """Make the numbers and dates doubtful that a rule may show otherwise."""
    if len(areas) > _MOST_AREAS:
        tops, lefts, bottoms, rights = zip(*areas, strict=True)
        areas = [(min(tops), min(lefts), max(bottoms), max(rights))]
    cells: dict[Place, RawCell] = {}
    for top, left, bottom, right in areas:
        first = max(top - sheet.first_row, 0)
        for index, row in enumerate(sheet.rows[first : bottom - sheet.first_row + 1], start=first):
            last = min(right - sheet.first_column + 1, len(row))
            for at in range(max(left - sheet.first_column, 0), last):
                if (cell := _unknown(row[at])) is not row[at]:
                    cells[index + sheet.first_row, at + sheet.first_column] = cell
    return cells


def _shown(cell: RawCell, code: str, *, from_1904: bool) -> RawCell:
    if isinstance(cell, str):
        return shown_text(cell, code)
    if isinstance(cell, date | time | timedelta):
        return shown_number(number_of(cell, from_1904=from_1904), code, from_1904=from_1904)
    return shown_number(cell, code, from_1904=from_1904) if is_number(cell) else cell


def _unknown(cell: RawCell) -> RawCell:
    if is_number(cell):
        return Doubtful("format-not-known", general(cell))
    return Doubtful("format-not-known", str(cell)) if isinstance(cell, date) else cell


def _at(sheet: Sheet, place: Place) -> RawCell:
    row, column = place[0] - sheet.first_row, place[1] - sheet.first_column
    if 0 <= row < len(sheet.rows) and 0 <= column < len(sheet.rows[row]):
        return sheet.rows[row][column]
    return ""


def _reaching(sheet: Sheet, cells: Mapping[Place, RawCell]) -> Sheet:
    """Return a sheet that reaches as far as these cells, which a reader of values leaves out."""
    if not cells:
        return sheet
    width = max(map(len, sheet.rows), default=0)
    first_row = min(sheet.first_row, *(row for row, _column in cells))
    first_column = min(sheet.first_column, *(column for _row, column in cells))
    last_row = max(sheet.first_row + len(sheet.rows) - 1, *(row for row, _column in cells))
    last_column = max(sheet.first_column + width - 1, *(column for _row, column in cells))
    up, left = sheet.first_row - first_row, sheet.first_column - first_column
    down = last_row - sheet.first_row - len(sheet.rows) + 1
    right = last_column - sheet.first_column - width + 1
    if not any((up, left, down, right)):
        return sheet
    wide = left + width + right
    blank: Sequence[RawCell] = [""] * wide
    rows = [[*[""] * left, *row, *[""] * (wide - left - len(row))] for row in sheet.rows]
    moved = (replace(m, first=m.first + up, last=m.last + up, column=m.column + left)
             for m in sheet.merges)  # fmt: skip
    return replace(
        sheet,
        rows=[*[blank] * up, *rows, *[blank] * down],
        first_row=first_row,
        first_column=first_column,
        merges=tuple(moved),
        total_rows=0,
    )


def _with_cells(sheet: Sheet, cells: Mapping[Place, RawCell]) -> Sheet:
    if not cells:
        return sheet
    rows: list[Sequence[RawCell]] = list(sheet.rows)
    own: dict[int, list[RawCell]] = {}
    for (row, column), cell in cells.items():
        index, at = row - sheet.first_row, column - sheet.first_column
        if not (0 <= index < len(rows) and 0 <= at < len(rows[index])):
            continue
        if index not in own:
            rows[index] = own[index] = list(rows[index])
        own[index][at] = cell
    return replace(sheet, rows=rows)
