"""Fonts in a PDF: an identifier for each glyph that is used, and a subset of the font file."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Final

from reportlab.pdfbase.ttfonts import TTFontFile

from reviewer.printing.pdf.file import PdfFile
from reviewer.printing.pdf.values import number, reference

_EM: Final = 1000


class Face:
    """A TrueType font file: its glyphs by character and their widths in thousandths of an em."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.file = TTFontFile(BytesIO(content))
        self.name = self.file.name.decode("ascii")
        self.glyphs: dict[int, int] = dict(self.file.charToGlyph)
        self.units = int(self.file.unitsPerEm)
        measured = self.file.get_ushort(self.file.get_table_pos("hhea")[0] + 34)
        last = self.file.hmetrics[measured - 1][0]
        # The reader scales the width that all further glyphs share; a subset needs it unscaled.
        self.file.hmetrics[measured:] = [(last, lsb) for _, lsb in self.file.hmetrics[measured:]]

    def width(self, glyph: int) -> float:
        """Return how far a glyph advances."""
        return float(self.file.hmetrics[glyph][0]) * _EM / self.units

    def subset(self, glyphs: list[int]) -> bytes:
        """Return a font file with these glyphs only, numbered from 1 in their order."""
        every = self.file.charToGlyph
        self.file.charToGlyph = {glyph: glyph for glyph in glyphs}
        try:
            return bytes(self.file.makeSubset(glyphs))
        finally:
            self.file.charToGlyph = every


@lru_cache(maxsize=32)
def load_face(path: str) -> Face:
    """Read a font of the program by its path below `fonts`, once for the whole process."""
    return Face((files("resources") / "fonts" / path).read_bytes())


class FontInUse:
    """One face in one file: `name` is what pages call it, as `F1`.

    A glyph that shows different texts has an identifier for each, so that a text copied from
    the page is the text that was printed.
    """

    def __init__(self, face: Face, name: str, object_number: int) -> None:
        self.face = face
        self.name = name
        self.object_number = object_number
        self._identifiers: dict[tuple[int, str], int] = {}

    def identifier(self, glyph: int, shown: str) -> int:
        """Return the identifier of a glyph that shows this text."""
        key = (glyph, shown)
        found = self._identifiers.get(key)
        if found is None:
            found = self._identifiers[key] = len(self._identifiers) + 1
        return found

    def write(self, file: PdfFile) -> None:
        """Add the font with the glyphs that were used."""
        used = list(self._identifiers)
        glyphs = list(dict.fromkeys(glyph for glyph, _ in used if glyph))
        content = self.face.subset(glyphs)
        places = {glyph: place for place, glyph in enumerate(glyphs, start=1)}
        to_glyph = b"\0\0" + b"".join(places.get(g, 0).to_bytes(2, "big") for g, _ in used)
        tag = hashlib.sha256(to_glyph + content).digest()[:6]
        name = "".join(chr(ord("A") + byte % 26) for byte in tag) + f"+{self.face.name}"
        widths = b" ".join(number(self.face.width(glyph)) for glyph, _ in used)
        program = file.add_stream(b"/Length1 %d" % len(content), content)
        descriptor = file.add(self._descriptor(name, program))
        mapping = file.add_stream(b"", to_glyph)
        descendant = file.add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            b"/FontDescriptor %s/DW 0/W[1[%s]]/CIDToGIDMap %s>>"
            % (name.encode(), reference(descriptor), widths, reference(mapping))
        )
        unicodes = file.add_stream(b"", _to_unicode([shown for _, shown in used]))
        file.put(
            self.object_number,
            b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H"
            b"/DescendantFonts[%s]/ToUnicode %s>>"
            % (name.encode(), reference(descendant), reference(unicodes)),
        )

    def _descriptor(self, name: str, program: int) -> bytes:
        file = self.face.file
        box = b" ".join(number(edge) for edge in file.bbox)
        return (
            b"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%s]/ItalicAngle 0"
            b"/Ascent %s/Descent %s/CapHeight %s/StemV %d/FontFile2 %s>>"
            % (
                name.encode(),
                box,
                number(file.ascent),
                number(file.descent),
                number(file.capHeight),
                file.stemV,
                reference(program),
            )
        )


def _to_unicode(shown: list[str]) -> bytes:
    lines = [
        b"<%04X> <%s>" % (place, text.encode("utf-16-be", "replace").hex().upper().encode())
        for place, text in enumerate(shown, start=1)
    ]
    blocks = [
        b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block))
        for block in (lines[start : start + 100] for start in range(0, len(lines), 100))
    ]
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        + b"\n".join(blocks)
        + b"\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )
