"""CSV and its kin: encoding by trial, delimiter by vote, cells by the csv module."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from reviewer.cells.errors import too_large
from reviewer.cells.limits import Limits
from reviewer.cells.sheet import Sheet
from reviewer.domain.errors import RefusalError
from reviewer.domain.quoting import shown

_DELIMITERS: Final = (",", ";", "\t", "|")
_DELIMITER_NAMES: Final = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_NO_DELIMITERS: Final = frozenset("\"\r\n\0 '")
ENCODINGS: Final = (
    *("utf-8", "utf-16", "utf-16-le", "utf-16-be"),
    *("cp1252", "iso8859-1", "iso8859-15", "cp1250", "cp850", "cp437", "mac-roman"),
)
"""What British and neighbouring systems of the last forty years write."""
_VOTERS: Final = 200
"""Records that vote on the delimiter: titles above a header are outvoted."""
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS: Final = frozenset(chr(c) for c in range(32)) - frozenset("\t\n\r\f\x1f\x1e\x0b")
_HEAD: Final = 64 * 1024
"""Bytes in which every second one is zero where the text is UTF-16 without a mark."""
_VOTING_TEXT: Final = 500_000
"""Characters the voters are looked for in."""
_SWALLOWED_LINES: Final = 200
"""Lines in one cell that show a quote that never closes; the longest comment seen has 40."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delimited:
    """A text file read: its one sheet, and how it was read."""

    sheet: Sheet
    encoding: str
    delimiter: str


def checked_encoding(untrusted: str) -> str:
    """Return the name of an encoding lists come in; raises RefusalError for another."""
    try:
        name = codecs.lookup(untrusted.strip()).name
    except (LookupError, ValueError):
        name = ""
    if name not in ENCODINGS:
        raise RefusalError(
            "unknown-encoding",
            f"There is no encoding “{shown(untrusted)}” for a list; it is one of"
            f" {', '.join(ENCODINGS)}.",
        )
    return name


def checked_delimiter(untrusted: str) -> str:
    """Return a delimiter: one character, or `tab`; raises RefusalError for another."""
    delimiter = _DELIMITER_NAMES.get(untrusted.strip().casefold(), untrusted)
    if len(delimiter) != 1 or delimiter.isalnum() or delimiter in _NO_DELIMITERS:
        raise RefusalError(
            "unknown-delimiter",
            "A delimiter is one character that is no letter, digit, space or quotation mark, or"
            " the word tab, comma, semicolon or pipe.",
        )
    return delimiter


def read_delimited(
    content: bytes, limits: Limits, *, encoding: str | None = None, delimiter: str | None = None
) -> Delimited:
    """Read a text file; a record is a row, as Excel would show it.

    Raises RefusalError where the bytes are no text, or are beyond a limit. `encoding` and
    `delimiter` are a person's word, checked.
    """
    text, encoding = _chosen(content, encoding) if encoding else _decoded(content)
    text, told = _told_delimiter(text)
    delimiter = delimiter or told or _voted_delimiter(text)
    return Delimited(
        sheet=Sheet(name="", rows=_records(text, delimiter, limits)),
        encoding=encoding,
        delimiter=delimiter,
    )


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding), encoding.removesuffix("-sig")
    head = content[:_HEAD]
    half = len(head) // 2
    for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        if half and head[offset::2].count(0) > half * 0.7:
            return _strictly(content, encoding), encoding
    try:
        text, encoding = content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = _strictly(content, "cp1252"), "cp1252"
    if sum(map(text[:4096].count, _CONTROLS)) > min(len(text), 4096) // 50:
        raise _no_text()
    return text, encoding


def _chosen(content: bytes, encoding: str) -> tuple[str, str]:
    try:
        return content.decode(encoding).removeprefix("\ufeff"), encoding
    except UnicodeDecodeError as error:
        raise RefusalError(
            "other-encoding",
            f"The file is not {encoding}: byte {error.start + 1:,} can't be read so; choose another"
            " encoding, or leave it to be found.",
        ) from None


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise _no_text() from None


def _no_text() -> RefusalError:
    return RefusalError(
        "not-a-list",
        "The file is neither a workbook nor text; lists are read as .xlsx, .xlsm, .xlsb, .xls,"
        " .ods or CSV. Ask the force for one of these.",
    )


def _told_delimiter(text: str) -> tuple[str, str | None]:
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
        raise too_large("rows", f"about {text.count(chr(10)):,}", f"{limits.rows:,}")
    csv.field_size_limit(limits.text * 4)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records: list[list[str]] = []
    cells = lines = 0
    try:
        for record in reader:
            if reader.line_num - lines > _SWALLOWED_LINES:
                raise _open_quote(len(records) + 1)
            lines = reader.line_num
            cells += len(record)
            records.append(record)
            if len(records) > limits.rows:
                raise too_large("rows", f"more than {limits.rows:,}", f"{limits.rows:,}")
            if len(record) > limits.columns:
                raise too_large("columns", f"{len(record):,}", f"{limits.columns:,}")
            if cells > limits.cells:
                raise too_large("cells", f"more than {limits.cells:,}", f"{limits.cells:,}")
    except csv.Error:
        row = len(records) + 1
        raise (_open_quote(row) if '"' in text else _endless_cell(row)) from None
    return records


def _endless_cell(row: int) -> RefusalError:
    return RefusalError(
        "not-a-list",
        f"In row {row} a cell goes on without an end, so the file is no list; ask the force for it"
        " as .xlsx or CSV.",
    )


def _open_quote(row: int) -> RefusalError:
    return RefusalError(
        "open-quote",
        f"In row {row} a quotation mark opens a cell that never ends; close it, or open the file"
        " in Excel and save it anew.",
    )
