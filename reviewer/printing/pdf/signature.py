"""A signature in a PDF (ISO 32000-1, 12.8): over every byte but its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from reviewer.printing.pdf.file import PdfFile
from reviewer.printing.pdf.values import moment, reference, text

_RANGE: Final = b"/ByteRange[0 0000000000 0000000000 0000000000]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Who signs, when, why, and what makes the signature of the bytes, of at most `most` bytes."""

    name: str
    at: datetime
    reason: str
    sign: Callable[[bytes], bytes]
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """The field of the signature, which no page shows: its object, its page, its structure key."""

    number: int
    page: int
    key: int
    words: str


def write_field(file: PdfFile, widget: Widget, seal: Seal) -> bytes:
    """Add the signature, still empty, and its field; returns the form for the catalogue."""
    signature = file.put_plain(
        file.reserve(),
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached%s"
        b"/Contents<%s>/M%s/Name%s/Reason%s>>"
        % (_RANGE, b"0" * (2 * seal.most), moment(seal.at), text(seal.name), text(seal.reason)),
    )
    file.put(
        widget.number,
        b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature)/TU%s/V %s/Rect[0 0 0 0]/F 132/P %s"
        b"/StructParent %d>>"
        % (text(widget.words), reference(signature), reference(widget.page), widget.key),
    )
    return b"/AcroForm<</Fields[%s]/SigFlags 3>>" % reference(widget.number)


def complete(unsigned: bytes, seal: Seal) -> bytes:
    """Sign the finished file and return it with the signature in its place."""
    content = bytearray(unsigned)
    at = content.index(_RANGE)
    start = content.index(b"/Contents<", at) + len(b"/Contents")
    end = start + 2 * seal.most + 2
    spans = b"/ByteRange[0 %010d %010d %010d]" % (start, end, len(content) - end)
    content[at : at + len(_RANGE)] = spans
    signature = seal.sign(bytes(content[:start]) + bytes(content[end:])).hex().encode()
    if len(signature) > 2 * seal.most:
        raise ValueError("a signature is longer than its place")
    content[start + 1 : start + 1 + len(signature)] = signature
    return bytes(content)
