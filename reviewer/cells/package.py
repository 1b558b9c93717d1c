"""A first look at a zipped workbook, before anything unpacks it.

No reader of workbooks stops a decompression bomb, so the names and sizes of the parts are
judged first, from the directory, and then each part once, by unpacking it in pieces. Which part
is the workbook is what the package says, whatever its name and place.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET

from reviewer.cells.errors import protected, too_large, unreadable
from reviewer.cells.far_cells import judge_reach
from reviewer.cells.limits import MIB, Limits
from reviewer.cells.xlsx_parts import has_later_rules, has_more_than_values
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message

_MAIN: Final = "/officeDocument"
_SHEET: Final = "/worksheet"
_STYLES: Final = "/styles"
_CONTENT_TYPES: Final = "[content_types].xml"
_LIKE_A_WORKBOOK: Final = re.compile(r"(?:[^/]+/)?workbook\d*\.(?:xml|bin)")
_OVERRIDE: Final = re.compile(r"<(?:\w+:)?Override\b([^<>]*)>")
_ATTRIBUTE: Final = re.compile(r"""(\w+)\s*=\s*["']([^"']*)["']""")
_WORKBOOK_TYPE: Final = re.compile(r"(?:sheet|template)(?:\.\w+)*\.main(?:\+xml)?$")
_PERCENT: Final = re.compile("%([0-7][0-9A-Fa-f])")
"""A character of a part's name as relations may write it: `%20`."""
_DECLARATION: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE_DECLARATION: Final = re.compile(
    rb"<\0!\0(?:D\0O\0C\0T\0Y\0P\0E|E\0N\0T\0I\0T\0Y)", re.IGNORECASE
)
_PIECE: Final = 64 * 1024
"""Small enough to be unpacked into the same memory again and again."""
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
class Relation:
    """A part that the workbook's part names: what it is, its name in the archive, and as named."""

    kind: str
    part: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ZippedWorkbook:
    """What the first look found: the parts by what they are, under the names the archive has."""

    kind: str
    """`xlsx`, `xlsb` or `ods`."""
    main: str
    target: str = ""
    """What the package calls its main part."""
    related: Mapping[str, Relation] = field(default_factory=dict)
    """The parts that it names, by the identifiers that the workbook's part uses."""
    sheets: Mapping[str, str] = field(default_factory=dict)
    """Those of them that are sheets."""
    styles: str = ""
    plain: frozenset[str] = frozenset()
    """Parts of sheets in which there is nothing but values and their styles."""


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


def part_of(content: bytes, name: str) -> bytes:
    """Return a part that was judged; raises RefusalError where it can't be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.read(name)
    except (*_DAMAGE, KeyError):
        raise unreadable() from None


def _look(archive: zipfile.ZipFile, limits: Limits) -> ZippedWorkbook:
    parts = [part for part in archive.infolist() if not part.is_dir()]
    _judge_directory(parts, limits)
    names = {plain_name(part.filename): part.filename for part in parts}
    if "content.xml" in names:
        if any(map(_LIKE_A_WORKBOOK.fullmatch, names)):
            raise _no_workbook()
        for part in parts:
            _judge_part(archive, part, limits)
        _refuse_encrypted_ods(archive, names)
        return ZippedWorkbook(
            kind="ods", main=names["content.xml"], styles=names.get("styles.xml", "")
        )
    main, target = _main_part(archive, names)
    related = dict(_relations(archive, names, main))
    sheets = {k: _there(one) for k, one in related.items() if one.kind.endswith(_SHEET)}
    styles = [_there(one) for one in related.values() if one.kind.endswith(_STYLES)]
    plain = set()
    for part in parts:
        watched = part.filename in sheets.values() and not main.endswith(".bin")
        xml = _judge_part(archive, part, limits, keep=watched)
        if watched:
            judge_reach(xml, limits)
            if not has_more_than_values(xml) and not has_later_rules(xml):
                plain.add(part.filename)
    return ZippedWorkbook(
        kind="xlsb" if main.endswith(".bin") else "xlsx",
        main=names[main],
        target=target,
        related=related,
        sheets=sheets,
        styles=styles[0] if styles else "",
        plain=frozenset(plain),
    )


def _there(relation: Relation) -> str:
    """Return a part's name in the archive; raises RefusalError where it is not there."""
    if not relation.part:
        raise unreadable()
    return relation.part


def plain_name(name: str) -> str:
    """Return a part's name as names are compared: slashes, no case."""
    return name.replace("\\", "/").lstrip("/").lower()


def _main_part(archive: zipfile.ZipFile, names: Mapping[str, str]) -> tuple[str, str]:
    """Return the workbook's part, and what the package calls it.

    Raises RefusalError for a package that has none, or two.
    """
    alike = {name for name in names if _LIKE_A_WORKBOOK.fullmatch(name)}
    declared = {
        plain_name(one.part): one.target
        for _key, one in _relations(archive, names, "")
        if one.kind.endswith(_MAIN) and one.part
    }
    found = {*declared} & alike or alike or {*declared} & _typed_as_workbook(archive, names)
    if len(found) == 1 and alike <= found:
        main = found.pop()
        return main, declared.get(main, "")
    raise _no_workbook()


def _typed_as_workbook(archive: zipfile.ZipFile, names: Mapping[str, str]) -> set[str]:
    """Return the parts that the package's list of types calls a workbook."""
    if _CONTENT_TYPES not in names:
        return set()
    types = _relations_part(archive, names[_CONTENT_TYPES]).decode("utf-8", "replace")
    declared = (dict(_ATTRIBUTE.findall(override)) for override in _OVERRIDE.findall(types))
    return {
        plain_name(one.get("PartName", ""))
        for one in declared
        if _WORKBOOK_TYPE.search(one.get("ContentType", ""))
    }


def _relations(
    archive: zipfile.ZipFile, names: Mapping[str, str], part: str
) -> Iterator[tuple[str, Relation]]:
    """Yield what a part is related to, by identifier; what is not there has no part."""
    folder, _slash, own = part.rpartition("/")
    base = f"{folder}/" if folder else ""
    name = names.get(f"{base}_rels/{own}.rels")
    if name is None:
        return
    try:
        root = ET.fromstring(_relations_part(archive, name))  # noqa: S314 - declares nothing
    except ET.ParseError:
        raise unreadable() from None
    for element in root:
        target = element.get("Target", "")
        path = target.replace("\\", "/")
        whole = _resolved(path if path.startswith("/") else f"{base}{path}")
        inside = element.get("TargetMode") != "External"
        part = names.get(whole, "") if inside else ""
        yield (
            element.get("Id", ""),
            Relation(kind=element.get("Type", ""), part=part, target=target),
        )


def _resolved(name: str) -> str:
    steps: list[str] = []
    written = _PERCENT.sub(lambda found: chr(int(found[1], 16)), name)
    for step in written.lower().split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in {"", "."}:
            steps.append(step)
    return "/".join(steps)


def _relations_part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        xml = stream.read(MIB + 1)
    if len(xml) > MIB or _declares(xml, wide=b"\0" in xml[:4]):
        raise _suspect()
    return xml


def _judge_directory(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(parts) > limits.parts:
        raise too_large(message("{most:,} parts", most=limits.parts))
    if sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise _bomb(limits)
    seen = set()
    for part in parts:
        name = part.filename.replace("\\", "/")
        if name.lower() in seen or name.startswith("/") or ":" in name or ".." in name.split("/"):
            raise _suspect()
        seen.add(name.lower())
        if part.flag_bits & _ENCRYPTED:
            raise protected()
        if part.compress_type not in _METHODS:
            raise unreadable()
        packed = max(part.compress_size, 1)
        large = part.file_size > limits.ratio_above
        if part.file_size > limits.part_bytes or (large and part.file_size > packed * limits.ratio):
            raise _bomb(limits)


def _judge_part(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits, *, keep: bool = False
) -> bytes:
    """Unpack a part in pieces; return it whole where it is to be kept."""
    is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    unpacked = 0
    tail, wide = b"", False
    kept = io.BytesIO()
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            unpacked += len(piece)
            if unpacked > limits.part_bytes:
                raise _bomb(limits)
            joined = tail + piece
            wide = wide or (not tail and b"\0" in piece[:4])
            if is_xml and _declares(joined, wide=wide):
                raise _suspect()
            tail = piece[-64:]
            if keep:
                kept.write(piece)
    return kept.getvalue()


def _declares(xml: bytes, *, wide: bool) -> bool:
    """Say whether XML declares a document type or entity, in any encoding Excel reads.

    `wide` says that each character takes two bytes, which shows in the first ones. Few parts
    have a `!` at all, and looking for one byte is a hundred times faster.
    """
    if wide and _WIDE_DECLARATION.search(xml):
        return True
    return b"!" in xml and b"<!" in xml and _DECLARATION.search(xml) is not None


def _refuse_encrypted_ods(archive: zipfile.ZipFile, names: Mapping[str, str]) -> None:
    manifest = names.get("meta-inf/manifest.xml")
    if manifest and b"encryption-data" in archive.read(manifest):
        raise protected()


def _no_workbook() -> RefusalError:
    return RefusalError(
        "not-a-workbook",
        message(
            "The file is not a workbook. Use a list in .xlsx, .xlsm, .xlsb, .xls, .ods or CSV."
        ),
    )


def _suspect() -> RefusalError:
    return RefusalError(
        "suspect-workbook",
        message(
            "The workbook was not written by an office program. Ask the force to save "
            "it again in Excel."
        ),
    )


def _bomb(limits: Limits) -> RefusalError:
    return RefusalError(
        "too-large",
        message(
            "The workbook is too large when unpacked (the limit is {unpacked_bytes} "
            "MiB in all, {part_bytes} MiB a part, {ratio} times its packed size). Ask "
            "for a list with only the sampled cases.",
            unpacked_bytes=limits.unpacked_bytes // MIB,
            part_bytes=limits.part_bytes // MIB,
            ratio=limits.ratio,
        ),
    )
