"""A detached signature read and checked: CMS (RFC 5652) in the one form that we write.

Only what `sign_detached` writes is read: DER with definite lengths, one signer, SHA-256, signed
attributes. Anything else is no signature of ours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import Message, message
from reviewer.domain.verdict import SignatureStatus, Signer, Verdict, WorkbookProblem
from reviewer.signing.certificates import (
    certificate_der,
    fingerprint,
    holder,
    read_certificate,
    weakness,
)
from reviewer.signing.detached import MOST_BYTES
from reviewer.signing.trust import TrustList

_SEQUENCE, _SET, _OID, _OCTETS, _INTEGER = 0x30, 0x31, 0x06, 0x04, 0x02
_TAGGED: Final = 0xA0
_BAD_FILE: Final = "bad-signature-file"
_NOT_OURS: Final = message("The file beside the workbook is not a signature made by Reviewer.")
_SIGNED_DATA: Final = "1.2.840.113549.1.7.2"
_MESSAGE_DIGEST: Final = "1.2.840.113549.1.9.4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Detached:
    """What a signature says: who signed, with the chain, and of which SHA-256."""

    certificates: tuple[x509.Certificate, ...]
    digest: bytes
    attributes: bytes
    value: bytes

    @property
    def signer(self) -> x509.Certificate:
        """The certificate of the signer, which comes first."""
        return self.certificates[0]

    def proves(self, content: bytes) -> bool:
        """Say whether the signer's key signed exactly this content."""
        if hashlib.sha256(content).digest() != self.digest:
            return False
        try:
            key = self.signer.public_key()
            if isinstance(key, ec.EllipticCurvePublicKey):
                key.verify(self.value, self.attributes, ec.ECDSA(hashes.SHA256()))
            elif isinstance(key, rsa.RSAPublicKey):
                key.verify(self.value, self.attributes, padding.PKCS1v15(), hashes.SHA256())
            else:
                return False
        except (InvalidSignature, UnsupportedAlgorithm, ValueError):
            return False
        return True


def verify_detached(
    untrusted: bytes, untrusted_signature: bytes, *, trust: TrustList, now: datetime
) -> Verdict:
    """Verify a file by the signature beside it; never raises, whatever the bytes are.

    It says nothing of when it was signed, so trust and validity are those of `now`.
    """
    try:
        found = read_detached(untrusted_signature)
    except RefusalError:
        return _invalid(_BAD_FILE, _NOT_OURS)
    if weakness(found.signer):
        return _invalid("weak-key", message("The signer's certificate is too weak."))
    if not found.proves(untrusted):
        return _invalid("changed", message("The file or its signature was changed after signing."))
    signer = Signer(
        name=holder(found.signer),
        fingerprint=fingerprint(found.signer),
        certificate_der=certificate_der(found.signer),
    )
    trusted = trust.trusts(found.certificates, now)
    return Verdict(
        status=SignatureStatus.TRUSTED if trusted else SignatureStatus.UNKNOWN_SIGNER,
        signer=signer,
        problems=() if trusted else (_nobody_vouches(signer),),
    )


def _invalid(code: str, text: Message) -> Verdict:
    problem = WorkbookProblem(code=code, part=None, text=text)
    return Verdict(status=SignatureStatus.INVALID, problems=(problem,))


def _nobody_vouches(signer: Signer) -> WorkbookProblem:
    return WorkbookProblem(
        code="unknown-signer",
        part=None,
        text=message(
            "The file is unchanged, but you do not trust the certificate of "
            "{name} yet. Compare its fingerprint with the signer before you "
            "trust it.",
            name=signer.name,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """One element of DER: its tag, its content, and all of its bytes."""

    tag: int
    content: bytes
    whole: bytes


def read_detached(untrusted: bytes) -> Detached:
    """Read a signature; raises RefusalError for anything that `sign_detached` does not write."""
    try:
        return _read(untrusted)
    except (ValueError, LookupError, StopIteration, RefusalError):
        raise RefusalError(_BAD_FILE, _NOT_OURS) from None


def _read(untrusted: bytes) -> Detached:
    if len(untrusted) > 4 * MOST_BYTES:
        raise ValueError(len(untrusted))
    (outer,) = _parts(untrusted)
    kind, wrapped = _parts(_of(outer, _SEQUENCE))
    if _oid(kind) != _SIGNED_DATA:
        raise ValueError(_oid(kind))
    (signed,) = _parts(_of(wrapped, _TAGGED))
    _, _, inner, held, infos = _parts(_of(signed, _SEQUENCE))
    if len(tuple(_parts(_of(inner, _SEQUENCE)))) != 1:
        raise ValueError("it holds the content itself")
    (info,) = _parts(_of(infos, _SET))
    _, issuer, _, attributes, _, value = _parts(_of(info, _SEQUENCE))
    certificates = [read_certificate(part.whole) for part in _parts(_of(held, _TAGGED))]
    _, serial = _parts(_of(issuer, _SEQUENCE))
    number = int.from_bytes(_of(serial, _INTEGER), "big", signed=True)
    signer = next(one for one in certificates if one.serial_number == number)
    by_kind = dict(_attribute(part) for part in _parts(_of(attributes, _TAGGED)))
    return Detached(
        certificates=(signer, *(one for one in certificates if one is not signer)),
        digest=_of(by_kind[_MESSAGE_DIGEST], _OCTETS),
        attributes=bytes([_SET]) + attributes.whole[1:],
        value=_of(value, _OCTETS),
    )


def _attribute(part: _Part) -> tuple[str, _Part]:
    kind, values = _parts(_of(part, _SEQUENCE))
    first, *_ = _parts(_of(values, _SET))
    return _oid(kind), first


def _of(part: _Part, tag: int) -> bytes:
    if part.tag != tag:
        raise ValueError(part.tag)
    return part.content


def _oid(part: _Part) -> str:
    """Return an object identifier in dots."""
    octets = _of(part, _OID)
    numbers = [octets[0] // 40, octets[0] % 40]
    number = 0
    for octet in octets[1:]:
        number = number << 7 | octet & 0x7F
        if octet < 0x80:
            numbers.append(number)
            number = 0
    return ".".join(map(str, numbers))


def _parts(untrusted: bytes) -> Iterator[_Part]:
    """Yield the elements of DER, each with a definite length that fits."""
    at = 0
    while at < len(untrusted):
        tag, length, begins = untrusted[at], untrusted[at + 1], at + 2
        if length > 0x80:
            more = length & 0x7F
            length = int.from_bytes(untrusted[begins : begins + more], "big")
            begins += more
        elif length == 0x80:
            raise ValueError("no definite length")
        ends = begins + length
        if ends > len(untrusted):
            raise ValueError("cut short")
        yield _Part(tag, untrusted[begins:ends], untrusted[at:ends])
        at = ends
