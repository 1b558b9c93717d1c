"""Makes hostile archives of a genuinely signed workbook: what two zip readers see differently."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from hostile_material import BOOK, SHEET, SIG, TYPES, Parts, repack

Variants = Iterator[tuple[str, bytes]]

_LOCAL = "<4s5H3L2H"
_CENTRAL = "<4s6H3L5H2L"


class Record:
    """One record of an archive, every field of which can be set against the rules."""

    def __init__(self, name: str, content: bytes) -> None:
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        self.local = self.central = name.encode()
        self.stream = packer.compress(content) + packer.flush()
        self.crc, self.size, self.packed = zlib.crc32(content), len(content), len(self.stream)
        self.flags, self.method, self.attributes = 0, 8, 0
        self.local_flags: int | None = None
        self.date, self.version = 0x21, 20
        self.local_extra = self.central_extra = self.comment = self.gap = b""
        self.trailer = b""
        self.local_sizes: tuple[int, int, int] | None = None


def archive(
    records: list[Record], *, before: bytes = b"", gap: bytes = b"", comment: bytes = b""
) -> bytes:
    """Write records as they are, whatever they say."""
    body, directory = bytearray(before), b""
    for r in records:
        offset = len(body)
        sizes = r.local_sizes or (r.crc, r.packed, r.size)
        flags = r.flags if r.local_flags is None else r.local_flags
        kind = (r.version, flags, r.method, 0, r.date)
        lengths = (len(r.local), len(r.local_extra))
        body += struct.pack(_LOCAL, b"PK\3\4", *kind, *sizes, *lengths)
        body += r.local + r.local_extra + r.stream + r.trailer + r.gap
        kind = (r.version, r.version, r.flags, r.method, 0, r.date)
        lengths = (len(r.central), len(r.central_extra), len(r.comment))
        sizes = (r.crc, r.packed, r.size)
        tail = (0, 0, r.attributes, offset)
        directory += struct.pack(_CENTRAL, b"PK\1\2", *kind, *sizes, *lengths, *tail)
        directory += r.central + r.central_extra + r.comment
    start, count = len(body) + len(gap), len(records)
    end = struct.pack(
        "<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), start, len(comment)
    )
    return bytes(body) + gap + directory + end + comment


def _records(parts: Parts) -> list[Record]:
    return [Record(name, content) for name, content in parts.items()]


def _with(parts: Parts, name: str, **fields: object) -> bytes:
    records = _records(parts)
    for record in records:
        if record.central == name.encode():
            for field, value in fields.items():
                setattr(record, field, value)
    return archive(records)


def names(parts: Parts) -> Variants:
    """Names that differ, repeat, climb or hide."""
    forged = parts[SHEET].replace(b"Inadequate", b"Good")
    genuine = _records(parts)
    yield "a duplicate behind", archive([*genuine, Record(SHEET, forged)])
    yield "a duplicate before", archive([Record(SHEET, forged), *genuine])
    odd = {
        "upper case": SHEET.upper(),
        "one letter of another case": SHEET.replace("sheet1", "Sheet1"),
        "climbing": f"xl/../{SHEET}",
        "a leading slash": f"/{SHEET}",
        "a dot segment": f"./{SHEET}",
        "doubled slashes": SHEET.replace("/", "//"),
        "backslashes": SHEET.replace("/", "\\"),
        "a NUL": f"{SHEET}\0.txt",
        "percent-encoded": SHEET.replace("s", "%73"),
        "not ASCII": "xl/worksheets/shëet1.xml",
        "empty": "",
        "a folder": "xl/worksheets/",
        "a line end": f"{SHEET}\n",
        "a trailing dot": f"{SHEET}.",
        "a drive": f"C:/{SHEET}",
    }
    for name, value in odd.items():
        yield f"one more, {name}", archive([*genuine, Record(value, forged)])
        renamed = {value if k == SHEET else k: v for k, v in parts.items()}
        yield f"renamed, {name}", archive(_records(renamed))
    yield "the local name differs", _with(parts, SHEET, local=b"xl/worksheets/sheet9.xml")
    yield "the central name differs", _with(parts, SHEET, central=b"xl/worksheets/sheet9.xml")


def fields(parts: Parts) -> Variants:
    """Fields of the records that our writer never sets."""
    unicode_path = SHEET.replace("sheet1", "sheet2").encode()
    extra = struct.pack("<HHBL", 0x7075, 5 + len(unicode_path), 1, zlib.crc32(SHEET.encode()))
    extra += unicode_path
    for name, field in {
        "the encryption flag": {"flags": 1},
        "strong encryption": {"flags": 0x41},
        "the UTF-8 flag": {"flags": 0x800},
        "the local encryption flag": {"local_flags": 1},
        "a Unicode path, central": {"central_extra": extra},
        "a Unicode path, local": {"local_extra": extra},
        "a record's comment": {"comment": b"x"},
        "another date": {"date": 0x22},
        "another version": {"version": 45},
        "attributes": {"attributes": 0x10},
        "another method": {"method": 12},
        "a method unknown": {"method": 99},
        "stored, but packed": {"method": 0},
        "a wrong check sum": {"crc": 1},
        "a smaller size": {"size": 10},
        "a larger size": {"size": 2**31},
        "local sizes that differ": {"local_sizes": (1, 2, 3)},
        "an enormous packed size": {"packed": 2**32 - 1},
    }.items():
        yield name, _with(parts, SHEET, **field)
    sheet = Record(SHEET, parts[SHEET])
    descriptor = b"PK\7\x08" + struct.pack("<3L", sheet.crc, sheet.packed, sheet.size)
    streamed = {"flags": 8, "trailer": descriptor, "local_sizes": (0, 0, 0)}
    yield "a data descriptor", _with(parts, SHEET, **streamed)
    yield "a gap between records", _with(parts, SHEET, gap=b"\0" * 16)
    hidden = io.BytesIO()
    with zipfile.ZipFile(hidden, "w") as inner:
        inner.writestr(SHEET, b"<x/>")
    yield "an archive in a gap", _with(parts, SHEET, gap=hidden.getvalue())


def frames(parts: Parts) -> Variants:
    """What lies before, behind and around the records."""
    whole = repack(parts)
    forged = repack({**parts, SHEET: parts[SHEET].replace(b"Inadequate", b"Good")})
    records = _records(parts)
    yield "bytes before", b"MZ" + whole
    yield "bytes before, offsets right", archive(records, before=b"#!/bin/sh\n")
    yield "bytes behind", whole + b"\0"
    yield "a comment", archive(records, comment=b"x")
    yield "an archive in the comment", archive(records, comment=forged)
    yield "genuine, then forged", whole + forged
    yield "forged, then genuine", forged + whole
    yield "a gap before the directory", archive(records, gap=b"\0" * 8)
    yield "another order", archive(records[::-1])
    yield "the end record twice", whole + whole[-22:]
    yield "a record not listed", archive(records)[:-22] + archive(records[:-1])[-22:]
    yield "a count too high", whole[:-12] + struct.pack("<2H", 99, 99) + whole[-8:]
    yield "a zip64 end", whole[:-22] + b"PK\6\7" + bytes(16) + whole[-22:]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as again:
        for name, content in parts.items():
            again.writestr(name, content)
    yield "packed again by another program", buffer.getvalue()
    yield "cut short", whole[: len(whole) // 2]
    yield "the first byte gone", whole[1:]
    yield "the last byte gone", whole[:-1]
    yield "empty", b""
    yield "an end record alone", whole[-22:]
    yield "text", b"PK is how this text begins, and it is long enough to hold an end."
    yield "an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def bombs(parts: Parts) -> Variants:
    """Small files that inflate to large ones, and many parts."""
    flood = Record(SHEET, b"<x>" + b" " * (150 * 1024 * 1024))
    yield "one part of 150 MiB", archive([*_records({k: parts[k] for k in (TYPES, BOOK)}), flood])
    lying = Record(SHEET, b"<x>" + b" " * (20 * 1024 * 1024))
    lying.size = 1000
    rest = [r for r in _records(parts) if r.central != SHEET.encode()]
    yield "a size that lies", archive([*rest, lying])
    dense = Record(SHEET, b"<x>" + b" " * (5 * 1024 * 1024))
    yield "a part that shrinks too well", archive([*rest, dense])
    many = [Record(f"xl/worksheets/sheet{n}.xml", b"<x/>") for n in range(3000)]
    yield "three thousand parts", archive([*_records({SIG: parts[SIG]}), *many])
    stacked = [Record(f"xl/charts/chart{n}.xml", b" " * (20 * 1024 * 1024)) for n in range(1, 13)]
    yield "240 MiB in twelve parts", archive([*_records(parts), *stacked])


MAKERS = (names, fields, frames, bombs)
