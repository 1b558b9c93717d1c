"""A certificate's fingerprint as a PDF to print."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from reviewer.app.files import Sort
from reviewer.app.leaving import Leaving, leave
from reviewer.app.prints import check_ending
from reviewer.domain.language import ENGLISH, in_language
from reviewer.domain.message import message
from reviewer.signing.certificates import read_certificate


@in_language(ENGLISH)
def write_card(
    untrusted_certificate: bytes, out: Path, *, by: str, now: datetime, replace: bool = False
) -> None:
    """Write the card of a certificate, printed `by` a person; raises RefusalError or WorldError."""
    from reviewer.printing.fingerprint_card import print_fingerprint_card  # noqa: PLC0415 - reportlab
    from reviewer.printing.printed import Printing  # noqa: PLC0415 - with it

    check_ending(out)
    certificate = read_certificate(untrusted_certificate)
    leaving = Leaving(
        sort=Sort.PRINT,
        content=lambda: print_fingerprint_card(certificate, Printing(by=by, at=now)).content,
        is_earlier=lambda _: False,
        kept_as=message("may be another print"),
    )
    leave(leaving, out, replace=replace)
