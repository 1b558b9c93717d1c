"""The records of an .xls, as [MS-XLS] lays them out."""

from __future__ import annotations

import struct

import pytest

from reviewer.cells.xls_records import XlsBook, xls_appearance

NUMBER, COLOUR = 1 << 25, 1 << 29
"""Flags of a rule's format: it has a number format, a pattern."""


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def sheet(*records: bytes) -> XlsBook:
    stream = record(0x809, struct.pack("<HH", 0x600, 0x10)) + b"".join(records) + record(0x0A, b"")
    return XlsBook(stream=stream, sheets={"A": 0})


def area(*corners: int) -> bytes:
    return record(0x1B0, struct.pack("<HH4H", 1, 0, *corners) + bytes(10))


def rule(flags: int) -> bytes:
    return record(0x1B1, struct.pack("<BBHHI", 1, 5, 3, 0, flags) + bytes(12))


def later_area(*corners: int) -> bytes:
    return record(0x879, bytes(12) + struct.pack("<HH4H", 1, 0, *corners) + bytes(10))


def later_rule(flags: int | None) -> bytes:
    own = struct.pack("<I", 0) if flags is None else struct.pack("<II", 12, flags)
    return record(0x87A, bytes(12) + struct.pack("<BBHH", 1, 5, 3, 0) + own + bytes(20))


def more(flags: int | None, *corners: int) -> bytes:
    head = struct.pack("<HH4H", 0x87B, 0, *corners) + struct.pack("<IH", 0, 1)
    own = b"" if flags is None else struct.pack("<II", 12, flags) + bytes(8)
    return record(0x87B, head + struct.pack("<HBBHBB", 0, 5, 0, 1, 1, flags is not None) + own)


@pytest.mark.parametrize(
    ("records", "ruled"),
    [
        ((area(1, 9, 0, 0), rule(COLOUR), more(NUMBER, 1, 9, 0, 0)), ((2, 1, 10, 1),)),
        ((area(1, 9, 0, 0), rule(COLOUR), more(COLOUR, 1, 9, 0, 0)), ()),
        ((area(1, 9, 0, 0), rule(COLOUR), more(None, 1, 9, 0, 0)), ()),
        ((area(1, 9, 0, 0), rule(NUMBER)), ((2, 1, 10, 1),)),
        ((area(1, 9, 0, 0), rule(COLOUR)), ()),
        ((area(1, 9, 0, 0), rule(COLOUR), area(1, 9, 2, 3), rule(NUMBER)), ((2, 3, 10, 4),)),
        ((later_area(1, 9, 0, 0), later_rule(NUMBER)), ((2, 1, 10, 1),)),
        ((later_area(1, 9, 0, 0), later_rule(None)), ()),
    ],
)
def test_the_areas_whose_rules_have_a_number_format_are_known(
    records: tuple[bytes, ...], ruled: tuple[tuple[int, ...], ...]
) -> None:
    found = xls_appearance(sheet(*records), "A")
    assert found is not None
    assert found.ruled == ruled
