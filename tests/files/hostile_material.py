"""What hostile variants are made of: genuine exports, and how their parts are packed again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reviewer.signing.archive import deflated, write_archive
from reviewer.signing.identity import Identity
from reviewer.signing.parts import place

SIG = "_xmlsignatures/sig1.xml"
ORIGIN = "_xmlsignatures/origin.sigs"
ORIGIN_RELS = "_xmlsignatures/_rels/origin.sigs.rels"
TYPES = "[Content_Types].xml"
BOOK, BOOK_RELS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHEET, SECOND = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
SHEET_RELS = "xl/worksheets/_rels/sheet2.xml.rels"
DRAWING_RELS = "xl/drawings/_rels/drawing1.xml.rels"

Parts = dict[str, bytes]
Variants = Iterator[tuple[str, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A genuine export, a second genuine one of the same signer, and a stranger's of the first."""

    signed: Parts
    other: Parts
    strangers: Parts
    signer: Identity
    stranger: Identity


def repack(parts: Mapping[str, bytes]) -> bytes:
    """Write parts in the archive form that the verifier demands."""
    return write_archive(deflated(name, parts[name]) for name in sorted(parts, key=place))


def changed(parts: Parts, name: str, old: str | bytes, new: str | bytes) -> bytes:
    """Change one thing in one part; a change that changes nothing is a mistake of the suite."""
    old, new = (t.encode() if isinstance(t, str) else t for t in (old, new))
    content = parts[name].replace(old, new, 1)
    if content == parts[name]:
        raise AssertionError((name, old))
    return repack({**parts, name: content})


def section(content: bytes, pattern: str) -> bytes:
    """Cut the one section out that a pattern names; its absence is a mistake of the suite."""
    found = re.search(pattern.encode(), content, re.DOTALL)
    assert found
    return found[0]
