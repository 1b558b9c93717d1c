"""The binary parts of an .xlsb, record by record, as [MS-XLSB] lays them out."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.cells.limits import Limits
from reviewer.cells.xlsb_parts import (
    binary_appearance,
    binary_styles,
    binary_workbook,
    judge_binary_reach,
)
from reviewer.domain.errors import RefusalError


def record(kind: int, content: bytes) -> bytes:
    """Lay out a record: kind and length in groups of seven bits."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(content)
    while length >= 0x80:
        head += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + bytes([length]) + content


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xf(number: int) -> bytes:
    return record(47, struct.pack("<HH", 0, number) + bytes(12))


def row(number: int, *, hidden: bool = False) -> bytes:
    flags = bytes([0, 0x10 if hidden else 0, 0])
    return record(0, struct.pack("<IIH", number - 1, 0, 300) + flags)


def real(column: int, style: int, number: float) -> bytes:
    return record(5, struct.pack("<IId", column - 1, style, number))


STYLES = (
    record(44, struct.pack("<H", 164) + wide('0000000"/17"'))
    + record(617, struct.pack("<I", 3))
    + xf(0)
    + xf(164)
    + xf(17)
    + record(618, b"")
)


def test_the_styles_of_a_binary_workbook_are_read() -> None:
    styles = binary_styles(xf(14) + STYLES)
    assert styles.codes == ("General", '0000000"/17"', "mmm-yy")


def test_what_a_binary_sheet_says_of_its_cells_is_read() -> None:
    sheet = row(1) + real(1, 0, 1.0) + row(3, hidden=True) + real(2, 1, 15456.0)
    sheet += record(3, struct.pack("<II", 2, 0) + b"\x2a")
    sheet += record(60, struct.pack("<IIII", 4, 5, 0, 0) + b"\x01\x00")
    found = binary_appearance(sheet, binary_styles(STYLES).special(days=True))
    assert found.formats == {(3, 2): '0000000"/17"'}
    assert found.errors == {(3, 3): "#N/A"}
    assert found.hidden_rows == {3}
    assert found.hidden_columns == {5, 6}


def test_the_sheets_and_the_first_day_of_a_binary_workbook_are_read() -> None:
    sheet = struct.pack("<II", 0, 1) + wide("rId7") + wide("List")
    part = record(153, struct.pack("<III", 1, 0, 0)) + record(156, sheet)
    assert binary_workbook(part) == (True, {"List": "rId7"})


def test_a_far_cell_of_a_binary_sheet_is_refused_before_it_is_laid_out() -> None:
    with pytest.raises(RefusalError, match="rows"):
        judge_binary_reach(row(1_000_000) + real(1, 0, 1.0), Limits())
    judge_binary_reach(row(1_000) + real(12, 0, 1.0), Limits())
    judge_binary_reach(row(1_000_000) + record(1, struct.pack("<II", 9_000, 1)), Limits())


def rule_format(*properties: tuple[int, bytes]) -> bytes:
    body = b"".join(struct.pack("<HH", kind, 4 + len(own)) + own for kind, own in properties)
    return record(507, struct.pack("<HHH", 0, 0, len(properties)) + body)


def rule(format_of: int, *areas: tuple[int, int, int, int]) -> bytes:
    ranges = b"".join(struct.pack("<4I", *area) for area in areas)
    begins = record(461, struct.pack("<III", 1, 0, len(areas)) + ranges)
    return begins + record(463, struct.pack("<IIiI", 1, 0, format_of, 1) + bytes(20))


def test_the_areas_whose_rules_have_a_number_format_are_known() -> None:
    colour, shown = (0, b"\x00\x01"), (0x26, wide('0000000"/17"'))
    styles = binary_styles(STYLES + rule_format(colour) + rule_format(colour, shown))
    assert styles.rules == {1}
    sheet = row(1) + real(1, 0, 1.0) + rule(0, (0, 9, 0, 0)) + rule(1, (1, 9, 0, 0), (1, 9, 2, 2))
    found = binary_appearance(sheet, {}, styles.rules)
    assert found.ruled == ((2, 1, 10, 1), (2, 3, 10, 3))
    assert binary_appearance(sheet, {}).ruled == ()


@given(st.binary(max_size=300))
def test_any_bytes_are_records_or_a_refusal(part: bytes) -> None:
    for read in (binary_styles, binary_workbook, lambda p: binary_appearance(p, {}, {0})):
        try:
            read(part)
        except RefusalError as refusal:
            assert refusal.code == "unreadable-workbook"  # noqa: PT017 - either way is right
