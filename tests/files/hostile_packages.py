"""Makes hostile variants of a genuinely signed workbook: its parts, types and relationships.

Each maker gets the same material and yields (name, bytes) pairs. A variant is written as
cleverly as its trick allows: in the archive form the verifier demands, with lists, digests
and relationships brought up to date, so that only the one thing it forges is left to be found.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from hostile_material import (
    BOOK,
    BOOK_RELS,
    DRAWING_RELS,
    ORIGIN,
    ORIGIN_RELS,
    SECOND,
    SHEET,
    SHEET_RELS,
    SIG,
    TYPES,
    Material,
    Variants,
    changed,
    repack,
)


def cells(m: Material) -> Variants:
    """Edited contents, in every part that has any."""
    p = m.signed
    yield "a grade in a cell", changed(p, SHEET, "Inadequate", "Good")
    yield "a number in a cell", changed(p, SECOND, "<v>191</v>", "<v>119</v>")
    yield "one blank more", changed(p, SHEET, "Inadequate", "Inadequate ")
    yield "a cell added", changed(p, SHEET, "</row>", '<c r="Z1"><v>1</v></c></row>')
    yield "a formula", changed(p, SECOND, "<v>191</v>", "<f>1+1</f><v>191</v>")
    yield "a hidden sheet", changed(p, BOOK, 'state="visible"', 'state="hidden"')
    yield "a sheet renamed", changed(p, BOOK, 'name="Cover"', 'name="Cower"')
    yield "a number format", changed(p, "xl/styles.xml", "<fonts", "<numFmts/><fonts")
    yield "the theme", changed(p, "xl/theme/theme1.xml", "Office", "0ffice")
    yield "the chart", changed(p, "xl/charts/chart1.xml", "Summary", "Cover")
    yield "the drawing", changed(p, "xl/drawings/drawing1.xml", "5400000", "1")
    yield "contents swapped", repack({**p, SHEET: p[SECOND], SECOND: p[SHEET]})
    yield "a sheet of another export", repack({**p, SHEET: m.other[SHEET]})
    yield "an empty sheet part", repack({**p, SHEET: b""})
    yield "trailing white space", repack({**p, SHEET: p[SHEET] + b"\n"})


def sheets(m: Material) -> Variants:
    """Sheets added and taken away, with everything else brought up to date."""
    p = m.signed
    sheet4 = "xl/worksheets/sheet4.xml"
    override = re.search(rb'<Override PartName="/xl/worksheets/sheet3[^>]*>', p[TYPES])
    assert override
    line = override[0].replace(b"sheet3", b"sheet4")
    types = p[TYPES].replace(override[0], override[0] + line)
    yield "an unlisted sheet part", repack({**p, sheet4: p[SHEET], TYPES: types})
    book = re.search(rb'<sheet [^>]*r:id="rId3"/>', p[BOOK])
    assert book
    more = book[0].replace(b'sheetId="3"', b'sheetId="9"').replace(b"rId3", b"rId4")
    more = re.sub(rb'name="[^"]*"', b'name="Extra"', more)
    rels = p[BOOK_RELS].replace(b'"rId5"', b'"rId6"').replace(b'"rId4"', b'"rId5"')
    third = re.search(rb'<Relationship Id="rId3"[^>]*/>', rels)
    assert third
    fourth = third[0].replace(b"rId3", b"rId4").replace(b"sheet3", b"sheet4")
    full = {
        **p,
        sheet4: p[SHEET],
        TYPES: types,
        BOOK: p[BOOK].replace(book[0], book[0] + more),
        BOOK_RELS: rels.replace(third[0], third[0] + fourth),
    }
    yield "a sheet added everywhere", repack(full)
    yield "a sheet in the book only", repack({**p, BOOK: full[BOOK]})
    for name in (SHEET, SECOND, "xl/worksheets/sheet3.xml", "xl/styles.xml", BOOK):
        yield f"{name} taken away", repack({k: v for k, v in p.items() if k != name})
    gone = {k: v for k, v in p.items() if "drawing" not in k and "chart" not in k}
    del gone[SHEET_RELS]
    gone[SECOND] = re.sub(rb"<drawing [^>]*/>", b"", p[SECOND])
    gone[TYPES] = re.sub(rb"<Override [^>]*(drawing|chart)[^>]*/>", b"", p[TYPES])
    yield "the chart taken away everywhere", repack(gone)


def relations(m: Material) -> Variants:
    """Relationships retargeted, doubled, swapped, made external."""
    p = m.signed
    hyperlink = '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/'
    hyperlink += 'officeDocument/2006/relationships/hyperlink" Target="https://example.invalid/"'
    end = "</Relationships>"
    for rels in ("_rels/.rels", BOOK_RELS, SHEET_RELS, DRAWING_RELS, ORIGIN_RELS):
        line = re.search(rb"<Relationship [^>]*/>", p[rels])
        assert line
        retargeted = re.sub(rb'Target="[^"]*"', b'Target="/xl/worksheets/sheet3.xml"', line[0])
        yield f"{rels} retargeted", changed(p, rels, line[0], retargeted)
        yield f"{rels} doubled", changed(p, rels, line[0], line[0] * 2)
        external = f'{hyperlink} TargetMode="External"/>{end}'
        yield f"{rels} made external", changed(p, rels, end, external)
        yield f"{rels} with one more", changed(p, rels, end, f"{hyperlink}/>{end}")
        yield f"{rels} emptied", changed(p, rels, line[0], b"")
        yield f"{rels} taken away", repack({k: v for k, v in p.items() if k != rels})
    swapped = p[BOOK_RELS].replace(b"rId1", b"rId0").replace(b"rId2", b"rId1")
    yield "two sheets swapped", repack({**p, BOOK_RELS: swapped.replace(b"rId0", b"rId2")})
    absolute = changed(p, BOOK_RELS, 'Target="worksheets', 'Target="/xl/worksheets')
    yield "the same target written otherwise", absolute
    yield (
        "a relationship of a sheet",
        repack({**p, "xl/worksheets/_rels/sheet1.xml.rels": p[SHEET_RELS]}),
    )


_ADDED = {
    "xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    "xl/comments1.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
    "xl/sharedStrings.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml."
    "sharedStrings+xml",
    "xl/calcChain.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml",
    "xl/tables/table1.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml",
    "xl/externalLinks/externalLink1.xml": "application/vnd.openxmlformats-officedocument."
    "spreadsheetml.externalLink+xml",
    "xl/media/image1.png": "image/png",
    "xl/drawings/drawing2.xml": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "xl/charts/chart2.xml": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "customXml/item1.xml": "application/xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "_xmlsignatures/sig2.xml": "application/vnd.openxmlformats-package.digital-signature-"
    "xmlsignature+xml",
}


def parts(m: Material) -> Variants:
    """Parts that Reviewer never writes: macros, comments, document properties and others."""
    p = m.signed
    for name, kind in _ADDED.items():
        content = p[SIG] if "sig2" in name else b"<x/>"
        line = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
        listed = {**p, name: content, TYPES: p[TYPES].replace(b"</Types>", line)}
        yield f"{name} added, listed", repack(listed)
        yield f"{name} added, not listed", repack({**p, name: content})


def types(m: Material) -> Variants:
    """Content types changed, doubled, moved to a default."""
    p = m.signed
    main = "spreadsheetml.sheet.main+xml"
    yield "macros allowed", changed(p, TYPES, main, "sheet.macroEnabled.main+xml")
    yield "a sheet as a macro sheet", changed(p, TYPES, ".worksheet+xml", ".macrosheet+xml")
    yield "a chart sheet", changed(p, TYPES, ".worksheet+xml", ".chartsheet+xml")
    override = re.search(rb"<Override [^>]*/>", p[TYPES])
    assert override
    yield "an override doubled", changed(p, TYPES, override[0], override[0] * 2)
    yield "an override less", changed(p, TYPES, override[0], b"")
    default = '<Default Extension="xml" ContentType="application/xml"/>'
    yield "a default more", changed(p, TYPES, "<Override", default + "<Override")
    yield "the list taken away", repack({k: v for k, v in p.items() if k != TYPES})
    yield "the list emptied", repack({**p, TYPES: b""})


def removed(m: Material) -> Variants:
    """The signature removed, emptied, taken from another export or from another person."""
    p = m.signed
    none = {k: v for k, v in p.items() if not k.startswith("_xmlsignatures")}
    yield "all signature parts gone", repack(none)
    yield "the signature gone", repack({k: v for k, v in p.items() if k != SIG})
    yield "the origin gone", repack({k: v for k, v in p.items() if k != ORIGIN})
    yield "only the origin left", repack({**none, ORIGIN: b""})
    yield "the signature empty", repack({**p, SIG: b""})
    yield "the signature without content", repack({**p, SIG: b"<Signature/>"})
    yield "the origin not empty", repack({**p, ORIGIN: b"<x/>"})
    yield "another export's signature", repack({**p, SIG: m.other[SIG]})
    yield "a forged book under it", repack({**m.other, SIG: p[SIG]})
    book = {**p, SHEET: p[SHEET].replace(b"Inadequate", b"Good")}
    yield "a stranger's, and a cell edited", repack({**book, SIG: m.strangers[SIG]})


MAKERS: tuple[Callable[[Material], Variants], ...] = (
    cells,
    sheets,
    relations,
    parts,
    types,
    removed,
)
