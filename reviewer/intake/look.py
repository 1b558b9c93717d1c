"""What the fast reader of workbooks does not give: hidden rows, number formats, error cells."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reviewer.intake.findings import ListNotice, named_rows
from reviewer.intake.limits import Limits
from reviewer.intake.sheet import Look, RawCell, Sheet, is_blank

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell

_ZEROS: Final = re.compile(r"0{2,20}")


def look_at(content: bytes, kind: str, sheet: Sheet, limits: Limits) -> Look | None:
    """Ask the second reader, openpyxl, about a sheet of an .xlsx.

    None where it was not asked (another format, too many cells) or can't read the file: it
    sees no sheets in Strict Open XML, for one.
    """
    cells = sum(map(len, sheet.rows))
    if kind != "xlsx" or cells > limits.looked_at_cells:
        return None
    import openpyxl  # noqa: PLC0415 - half a second, which a CSV need not wait for

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
            seen = book[sheet.name]
        except Exception:  # noqa: BLE001 - it raises whatever it trips over, and only adds notices
            return None
    hidden_columns = {
        number
        for shape in seen.column_dimensions.values()
        if shape.hidden
        for number in range(shape.min or 0, min(shape.max or 0, limits.columns) + 1)
    }
    padded: dict[tuple[int, int], str] = {}
    errors: list[str] = []
    last = sheet.first_row + len(sheet.rows)
    filled = 0
    for number, row in enumerate(seen.iter_rows(max_row=last), start=1):
        filled += any(_is_filled(cell) for cell in row)
        for at, cell in enumerate(row, start=1):
            if cell.data_type == "e":
                errors.append(f"{cell.coordinate}")
            elif cell.data_type == "n" and _ZEROS.fullmatch(cell.number_format or ""):
                value = cell.value
                if isinstance(value, int) and value >= 0:
                    padded[number, at] = str(value).zfill(len(cell.number_format))
    return Look(
        hidden_rows=frozenset(n for n, shape in seen.row_dimensions.items() if shape.hidden),
        hidden_columns=frozenset(hidden_columns),
        padded=padded,
        error_cells=tuple(errors),
        filled_rows=filled,
    )


def _is_filled(cell: Cell | MergedCell) -> bool:
    blank = isinstance(cell.value, str) and not cell.value.strip()
    return cell.value is not None and not blank and cell.data_type != "e"


def with_padding(sheet: Sheet, look: Look | None) -> Sheet:
    """Give numbers shown with leading zeros (`0012345`) as the text that is shown."""
    if look is None or not look.padded:
        return sheet
    rows: list[Sequence[RawCell]] = list(sheet.rows)
    for (row, column), text in look.padded.items():
        index, at = row - sheet.first_row, column - sheet.first_column
        if 0 <= index < len(rows) and 0 <= at < len(rows[index]):
            cells = list(rows[index])
            cells[at] = text
            rows[index] = cells
    return Sheet(
        name=sheet.name, rows=rows, first_row=sheet.first_row, first_column=sheet.first_column
    )


def said(look: Look | None, sheet: Sheet) -> list[ListNotice]:
    """Write the notices of a look; hidden rows and columns are read like any other."""
    if look is None:
        text = "Hidden rows and columns, number formats and error cells were not looked for."
        return [ListNotice(code="not-looked-at", text=text)]
    notices = []
    filled = sum(not all(map(is_blank, row)) for row in sheet.rows)
    if filled != look.filled_rows:
        text = (
            f"Two readers count {filled:,} and {look.filled_rows:,} filled rows in this sheet:"
            " compare the number of cases with what Excel shows."
        )
        notices.append(ListNotice(code="readers-differ", text=text))
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
    if look.error_cells:
        named = ", ".join(look.error_cells[:8])
        text = f"Cells that hold an error were read as empty ({len(look.error_cells)}): {named}."
        notices.append(ListNotice(code="error-cells", text=text))
    return notices
