"""Excel's own password protection around a signed workbook: put on, and taken off, in memory.

It keeps a workbook secret on its way and proves nothing: what comes out is as untrusted as
any file and goes to the strict verifier. MS-OFFCRYPTO's agile encryption with AES-256 and
SHA-512 alone is taken: it is what Reviewer writes, and Excel itself drops a signature when it
sets a password.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
from typing import TYPE_CHECKING, Final

from reviewer.domain.errors import RefusalError
from reviewer.signing.archive import MAX_ARCHIVE_BYTES, PackageError

if TYPE_CHECKING:
    from msoffcrypto.format.ooxml import OOXMLFile

MAX_PASSWORD: Final = 255
"""What Excel's own box takes."""
MAX_PROTECTED_BYTES: Final = MAX_ARCHIVE_BYTES + 1024 * 1024
"""The wrapping adds some kB and less than one part in a hundred."""
MAX_INFO_BYTES: Final = 64 * 1024
"""The description of the encryption has 1.4 kB."""
MAX_SPINS: Final = 1_000_000
"""Excel writes 100,000, a tenth of a second; ten million, which the format allows, are ten."""

_INFO, _PACKAGE = "EncryptionInfo", "EncryptedPackage"
_AGILE: Final = b"\x04\x00\x04\x00"
_SPINS: Final = re.compile(rb'spinCount="([0-9]{1,9})"')
_CIPHERS: Final = re.compile(rb'(cipherAlgorithm|cipherChaining|hashAlgorithm|keyBits)="([^"]*)"')
_OURS: Final = {
    (b"cipherAlgorithm", b"AES"),
    (b"cipherChaining", b"ChainingModeCBC"),
    (b"hashAlgorithm", b"SHA512"),
    (b"keyBits", b"256"),
}


def protect(content: bytes, password: str) -> bytes:
    """Wrap a workbook; Excel and LibreOffice ask for the password when they open it.

    Raises RefusalError for a password that Excel's box would not take.
    """
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415 - a tenth of a second

    wrapped = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(check_password(password), wrapped)
    return wrapped.getvalue()


def check_password(password: str) -> str:
    """Return a password as it is used; raise RefusalError for one that Excel would not take."""
    plain = unicodedata.normalize("NFC", password)
    if not 1 <= len(plain) <= MAX_PASSWORD or not plain.isprintable():
        raise RefusalError(
            "password", f"A workbook's password has 1 to {MAX_PASSWORD} characters, on one line."
        )
    return plain


def unprotect(untrusted: bytes, password: str) -> bytes:
    """Return the workbook inside, as untrusted as before.

    Raises PackageError with the code `wrong-password`, `protection-kind` for another
    encryption than ours, or `damaged`; limits come before any work.
    """
    if len(untrusted) > MAX_PROTECTED_BYTES:
        raise PackageError("too-large", "The file is larger than any export Reviewer writes.")
    _check_container(untrusted)
    from msoffcrypto.exceptions import InvalidKeyError  # noqa: PLC0415 - a tenth of a second
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415 - the same

    try:
        wrapped = OOXMLFile(io.BytesIO(untrusted))
        wrapped.load_key(password=check_password(password), verify_password=True)
    except (InvalidKeyError, RefusalError):
        raise PackageError(
            "wrong-password", "The password does not open the workbook; type it again."
        ) from None
    except _stumbles():
        raise _damaged() from None
    return _opened(wrapped)


def _opened(wrapped: OOXMLFile) -> bytes:
    content = io.BytesIO()
    try:
        wrapped.decrypt(content, verify_integrity=True)
    except _stumbles():
        raise _damaged() from None
    return content.getvalue()


def _check_container(untrusted: bytes) -> None:
    """Read the description of the encryption with every limit, before the library does.

    The library's own reader follows whatever sizes and counts the file claims.
    """
    import olefile  # noqa: PLC0415 - what msoffcrypto reads containers with; only then needed

    try:
        with olefile.OleFileIO(
            io.BytesIO(untrusted), raise_defects=olefile.DEFECT_INCORRECT
        ) as container:
            sizes = [container.get_size(name) for name in (_INFO, _PACKAGE)]
            if sizes[0] > MAX_INFO_BYTES or sizes[1] > len(untrusted):
                raise _damaged()
            info = container.openstream(_INFO).read()
    except _stumbles():
        raise _damaged() from None
    if not info.startswith(_AGILE) or set(_CIPHERS.findall(info)) != _OURS:
        raise PackageError(
            "protection-kind",
            "The workbook is protected in another way than Reviewer does it; ask for it again.",
        )
    spins = _SPINS.findall(info)
    if len(spins) != 1 or int(spins[0]) > MAX_SPINS or b"<!" in info or b"&" in info:
        raise _damaged()


def _stumbles() -> tuple[type[Exception], ...]:
    """List what both libraries raise on bytes that are damaged or made to trip them."""
    from xml.parsers.expat import ExpatError  # noqa: PLC0415 - as above

    from msoffcrypto import exceptions  # noqa: PLC0415 - as above

    theirs = (exceptions.FileFormatError, exceptions.ParseError, exceptions.DecryptionError)
    odd = (AttributeError, TypeError, ValueError, LookupError, ArithmeticError, AssertionError)
    return (*theirs, *odd, OSError, EOFError, struct.error, RecursionError, ExpatError)


def _damaged() -> PackageError:
    return PackageError("damaged", "The protected workbook is damaged; ask for it again.")
