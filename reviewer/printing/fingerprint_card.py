"""A certificate's fingerprint on paper: in groups, in the spelling alphabet, and as a QR code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cryptography import x509

from reviewer.domain.file_actions import Printout
from reviewer.domain.message import message
from reviewer.domain.times import long_day
from reviewer.printing.binding import document_of, finish
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Block, RuledLine, TextBlock
from reviewer.printing.layout.imprint import Imprint, Part
from reviewer.printing.layout.square import qr_square
from reviewer.printing.layout.table import Cell, CellRow
from reviewer.printing.printed import Printed, Printing
from reviewer.signing.certificates import fingerprint, holder, spelled_out

MARKING: Final = "OFFICIAL"
"""A fingerprint is no secret."""

_QR_SIDE: Final = 110.0
_NUMBER: Final = 26.0
_GROUP: Final = 60.0


def print_fingerprint_card(certificate: x509.Certificate, printing: Printing) -> Printed:
    """Print the card of one certificate; the same arguments give the same bytes."""
    name = holder(certificate)
    title = str(message("Fingerprint of {name}", name=name))
    imprint = Imprint(
        marking=MARKING,
        subject=name,
        title=title,
        source="",
        printed_by=printing.by,
        printed_at=printing.at,
    )
    document = document_of(imprint, printing)
    document.add(Part(name=str(message("Fingerprint"))), _blocks(certificate, name))
    return finish(document, imprint, Printout.FINGERPRINT)


def _blocks(certificate: x509.Certificate, name: str) -> Iterator[Block]:
    shown = fingerprint(certificate)
    until = long_day(certificate.not_valid_after_utc.date().isoformat())
    yield TextBlock(str(message("Fingerprint of a certificate (SHA-256)")), look.EYEBROW)
    yield TextBlock(name, look.TITLE, "H1")
    yield TextBlock(str(message("Valid until {day}", day=until)), look.BODY, before=2)
    yield RuledLine(before=8)
    code = qr_square(
        shown, _QR_SIDE, str(message("The fingerprint as a QR code: {print}", print=shown))
    )
    yield CellRow(
        [Cell(_how(), "Div"), Cell(code, "Div")],
        [look.WIDTH - _QR_SIDE - look.GUTTER, _QR_SIDE],
        above=None,
        pad=8,
        role="Div",
    )
    groups = shown.split("-")
    widths = [_NUMBER, _GROUP, look.WIDTH - _NUMBER - _GROUP - 2 * look.GUTTER]
    for number, (group, aloud) in enumerate(zip(groups, spelled_out(shown), strict=True), start=1):
        cells = (
            TextBlock(str(number), look.BODY),
            TextBlock(group, look.STRONG),
            TextBlock(aloud, look.BODY),
        )
        yield CellRow([Cell(block, "Div") for block in cells], widths, role="Div")


def _how() -> Block:
    words = message(
        "Read this out, or hand the card over in person. The other person compares every group "
        "with what Reviewer shows them before they trust the certificate. If one character "
        "differs, it is not the same certificate."
    )
    return TextBlock(str(words), look.BODY)
