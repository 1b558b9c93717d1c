"""Cells of an answer sheet that somebody filled in, read as lists are, within its own limits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from reviewer.cells.book import open_book
from reviewer.cells.delimited import read_delimited
from reviewer.cells.encodings import text_in
from reviewer.cells.limits import MIB, Limits
from reviewer.cells.opening import Opening
from reviewer.cells.sheet import RawCell, Sheet, text_of
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message

LIMITS: Final = Limits(file_bytes=50 * MIB, rows=100_000, columns=2_000, cells=4_000_000)
"""An answer sheet of ten thousand full cases has some 20 MB; ten rows for every case of the
largest list; a form has some hundreds of keys."""
CASE: Final = "case"
"""The heading of the column that says whose answers a row has."""

Sheets = Mapping[str, Sheet]
"""Each sheet by its name."""

_HEAD: Final = 100_000
"""Characters among which the headings of a CSV file are looked for."""
_LINES: Final = 10
_DELIMITERS: Final = ",;\t|"
_AS_IT_IS: Final = frozenset({"password-protected"})
"""Codes of refusals that are as true of an answer sheet as of a list."""


def workbook_cells(untrusted: bytes) -> Sheets:
    """Read every sheet of an .xlsx, its cells as they are shown.

    Raises RefusalError for a file that is no workbook, or larger than an answer sheet can be.
    """
    if not untrusted.startswith(b"PK"):
        raise _no_workbook()
    try:
        book = open_book(untrusted, LIMITS, Opening())
        if book.format != "xlsx":
            raise _no_workbook()
        return {sheet.name: book.read(sheet.name, None) for sheet in book.sheets}
    except RefusalError as refusal:
        if refusal.code in _AS_IT_IS:
            raise
        raise (_too_large() if refusal.code == "too-large" else _no_workbook()) from None


def text_cells(untrusted: bytes) -> Sheet:
    """Read the rows of a text file: CSV, in any encoding in which lists are read.

    Raises RefusalError for a file that is larger than an answer sheet can be, that is no text,
    or whose quotation marks do not say where each cell ends.
    """
    if len(untrusted) > LIMITS.file_bytes:
        raise _too_large()
    try:
        text, encoding = text_in(untrusted, None)
        read = read_delimited(untrusted, LIMITS, encoding=encoding, delimiter=_delimiter(text))
    except RefusalError as refusal:
        if refusal.code == "too-large":
            raise _too_large() from None
        if refusal.code == "not-a-list":
            raise RefusalError(
                "not-csv", message("The file is not text. Save it as CSV (UTF-8) and try again.")
            ) from None
        raise
    return read.sheet


def _delimiter(text: str) -> str:
    """Return what sets the cells apart, so that one of the first rows has a cell `case`."""
    head = text[:_HEAD].splitlines()[:_LINES]
    for delimiter in _DELIMITERS:
        cells = (cell.strip(' "') for line in head for cell in line.split(delimiter))
        if any(cell.casefold() == CASE for cell in cells):
            return delimiter
    return ","


def canonical_text(cell: RawCell) -> str:
    """Write a cell's value as the canonical text of an answer."""
    if isinstance(cell, datetime):
        cell += timedelta(seconds=30)  # a spreadsheet's 14:30 can be 14:29:59.999
        if (cell.hour, cell.minute) == (0, 0):
            return cell.date().isoformat()
        return cell.isoformat(timespec="minutes")
    return cell.isoformat() if isinstance(cell, date) else text_of(cell)


def _too_large() -> RefusalError:
    return RefusalError("too-large", message("The file is larger than an answer sheet can be."))


def _no_workbook() -> RefusalError:
    return RefusalError(
        "not-a-workbook",
        message("The file cannot be read as an Excel workbook (.xlsx). Save it again in Excel."),
    )
