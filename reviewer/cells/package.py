"""A first look at a zipped workbook, before anything unpacks it.

No reader of workbooks stops a decompression bomb, so the names and sizes of the parts are
judged first, from the directory, and then each part once, by unpacking it in pieces.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from reviewer.cells.errors import protected, too_large, unreadable
from reviewer.cells.limits import MIB, Limits
from reviewer.domain.errors import RefusalError

_WORKBOOK_PARTS: Final = frozenset({"xl/workbook.xml", "xl/workbook.bin", "content.xml"})
_DECLARATION: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE_DECLARATION: Final = re.compile(
    rb"<\0!\0(?:D\0O\0C\0T\0Y\0P\0E|E\0N\0T\0I\0T\0Y)", re.IGNORECASE
)
_DATE_1904: Final = re.compile(rb"date1904\s*=\s*[\"'](?:1|true|on)[\"']")
_PIECE: Final = MIB
_ENCRYPTED: Final = 0x1
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""What the office programs write; the others only make larger bombs."""

_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)
"""What zipfile raises on torn archives; NotImplementedError is a RuntimeError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZippedWorkbook:
    """What the first look found."""

    kind: str
    """`xlsx`, `xlsb` or `ods`."""
    from_1904: bool
    """Whether its day numbers count from 1904."""


def look(content: bytes, limits: Limits) -> ZippedWorkbook:
    """Judge a zipped workbook by its parts.

    Raises RefusalError for what is beyond a limit, encrypted, damaged, no workbook, or a
    document type declaration in any XML part (which a list has no use for).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _look(archive, limits)
    except _DAMAGE:
        raise unreadable() from None


def _look(archive: zipfile.ZipFile, limits: Limits) -> ZippedWorkbook:
    parts = [part for part in archive.infolist() if not part.is_dir()]
    _judge_directory(parts, limits)
    names = {part.filename.lower() for part in parts}
    workbooks = names & _WORKBOOK_PARTS
    if len(workbooks) != 1:
        raise RefusalError(
            "not-a-workbook",
            "The file is no workbook; lists are read as .xlsx, .xlsm, .xlsb, .xls, .ods or CSV.",
        )
    for part in parts:
        _judge_part(archive, part, limits)
    workbook = workbooks.pop()
    if workbook == "content.xml":
        _refuse_encrypted_ods(archive, names)
        return ZippedWorkbook(kind="ods", from_1904=False)
    if workbook == "xl/workbook.bin":
        return ZippedWorkbook(kind="xlsb", from_1904=False)
    real_name = next(p.filename for p in parts if p.filename.lower() == workbook)
    head = archive.read(real_name)
    return ZippedWorkbook(kind="xlsx", from_1904=_DATE_1904.search(head) is not None)


def _judge_directory(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(parts) > limits.parts:
        raise too_large("parts", f"{len(parts):,}", f"{limits.parts:,}")
    if sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise _bomb(limits)
    seen = set()
    for part in parts:
        name = part.filename.replace("\\", "/")
        if name.lower() in seen or name.startswith("/") or ":" in name or ".." in name.split("/"):
            raise RefusalError(
                "suspect-workbook",
                "The workbook is put together in a way no office program does; ask the force to"
                " save it anew.",
            )
        seen.add(name.lower())
        if part.flag_bits & _ENCRYPTED:
            raise protected()
        if part.compress_type not in _METHODS:
            raise unreadable()
        packed = max(part.compress_size, 1)
        large = part.file_size > limits.ratio_above
        if part.file_size > limits.part_bytes or (large and part.file_size > packed * limits.ratio):
            raise _bomb(limits)


def _judge_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> None:
    is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    unpacked = 0
    tail, wide = b"", False
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            unpacked += len(piece)
            if unpacked > limits.part_bytes:
                raise _bomb(limits)
            joined = tail + piece
            wide = wide or (not tail and b"\0" in piece[:4])
            if is_xml and _declares(joined, wide=wide):
                raise RefusalError(
                    "suspect-workbook",
                    "The workbook declares document types or entities, which no office program"
                    " does; ask the force to save it anew.",
                )
            tail = piece[-64:]


def _declares(xml: bytes, *, wide: bool) -> bool:
    """Say whether XML declares a document type or entity, in any encoding Excel reads.

    `wide` says that each character takes two bytes, which shows in the first ones. Few parts
    have a `!` at all, and looking for one byte is a hundred times faster.
    """
    if wide and _WIDE_DECLARATION.search(xml):
        return True
    return b"!" in xml and b"<!" in xml and _DECLARATION.search(xml) is not None


def _refuse_encrypted_ods(archive: zipfile.ZipFile, names: set[str]) -> None:
    if "meta-inf/manifest.xml" not in names:
        return
    real_name = next(n for n in archive.namelist() if n.lower() == "meta-inf/manifest.xml")
    if b"encryption-data" in archive.read(real_name):
        raise protected()


def _bomb(limits: Limits) -> RefusalError:
    return RefusalError(
        "too-large",
        "The workbook unpacks to more than a list can be (at most"
        f" {limits.unpacked_bytes // MIB} MiB in all, {limits.part_bytes // MIB} MiB a part,"
        f" {limits.ratio} times its packed size); ask for a list with only the sampled cases.",
    )
