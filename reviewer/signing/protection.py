"""Excel's own password protection around a signed workbook: put on, and taken off, in memory.

It keeps a workbook secret on its way and proves nothing: what comes out is as untrusted as
any file and goes to the strict verifier. MS-OFFCRYPTO's agile encryption with AES-256 and
SHA-512 alone is taken: it is what Reviewer writes, and Excel itself drops a signature when it
sets a password.

The container is rebuilt from its two streams and compared, as the verifier does with the package
inside: nothing can be behind it or between its sectors, where another program would find it.
"""

from __future__ import annotations

import io
import struct
import unicodedata
from typing import TYPE_CHECKING, Final

from lxml import etree

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
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
_HEADER_BYTES: Final = 8
"""Version and flags, before the description itself."""
_SPIN_DIGITS: Final = 9
_NS: Final = "{http://schemas.microsoft.com/office/2006/encryption}"
_KEY_NS: Final = "{http://schemas.microsoft.com/office/2006/keyEncryptor/password}"
_ENCRYPTED_KEY: Final = f"{_KEY_NS}encryptedKey"
_CIPHER: Final = {
    "saltSize": "16",
    "blockSize": "16",
    "keyBits": "256",
    "hashSize": "64",
    "cipherAlgorithm": "AES",
    "cipherChaining": "ChainingModeCBC",
    "hashAlgorithm": "SHA512",
}
"""AES-256 with SHA-512, as the key and the content are both encrypted."""
_DESCRIPTION: Final = (
    (f"{_NS}encryption", frozenset[str]()),
    (f"{_NS}keyData", frozenset({*_CIPHER, "saltValue"})),
    (f"{_NS}dataIntegrity", frozenset({"encryptedHmacKey", "encryptedHmacValue"})),
    (f"{_NS}keyEncryptors", frozenset[str]()),
    (f"{_NS}keyEncryptor", frozenset({"uri"})),
    (
        _ENCRYPTED_KEY,
        frozenset({*_CIPHER, "saltValue", "spinCount"})
        | {"encryptedVerifierHashInput", "encryptedVerifierHashValue", "encryptedKeyValue"},
    ),
)
"""Every element of the description in order, with its attributes: the library takes the first
element of a name, so there may be no other."""

_SECTOR: Final = 512
_DIRECTORY_AT: Final = 48
"""Where the header of a compound file names the first sector of its directory."""
_ENTRIES, _ENTRY_BYTES = 11, 128
_TIMES: Final = slice(100, 116)
"""Where an entry of the directory says when it was made and changed."""


def protect(content: bytes, password: str) -> bytes:
    """Wrap a workbook; Excel and LibreOffice ask for the password when they open it.

    Raises RefusalError for a password that Excel's box would not take.
    """
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415 - a tenth of a second

    wrapped = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(check_password(password), wrapped)
    return _container(*_streams(wrapped.getvalue()))


def check_password(password: str) -> str:
    """Return a password as it is used; raise RefusalError for one that Excel would not take."""
    plain = unicodedata.normalize("NFC", password)
    if not 1 <= len(plain) <= MAX_PASSWORD or not plain.isprintable():
        raise RefusalError(
            "password",
            message(
                "The password must have 1 to {limit} characters, on one line.",
                limit=MAX_PASSWORD,
            ),
        )
    return plain


def unprotect(untrusted: bytes, password: str) -> bytes:
    """Return the workbook inside, as untrusted as before.

    Raises PackageError with the code `wrong-password`, `protection-kind` for another
    encryption than ours, or `damaged`; limits come before any work.
    """
    if len(untrusted) > MAX_PROTECTED_BYTES:
        raise PackageError(
            "too-large", message("The file is larger than any export from Reviewer.")
        )
    info, package = _streams(untrusted)
    _check_description(info)
    if _container(info, package) != untrusted:
        raise _damaged()
    from msoffcrypto.exceptions import InvalidKeyError  # noqa: PLC0415 - a tenth of a second
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415 - the same

    try:
        wrapped = OOXMLFile(io.BytesIO(untrusted))
        wrapped.load_key(password=check_password(password), verify_password=True)
    except (InvalidKeyError, RefusalError):
        raise PackageError(
            "wrong-password", message("The password does not open the workbook. Try again.")
        ) from None
    except _reading_errors():
        raise _damaged() from None
    return _opened(wrapped)


def _opened(wrapped: OOXMLFile) -> bytes:
    content = io.BytesIO()
    try:
        wrapped.decrypt(content, verify_integrity=True)
    except _reading_errors():
        raise _damaged() from None
    return content.getvalue()


def _streams(untrusted: bytes) -> tuple[bytes, bytes]:
    """Read the description of the encryption and the encrypted package, with every limit.

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
            return container.openstream(_INFO).read(), container.openstream(_PACKAGE).read()
    except _reading_errors():
        raise _damaged() from None


def _container(info: bytes, package: bytes) -> bytes:
    """Write the container around both streams, without the times of its making."""
    from msoffcrypto.method.container.ecma376_encrypted import (  # noqa: PLC0415 - as above
        ECMA376Encrypted,
    )

    buffer = io.BytesIO()
    ECMA376Encrypted(package, info).write_to(buffer)
    content = bytearray(buffer.getvalue())
    (first,) = struct.unpack_from("<I", content, _DIRECTORY_AT)
    directory = _SECTOR * (1 + first)
    for entry in range(_ENTRIES):
        at = directory + entry * _ENTRY_BYTES
        content[at + _TIMES.start : at + _TIMES.stop] = bytes(_TIMES.stop - _TIMES.start)
    return bytes(content)


def _check_description(info: bytes) -> None:
    """Refuse another description of the encryption than ours, before the library reads it."""
    if not info.startswith(_AGILE):
        raise _other_kind()
    text = info[_HEADER_BYTES:]
    if b"<!" in text or b"&" in text:
        raise _damaged()
    try:
        root = etree.fromstring(
            text, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        )
    except (etree.XMLSyntaxError, ValueError):
        raise _damaged() from None
    elements = list(root.iter())
    if [(e.tag, frozenset(e.attrib)) for e in elements] != list(_DESCRIPTION):
        raise _damaged()
    for element in elements:
        if "keyBits" in element.attrib and not _CIPHER.items() <= dict(element.attrib).items():
            raise _other_kind()
    spins = str(elements[-1].attrib["spinCount"])
    if not (spins.isascii() and spins.isdecimal()) or len(spins) > _SPIN_DIGITS:
        raise _damaged()
    if int(spins) > MAX_SPINS:
        raise _damaged()


def _other_kind() -> PackageError:
    return PackageError(
        "protection-kind",
        message("The workbook is not protected in the way that Reviewer uses. Ask for it again."),
    )


def _reading_errors() -> tuple[type[Exception], ...]:
    """List what both libraries raise on bytes that are damaged or made to trip them."""
    from xml.parsers.expat import ExpatError  # noqa: PLC0415 - as above

    from msoffcrypto import exceptions  # noqa: PLC0415 - as above

    theirs = (exceptions.FileFormatError, exceptions.ParseError, exceptions.DecryptionError)
    odd = (AttributeError, TypeError, ValueError, LookupError, ArithmeticError, AssertionError)
    return (*theirs, *odd, OSError, EOFError, struct.error, RecursionError, ExpatError)


def _damaged() -> PackageError:
    return PackageError("damaged", message("The protected workbook is damaged. Ask for it again."))
