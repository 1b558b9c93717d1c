"""Text files: CSV and its kin, for lists and answer sheets alike."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from reviewer.cells.encodings import text_in
from reviewer.cells.errors import too_many_cells, too_many_columns, too_many_rows
from reviewer.cells.limits import Limits
from reviewer.cells.markers import unmarked
from reviewer.cells.sheet import Sheet
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message

_DELIMITERS: Final = (",", ";", "\t", "|")
_DELIMITER_NAMES: Final = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_NO_DELIMITERS: Final = frozenset("\"\r\n\0 '")
_VOTERS: Final = 200
"""Records that vote on the delimiter: titles above a header are outvoted."""
_VOTING_TEXT: Final = 500_000
"""Characters the voters are looked for in."""
_ESCAPED: Final = re.compile(r'\\+"')
_DIGITS: Final = re.compile(r"\d+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delimited:
    """A text file read: its one sheet, and how it was read."""

    sheet: Sheet
    encoding: str
    delimiter: str


def checked_delimiter(untrusted: str) -> str:
    """Return a delimiter: one character, or `tab`; raises RefusalError for another."""
    delimiter = _DELIMITER_NAMES.get(untrusted.strip().casefold(), untrusted)
    if len(delimiter) != 1 or delimiter.isalnum() or delimiter in _NO_DELIMITERS:
        raise RefusalError(
            "unknown-delimiter",
            message(
                "A delimiter is one character (not a letter, digit, space or quotation "
                "mark), or the word tab, comma, semicolon or pipe."
            ),
        )
    return delimiter


def read_delimited(
    content: bytes, limits: Limits, *, encoding: str | None = None, delimiter: str | None = None
) -> Delimited:
    """Read a text file; a record is a row, as Excel would show it.

    Raises RefusalError where the bytes are no text, are beyond a limit, or where their quotation
    marks do not say where each cell ends. `encoding` and `delimiter` are a person's word, checked.
    """
    text, encoding = text_in(content, encoding)
    text, declared = _declared_delimiter(text)
    delimiter = delimiter or declared or _voted_delimiter(text)
    records = _records(text, delimiter, limits)
    if '"' in text:
        _refuse_lines_in_cells(records, delimiter, escaped='\\"' in text)
    rows, marked = unmarked(records, text)
    return Delimited(
        sheet=Sheet(name="", rows=rows, is_text=True, marked=marked),
        encoding=encoding,
        delimiter=delimiter,
    )


def _declared_delimiter(text: str) -> tuple[str, str | None]:
    """Take off Excel's own first line `sep=;`, which Excel does not show as a row either."""
    first, newline, _rest = text[:8].partition("\n")
    line = first.rstrip("\r")
    if len(line) == len("sep=;") and line.lower().startswith("sep=") and newline:
        return text[len(first) + 1 :], line[-1]
    return text, None


def _voted_delimiter(text: str) -> str:
    best, most = _DELIMITERS[0], (0.0, 0)
    for delimiter in _DELIMITERS:
        widths = Counter(_widths(text[:_VOTING_TEXT], delimiter))
        wide = {width: votes for width, votes in widths.items() if width > 1}
        if not wide:
            continue
        width, votes = max(wide.items(), key=lambda item: (item[1], item[0]))
        share = round(votes / widths.total(), 1)
        if (share, width) > most:
            best, most = delimiter, (share, width)
    return best


def _widths(text: str, delimiter: str) -> Iterable[int]:
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [len(record) for record in islice(records, _VOTERS) if record]
    except csv.Error:
        return []


def _records(text: str, delimiter: str, limits: Limits) -> list[list[str]]:
    if '"' not in text and text.count("\n") > limits.rows + 1:  # then lines are rows
        raise too_many_rows(limits.rows)
    csv.field_size_limit(limits.text * 4)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[list[str]] = []
    cells = 0
    try:
        for record in reader:
            cells += len(record)
            records.append(record)
            if len(records) > limits.rows:
                raise too_many_rows(limits.rows)
            if len(record) > limits.columns:
                raise too_many_columns(limits.columns)
            if cells > limits.cells:
                raise too_many_cells(limits.cells)
    except csv.Error as error:
        raise _not_whole(text, str(error), records, reader.line_num) from None
    return records


def _not_whole(text: str, error: str, records: Sequence[Sequence[str]], line: int) -> RefusalError:
    """Say in which row the quotation marks do not tell where a cell ends."""
    row = len(records) + 1
    first = sum(1 + "\n".join(record).count("\n") for record in records)
    broken = "\n".join(text.splitlines()[first:line])
    if _ESCAPED.search(broken):
        return _escaped(row)
    if '"' not in text or ("expected" not in error and "end of data" not in error):
        return _open_quote(row) if '"' in text else _endless_cell(row)
    if "end of data" in error or line > first + 1:
        return _open_quote(row)
    return RefusalError(
        "text-after-quote",
        message(
            "In row {row:,} there is text after a closing quotation mark, so it is not "
            "clear where the cell ends. Double the marks inside the text, or save the "
            "file as .xlsx.",
            row=row,
        ),
    )


def _escaped(row: int) -> RefusalError:
    return RefusalError(
        "escaped-quote",
        message(
            "In row {row:,} there is a backslash before a quotation mark, which "
            "spreadsheets and databases read differently. Save the file as .xlsx, or "
            "with the marks doubled.",
            row=row,
        ),
    )


def _endless_cell(row: int) -> RefusalError:
    return RefusalError(
        "not-a-list",
        message(
            "A quoted cell in row {row:,} is never closed, so the file cannot be read as a "
            "list. Ask the force for the list as .xlsx or CSV.",
            row=row,
        ),
    )


def _open_quote(row: int) -> RefusalError:
    return RefusalError(
        "open-quote",
        message(
            "In row {row:,} a quotation mark opens a cell that never ends, or ends in "
            "another row. Close it, or open the file in Excel and save it again.",
            row=row,
        ),
    )


def _refuse_lines_in_cells(
    records: Sequence[Sequence[str]], delimiter: str, *, escaped: bool
) -> None:
    """Raise RefusalError where a cell holds lines of the list.

    So it does for one that ends in a backslash where the file has some before quotation marks.
    """
    shapes: list[Counter[str]] | None = None
    for number, record in enumerate(records, start=1):
        for cell in record:
            if "\n" not in cell and "\r" not in cell:
                if escaped and cell.endswith("\\") and not cell.endswith("\\\\"):
                    raise _escaped(number)
                continue
            shapes = shapes or _shapes(records)
            if any(_is_record(line, delimiter, shapes) for line in cell.splitlines()[1:]):
                raise _open_quote(number)


def _shapes(records: Sequence[Sequence[str]]) -> list[Counter[str]]:
    width = max(map(len, records))
    found: list[Counter[str]] = [Counter() for _column in range(width)]
    for record in records:
        for column, cell in enumerate(record):
            if "\n" not in cell:
                found[column][_shape(cell)] += 1
    return found


def _is_record(line: str, delimiter: str, shapes: Sequence[Counter[str]]) -> bool:
    """Say whether a line begins as the list's records do: with digits in the same places."""
    cells = line.split(delimiter)
    if len(cells) < 2:
        return False
    alike = [
        shape in shapes[column]
        for column, cell in enumerate(cells[: len(shapes)])
        if "9" in (shape := _shape(cell.strip('"')))
    ]
    first = "9" in _shape(cells[0]) and alike[0]
    return first or sum(alike) >= 2


def _shape(text: str) -> str:
    return _LETTERS.sub("A", _DIGITS.sub("9", text.strip()))
