"""Cells of an answer sheet that somebody filled in: limits first, then the cells as texts.

A file from outside may be a bomb: names, sizes and the sheets' farthest cells are looked at
before anything is laid out in memory.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from reviewer.domain.errors import RefusalError

FILE_LIMIT: Final = 50 * 1024 * 1024
"""Bytes: an answer sheet of ten thousand full cases has some 20 MB."""
INFLATED_LIMIT: Final = 200 * 1024 * 1024
"""Bytes of all parts together, inflated."""
RATIO_LIMIT: Final = 200
RATIO_FROM: Final = 100 * 1024
PARTS_LIMIT: Final = 2_000
ROWS_LIMIT: Final = 100_000
"""Rows of a sheet: ten cases' rows for every case of the largest list."""
COLUMNS_LIMIT: Final = 2_000
"""Columns of a sheet: a form has some hundreds of keys."""
AREA_LIMIT: Final = 4_000_000
"""Cells of a sheet as laid out: ten thousand cases by four hundred keys; 200 MB in memory."""

_EXACT = 10**15
"""Whole numbers below this are exact in a spreadsheet."""

Sheets = Mapping[str, Sequence[Sequence[str]]]
"""Each sheet by its name: rows of texts, the first row of the sheet first."""

_HEAD = 100_000
"""Characters among which the headings of a CSV file are looked for."""

_CELL_REFERENCE = re.compile(rb'<(?:\w{1,20}:)?c [^<>]*?\br="([A-Za-z]{1,4})([0-9]{1,8})"')
_ROW_REFERENCE = re.compile(rb'<(?:\w{1,20}:)?row [^<>]*?\br="([0-9]{1,9})"')
_DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODED = re.compile(rb"""encoding\s*=\s*["'](?!utf-?8["'])""", re.IGNORECASE)


def xlsx_cells(untrusted: bytes) -> Sheets:
    """Read every sheet's cells as canonical texts: ISO dates, plain digits, texts as they are.

    Raises RefusalError for a file that is no workbook, or larger than an answer sheet can be.
    """
    _check(untrusted)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(untrusted))
        return {
            name: [
                [_text(cell) for cell in row]
                for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            for name in book.sheet_names
        }
    except (CalamineError, ValueError, OverflowError):
        raise _no_workbook() from None


def csv_cells(untrusted: bytes) -> Sequence[Sequence[str]]:
    """Read the rows of a CSV file: UTF-8 with or without its mark, else Windows' Western set.

    Raises RefusalError for a file that is larger than an answer sheet can be, or no text.
    """
    _check_size(untrusted)
    if b"\0" in untrusted:
        raise RefusalError("not-csv", "The file is no text; save it as CSV (UTF-8) and try again.")
    try:
        text = untrusted.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = untrusted.decode("cp1252", errors="replace")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error:
        raise RefusalError(
            "not-csv", "The file is not CSV as spreadsheets write it; save it again as CSV."
        ) from None
    if len(rows) > ROWS_LIMIT or any(len(row) > COLUMNS_LIMIT for row in rows):
        raise _too_large()
    return rows


def _delimiter(text: str) -> str:
    """Return what sets the cells apart, so that one of the first rows has a cell `case`."""
    head = text[:_HEAD].splitlines()[:10]
    for delimiter in ",;\t":
        if any(cell.strip(' "') == "case" for line in head for cell in line.split(delimiter)):
            return delimiter
    return ","


def _check(untrusted: bytes) -> None:
    _check_size(untrusted)
    try:
        with zipfile.ZipFile(io.BytesIO(untrusted)) as archive:
            _check_parts(archive.infolist())
            for info in archive.infolist():
                if info.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_xml(archive.read(info), info.filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise _no_workbook() from None
    except RuntimeError:  # what zipfile raises for an encrypted part
        raise RefusalError(
            "encrypted", "The workbook is protected by a password; save it without one first."
        ) from None


def _check_size(untrusted: bytes) -> None:
    if len(untrusted) > FILE_LIMIT:
        raise _too_large()


def _check_parts(parts: Sequence[zipfile.ZipInfo]) -> None:
    names = [info.filename for info in parts]
    if len(names) > PARTS_LIMIT or len({name.casefold() for name in names}) < len(names):
        raise _no_workbook()
    total = sum(info.file_size for info in parts)
    dense = any(
        info.file_size > RATIO_FROM and info.file_size > RATIO_LIMIT * max(1, info.compress_size)
        for info in parts
    )
    if total > INFLATED_LIMIT or dense:
        raise _too_large()


def _check_xml(content: bytes, name: str) -> None:
    """Refuse declarations, other encodings, and cells too far away to be laid out in memory."""
    if _DECLARED.search(content) or _ENCODED.search(content[:200]) or b"\0" in content:
        raise _no_workbook()
    if "worksheets/" not in name:
        return
    rows = {int(number) for number in _ROW_REFERENCE.findall(content)}
    columns = set()
    for column, row in set(_CELL_REFERENCE.findall(content)):
        columns.add(column.upper())
        rows.add(int(row))
    high, wide = max(rows, default=0), max(map(_number, columns), default=0)
    if high > ROWS_LIMIT or wide > COLUMNS_LIMIT or high * wide > AREA_LIMIT:
        raise _too_large()


def _number(column: bytes) -> int:
    number = 0
    for letter in column:
        number = number * 26 + letter - ord("A") + 1
    return number


def _text(cell: object) -> str:
    """Write a cell's value as its canonical text."""
    if isinstance(cell, bool):
        return "Y" if cell else "N"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else repr(cell)
    if isinstance(cell, datetime):
        cell += timedelta(seconds=30)  # a spreadsheet's 14:30 can be 14:29:59.999
        if (cell.hour, cell.minute) == (0, 0):
            return cell.date().isoformat()
        return cell.isoformat(timespec="minutes")
    return str(cell)


def _too_large() -> RefusalError:
    return RefusalError("too-large", "The file is larger than an answer sheet can be.")


def _no_workbook() -> RefusalError:
    return RefusalError(
        "not-a-workbook",
        "The file is no Excel workbook (.xlsx) that can be read; save it anew.",
    )
