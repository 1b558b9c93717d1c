"""The signature part, `sig1.xml`: written from a statement, and read only if it is exactly that.

The form is ECMA-376 part 2 (digital signatures), XML-DSig, the Office object of MS-OFFCRYPTO
2.5.2 and XAdES 1.3.2. All elements are written in Canonical XML 1.0 from the start, so what
is hashed is what is in the file, but for the namespaces that an element inherits.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from hashlib import sha256

from cryptography import x509

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from reviewer.signing.archive import PackageError
from reviewer.signing.certificates import (
    MAX_CHAIN,
    certificate_der,
    issuer_text,
    read_certificate,
)
from reviewer.signing.parts import (
    ORIGIN_RELATION,
    RELATIONSHIPS_NS,
    RELS_TYPE,
    SIGNATURE,
    Relationship,
    content_type,
    is_rels,
    is_signed,
    place,
    relationships,
    relative_target,
    source_of,
)

MAX_REFERENCES = 30
"""More references in a manifest are refused by Java's and newer POI's secure validation."""
MAX_COMMENT = 255
"""The length that MS-OFFCRYPTO allows (ST_SignatureComments)."""
MAX_SIGNATURE_BYTES = 256 * 1024
"""Thirty references are 15 kB, four large certificates some 12 kB more."""

_DS = "http://www.w3.org/2000/09/xmldsig#"
_MDSSI = "http://schemas.openxmlformats.org/package/2006/digital-signature"
_XADES = "http://uri.etsi.org/01903/v1.3.2#"
_C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_RELS_TRANSFORM = "http://schemas.openxmlformats.org/package/2006/RelationshipTransform"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_OFFICE = "http://schemas.microsoft.com/office/2006/digsig"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DIGEST_METHOD = f'<DigestMethod Algorithm="{_SHA256}"></DigestMethod>'
_C14N_TRANSFORM = f'<Transform Algorithm="{_C14N}"></Transform>'

_B64 = "[A-Za-z0-9+/]+={0,2}"
_METHOD = re.compile(r'<SignatureMethod Algorithm="([^"<]*)">')
_VALUE = re.compile(rf"<SignatureValue>({_B64})</SignatureValue>")
_CERTIFICATE = re.compile(rf"<X509Certificate>({_B64})</X509Certificate>")
_TIME = re.compile(r"<mdssi:Value>(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)</mdssi:Value>", re.ASCII)
_COMMENT = re.compile(r"<SignatureComments>([^<]*)</SignatureComments>")
_REFERENCE = re.compile(
    r'<Reference URI="/([^"<?]+)\?ContentType=([^"<]+)">((?:<(?!Reference |DigestValue)[^<]*)*)'
    rf"<DigestValue>({_B64})</DigestValue></Reference>"
)
_SOURCE_ID = re.compile(r'SourceId="([^"<]*)"')
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Algorithm(Enum):
    """The two ways of signing, by the name that XML-DSig gives them."""

    RSA = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
    ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One signed part: of a `.rels` the relationships' ids, in text order; else None."""

    part: str
    content_type: str
    ids: tuple[str, ...] | None
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Everything a signature says, but for the value itself; the signer's certificate is first."""

    algorithm: Algorithm
    certificates: tuple[x509.Certificate, ...]
    signed_at: datetime
    comment: str
    references: tuple[Reference, ...]


class SignatureFormError(RefusalError):
    """A signature part that is not exactly what Reviewer writes."""


def references_to(contents: Mapping[str, bytes]) -> tuple[Reference, ...]:
    """Refer to every part that is signed: all but the list of types and the signature.

    Raises PackageError where parts and what they refer to do not fit together.
    """
    derived = relationships(contents)
    names = sorted(filter(is_signed, {*contents, *derived}), key=place)
    return tuple(
        rels_reference(name, derived[name])
        if name in derived
        else part_reference(name, contents[name])
        for name in names
    )


def part_reference(name: str, content: bytes) -> Reference:
    """Make the reference to a part that is hashed as it is."""
    return Reference(
        part=name,
        content_type=content_type(name) or "",
        ids=None,
        digest=sha256(content).digest(),
    )


def rels_reference(name: str, relations: tuple[Relationship, ...]) -> Reference:
    """Make the reference to a `.rels` through the relationship transform (ECMA-376-2, 13.2.4.24).

    The relationship to the signature itself is left out; all others are named.
    """
    kept = sorted((r for r in relations if r.type != ORIGIN_RELATION), key=lambda r: r.id)
    source = source_of(name)
    lines = "".join(
        f'<Relationship Id="{r.id}" Target="{relative_target(r.target, source)}" '
        f'TargetMode="Internal" Type="{r.type}"></Relationship>'
        for r in kept
    )
    text = f'<Relationships xmlns="{RELATIONSHIPS_NS}">{lines}</Relationships>'
    return Reference(
        part=name,
        content_type=RELS_TYPE,
        ids=tuple(r.id for r in kept),
        digest=sha256(text.encode()).digest(),
    )


def signed_info(statement: Statement) -> bytes:
    """Write the canonical bytes over which the signature is made."""
    return _inheriting(_signed_info(statement), "SignedInfo").encode()


def write_signature(statement: Statement, value: bytes) -> bytes:
    """Write the whole part; the same statement and value always give the same bytes."""
    certificates = "".join(
        f"<X509Certificate>{_b64(certificate_der(c))}</X509Certificate>"
        for c in statement.certificates
    )
    text = (
        f'{_DECLARATION}<Signature xmlns="{_DS}" Id="idPackageSignature">'
        f"{_signed_info(statement)}<SignatureValue>{_b64(value)}</SignatureValue>"
        f"<KeyInfo><X509Data>{certificates}</X509Data></KeyInfo>"
        f"{_package_object(statement)}{_office_object(statement.comment)}"
        f'<Object><xd:QualifyingProperties xmlns:xd="{_XADES}" Target="#idPackageSignature">'
        f"{_signed_properties(statement)}</xd:QualifyingProperties></Object></Signature>"
    )
    return text.encode()


def read_signature(untrusted: bytes) -> tuple[Statement, bytes]:
    """Read a signature part: what it says, and the signature value.

    The few fields are picked out, the part is written again from them, and any byte that differs
    is refused with SignatureFormError. Nothing is proven by this but the form.
    """
    if len(untrusted) > MAX_SIGNATURE_BYTES:
        raise _unlike_ours()
    try:
        text = untrusted.decode("utf-8")
        statement = Statement(
            algorithm=Algorithm(_one(_METHOD, text)),
            certificates=tuple(
                read_certificate(_unb64(found)) for found in _CERTIFICATE.findall(text)
            ),
            signed_at=datetime.fromisoformat(_one(_TIME, text)),
            comment=_unescaped(_one(_COMMENT, text)),
            references=tuple(_read_reference(found) for found in _REFERENCE.findall(text)),
        )
        value = _unb64(_one(_VALUE, text))
    except (ValueError, RefusalError):
        raise _unlike_ours() from None
    if not 1 <= len(statement.certificates) <= MAX_CHAIN:
        raise _unlike_ours()
    if write_signature(statement, value) != untrusted:
        raise _unlike_ours()
    return statement, value


def checked_comment(comment: str) -> str:
    """Return a comment that a signature can hold; raise RefusalError for any other."""
    if len(comment) > MAX_COMMENT or _FORBIDDEN.search(comment):
        raise RefusalError(
            "comment",
            message(
                "The comment must have at most {limit} printable characters.", limit=MAX_COMMENT
            ),
        )
    return comment


def check_count(references: tuple[Reference, ...]) -> None:
    """Raise PackageError if there are more references than other programs verify."""
    if len(references) > MAX_REFERENCES:
        raise PackageError(
            "too-many-parts",
            message(
                "The workbook has {n} parts to sign; Excel and others verify at most {limit}.",
                n=len(references),
                limit=MAX_REFERENCES,
            ),
            SIGNATURE,
        )


def _signed_info(statement: Statement) -> str:
    package = _inheriting(_package_object(statement), "Object")
    office = _inheriting(_office_object(statement.comment), "Object")
    properties = _signed_properties(statement).replace(
        "<xd:SignedProperties ", f'<xd:SignedProperties xmlns="{_DS}" xmlns:xd="{_XADES}" ', 1
    )
    return (
        f'<SignedInfo><CanonicalizationMethod Algorithm="{_C14N}"></CanonicalizationMethod>'
        f'<SignatureMethod Algorithm="{statement.algorithm.value}"></SignatureMethod>'
        f'<Reference Type="{_DS}Object" URI="#idPackageObject">{_digest(package)}</Reference>'
        f'<Reference Type="{_DS}Object" URI="#idOfficeObject">{_digest(office)}</Reference>'
        '<Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#idSignedProperties">'
        f"<Transforms>{_C14N_TRANSFORM}</Transforms>{_digest(properties)}</Reference></SignedInfo>"
    )


def _package_object(statement: Statement) -> str:
    references = "".join(_reference(reference) for reference in statement.references)
    return (
        f'<Object Id="idPackageObject"><Manifest>{references}</Manifest><SignatureProperties>'
        '<SignatureProperty Id="idSignatureTime" Target="#idPackageSignature">'
        f'<mdssi:SignatureTime xmlns:mdssi="{_MDSSI}">'
        "<mdssi:Format>YYYY-MM-DDThh:mm:ssTZD</mdssi:Format>"
        f"<mdssi:Value>{_time(statement.signed_at)}</mdssi:Value></mdssi:SignatureTime>"
        "</SignatureProperty></SignatureProperties></Object>"
    )


def _reference(reference: Reference) -> str:
    transforms = ""
    if reference.ids is not None:
        sources = "".join(
            f'<mdssi:RelationshipReference xmlns:mdssi="{_MDSSI}" SourceId="{_escaped(i)}">'
            "</mdssi:RelationshipReference>"
            for i in reference.ids
        )
        transforms = (
            f'<Transforms><Transform Algorithm="{_RELS_TRANSFORM}">{sources}</Transform>'
            f"{_C14N_TRANSFORM}</Transforms>"
        )
    return (
        f'<Reference URI="/{reference.part}?ContentType={reference.content_type}">{transforms}'
        f"{_DIGEST_METHOD}<DigestValue>{_b64(reference.digest)}</DigestValue></Reference>"
    )


def _office_object(comment: str) -> str:
    """Write what Office shows of a signature; the versions are the form's, not a program's."""
    details = (
        ("SetupID", ""),
        ("SignatureText", ""),
        ("SignatureImage", ""),
        ("SignatureComments", _escaped(comment)),
        ("WindowsVersion", "10.0"),
        ("OfficeVersion", "16.0"),
        ("ApplicationVersion", "16.0"),
        ("Monitors", "1"),
        ("HorizontalResolution", "1920"),
        ("VerticalResolution", "1080"),
        ("ColorDepth", "32"),
        ("SignatureProviderId", "{00000000-0000-0000-0000-000000000000}"),
        ("SignatureProviderUrl", ""),
        ("SignatureProviderDetails", "9"),
        ("SignatureType", "1"),
    )
    lines = "".join(f"<{name}>{value}</{name}>" for name, value in details)
    return (
        '<Object Id="idOfficeObject"><SignatureProperties>'
        '<SignatureProperty Id="idOfficeV1Details" Target="#idPackageSignature">'
        f'<SignatureInfoV1 xmlns="{_OFFICE}">{lines}</SignatureInfoV1>'
        "</SignatureProperty></SignatureProperties></Object>"
    )


def _signed_properties(statement: Statement) -> str:
    signer = statement.certificates[0]
    digest = _b64(sha256(certificate_der(signer)).digest())
    return (
        '<xd:SignedProperties Id="idSignedProperties"><xd:SignedSignatureProperties>'
        f"<xd:SigningTime>{_time(statement.signed_at)}</xd:SigningTime>"
        f"<xd:SigningCertificate><xd:Cert><xd:CertDigest>{_DIGEST_METHOD}"
        f"<DigestValue>{digest}</DigestValue></xd:CertDigest><xd:IssuerSerial>"
        f"<X509IssuerName>{_escaped(issuer_text(signer))}</X509IssuerName>"
        f"<X509SerialNumber>{signer.serial_number}</X509SerialNumber>"
        "</xd:IssuerSerial></xd:Cert></xd:SigningCertificate>"
        "<xd:SignaturePolicyIdentifier><xd:SignaturePolicyImplied></xd:SignaturePolicyImplied>"
        "</xd:SignaturePolicyIdentifier></xd:SignedSignatureProperties></xd:SignedProperties>"
    )


def _read_reference(found: tuple[str, str, str, str]) -> Reference:
    part, kind, between, digest = found
    ids = tuple(_SOURCE_ID.findall(between)) if is_rels(part) else None
    return Reference(part=part, content_type=kind, ids=ids, digest=_unb64(digest))


def _inheriting(element: str, tag: str) -> str:
    """Write an element as Canonical XML cuts it out: with its namespace."""
    return f'<{tag} xmlns="{_DS}"{element.removeprefix(f"<{tag}")}'


def _digest(canonical: str) -> str:
    value = _b64(sha256(canonical.encode()).digest())
    return f"{_DIGEST_METHOD}<DigestValue>{value}</DigestValue>"


def _time(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _unb64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(text[:8]) from error


def _escaped(text: str) -> str:
    """Escape a text as Canonical XML does."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#xD;")


def _unescaped(text: str) -> str:
    text = text.replace("&#xD;", "\r").replace("&gt;", ">").replace("&lt;", "<")
    return text.replace("&amp;", "&")


def _one(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.findall(text)
    if len(found) != 1:
        raise ValueError(pattern.pattern)
    return str(found[0])


def _unlike_ours() -> SignatureFormError:
    return SignatureFormError(
        "signature-form", message("The signature is not in the form that Reviewer writes.")
    )
