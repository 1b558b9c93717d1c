"""Excel's own password protection taken off, in memory and only inside the limited worker."""

from __future__ import annotations

import contextlib
import io
import struct
import unicodedata
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

from reviewer.cells.errors import protected, unreadable
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message

if TYPE_CHECKING:
    from msoffcrypto.format.base import BaseOfficeFile

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_NO_SECRET: Final = "VelvetSweatshop"  # noqa: S105 - published, and the same in every copy of Excel
"""With this Excel encrypts what is only write-protected, and opens it without asking."""


def is_encrypted_package(content: bytes) -> bool:
    """Say whether an OLE file wraps an encrypted .xlsx, .xlsm or .xlsb."""
    return content.startswith(OLE) and _PACKAGE in content


def is_encrypted_xls(content: bytes) -> bool:
    """Say whether an .xls is encrypted: read without its password it would be gibberish."""
    import msoffcrypto  # noqa: PLC0415 - a tenth of a second that other files need not wait for

    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(content))
        return office.format == "xls97" and bool(office.is_encrypted())
    except _damage():
        return False


def unlocked(content: bytes, password: str | None) -> bytes:
    """Return what a password-protected workbook holds.

    Raises RefusalError: `password-protected` without a password, `wrong-password`, and
    `unreadable-workbook` for what is damaged or encrypted in a way nothing of today writes.
    """
    with contextlib.suppress(RefusalError):
        return _decrypted(content, _NO_SECRET)
    if not password:
        raise protected()
    return _decrypted(content, unicodedata.normalize("NFC", password))


def _decrypted(content: bytes, password: str) -> bytes:
    import msoffcrypto  # noqa: PLC0415 - a tenth of a second that other files need not wait for
    from msoffcrypto.exceptions import InvalidKeyError  # noqa: PLC0415 - the same
    from msoffcrypto.format import xls97  # noqa: PLC0415 - the same

    # It would write the content of an .xls to the disk on its way.
    xls97.tempfile = SimpleNamespace(TemporaryFile=io.BytesIO)
    opened = io.BytesIO()
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(content))
        _load_key(office, password)
        if office.format == "ooxml":
            office.decrypt(opened, verify_integrity=office.type == "agile")
        else:
            office.decrypt(opened)
    except (*_damage(), InvalidKeyError):
        raise unreadable() from None
    return opened.getvalue()


def _load_key(office: BaseOfficeFile, password: str) -> None:
    from msoffcrypto.exceptions import InvalidKeyError  # noqa: PLC0415 - as above

    if office.format not in {"ooxml", "xls97"}:
        raise unreadable()
    try:
        if office.format == "ooxml":
            office.load_key(password=password, verify_password=True)
        else:
            office.load_key(password=password)
    except InvalidKeyError:
        raise RefusalError(
            "wrong-password",
            message(
                "The password does not open the workbook. Check capital letters, or ask "
                "the force for it again."
            ),
        ) from None


def _damage() -> tuple[type[Exception], ...]:
    """List what it raises when it trips over a header that is damaged or made to trip it."""
    from xml.parsers.expat import ExpatError  # noqa: PLC0415 - as above

    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - as above
    from msoffcrypto import exceptions  # noqa: PLC0415 - as above

    theirs = (exceptions.FileFormatError, exceptions.ParseError, exceptions.DecryptionError)
    odd = (AssertionError, AttributeError, TypeError, ValueError, LookupError, ArithmeticError)
    rare = (OSError, EOFError, struct.error, RecursionError, ExpatError, UnsupportedAlgorithm)
    return (*theirs, *odd, *rare)
