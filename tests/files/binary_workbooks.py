"""Whole .xlsb workbooks, which no free office program writes, as [MS-XLSB] lays them out."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ERRORS = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D}
_ERRORS |= {"#NUM!": 0x24, "#N/A": 0x2A}
_FIRST_OWN = 164
"""The first number format that is a workbook's own."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a format; `short` as most whole numbers are stored, `by_formula` as a result."""

    value: float
    code: str = ""
    short: bool = False
    by_formula: bool = False


@dataclass(frozen=True, slots=True)
class Error:
    """An error value."""

    name: str


Cell = str | Number | Error | None


def record(kind: int, content: bytes = b"") -> bytes:
    """Lay out a record: kind and length in groups of seven bits."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(content)
    while length >= 0x80:
        head += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + bytes([length]) + content


def wide(text: str) -> bytes:
    """Lay out a text: its length in units of two bytes, and these."""
    units = text.encode("utf-16-le")
    return struct.pack("<I", len(units) // 2) + units


def workbook(
    rows: Sequence[Sequence[Cell]], *, from_1904: bool = False, hidden: Sequence[int] = ()
) -> bytes:
    """Write a workbook of one sheet, “List”; `hidden` are rows, from 1."""
    codes = [cell.code for row in rows for cell in row if isinstance(cell, Number) and cell.code]
    own = list(dict.fromkeys(codes))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="bin" '
        'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": _relations(officeDocument="xl/workbook.bin"),
        "xl/_rels/workbook.bin.rels": _relations(
            worksheet="worksheets/sheet1.bin", styles="styles.bin"
        ),
        "xl/workbook.bin": record(131)
        + record(153, struct.pack("<III", 1 if from_1904 else 0, 0, 0))
        + record(143)
        + record(156, struct.pack("<II", 0, 1) + wide("worksheet") + wide("List"))
        + record(144)
        + record(132),
        "xl/styles.bin": _styles(own),
        "xl/worksheets/sheet1.bin": _sheet(rows, own, frozenset(hidden)),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def _relations(**targets: str) -> str:
    lines = (
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def _styles(own: Sequence[str]) -> bytes:
    formats = b"".join(
        record(44, struct.pack("<H", _FIRST_OWN + at) + wide(code)) for at, code in enumerate(own)
    )
    numbers = [0, *range(_FIRST_OWN, _FIRST_OWN + len(own))]
    styles = b"".join(_style(0, number) for number in numbers)
    return (
        record(278)
        + record(615, struct.pack("<I", len(own)))
        + formats
        + record(616)
        + record(626, struct.pack("<I", 1))
        + _style(0xFFFF, 0)
        + record(627)
        + record(617, struct.pack("<I", len(numbers)))
        + styles
        + record(618)
        + record(279)
    )


def _style(parent: int, number: int) -> bytes:
    return record(47, struct.pack("<HH", parent, number) + bytes(6) + b"\x00\x00\x10\x10\x00\x00")


def _sheet(rows: Sequence[Sequence[Cell]], own: Sequence[str], hidden: frozenset[int]) -> bytes:
    width = max(map(len, rows))
    found = record(129) + record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1))
    found += record(145)
    for number, row in enumerate(rows, start=1):
        flags = bytes([0, 0x10 if number in hidden else 0, 0])
        found += record(0, struct.pack("<IIH", number - 1, 0, 300) + flags + bytes(4))
        for column, cell in enumerate(row):
            found += _cell(column, cell, own)
    return found + record(146) + record(130)


def _cell(column: int, cell: Cell, own: Sequence[str]) -> bytes:
    at = struct.pack("<II", column, 0)
    match cell:
        case None:
            return b""
        case str():
            return record(6, at + wide(cell))
        case Error(name=name):
            return record(3, at + bytes([_ERRORS[name]]))
    style = own.index(cell.code) + 1 if cell.code else 0
    at = struct.pack("<II", column, style)
    if cell.by_formula:
        formula = b"\x1f" + struct.pack("<d", cell.value)  # a number alone: `=15456`
        parsed = struct.pack("<I", len(formula)) + formula + struct.pack("<I", 0)
        return record(9, at + struct.pack("<dH", cell.value, 0) + parsed)
    if cell.short:
        return record(2, at + struct.pack("<i", int(cell.value) << 2 | 2))
    return record(5, at + struct.pack("<d", cell.value))
