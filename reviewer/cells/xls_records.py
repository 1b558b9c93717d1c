"""What the records of an .xls say of its cells, by [MS-XLS] and its predecessor of Excel 5."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from reviewer.cells.appearance import Appearance, Area
from reviewer.cells.far_cells import judge_size
from reviewer.cells.format_code import BUILT_IN
from reviewer.cells.limits import Limits
from reviewer.cells.xlsb_parts import ERRORS
from reviewer.cells.xlsx_parts import Styles

_BOF, _EOF, _FORMULA, _DATE_MODE, _COLUMN_INFO = 0x809, 0x0A, 0x06, 0x22, 0x7D
_BOUND_SHEET, _MULTIPLE_RK, _XF, _BOOLEAN_OR_ERROR = 0x85, 0xBD, 0xE0, 0x205
_ROW, _FORMAT = 0x208, 0x41E
_CELLS = frozenset({0x203, 0xFD, 0x204, 0x27E, 0xD6, _BOOLEAN_OR_ERROR, _FORMULA, _MULTIPLE_RK})
_RULED, _RULE, _RULED_LATER, _RULE_LATER, _RULE_MORE = 0x1B0, 0x1B1, 0x879, 0x87A, 0x87B
"""Conditional formatting, and what Excel has of it since 2007: other rules, more of the old."""
_MORE_OF_FORMAT = 26
"""Where the format begins in more of an old rule."""
_HAS_NUMBER_FORMAT = 1 << 25
"""Among the flags of a rule's format."""
_UNICODE = 0x600
_HIDDEN_ROW = 0x20


@dataclass(slots=True, kw_only=True)
class XlsBook:
    """The stream of an .xls: its styles, and where each sheet begins."""

    stream: bytes
    styles: Styles = field(default_factory=lambda: Styles(()))
    from_1904: bool = False
    sheets: dict[str, int] = field(default_factory=dict)


def _records(stream: bytes, at: int = 0) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def xls_book(content: bytes) -> XlsBook | None:
    """Read what an .xls says before its sheets; None where it can't be understood."""
    import olefile  # noqa: PLC0415 - other kinds of file need not wait for it

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            name = next(n for n in ("Workbook", "Book") if container.exists(n))
            book = XlsBook(stream=container.openstream(name).read())
        _read_globals(book)
    except (OSError, StopIteration, struct.error, IndexError, ValueError):
        return None
    return book


def _read_globals(book: XlsBook) -> None:
    own: dict[int, str] = {}
    numbers: list[int] = []
    unicode = True
    for kind, record in _records(book.stream):
        if kind == _BOF:
            unicode = struct.unpack_from("<H", record)[0] >= _UNICODE
        elif kind == _DATE_MODE:
            book.from_1904 = bool(record[0])
        elif kind == _FORMAT:
            own[struct.unpack_from("<H", record)[0]] = _text(record, 2, unicode=unicode, wide=True)
        elif kind == _XF:
            numbers.append(struct.unpack_from("<H", record, 2)[0])
        elif kind == _BOUND_SHEET:
            name = _text(record, 6, unicode=unicode, wide=False)
            book.sheets[name] = struct.unpack_from("<I", record)[0]
        elif kind == _EOF:
            break
    book.styles = Styles(tuple(own.get(n) or BUILT_IN.get(n, "General") for n in numbers))


def _text(record: bytes, at: int, *, unicode: bool, wide: bool) -> str:
    """Read a text behind its length, which takes two bytes where it is `wide` and Unicode."""
    if not unicode:
        return record[at + 1 : at + 1 + record[at]].decode("cp1252", "replace")
    length = struct.unpack_from("<H", record, at)[0] if wide else record[at]
    at += 2 if wide else 1
    if record[at] & 1:
        return record[at + 1 : at + 1 + 2 * length].decode("utf-16-le", "replace")
    return record[at + 1 : at + 1 + length].decode("latin-1")


def _sheet_records(book: XlsBook, name: str) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a sheet, without those of the charts in it."""
    depth = 0
    for kind, record in _records(book.stream, book.sheets[name]):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, record


def xls_appearance(book: XlsBook, name: str) -> Appearance | None:
    """Look at a sheet; None where its records can't be understood."""
    special = book.styles.special(days=True)
    found = Appearance()
    area: tuple[Area, ...] = ()
    try:
        for kind, record in _sheet_records(book, name):
            if kind in _CELLS:
                _look_at_cells(kind, record, special, found)
            elif kind == _ROW and struct.unpack_from("<H", record, 12)[0] & _HIDDEN_ROW:
                found.hidden_rows.add(struct.unpack_from("<H", record)[0] + 1)
            elif kind == _COLUMN_INFO and record[8] & 1:
                first, last = struct.unpack_from("<HH", record)
                found.hidden_columns.update(range(first + 1, min(last, 255) + 2))
            elif kind in {_RULED, _RULED_LATER}:
                area = (_bounds(record, 4 if kind == _RULED else 16),)
            elif kind in {_RULE, _RULE_LATER} and _shows_numbers(kind, record):
                found.ruled += area
            elif kind == _RULE_MORE and _has_more_format(record):
                found.ruled += (_bounds(record, 4),)
    except (struct.error, IndexError, KeyError):
        return None
    return found


def _bounds(record: bytes, at: int) -> Area:
    top, bottom, left, right = struct.unpack_from("<4H", record, at)
    return top + 1, left + 1, bottom + 1, right + 1


def _shows_numbers(kind: int, record: bytes) -> bool:
    """Say whether the format of a rule has a number format."""
    if kind == _RULE:
        return bool(struct.unpack_from("<I", record, 6)[0] & _HAS_NUMBER_FORMAT)
    return _later_format(record, 18)


def _later_format(record: bytes, at: int) -> bool:
    """Say whether a format behind its length has a number format."""
    (length,) = struct.unpack_from("<I", record, at)
    return length > 0 and bool(struct.unpack_from("<I", record, at + 4)[0] & _HAS_NUMBER_FORMAT)


def _has_more_format(record: bytes) -> bool:
    """Say whether more of an old rule has a number format; of a later one it has none."""
    has = len(record) >= _MORE_OF_FORMAT + 8 and record[_MORE_OF_FORMAT - 1] != 0
    return has and record[12:16] == bytes(4) and _later_format(record, _MORE_OF_FORMAT)


def _look_at_cells(kind: int, record: bytes, special: dict[int, str], found: Appearance) -> None:
    row, column, style = struct.unpack_from("<HHH", record)
    styles = [style]
    if kind == _MULTIPLE_RK:
        styles = [struct.unpack_from("<H", record, at)[0] for at in range(4, len(record) - 2, 6)]
    for at, own in enumerate(styles):
        if own in special:
            found.formats[row + 1, column + at + 1] = special[own]
    error = None
    if kind == _BOOLEAN_OR_ERROR and record[7]:
        error = record[6]
    elif kind == _FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2:
        error = record[8]
    if error is not None:
        found.errors[row + 1, column + 1] = ERRORS.get(error, "#N/A")


def judge_xls_reach(book: XlsBook, limits: Limits) -> None:
    """Raise RefusalError where a sheet's cells reach farther than a list can."""
    for name in book.sheets:
        high = wide = 1
        for kind, record in _sheet_records(book, name):
            if kind in _CELLS and len(record) >= 4:
                row, column = struct.unpack_from("<HH", record)
                high = max(high, row + 1)
                wide = max(wide, column + 1 + (len(record) // 6 if kind == _MULTIPLE_RK else 0))
        judge_size(high, wide, limits)
