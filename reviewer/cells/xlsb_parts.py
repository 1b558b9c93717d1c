"""What the binary parts of an .xlsb say of its cells, by the records of [MS-XLSB]."""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from reviewer.cells.appearance import Appearance, Area
from reviewer.cells.errors import unreadable
from reviewer.cells.far_cells import judge_size
from reviewer.cells.format_code import BUILT_IN
from reviewer.cells.limits import Limits
from reviewer.cells.xlsx_parts import Styles

_ROW, _COLUMN_INFO, _FORMAT, _XF, _WORKBOOK, _SHEET = 0, 60, 44, 47, 153, 156
_BEGIN_CELL_XFS, _END_CELL_XFS = 617, 618
_RULED, _RULE, _RULE_FORMAT = 461, 463, 507
_FORMAT_PROPERTIES: Final = frozenset({0x26, 0x29})
"""The properties of a rule's format that are a number format: its code, its number."""
_BLANK_CELL, _ERROR_CELLS, _LAST_CELL, _RICH_CELL = 1, frozenset({3, 11}), 11, 62
_HIDDEN_ROW: Final = 0x10
P = ParamSpec("P")
T = TypeVar("T")
ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of each record; raises RefusalError where the part is torn."""
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = (kind & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while at < end and shift < 28:
            byte = part[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if at + length > end:
            raise unreadable()
        yield kind, part[at : at + length]
        at += length


def _whole(read: Callable[P, T]) -> Callable[P, T]:
    """Make a reader refuse a part whose records are shorter than what they should hold."""

    @wraps(read)
    def reading(*given: P.args, **named: P.kwargs) -> T:
        try:
            return read(*given, **named)
        except (struct.error, IndexError):
            raise unreadable() from None

    return reading


def _text(record: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", record, at)
    if length == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * length
    return record[at + 4 : end].decode("utf-16-le", "replace"), end


@_whole
def binary_styles(part: bytes) -> Styles:
    """Read the cell styles of a workbook."""
    own: dict[int, str] = {}
    numbers: list[int] = []
    rules: list[bool] = []
    inside = False
    for kind, record in _records(part):
        if kind == _FORMAT:
            own[struct.unpack_from("<H", record)[0]] = _text(record, 2)[0]
        elif kind in {_BEGIN_CELL_XFS, _END_CELL_XFS}:
            inside = kind == _BEGIN_CELL_XFS
        elif kind == _XF and inside:
            numbers.append(struct.unpack_from("<H", record, 2)[0])
        elif kind == _RULE_FORMAT:
            rules.append(_has_number_format(record))
    return Styles(
        tuple(own.get(n) or BUILT_IN.get(n, "General") for n in numbers),
        frozenset(at for at, shows in enumerate(rules) if shows),
    )


def _has_number_format(record: bytes) -> bool:
    """Say whether a rule's format has a number format among its properties."""
    (properties,) = struct.unpack_from("<H", record, 4)
    at = 6
    for _property in range(properties):
        kind, length = struct.unpack_from("<HH", record, at)
        if kind in _FORMAT_PROPERTIES:
            return True
        at += length
    return False


@_whole
def binary_workbook(part: bytes) -> tuple[bool, dict[str, str]]:
    """Say whether days count from 1904, and which part each sheet is, by name."""
    from_1904 = False
    sheets: dict[str, str] = {}
    for kind, record in _records(part):
        if kind == _WORKBOOK:
            from_1904 = bool(record[0] & 1)
        elif kind == _SHEET:
            identifier, at = _text(record, 8)
            sheets[_text(record, at)[0]] = identifier
    return from_1904, sheets


@_whole
def binary_appearance(
    part: bytes, special: Mapping[int, str], rules: Collection[int] = ()
) -> Appearance:
    """Look at a sheet's part; `special` are the styles that do not show what a cell holds.

    `rules` are the formats by which rules show numbers otherwise.
    """
    found = Appearance(ruled=tuple(_ruled(part, rules)) if rules else ())
    row = 0
    for kind, record in _records(part):
        if kind == _ROW:
            row = struct.unpack_from("<I", record)[0] + 1
            if record[11] & _HIDDEN_ROW:
                found.hidden_rows.add(row)
        elif kind == _COLUMN_INFO:
            first, last = struct.unpack_from("<II", record)
            if record[16] & 1:
                found.hidden_columns.update(range(first + 1, min(last, 16_383) + 2))
        elif _BLANK_CELL < kind <= _LAST_CELL or kind == _RICH_CELL:
            column, style = struct.unpack_from("<II", record)
            place = row, column + 1
            if kind in _ERROR_CELLS:
                found.errors[place] = ERRORS.get(record[8], "#N/A")
            elif (code := special.get(style & 0xFFFFFF)) is not None:
                found.formats[place] = code
    return found


def _ruled(part: bytes, rules: Collection[int]) -> Iterator[Area]:
    areas: list[Area] = []
    for kind, record in _records(part):
        if kind == _RULED:
            areas = list(_areas(record))
        elif kind == _RULE and struct.unpack_from("<i", record, 8)[0] in rules:
            yield from areas
            areas = []


def _areas(record: bytes) -> Iterator[Area]:
    (ranges,) = struct.unpack_from("<I", record, 8)
    for at in range(12, 12 + 16 * ranges, 16):
        top, bottom, left, right = struct.unpack_from("<4I", record, at)
        yield top + 1, left + 1, bottom + 1, right + 1


@_whole
def judge_binary_reach(part: bytes, limits: Limits) -> None:
    """Raise RefusalError where a sheet's filled cells reach farther than a list can."""
    high = wide = row = 1
    for kind, record in _records(part):
        if kind == _ROW:
            row = struct.unpack_from("<I", record)[0] + 1
        elif _BLANK_CELL < kind <= _LAST_CELL or kind == _RICH_CELL:
            high = max(high, row)
            wide = max(wide, struct.unpack_from("<I", record)[0] + 1)
    judge_size(high, wide, limits)
