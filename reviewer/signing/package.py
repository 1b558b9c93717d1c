"""The package: a workbook's parts in an archive, in our form, read and written."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from reviewer.domain.message import Message, message
from reviewer.domain.verdict import WorkbookProblem
from reviewer.signing.archive import (
    MAX_ARCHIVE_BYTES,
    MAX_ENTRIES,
    MAX_ENTRY_BYTES,
    MAX_TOTAL_BYTES,
    ArchiveEntry,
    PackageError,
    inflate,
    kept,
    read_archive,
    stored,
    write_archive,
)
from reviewer.signing.parts import (
    CONTENT_TYPES,
    ORIGIN,
    ORIGIN_RELS,
    RELATIONSHIPS_NS,
    ROOT_RELS,
    SIGNATURE,
    SIGNATURE_PARTS,
    STYLES,
    THEME,
    WORKBOOK,
    Relations,
    Relationship,
    content_type,
    content_types,
    is_rels,
    place,
    relationships,
    rels_content,
    source_of,
)

_PROPERTIES = ("docProps/app.xml", "docProps/core.xml", "docProps/custom.xml")
"""Left out: a part of the file that no reader shows as a sheet is a place to forge or to leak."""

_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,
    ValueError,
    OverflowError,
    OSError,
    IndexError,
    struct.error,
)
"""Everything that the standard library's reader of zip directories raises on hostile bytes."""

_INSTRUCTION, _MARKUP = re.compile(rb"\?(?<=<\?)"), re.compile(rb"!(?<=<!)")
_LOOKS = 1000
"""Rare bytes looked at one by one; a part that has more of them is searched in another way."""
_PIECE = 64 * 1024
"""Bytes checked at once: a piece of plain ASCII, as most are, needs no decoding."""
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package in our form: its records in their order, and its contents by part name."""

    entries: tuple[ArchiveEntry, ...]

    @property
    def parts(self) -> dict[str, bytes]:
        """Give every part's content by its name, without a leading slash."""
        return {entry.name: entry.content for entry in self.entries}

    @property
    def signed(self) -> bool:
        """Say whether the package holds a signature (not whether it is a good one)."""
        return any(entry.name == SIGNATURE for entry in self.entries)


def read_package(untrusted: bytes) -> Package:
    """Read a package that our writer made; raise PackageError for any other.

    Only the form is checked here: who signed it, and whether it still fits, is the verifier's work.
    """
    package = Package(entries=read_archive(untrusted))
    for problem in form_problems(package):
        raise PackageError(problem.code, problem.text, problem.part)
    return package


def write_package(parts: Mapping[str, ArchiveEntry]) -> bytes:
    """Write the parts, without lists and relationships, as a package: these follow by the rule."""
    contents = {name: entry.content for name, entry in parts.items()}
    derived = {CONTENT_TYPES: content_types(contents)}
    for name, relations in relationships(contents).items():
        derived[name] = rels_content(name, relations)
    entries = {**parts, **{name: stored(name, content) for name, content in derived.items()}}
    return write_archive(entries[name] for name in sorted(entries, key=place))


def canonical_package(untrusted_workbook: bytes) -> bytes:
    """Bring an unsigned workbook, as openpyxl writes it, into our form.

    The document properties are left out; lists and relationships are written again, after a
    check that they say the same; compressed streams are copied as they are. A package in our
    form comes back unchanged. Raises PackageError for a part or a relationship that our form
    has no place for.
    """
    return write_package(unsigned_parts(read_loosely(untrusted_workbook)))


def unsigned_parts(untrusted_parts: Mapping[str, ArchiveEntry]) -> dict[str, ArchiveEntry]:
    """Return the parts of an unsigned workbook, without lists, relationships and properties.

    Raises PackageError as `canonical_package` does.
    """
    records = untrusted_parts
    lists = {n: e for n, e in records.items() if n == CONTENT_TYPES or is_rels(n)}
    parts = {n: e for n, e in records.items() if n not in lists and n not in _PROPERTIES}
    if any(name.startswith("_xmlsignatures/") for name in records):
        raise PackageError(
            "already-signed", message("The workbook is already signed. Sign a new export.")
        )
    contents = {name: entry.content for name, entry in parts.items()}
    for problem in (*_unknown(contents), *_unsafe(contents)):
        raise PackageError(problem.code, problem.text, problem.part)
    derived = relationships(contents)
    for problem in _missing({**contents, **dict.fromkeys((CONTENT_TYPES, *derived), b"")}, derived):
        raise PackageError(problem.code, problem.text, problem.part)
    stated = {n: e.content for n, e in lists.items() if n != CONTENT_TYPES}
    for name in {*stated, *derived}:
        if _relations_in(name, stated.get(name)) != frozenset(derived.get(name, ())):
            raise PackageError(
                "relationships",
                message("{name} links parts in a way that Reviewer does not use.", name=name),
                name,
            )
    return parts


def as_file(parts: Mapping[str, bytes]) -> bytes:
    """Write verified parts as an archive in memory, for a reader of workbooks that wants a file."""
    return write_archive(stored(name, content) for name, content in parts.items())


def form_problems(package: Package) -> tuple[WorkbookProblem, ...]:
    """List everything that our writer would have written otherwise."""
    contents = package.parts
    problems = [*_unknown(contents), *_unsafe(contents)]
    try:
        derived = relationships(contents)
    except PackageError as error:
        return (*problems, WorkbookProblem(code=error.code, part=error.part, text=error.sentence))
    problems += _missing(contents, derived)
    for name, relations in derived.items():
        if name in contents and contents[name] != rels_content(name, relations):
            problems.append(_relations_changed(name))
    if not problems and contents[CONTENT_TYPES] != content_types(contents):
        problems.append(
            WorkbookProblem(
                code="content-types",
                part=CONTENT_TYPES,
                text=message("The list of the parts' types was changed."),
            )
        )
    if not problems and [e.name for e in package.entries] != sorted(contents, key=place):
        problems.append(
            WorkbookProblem(
                code="order",
                part=None,
                text=message("The parts are in a different order than Reviewer writes."),
            )
        )
    return tuple(problems)


def read_loosely(untrusted_workbook: bytes, most: int = MAX_ENTRIES) -> dict[str, ArchiveEntry]:
    """Read every record of any program's zip file, by name; limits come before inflating.

    For workbooks on their way into our form, and to say something about others' workbooks.
    Raises PackageError for what can't be read, for duplicates and for more than `most` records.
    """
    if len(untrusted_workbook) > MAX_ARCHIVE_BYTES:
        raise PackageError(
            "too-large", message("The workbook is larger than any that Reviewer writes.")
        )
    try:
        with zipfile.ZipFile(io.BytesIO(untrusted_workbook)) as archive:
            listed = archive.infolist()
    except _ZIP_ERRORS:
        raise PackageError(
            "not-a-workbook", message("The file is not an Excel workbook.")
        ) from None
    if len(listed) > most or len({i.filename for i in listed}) < len(listed):
        raise PackageError(
            "too-many-parts", message("The workbook has more parts than Reviewer writes.")
        )
    if sum(i.file_size for i in listed) > MAX_TOTAL_BYTES:
        raise PackageError(
            "too-large", message("The workbook is larger than any that Reviewer writes.")
        )
    return {info.filename: _record(untrusted_workbook, info) for info in listed}


def _record(untrusted_workbook: bytes, info: zipfile.ZipInfo) -> ArchiveEntry:
    name, header = info.filename, info.header_offset
    if info.flag_bits & 0x1 or info.file_size > MAX_ENTRY_BYTES:
        raise PackageError(
            "too-large", message("{name} is encrypted or too large.", name=name), name
        )
    lengths = untrusted_workbook[header + 26 : header + 30]
    start = header + 30 + int.from_bytes(lengths[:2], "little")
    start += int.from_bytes(lengths[2:], "little")
    stream = untrusted_workbook[start : start + info.compress_size]
    content = inflate(name, info.compress_type, stream, info.file_size)
    packed = info.compress_type != zipfile.ZIP_STORED
    entry = kept(name, stream, content) if packed else stored(name, content)
    if entry.crc != info.CRC:
        raise PackageError("damaged", message("{name} is damaged.", name=name), name)
    return entry


def _relations_in(name: str, untrusted_content: bytes | None) -> frozenset[Relationship]:
    """Read what a `.rels` says, with the names of the parts its targets lead to."""
    if untrusted_content is None:
        return frozenset()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(untrusted_content, parser)
    except etree.XMLSyntaxError:
        raise PackageError("unsafe-part", message("{name} is not XML.", name=name), name) from None
    folder = posixpath.dirname("/" + source_of(name))
    found = set()
    for line in root.iterfind(f"{{{RELATIONSHIPS_NS}}}Relationship"):
        target = posixpath.normpath(posixpath.join(folder, line.get("Target", "")))[1:]
        if line.get("TargetMode", "Internal") != "Internal":
            raise PackageError(
                "external",
                message("{name} links to something outside the workbook.", name=name),
                name,
            )
        if name != ROOT_RELS or target not in _PROPERTIES:
            found.add(Relationship(id=line.get("Id", ""), type=line.get("Type", ""), target=target))
    return frozenset(found)


def _unknown(contents: Mapping[str, bytes]) -> Iterator[WorkbookProblem]:
    for name in contents:
        if name != CONTENT_TYPES and content_type(name) is None:
            text = message("{name} was added: it is not a part that Reviewer writes.", name=name)
            yield WorkbookProblem(code="added", part=name, text=text)


def _missing(contents: Mapping[str, bytes], derived: Relations) -> Iterator[WorkbookProblem]:
    needed = [CONTENT_TYPES, WORKBOOK, STYLES, THEME, *derived]
    if ORIGIN_RELS in derived:
        needed += SIGNATURE_PARTS
    for name in dict.fromkeys(needed):
        if name not in contents:
            yield WorkbookProblem(
                code="missing",
                part=name,
                text=message("{name} is missing from the workbook.", name=name),
            )
    for name in contents:
        if is_rels(name) and name not in derived:
            text = message("{name} was added: this part has no relationships.", name=name)
            yield WorkbookProblem(code="added", part=name, text=text)


def _unsafe(contents: Mapping[str, bytes]) -> Iterator[WorkbookProblem]:
    for name, content in contents.items():
        if name == ORIGIN:
            reason = message("it should be empty") if content else None
        else:
            reason = unsafe_xml(content)
        if reason:
            yield WorkbookProblem(
                code="unsafe-part",
                part=name,
                text=message("{name} is not accepted: {reason}.", name=name, reason=reason),
            )


def unsafe_xml(content: bytes) -> Message | None:
    """Say why a part is not plain UTF-8 XML of the kind we write; None if it is.

    A document type, an entity, a comment, CDATA or a processing instruction begins with
    `<!` or `<?`, which can't be in a text or an attribute: a search of bytes is enough.
    """
    if content[:1] != b"<":
        return message("it is not XML, or begins with a byte order mark")
    if not _is_utf8(content):
        return message("it is not UTF-8, or contains a zero byte")
    head = content[: content.find(b"?>") + 2] if content.startswith(b"<?xml ") else b""
    declared = _ENCODING.search(head)
    if declared and declared[1].lower() != b"utf-8":
        return message("it declares an encoding other than UTF-8")
    if _opens(content, b"?", _INSTRUCTION, len(head)):
        return message("it contains a processing instruction")
    if _opens(content, b"!", _MARKUP, 0):
        return message("it contains a document type, a comment or a CDATA section")
    return None


def _opens(content: bytes, second: bytes, pattern: re.Pattern[bytes], start: int) -> bool:
    """Say whether `<` stands before a rare byte: five times as fast as the search of a pattern."""
    at = content.find(second, start)
    for _ in range(_LOOKS):
        if at < 0:
            return False
        if content[at - 1 : at] == b"<":
            return True
        at = content.find(second, at + 1)
    return at >= 0 and pattern.search(content, at) is not None


def _is_utf8(content: bytes) -> bool:
    """Check piece by piece, each ending behind a `>`, which is part of no other character."""
    at = 0
    try:
        while at < len(content):
            end = content.find(b">", at + _PIECE) + 1 or len(content)
            piece = content[at:end]
            if not piece.isascii():
                piece.decode("utf-8")
            at = end
    except UnicodeDecodeError:
        return False
    return b"\0" not in content


def _relations_changed(name: str) -> WorkbookProblem:
    text = message(
        "{name} was changed: it links the parts in a way that Reviewer does not use.", name=name
    )
    return WorkbookProblem(code="relationships", part=name, text=text)
