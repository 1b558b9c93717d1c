"""The zip archive, in the one form that Reviewer writes, and a reader that takes no other.

A zip file names its contents twice and lets bytes lie between them, so two programs can
see two different workbooks in one file. Here every byte is accounted for: records follow
each other from the first byte, both headers of a record are equal, the end record is last.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import Message, message
from reviewer.domain.stopping import each

MAX_ARCHIVE_BYTES = 100 * 1024 * 1024
"""A team's workbook of a thousand cases has some 5 MB; this leaves twenty times as much."""
MAX_ENTRY_BYTES = 100 * 1024 * 1024
"""One part, inflated: all parts of a verified workbook are held in memory at once."""
MAX_TOTAL_BYTES = 200 * 1024 * 1024
"""All parts together, inflated."""
MAX_RATIO = 200
"""Sheets shrink some 10 to 40 times; a part that shrinks more than this is stored as it is."""
RATIO_FROM_BYTES = 100 * 1024
"""Below this size no ratio can hurt."""
MAX_ENTRIES = 64
"""At most 30 signed parts, the list of content types and the signature: 34."""

STORED, DEFLATED = 0, 8

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_COMPOUND_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WRAPPED = "EncryptedPackage".encode("utf-16-le")
_VERSION = 20  # deflate; "made by" is the same number, which says: no file system's attributes
_FIRST_DAY = (
    0x21  # 1 January 1980, the first day a zip date can say: two exports never differ by it
)
_NAME = re.compile(r"[A-Za-z0-9_\[][A-Za-z0-9_.\[\]-]*(/[A-Za-z0-9_.-]*[A-Za-z0-9_-])*", re.ASCII)


def is_protected(untrusted: bytes) -> bool:
    """Say by the beginning and one name in it whether a file is a password-protected workbook."""
    return untrusted.startswith(_COMPOUND_MARK) and _WRAPPED in untrusted


class PackageError(RefusalError):
    """A package that is not in the form Reviewer writes; `part` names the part, if there is one."""

    def __init__(self, code: str, sentence: Message, part: str | None = None) -> None:
        super().__init__(code, sentence)
        self.part = part


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveEntry:
    """One record: `stream` is what lies in the file, `content` what it inflates to."""

    name: str
    method: int
    crc: int
    stream: bytes
    content: bytes


def stored(name: str, content: bytes) -> ArchiveEntry:
    """Make a record that is not compressed."""
    return ArchiveEntry(
        name=name, method=STORED, crc=zlib.crc32(content), stream=content, content=content
    )


def deflated(name: str, content: bytes) -> ArchiveEntry:
    """Make a compressed record; what would be empty, grow or shrink too well is stored."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return kept(name, packer.compress(content) + packer.flush(), content)


def kept(name: str, stream: bytes, content: bytes) -> ArchiveEntry:
    """Make a compressed record from a stream that exists already and inflates to `content`."""
    if len(stream) >= len(content) or _too_dense(len(content), len(stream)):
        return stored(name, content)
    return ArchiveEntry(
        name=name, method=DEFLATED, crc=zlib.crc32(content), stream=stream, content=content
    )


def write_archive(entries: Iterable[ArchiveEntry]) -> bytes:
    """Write the records in the given order; the same records always give the same bytes.

    Raises PackageError for what `read_archive` would not read again.
    """
    everything = tuple(entries)
    _check_limits((len(e.content), len(e.stream), e.name) for e in everything)
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for entry in everything:
        sizes = (entry.crc, len(entry.stream), len(entry.content))
        header = _local_header(entry.name, entry.method, *sizes)
        directory.append(_central_header(entry.name, entry.method, *sizes, offset))
        body += (header, entry.stream)
        offset += len(header) + len(entry.stream)
    listing = b"".join(directory)
    end = _end_record(len(everything), len(listing), offset)
    return b"".join((*body, listing, end))


def read_archive(untrusted: bytes) -> tuple[ArchiveEntry, ...]:
    """Read an archive that `write_archive` could have written; raise PackageError otherwise.

    Sizes, counts and ratios are checked before anything is inflated.
    """
    records = _directory(untrusted)
    _check_names(name for name, *_ in records)
    _check_limits((size, packed, name) for name, _method, _crc, packed, size in records)
    entries: list[ArchiveEntry] = []
    offset = 0
    for name, method, crc, packed, size in each(records):
        header = _local_header(name, method, crc, packed, size)
        start = offset + len(header)
        if untrusted[offset:start] != header:
            raise PackageError(
                "headers-differ",
                message(
                    "The archive describes {name} in two different ways. Ask for a new export.",
                    name=name,
                ),
                name,
            )
        stream = untrusted[start : start + packed]
        content = inflate(name, method, stream, size)
        if zlib.crc32(content) != crc:
            raise _damaged(name)
        entries.append(
            ArchiveEntry(name=name, method=method, crc=crc, stream=stream, content=content)
        )
        offset = start + packed
    return tuple(entries)


def inflate(name: str, method: int, untrusted_stream: bytes, size: int) -> bytes:
    """Inflate one stream to exactly `size` bytes, never more; raise PackageError otherwise."""
    if method == STORED:
        if len(untrusted_stream) != size:
            raise _damaged(name)
        return untrusted_stream
    if method != DEFLATED:
        raise PackageError(
            "compression",
            message("{name} is packed in a way that Reviewer does not use.", name=name),
            name,
        )
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = unpacker.decompress(untrusted_stream, size + 1)
    except zlib.error:
        raise _damaged(name) from None
    if len(content) != size or not unpacker.eof or unpacker.unused_data:
        raise _damaged(name)
    return content


def _damaged(name: str) -> PackageError:
    return PackageError(
        "damaged",
        message("{name} is damaged: its content does not match its checksum.", name=name),
        name,
    )


def _too_dense(size: int, packed: int) -> bool:
    return size > RATIO_FROM_BYTES and size > MAX_RATIO * packed


def _local_header(name: str, method: int, crc: int, packed: int, size: int) -> bytes:
    raw = name.encode("ascii")
    when = (0, _FIRST_DAY)
    fixed = _LOCAL.pack(_LOCAL_MARK, _VERSION, 0, method, *when, crc, packed, size, len(raw), 0)
    return fixed + raw


def _central_header(name: str, method: int, crc: int, packed: int, size: int, offset: int) -> bytes:
    raw = name.encode("ascii")
    kind = (_VERSION, _VERSION, 0, method, 0, _FIRST_DAY)
    none = (0, 0, 0, 0, 0)
    fixed = _CENTRAL.pack(_CENTRAL_MARK, *kind, crc, packed, size, len(raw), *none, offset)
    return fixed + raw


def _end_record(count: int, length: int, offset: int) -> bytes:
    return _END.pack(_END_MARK, 0, 0, count, count, length, offset, 0)


def _directory(untrusted: bytes) -> tuple[tuple[str, int, int, int, int], ...]:
    """Read the central directory: (name, method, crc, packed size, size) of each record."""
    start, count = _end(untrusted)
    at, offset = start, 0
    records: list[tuple[str, int, int, int, int]] = []
    for _ in range(count):
        if at + _CENTRAL.size > len(untrusted):
            raise _not_whole()
        fields = _CENTRAL.unpack_from(untrusted, at)
        raw = untrusted[at + _CENTRAL.size : at + _CENTRAL.size + fields[10]]
        name = _name(raw)
        method, crc, packed, size = fields[4], fields[7], fields[8], fields[9]
        header = _central_header(name, method, crc, packed, size, offset)
        if untrusted[at : at + len(header)] != header:
            raise _odd_record(name, fields)
        records.append((name, method, crc, packed, size))
        at += len(header)
        offset += _LOCAL.size + len(raw) + packed
        if offset > start:
            raise _not_whole()
    if offset != start or at != len(untrusted) - _END.size:
        raise _not_whole()
    return tuple(records)


def _end(untrusted: bytes) -> tuple[int, int]:
    """Find the end record, which must be the last bytes: (start of the directory, count)."""
    if len(untrusted) > MAX_ARCHIVE_BYTES:
        raise PackageError(
            "too-large",
            message(
                "The file is larger than {n} MiB. No export is that large.",
                n=MAX_ARCHIVE_BYTES // 1024**2,
            ),
        )
    if is_protected(untrusted):
        raise PackageError(
            "protected",
            message(
                "The workbook is protected with a password. Enter the password that was agreed."
            ),
        )
    if untrusted.startswith(_COMPOUND_MARK):
        raise PackageError(
            "not-a-workbook",
            message("The file is an old Excel or Office file (.xls), not an .xlsx."),
        )
    if len(untrusted) < _END.size or untrusted[:2] != b"PK":
        raise PackageError("not-a-workbook", message("The file is not an Excel workbook (.xlsx)."))
    *_, count, length, start, _comment = _END.unpack(untrusted[-_END.size :])
    if untrusted[-_END.size :] != _end_record(count, length, start):
        raise _not_whole()
    if count > MAX_ENTRIES:
        raise PackageError(
            "too-many-parts",
            message("The file has {n} parts. No export has so many.", n=count),
        )
    if start + length != len(untrusted) - _END.size:
        raise _not_whole()
    return start, count


def _not_whole() -> PackageError:
    return PackageError(
        "not-whole",
        message(
            "The archive is incomplete, or has bytes that belong to no part. Ask for a new export."
        ),
    )


def _name(untrusted_raw: bytes) -> str:
    name = untrusted_raw.decode("ascii", "replace")
    if not _NAME.fullmatch(name):
        raise PackageError(
            "odd-name",
            message("A part of the file has a name that Reviewer does not use."),
            _shown(name),
        )
    return name


def _shown(name: str) -> str:
    return "".join(c if c.isascii() and c.isprintable() else "\ufffd" for c in name[:80])


def _odd_record(name: str, fields: tuple[int, ...]) -> PackageError:
    """Say what is odd in a central header, by the fields that tricks are played with."""
    _mark, _made, _needed, flags, method = fields[:5]
    extra, comment = fields[11:13]
    if flags & 0x1:
        return PackageError(
            "encrypted", message("{name} is encrypted inside the file.", name=name), name
        )
    if flags or extra or comment:
        return PackageError(
            "odd-record",
            message(
                "The archive has details about {name} that Reviewer does not write.", name=name
            ),
            name,
        )
    if method not in {STORED, DEFLATED}:
        return PackageError(
            "compression",
            message("{name} is packed in a way that Reviewer does not use.", name=name),
            name,
        )
    return PackageError(
        "odd-record",
        message("The archive lists {name} in a way that Reviewer does not use.", name=name),
        name,
    )


def _check_names(names: Iterator[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise PackageError(
                "duplicate", message("{name} is in the file more than once.", name=name), name
            )
        seen.add(name.casefold())


def _check_limits(sizes: Iterable[tuple[int, int, str]]) -> None:
    total = count = 0
    for size, packed, name in sizes:
        total += size
        count += 1
        if size > MAX_ENTRY_BYTES or total > MAX_TOTAL_BYTES:
            raise PackageError(
                "too-large",
                message("{name} makes the workbook too large to read.", name=name),
                name,
            )
        if _too_dense(size, packed):
            raise PackageError(
                "too-dense",
                message("{name} unpacks to far more than a sheet should.", name=name),
                name,
            )
    if count > MAX_ENTRIES:
        raise PackageError(
            "too-many-parts",
            message("The file has {n} parts. No export has so many.", n=count),
        )
