"""What the fast reader of workbooks does not give: hidden rows, number formats, error cells."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import IO, Any, Final

from reviewer.cells.limits import Limits
from reviewer.cells.sheet import Look, RawCell, Sheet, is_blank
from reviewer.domain.list_reading import ListNotice, named_rows

_OWN_FORMATS: Final = 164
"""Number formats from here on are the workbook's own, as `0000000`."""
_ZEROS: Final = re.compile(r"0{2,20}")


def look_at(content: bytes, kind: str, sheet: Sheet, limits: Limits) -> Look | None:
    """Ask the second reader, openpyxl, about a sheet of an .xlsx.

    None where it was not asked (another format, too many cells) or can't read the file: it
    sees no sheets in Strict Open XML, for one.
    """
    cells = sum(map(len, sheet.rows))
    if kind != "xlsx" or cells > limits.looked_at_cells:
        return None
    from openpyxl.reader.excel import ExcelReader  # noqa: PLC0415 - a quarter of a second, which a CSV need not wait for

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            reader = ExcelReader(
                io.BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
            return _looked(reader, sheet, limits)
        except Exception:  # noqa: BLE001 - it raises whatever it trips over, and only adds notices
            return None


def _looked(reader: Any, sheet: Sheet, limits: Limits) -> Look | None:  # noqa: ANN401 - its parts have no hints
    """Read one sheet's rows as they stand: no cell is made for what is merged or only styled.

    (As a whole workbook openpyxl makes one for each, a minute for a column merged to its end,
    and looks through all other sheets for where they end.)
    """
    from openpyxl.styles.stylesheet import apply_stylesheet  # noqa: PLC0415 - as above
    from openpyxl.worksheet._reader import WorkSheetParser  # noqa: PLC0415 - as above
    from openpyxl.xml.constants import SHARED_STRINGS  # noqa: PLC0415 - as above

    reader.read_manifest()
    strings = reader.package.find(SHARED_STRINGS)
    if strings and _size(reader, strings) > limits.looked_at_strings:
        return None
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    book = reader.wb
    found = (rel.target for own, rel in reader.parser.find_sheets() if own.name == sheet.name)
    padded: dict[tuple[int, int], str] = {}
    errors: list[str] = []
    last = sheet.first_row + len(sheet.rows)
    filled = 0
    zeros = _zero_formats(book)
    with reader.archive.open(next(found)) as source:
        parser = WorkSheetParser(
            source,
            reader.shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001 - what the parser is given
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001 - the same
        )
        for number, row in _rows(parser, source):
            if number > last:
                break
            filled += any(map(_is_filled, row))
            for cell in row:
                at, value = cell["column"], cell["value"]
                if cell["data_type"] == "e":
                    errors.append(f"{sheet.letter(at - sheet.first_column)}{number}")
                elif cell["style_id"] in zeros and isinstance(value, int) and value >= 0:
                    padded[number, at] = str(value).zfill(zeros[cell["style_id"]])
    return Look(
        hidden_rows=frozenset(int(n) for n, of in parser.row_dimensions.items() if _hidden(of)),
        hidden_columns=frozenset(_columns(parser.column_dimensions.values(), limits)),
        padded=padded,
        error_cells=tuple(errors),
        filled_rows=filled,
    )


def _size(reader: Any, part: Any) -> int:  # noqa: ANN401 - the same
    return int(reader.archive.getinfo(part.PartName.removeprefix("/")).file_size)


def _rows(parser: Any, source: IO[bytes]) -> Iterator[tuple[int, Any]]:  # noqa: ANN401 - the same
    """Yield the rows up to the end of the cells: what stands below is not looked at.

    The parser's own way goes on, and makes objects of merges and formats by the million.
    """
    from openpyxl.worksheet._reader import COL_TAG, ROW_TAG  # noqa: PLC0415 - as above
    from openpyxl.xml.functions import iterparse  # noqa: PLC0415 - as above

    for _event, element in iterparse(source):
        if element.tag == ROW_TAG:
            row = parser.parse_row(element)
            element.clear()
            yield row
        elif element.tag == COL_TAG:
            parser.parse_column_dimensions(element)
        elif element.tag.endswith("}sheetData"):
            return


def _zero_formats(book: Any) -> dict[int, int]:  # noqa: ANN401 - the same
    """Return the cell styles that show a number with leading zeros, and their digits."""
    found = {}
    for style, cells in enumerate(book._cell_styles):  # noqa: SLF001 - the table a style id is of
        own = cells.numFmtId - _OWN_FORMATS
        if 0 <= own < len(book._number_formats):  # noqa: SLF001 - the same
            text = book._number_formats[own]  # noqa: SLF001 - the same
            if _ZEROS.fullmatch(text):
                found[style] = len(text)
    return found


def _hidden(attributes: Mapping[str, str]) -> bool:
    return attributes.get("hidden", "0") in {"1", "true", "on"}


def _columns(shapes: Iterable[Mapping[str, str]], limits: Limits) -> Iterator[int]:
    for shape in shapes:
        if _hidden(shape):
            last = min(int(shape.get("max", 0)), limits.columns)
            yield from range(int(shape.get("min", 0)), last + 1)


def _is_filled(cell: Mapping[str, object]) -> bool:
    value = cell["value"]
    blank = isinstance(value, str) and not value.strip()
    return value is not None and not blank and cell["data_type"] != "e"


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
    return replace(sheet, rows=rows)


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
