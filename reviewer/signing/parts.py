"""Which parts a workbook has, and how they hang together: rule 1.

The parts' names decide the content types; the parts' own references, counted in order,
decide the relationships: the workbook refers to its sheets in the order of their numbers,
then to styles and theme; each sheet that has a drawing takes the next one; each drawing
takes the next charts. So `[Content_Types].xml` and every `.rels` follow from the other
parts, byte for byte, and nothing can be hung elsewhere without being seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reviewer.domain.message import Message, message
from reviewer.signing.archive import PackageError

PACKAGE_RULE = 1
"""The number of this rule. Who changes any of these bytes adds a rule and keeps this one."""

CONTENT_TYPES = "[Content_Types].xml"
ROOT_RELS = "_rels/.rels"
WORKBOOK, STYLES, THEME = "xl/workbook.xml", "xl/styles.xml", "xl/theme/theme1.xml"
ORIGIN = "_xmlsignatures/origin.sigs"
ORIGIN_RELS = "_xmlsignatures/_rels/origin.sigs.rels"
SIGNATURE = "_xmlsignatures/sig1.xml"
SIGNATURE_PARTS = (ORIGIN, ORIGIN_RELS, SIGNATURE)

RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_ORIGIN_TYPE = "application/vnd.openxmlformats-package.digital-signature-origin"
_SIGNATURE_TYPE = "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OFFICE = "application/vnd.openxmlformats-officedocument"

_NUMBERED = {
    "sheet": re.compile(r"xl/worksheets/sheet([1-9][0-9]?)\.xml", re.ASCII),
    "drawing": re.compile(r"xl/drawings/drawing([1-9][0-9]?)\.xml", re.ASCII),
    "chart": re.compile(r"xl/charts/chart([1-9][0-9]?)\.xml", re.ASCII),
}
_PATHS = {
    "sheet": "xl/worksheets/sheet{}.xml",
    "drawing": "xl/drawings/drawing{}.xml",
    "chart": "xl/charts/chart{}.xml",
}
_TYPES = {
    "sheet": f"{_SHEETS}.worksheet+xml",
    "drawing": f"{_OFFICE}.drawing+xml",
    "chart": f"{_OFFICE}.drawingml.chart+xml",
}
_NAMED_TYPES = {
    WORKBOOK: f"{_SHEETS}.sheet.main+xml",
    STYLES: f"{_SHEETS}.styles+xml",
    THEME: f"{_OFFICE}.theme+xml",
}

RELATIONSHIPS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_SIGNATURE_RELATION = f"{RELATIONSHIPS_NS}/digital-signature/"
ORIGIN_RELATION = f"{_SIGNATURE_RELATION}origin"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_SHEET_REFERENCE = re.compile(rb'<sheet (?:[^<]*? )?r:id="([^"<]*)"')
_DRAWING_REFERENCE = re.compile(rb'<drawing (?:[^<]*? )?r:id="([^"<]*)"')
_CHART_REFERENCE = re.compile(rb'<c:chart (?:[^<]*? )?r:id="([^"<]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """One line of a `.rels`: `target` is the name of the part it leads to."""

    id: str
    type: str
    target: str


Relations = dict[str, tuple[Relationship, ...]]
"""For each `.rels` part, by name, what it holds."""


def content_type(name: str) -> str | None:
    """Give the content type of a part by its name; None for a part that we never write."""
    if name in _NAMED_TYPES:
        return _NAMED_TYPES[name]
    if name == SIGNATURE:
        return _SIGNATURE_TYPE
    if name == ORIGIN:
        return _ORIGIN_TYPE
    if is_rels(name):
        return RELS_TYPE
    kind = _kind(name)
    return _TYPES[kind[0]] if kind else None


def is_rels(name: str) -> bool:
    """Say whether a name is that of a `.rels` part."""
    folder, _, file = name.rpartition("/")
    return file.endswith(".rels") and (folder == "_rels" or folder.endswith("/_rels"))


def is_signed(name: str) -> bool:
    """Say whether a part is covered by the signature: all but the list of types and the signature.

    The list is covered all the same: each reference names the content type of its part.
    """
    return name != CONTENT_TYPES and name not in SIGNATURE_PARTS


def visible(contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts that a person sees something of: not the lists, nor the signature."""
    return {
        name: content for name, content in contents.items() if is_signed(name) and not is_rels(name)
    }


def sheet_number(name: str) -> int | None:
    """Return which sheet a part is, from 1; None if it is none."""
    kind = _kind(name)
    return kind[1] if kind and kind[0] == "sheet" else None


def place(name: str) -> tuple[int, int, str]:
    """Give the place of a part in our order: lists first, the signature last."""
    fixed = (CONTENT_TYPES, ROOT_RELS, WORKBOOK, rels_of(WORKBOOK), STYLES, THEME)
    if name in fixed:
        return (0, fixed.index(name), "")
    if name in SIGNATURE_PARTS:
        return (3, SIGNATURE_PARTS.index(name), "")
    source = source_of(name) if is_rels(name) else name
    kind = _kind(source)
    if kind is None:
        return (2, 0, name)
    return (1, list(_PATHS).index(kind[0]) * 1000 + kind[1], name)


def rels_of(part: str) -> str:
    """Name the `.rels` of a part: `xl/workbook.xml` → `xl/_rels/workbook.xml.rels`."""
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def source_of(rels: str) -> str:
    """Name the part whose relationships a `.rels` holds; nothing for the package's own."""
    folder, _, file = rels.rpartition("/")
    base = folder.removesuffix("_rels")
    return f"{base}{file.removesuffix('.rels')}"


def relationships(contents: Mapping[str, bytes]) -> Relations:
    """Derive all relationships from the parts (rule 1).

    Raises PackageError where the parts and what they refer to do not fit together.
    """
    sheets, drawings, charts = (_count(contents, kind) for kind in _PATHS)
    book = _expect(contents, WORKBOOK, _SHEET_REFERENCE)
    if book != sheets:
        raise _unfit(WORKBOOK, book, message("sheets"), sheets)
    root = [_relation(1, "officeDocument", WORKBOOK)]
    derived: Relations = {}
    targets = [("worksheet", path) for path in _paths("sheet", 1, sheets)]
    targets += [("styles", STYLES), ("theme", THEME)]
    derived[rels_of(WORKBOOK)] = tuple(
        _relation(number, kind, target) for number, (kind, target) in enumerate(targets, 1)
    )
    used = 0
    for path in _paths("sheet", 1, sheets):
        used += _hang(derived, contents, path, "drawing", used)
    if used != drawings:
        raise _unfit("xl/worksheets", used, message("drawings"), drawings)
    used = 0
    for path in _paths("drawing", 1, drawings):
        used += _hang(derived, contents, path, "chart", used)
    if used != charts:
        raise _unfit("xl/drawings", used, message("charts"), charts)
    if any(name in contents for name in SIGNATURE_PARTS):
        root.append(Relationship(id="rId2", type=ORIGIN_RELATION, target=ORIGIN))
        kind = f"{_SIGNATURE_RELATION}signature"
        derived[ORIGIN_RELS] = (Relationship(id="rId1", type=kind, target=SIGNATURE),)
    derived[ROOT_RELS] = tuple(root)
    return derived


def rels_content(name: str, relations: tuple[Relationship, ...]) -> bytes:
    """Write a `.rels` in its canonical form: targets relative to the part it belongs to."""
    source = source_of(name)
    lines = "".join(
        f'<Relationship Id="{r.id}" Type="{r.type}" Target="{relative_target(r.target, source)}"/>'
        for r in relations
    )
    text = f'{_DECLARATION}<Relationships xmlns="{RELATIONSHIPS_NS}">{lines}</Relationships>'
    return text.encode()


def content_types(contents: Mapping[str, bytes]) -> bytes:
    """Write `[Content_Types].xml` for these parts in its canonical form."""
    defaults = [("rels", RELS_TYPE)]
    if ORIGIN in contents:
        defaults.append(("sigs", _ORIGIN_TYPE))
    lines = [f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in defaults]
    lines += [
        f'<Override PartName="/{name}" ContentType="{content_type(name)}"/>'
        for name in sorted(contents, key=place)
        if name not in {CONTENT_TYPES, ORIGIN} and not is_rels(name)
    ]
    return f'{_DECLARATION}<Types xmlns="{_TYPES_NS}">{"".join(lines)}</Types>'.encode()


def _kind(name: str) -> tuple[str, int] | None:
    for kind, pattern in _NUMBERED.items():
        match = pattern.fullmatch(name)
        if match:
            return kind, int(match[1])
    return None


def _paths(kind: str, first: int, count: int) -> list[str]:
    return [_PATHS[kind].format(number) for number in range(first, first + count)]


def _count(contents: Mapping[str, bytes], kind: str) -> int:
    """Count the parts of a kind, whose numbers run from 1 without a gap."""
    numbers = sorted(
        found[1] for name in contents if (found := _kind(name)) is not None and found[0] == kind
    )
    for expected, number in enumerate(numbers, 1):
        if number != expected:
            part = _PATHS[kind].format(expected)
            raise PackageError(
                "missing", message("{part} is missing from the workbook.", part=part), part
            )
    return len(numbers)


def _expect(contents: Mapping[str, bytes], part: str, reference: re.Pattern[bytes]) -> int:
    """Count a part's references, which must be called rId1, rId2 and so on, in this order.

    A sheet, whose cells are by far the longest part of it, refers to its drawing behind them.
    """
    content = contents.get(part, b"")
    found = reference.findall(content, max(content.rfind(b"</sheetData>"), 0))
    for number, identifier in enumerate(found, 1):
        if identifier != b"rId%d" % number:
            raise PackageError(
                "references",
                message(
                    "{part} refers to its parts in a way that Reviewer does not use.", part=part
                ),
                part,
            )
    return len(found)


def _hang(
    derived: Relations, contents: Mapping[str, bytes], path: str, kind: str, used: int
) -> int:
    """Derive the `.rels` of a sheet or a drawing from the next parts of `kind`; say how many."""
    reference = {"drawing": _DRAWING_REFERENCE, "chart": _CHART_REFERENCE}[kind]
    count = _expect(contents, path, reference)
    if count:
        derived[rels_of(path)] = tuple(
            _relation(number, kind, target)
            for number, target in enumerate(_paths(kind, used + 1, count), 1)
        )
    return count


def _relation(number: int, kind: str, target: str) -> Relationship:
    return Relationship(id=f"rId{number}", type=_OFFICE_RELATION + kind, target=target)


def relative_target(target: str, source: str) -> str:
    """Write a part's name as seen from another: `../charts/chart1.xml`."""
    there, here = target.split("/"), source.split("/")
    shared = 0
    while there[shared] == here[shared] and shared < len(there) - 1:
        shared += 1
    return "/".join([".."] * (len(here) - 1 - shared) + there[shared:])


def _unfit(part: str, referred: int, what: Message, there: int) -> PackageError:
    return PackageError(
        "references",
        message(
            "The workbook has {there} {what}, but {part} refers to {referred}.",
            there=there,
            what=what,
            part=part,
            referred=referred,
        ),
        part,
    )
