"""Makes hostile variants of a genuinely signed workbook, family by family.

Each maker gets the same material and yields (name, bytes) pairs. A variant is written as
cleverly as its trick allows: in the archive form the verifier demands, with lists, digests
and relationships brought up to date, so that only the one thing it forges is left to be found.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Iterator, Mapping
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


def _after_start(content: bytes, inserted: bytes) -> bytes:
    """Insert something behind the root's start tag."""
    at = content.index(b">", content.index(b"<", (content.startswith(b"<?xml") and 5) or 0)) + 1
    return content[:at] + inserted + content[at:]


def _before_root(content: bytes, inserted: bytes) -> bytes:
    head, mark, rest = content.partition(b"?>\n")
    return head + mark + inserted + rest if mark else inserted + content


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


def _section(content: bytes, pattern: str) -> bytes:
    found = re.search(pattern.encode(), content, re.DOTALL)
    assert found
    return found[0]


def _redigested(signature: bytes) -> bytes:
    """Bring the digest of the package object in SignedInfo up to date, as a forger would."""
    element = _section(signature, '<Object Id="idPackageObject">.*?</Object>')
    canonical = element.replace(
        b"<Object ", b'<Object xmlns="http://www.w3.org/2000/09/xmldsig#" ', 1
    )
    value = base64.b64encode(hashlib.sha256(canonical).digest())
    old = _section(signature, 'URI="#idPackageObject">.*?</DigestValue>')
    new = re.sub(rb"<DigestValue>.*</DigestValue>", b"<DigestValue>%b</DigestValue>" % value, old)
    return signature.replace(old, new)


def manifest(m: Material) -> Variants:
    """Manifests with less, more or other references, with and without a new digest over them."""
    p = m.signed
    manifest = _section(p[SIG], "<Manifest>.*?</Manifest>")
    lines = re.findall(rb"<Reference URI=.*?</Reference>", manifest)
    for number, line in enumerate(lines):
        less = p[SIG].replace(line, b"")
        yield f"reference {number} left out", repack({**p, SIG: less})
        yield f"reference {number} left out, redigested", repack({**p, SIG: _redigested(less)})
    empty = p[SIG].replace(manifest, b"<Manifest></Manifest>")
    yield "empty", repack({**p, SIG: empty})
    yield "empty, redigested", repack({**p, SIG: _redigested(empty)})
    doubled = p[SIG].replace(lines[0], lines[0] * 2)
    yield "a reference doubled", repack({**p, SIG: _redigested(doubled)})
    turned = p[SIG].replace(lines[0] + lines[1], lines[1] + lines[0])
    yield "two references turned round", repack({**p, SIG: _redigested(turned)})
    edited = p[SHEET].replace(b"Inadequate", b"Good")
    old, new = (base64.b64encode(hashlib.sha256(c).digest()) for c in (p[SHEET], edited))
    fitting = {**p, SHEET: edited, SIG: p[SIG].replace(old, new)}
    yield "a fitting digest of an edited sheet", repack(fitting)
    yield "the same, redigested", repack({**fitting, SIG: _redigested(fitting[SIG])})
    ids = p[SIG].replace(b'SourceId="rId2"', b'SourceId="rId9"', 1)
    yield "another relationship named", repack({**p, SIG: _redigested(ids)})
    kind = p[SIG].replace(b".worksheet+xml", b".chartsheet+xml", 1)
    yield "another content type named", repack({**p, SIG: _redigested(kind)})


def strangers(m: Material) -> Variants:
    """Parts of a stranger's signature under the signer's name, and the other way round."""
    p, s = m.signed, m.strangers
    patterns = {
        "SignedInfo": "<SignedInfo>.*?</SignedInfo>",
        "value": "<SignatureValue>.*?</SignatureValue>",
        "KeyInfo": "<KeyInfo>.*?</KeyInfo>",
        "properties": "<xd:SignedProperties.*?</xd:SignedProperties>",
        "package object": '<Object Id="idPackageObject">.*?</Object>',
    }
    for name, pattern in patterns.items():
        mine, theirs = _section(p[SIG], pattern), _section(s[SIG], pattern)
        if mine != theirs:
            yield f"a stranger's {name}", repack({**p, SIG: p[SIG].replace(mine, theirs)})
            yield f"the signer's {name}", repack({**p, SIG: s[SIG].replace(theirs, mine)})
    both = p[SIG]
    for pattern in (patterns["SignedInfo"], patterns["value"]):
        both = both.replace(_section(both, pattern), _section(s[SIG], pattern))
    yield "a stranger's SignedInfo and value", repack({**p, SIG: both})


def keys(m: Material) -> Variants:
    """KeyInfo with more, less or other than the one certificate."""
    p, s = m.signed, m.strangers
    mine = _section(p[SIG], "<X509Certificate>.*?</X509Certificate>")
    theirs = _section(s[SIG], "<X509Certificate>.*?</X509Certificate>")
    value = b"<KeyValue><RSAKeyValue><Modulus>AQAB</Modulus><Exponent>AQAB</Exponent>"
    value += b"</RSAKeyValue></KeyValue>"
    tricks = {
        "a stranger's certificate behind": (mine, mine + theirs),
        "a stranger's certificate before": (mine, theirs + mine),
        "the certificate twice": (mine, mine * 2),
        "no certificate": (mine, b""),
        "an empty certificate": (mine, b"<X509Certificate></X509Certificate>"),
        "half a certificate": (mine, mine[:200] + b"</X509Certificate>"),
        "a key value too": (b"<KeyInfo>", b"<KeyInfo>" + value),
        "a key name too": (b"<KeyInfo>", b"<KeyInfo><KeyName>signer</KeyName>"),
        "a second X509Data": (b"</KeyInfo>", b"<X509Data>" + theirs + b"</X509Data></KeyInfo>"),
        "no KeyInfo": (_section(p[SIG], "<KeyInfo>.*?</KeyInfo>"), b""),
        "a retrieval method": (mine, b'<RetrievalMethod URI="#idPackageObject"/>' + mine),
        "line ends in the certificate": (mine, mine[:80] + b"\n" + mine[80:]),
        "an issuer and serial": (mine, mine + b"<X509IssuerSerial></X509IssuerSerial>"),
    }
    for name, (old, new) in tricks.items():
        yield name, changed(p, SIG, old, new)


def wrapping(m: Material) -> Variants:
    """Signed elements moved elsewhere, with forged ones in their place."""
    p = m.signed
    genuine = _section(p[SIG], '<Object Id="idPackageObject">.*?</Object>')
    edited = p[SHEET].replace(b"Inadequate", b"Good")
    old, new = (base64.b64encode(hashlib.sha256(c).digest()) for c in (p[SHEET], edited))
    forged = genuine.replace(old, new)
    renamed = forged.replace(b"idPackageObject", b"idPackageObject2")
    end = b"</Signature>"
    wraps = {
        "a second object behind": (genuine, genuine + forged),
        "a second object before": (genuine, forged + genuine),
        "the genuine one inside": (genuine, b"<Object>" + genuine + b"</Object>" + forged),
        "the genuine one at the end": (genuine, forged),
        "a forged one of another id": (genuine, renamed + genuine),
        "a nested forged one": (genuine, genuine[:-9] + forged + b"</Object>"),
    }
    for name, (before, after) in wraps.items():
        text = p[SIG].replace(before, after, 1)
        if name.endswith("the end"):
            text = text.replace(end, genuine + end)
        yield name, repack({**p, SHEET: edited, SIG: text})
        yield f"{name}, the sheet genuine", repack({**p, SIG: text})
    inner = p[SIG].partition(b"?>\n")[2]
    yield "a wrapper round it all", repack({**p, SIG: b"<x>" + inner + b"</x>"})
    twice = p[SIG].replace(end, inner + end)
    yield "a signature in the signature", repack({**p, SIG: twice})
    yield "a duplicate id", changed(p, SIG, "idOfficeObject", "idPackageObject")


def algorithms(m: Material) -> Variants:
    """Weaker algorithms, keyed digests, other canonical forms and transforms that rewrite."""
    p = m.signed
    more, old = "http://www.w3.org/2001/04/xmldsig-more#", "http://www.w3.org/2000/09/xmldsig#"
    method = _section(p[SIG], '(?<=SignatureMethod Algorithm=")[^"]*').decode()
    for name in (f"{old}rsa-sha1", f"{more}rsa-md5", f"{old}hmac-sha1", f"{more}hmac-sha256", ""):
        yield f"method {name}", changed(p, SIG, method, name)
    info = _section(p[SIG], "<SignedInfo>.*?</SignedInfo>")
    keyed = info.replace(method.encode(), f"{more}hmac-sha256".encode())
    canonical = keyed.replace(b"<SignedInfo", f'<SignedInfo xmlns="{old}"'.encode(), 1)
    secret = m.signer.certificate_der
    value = base64.b64encode(hmac.new(secret, canonical, "sha256").digest())
    text = re.sub(rb"(?<=<SignatureValue>)[^<]*", value, p[SIG].replace(info, keyed))
    yield "an HMAC with the certificate as secret", repack({**p, SIG: text})
    sha256, c14n = "http://www.w3.org/2001/04/xmlenc#sha256", "/TR/2001/REC-xml-c14n-20010315"
    for name in (f"{old}sha1", f"{more}md5"):
        yield f"digests {name}", repack({**p, SIG: p[SIG].replace(sha256.encode(), name.encode())})
    for name in (f"{c14n}#WithComments", "/2001/10/xml-exc-c14n#", "/2006/12/xml-c14n11"):
        yield f"canonical form {name}", changed(p, SIG, c14n, name)
    for name in ("/TR/1999/REC-xslt-19991116", "/TR/1999/REC-xpath-19991116"):
        transform = f'<Transforms><Transform Algorithm="http://www.w3.org{name}"/></Transforms>'
        place = 'URI="#idPackageObject">'
        yield f"transform {name}", changed(p, SIG, place, place + transform)
    yield "no value", repack({**p, SIG: re.sub(rb"(?<=Value>)[^<]+(?=</S)", b"", p[SIG])})
    for name in ("/etc/passwd", "http://example.invalid/x", "#xpointer(/)", ""):
        yield f"a reference to {name}", changed(p, SIG, 'URI="#idOfficeObject"', f'URI="{name}"')


def markup(m: Material) -> Variants:
    """Markup inside XML that two parsers may see differently."""
    p = m.signed
    inside = {
        "a comment": b"<!-- x -->",
        "CDATA": b"<![CDATA[x]]>",
        "a processing instruction": b"<?x y?>",
        "white space": b"\n",
    }
    before = {
        "a DOCTYPE": b"<!DOCTYPE x>",
        "an entity": b'<!DOCTYPE x [<!ENTITY a "b">]>',
        "an external entity": b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    }
    for part in (SIG, SHEET, BOOK_RELS, TYPES):
        for name, text in inside.items():
            yield f"{name} in {part}", repack({**p, part: _after_start(p[part], text)})
        for name, text in before.items():
            yield f"{name} in {part}", repack({**p, part: _before_root(p[part], text)})
    comment = p[SIG].replace(b"<SignatureValue>", b"<SignatureValue><!---->")
    yield "a comment in the value", repack({**p, SIG: comment})
    entity = p[SIG].replace(b"Value>2", b"Value>&#50;", 1)
    yield "a character reference", repack({**p, SIG: entity})
    yield "a self-closing tag", changed(p, SIG, "<SetupID></SetupID>", "<SetupID/>")
    quotes = 'Id="idPackageSignature"', "Id='idPackageSignature'"
    yield "other quotes", changed(p, SIG, *quotes)
    yield (
        "a redundant namespace",
        changed(p, SIG, "<SignedInfo>", '<SignedInfo xmlns="http://www.w3.org/2000/09/xmldsig#">'),
    )
    yield "the time changed", changed(p, SIG, "<xd:SigningTime>2", "<xd:SigningTime>1")
    yield "the comment changed", changed(p, SIG, "<SignatureComments>", "<SignatureComments>x")


def encodings(m: Material) -> Variants:
    """Byte order marks and encodings other than UTF-8."""
    p = m.signed
    for part in (SIG, SHEET, BOOK_RELS, TYPES):
        text = p[part].decode()
        yield f"a BOM in {part}", repack({**p, part: b"\xef\xbb\xbf" + p[part]})
        yield f"UTF-16 {part}", repack({**p, part: text.encode("utf-16")})
        yield f"UTF-16 without a BOM {part}", repack({**p, part: text.encode("utf-16-le")})
        bare = text.partition("?>\n")[2] or text
        other = f'<?xml version="1.0" encoding="UTF-7"?>\n{bare}'
        yield f"UTF-7 {part}", repack({**p, part: other.encode()})
        yield f"broken UTF-8 {part}", repack({**p, part: p[part] + b"\xff"})


def signatures(m: Material) -> Variants:
    """Two signatures."""
    p, second = m.signed, "_xmlsignatures/sig2.xml"
    line = _section(p[ORIGIN_RELS], "<Relationship [^>]*/>")
    more = line.replace(b"rId1", b"rId2").replace(b"sig1", b"sig2")
    rels = p[ORIGIN_RELS].replace(line, line + more)
    override = _section(p[TYPES], '<Override PartName="/_xmlsignatures[^>]*/>')
    kinds = p[TYPES].replace(override, override + override.replace(b"sig1", b"sig2"))
    both = {**p, ORIGIN_RELS: rels, TYPES: kinds}
    yield "a stranger's second one", repack({**both, second: m.strangers[SIG]})
    yield "its own, twice", repack({**both, second: p[SIG]})
    edited = p[SHEET].replace(b"Inadequate", b"Good")
    yield "twice, and a cell edited", repack({**both, second: p[SIG], SHEET: edited})


MAKERS: tuple[Callable[[Material], Variants], ...] = (
    cells,
    sheets,
    relations,
    parts,
    types,
    removed,
    manifest,
    strangers,
    keys,
    wrapping,
    algorithms,
    markup,
    encodings,
    signatures,
)
