"""Workbooks changed at random: before they are signed by a trusted person, and after.

Each is made from a genuine one by one to three changes that are drawn with a seed, so that a
failure can be made again. What comes out may be broken, misleading, or by chance the same.
"""

from __future__ import annotations

import random
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from hostile_material import Parts

Change = Callable[[random.Random, dict[str, bytes]], None]

MAIN: Final = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WHITE: Final = b'<color rgb="FFFFFFFF"/>'
_ELEMENT: Final = re.compile(
    rb"<(c|row|v|t|is|col|font|xf|numFmt|sheet|definedName)\b[^<>]*?(/>|>)"
)
_WHOLE: Final = re.compile(rb"<c [^>]*?(?:/>|>.*?</c>)", re.DOTALL)
_ROW: Final = re.compile(rb"<row [^>]*>.*?</row>", re.DOTALL)
_ATTRIBUTE: Final = re.compile(rb'\b([a-z][A-Za-z]*)="([^"<]*)"')
_TEXT: Final = re.compile(rb">([^<>]+)<")
_FORMATS: Final = (b'"Good"', b";;;", b'"G";"G"', b"[White]General", b"@", b"0.00%", b'"I"0')


def _part(rng: random.Random, parts: Mapping[str, bytes], wanted: str = r".*\.xml$") -> str:
    return rng.choice(sorted(name for name in parts if re.search(wanted, name)))


def _replaced(content: bytes, found: re.Match[bytes] | None, new: bytes) -> bytes:
    return content if found is None else content[: found.start()] + new + content[found.end() :]


def _one(rng: random.Random, pattern: re.Pattern[bytes], content: bytes) -> re.Match[bytes] | None:
    found = list(pattern.finditer(content))
    return rng.choice(found) if found else None


def text_of_a_cell(rng: random.Random, parts: dict[str, bytes]) -> None:
    name = _part(rng, parts, r"worksheets/sheet\d+\.xml$")
    found = _one(rng, _TEXT, parts[name])
    new = rng.choice((b"G", b"I", b"RI", b"0", b"1", b"191", b"2018-01-01", b"", b" "))
    parts[name] = _replaced(parts[name], found, b">" + new + b"<")


def a_digit(rng: random.Random, parts: dict[str, bytes]) -> None:
    name = _part(rng, parts)
    found = _one(rng, re.compile(rb"[0-9]"), parts[name])
    parts[name] = _replaced(parts[name], found, str(rng.randrange(10)).encode())


def an_attribute(rng: random.Random, parts: dict[str, bytes]) -> None:
    name = _part(rng, parts)
    found = _one(rng, _ATTRIBUTE, parts[name])
    if found is not None:
        value = rng.choice((b"0", b"1", b"", b"A1", b"s", b"veryHidden", b"rId1", found[2] + b"0"))
        parts[name] = _replaced(parts[name], found, found[1] + b'="' + value + b'"')


def an_element_less(rng: random.Random, parts: dict[str, bytes]) -> None:
    name = _part(rng, parts, r"worksheets/sheet\d+\.xml$")
    parts[name] = _replaced(parts[name], _one(rng, rng.choice((_WHOLE, _ROW)), parts[name]), b"")


def an_element_twice(rng: random.Random, parts: dict[str, bytes]) -> None:
    name = _part(rng, parts, r"worksheets/sheet\d+\.xml$")
    found = _one(rng, rng.choice((_WHOLE, _ROW, _ELEMENT)), parts[name])
    if found is not None:
        parts[name] = _replaced(parts[name], found, found[0] * 2)


def rows_change_places(rng: random.Random, parts: dict[str, bytes]) -> None:
    name = _part(rng, parts, r"worksheets/sheet\d+\.xml$")
    rows = list(_ROW.finditer(parts[name]))
    if len(rows) > 1:
        first, second = sorted(rng.sample(rows, 2), key=lambda row: row.start())
        content = parts[name]
        parts[name] = (
            content[: first.start()] + second[0] + content[first.end() : second.start()]
            + first[0] + content[second.end() :]
        )  # fmt: skip


def a_hidden_sheet(rng: random.Random, parts: dict[str, bytes]) -> None:
    found = _one(rng, re.compile(rb"<sheet "), parts.get("xl/workbook.xml", b""))
    state = rng.choice((b"hidden", b"veryHidden"))
    new = b'<sheet state="' + state + b'" '
    if found is not None:
        parts["xl/workbook.xml"] = _replaced(parts["xl/workbook.xml"], found, new)


def a_style(rng: random.Random, parts: dict[str, bytes]) -> None:
    content = parts.get("xl/styles.xml", b"")
    if rng.random() < 0.5:
        found = _one(rng, re.compile(rb'formatCode="[^"]*"'), content)
        new = b'formatCode="' + rng.choice(_FORMATS).replace(b'"', b"&quot;") + b'"'
    else:
        found, new = _one(rng, re.compile(rb"<color [^>]*/>"), content), WHITE
    if found is not None:
        parts["xl/styles.xml"] = _replaced(content, found, new)


def something_after_the_rows(rng: random.Random, parts: dict[str, bytes]) -> None:
    name = _part(rng, parts, r"worksheets/sheet\d+\.xml$")
    more = rng.choice(
        (
            b'<conditionalFormatting sqref="A1:Z9"><cfRule/></conditionalFormatting>',
            b'<legacyDrawing r:id="rId1"/>',
            b'<extLst><ext uri="{0}"/></extLst>',
            b"<sheetData/>",
            b'<mergeCells count="1"><mergeCell ref="A5:Z9"/></mergeCells>',
            b'<sheetProtection sheet="1"/>',
            b"<!-- a note -->",
            b"<?note?>",
        )
    )
    parts[name] = parts[name].replace(b"</sheetData>", b"</sheetData>" + more, 1)


def a_second_view(rng: random.Random, parts: dict[str, bytes]) -> None:
    name = _part(rng, parts, r"worksheets/sheet\d+\.xml$")
    content = parts[name]
    found = re.search(rb"<sheetData>.*</sheetData>", content, re.DOTALL)
    if found is None:
        return
    other = re.sub(rb">(G|I|RI|O)<", rng.choice((b">G<", b">I<")), found[0])
    hidden = rng.choice(
        (
            b'<x:e xmlns:x="urn:x">' + other + b"</x:e>",
            b"<!--" + other.replace(b"--", b"") + b"-->",
            b"<![CDATA[" + other + b"]]>",
            other,
        )
    )
    at = found.start() if rng.random() < 0.5 else found.end()
    parts[name] = content[:at] + hidden + content[at:]


def shared_strings(rng: random.Random, parts: dict[str, bytes]) -> None:
    del rng
    parts["xl/sharedStrings.xml"] = b'<sst xmlns="' + MAIN + b'"><si><t>G</t></si></sst>'
    for name in list(parts):
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = re.sub(
                rb't="inlineStr"><is><t>G</t></is>', b't="s"><v>0</v>', parts[name], count=1
            )


def a_part_more(rng: random.Random, parts: dict[str, bytes]) -> None:
    name = rng.choice(
        (
            "xl/worksheets/sheet99.xml",
            "xl/vbaProject.bin",
            "docProps/core.xml",
            "xl/externalLinks/externalLink1.xml",
            "customXml/item1.xml",
            "xl/comments1.xml",
            "XL/WORKBOOK.XML",
        )
    )
    parts[name] = parts.get("xl/worksheets/sheet2.xml", b"<x/>")


def a_part_less(rng: random.Random, parts: dict[str, bytes]) -> None:
    del parts[_part(rng, parts)]


def parts_change_places(rng: random.Random, parts: dict[str, bytes]) -> None:
    first, second = (_part(rng, parts, r"worksheets/sheet\d+\.xml$") for _ in range(2))
    parts[first], parts[second] = parts[second], parts[first]


def another_spelling(rng: random.Random, parts: dict[str, bytes]) -> None:
    name = _part(rng, parts)
    content = parts[name]
    parts[name] = rng.choice(
        (
            content.replace(b"><", b"> <", 1),
            content.replace(b"/>", b" />", 1),
            content.replace(b'="', b"='", 1).replace(b'"', b"'", 1),
            content.replace(b"&amp;", b"&#38;", 1),
            b"\xef\xbb\xbf" + content,
            content.decode("utf-8").encode("utf-16"),
            content + b"\n",
            content.replace(b'encoding="UTF-8"', b'encoding="latin-1"', 1),
            b"<!DOCTYPE x [<!ENTITY g 'G'>]>" + content,
            content[: rng.randrange(len(content))],
        )
    )


CHANGES: Final[tuple[Change, ...]] = (
    text_of_a_cell,
    a_digit,
    an_attribute,
    an_element_less,
    an_element_twice,
    rows_change_places,
    a_hidden_sheet,
    a_style,
    something_after_the_rows,
    a_second_view,
    shared_strings,
    a_part_more,
    a_part_less,
    parts_change_places,
    another_spelling,
)


def insiders(genuine: Parts, seeds: range) -> Iterator[tuple[str, Parts]]:
    """Yield parts for a trusted person to sign, each with the changes that made it."""
    for seed in seeds:
        rng, parts = random.Random(seed), dict(genuine)
        changes = rng.sample(CHANGES, rng.choice((1, 1, 1, 2, 3)))
        for change in changes:
            change(rng, parts)
        yield f"{seed}: {', '.join(change.__name__ for change in changes)}", parts


def strangers(signed: bytes, other: bytes, seeds: range) -> Iterator[tuple[str, bytes]]:
    """Yield files that were changed after they were signed."""
    for seed in seeds:
        rng = random.Random(seed)
        change = rng.choice((_bytes_changed, _entry_changed, _cut, _surrounded, _spliced))
        yield f"{seed}: {change.__name__}", change(rng, signed, other)


def _bytes_changed(rng: random.Random, signed: bytes, other: bytes) -> bytes:
    del other
    changed = bytearray(signed)
    for _ in range(rng.choice((1, 2, 8))):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _cut(rng: random.Random, signed: bytes, other: bytes) -> bytes:
    del other
    first, last = sorted(rng.randrange(len(signed)) for _ in range(2))
    return rng.choice((signed[:last], signed[first:], signed[:first] + signed[last:]))


def _surrounded(rng: random.Random, signed: bytes, other: bytes) -> bytes:
    more = rng.choice((b"\0", bytes(4096), b"PK\x05\x06" + bytes(18), other, b"MZ" + bytes(62)))
    return rng.choice((more + signed, signed + more, more + signed + more))


def _spliced(rng: random.Random, signed: bytes, other: bytes) -> bytes:
    at = rng.randrange(min(len(signed), len(other)))
    return signed[:at] + other[at:]


def _entry_changed(rng: random.Random, signed: bytes, other: bytes) -> bytes:
    """Change the content of one entry, and make its lengths and checksum fit again."""
    del other
    marks = [found.start() for found in re.finditer(rb"PK\x03\x04", signed)]
    at = rng.choice(marks)
    method, packed = struct.unpack_from("<H", signed, at + 8)[0], _packed(signed, at)
    length = 30 + sum(struct.unpack_from("<2H", signed, at + 26))
    stream = signed[at + length : at + length + packed]
    plain = zlib.decompress(stream, -15) if method else stream
    plain = plain.replace(b"G", b"I", 1) if b"G" in plain else plain + b" "
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    new = packer.compress(plain) + packer.flush() if method else plain
    head = bytearray(signed[at : at + length])
    struct.pack_into("<3L", head, 14, zlib.crc32(plain), len(new), len(plain))
    return signed[:at] + bytes(head) + new + signed[at + length + packed :]


def _packed(signed: bytes, at: int) -> int:
    return int(struct.unpack_from("<L", signed, at + 18)[0])
