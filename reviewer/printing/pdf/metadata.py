"""What a PDF says of itself: description, dates and colour, as PDF/A-2b and PDF/UA-1 ask."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

from reviewer.printing.pdf.values import moment, text

LANGUAGE: Final = "en-GB"

# PDF/A knows the properties of PDF/UA only where the file describes them itself.
_UA_SCHEMA: Final = """<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a file says of itself; `created` is aware, `keywords` are status, copy and marking."""

    title: str
    author: str
    subject: str
    keywords: str
    program: str
    created: datetime


def info_of(about: Description) -> bytes:
    """Return the document information dictionary."""
    at = moment(about.created)
    return (
        b"<</Title%s/Author%s/Subject%s/Keywords%s/Creator%s/Producer%s"
        b"/CreationDate%s/ModDate%s>>"
        % (
            text(about.title),
            text(about.author),
            text(about.subject),
            text(about.keywords),
            text(about.program),
            text(about.program),
            at,
            at,
        )
    )


def xmp_of(about: Description) -> bytes:
    """Return the same description as XMP, with the standards that the file follows."""
    at = about.created
    zone = at.strftime("%z")
    when = f"{at.year:04}-{at:%m-%dT%H:%M:%S}{zone[:3]}:{zone[3:5]}"
    title, author, subject = map(_clean, (about.title, about.author, about.subject))
    keywords, program = _clean(about.keywords), _clean(about.program)
    packet = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language>
<pdf:Keywords>{keywords}</pdf:Keywords>
<pdf:Producer>{program}</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<xmp:CreateDate>{when}</xmp:CreateDate>
<xmp:ModifyDate>{when}</xmp:ModifyDate>
<xmp:CreatorTool>{program}</xmp:CreatorTool>
</rdf:Description>
{_UA_SCHEMA}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
    return packet.encode("utf-8", "replace")


def _clean(untrusted: str) -> str:
    """Escape a text for XML and leave out what XML cannot hold."""
    kept = (c for c in untrusted if c in "\t\n" or " " <= c < "\ud800" or "\ue000" <= c < "\ufffe"
            or c > "\uffff")  # fmt: skip
    return escape("".join(kept))


def srgb_profile() -> bytes:
    """Return an ICC profile of sRGB: the primaries and white of IEC 61966-2-1, gamma 2.2."""

    def xyz(x: float, y: float, z: float) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(v * 65536)) for v in (x, y, z))

    name = b"sRGB\0"
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(79),
        b"cprt": b"text\0\0\0\0" + b"No copyright, use freely\0\0\0\0",
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.4361, 0.2225, 0.0139),
        b"gXYZ": xyz(0.3851, 0.7169, 0.0971),
        b"bXYZ": xyz(0.1431, 0.0606, 0.7141),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for tag, value in tags.items():
        padded = value + bytes(-len(value) % 4)
        table += tag + struct.pack(">II", at + len(body), len(value))
        body += padded
    head = struct.pack(">I4sI", at + len(body), b"\0\0\0\0", 0x02100000)
    head += b"mntrRGB XYZ " + struct.pack(">6H", 2000, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    head += struct.pack(">3i", round(0.9642 * 65536), 65536, round(0.8249 * 65536))
    head += bytes(128 - len(head))
    return head + struct.pack(">I", len(tags)) + table + body
