"""Workbooks that were signed with another program: who, when, and does the signature still fit.

This is only to tell a person something useful. Here references are followed, as they must be in
other programs' signatures, so what is found here never lets a workbook into a register.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum, auto
from typing import Final
from urllib.parse import unquote

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from lxml import etree

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from reviewer.signing.certificates import read_certificate
from reviewer.signing.package import unsafe_xml
from reviewer.signing.parts import CONTENT_TYPES, is_rels
from reviewer.signing.signature import MAX_SIGNATURE_BYTES

MAX_FOREIGN_PARTS = 2000
"""What honest workbooks stay below."""
MAX_FOREIGN_REFERENCES = 500
"""A signature with more is not looked into."""

_DS = "{http://www.w3.org/2000/09/xmldsig#}"
_MDSSI = "{http://schemas.openxmlformats.org/package/2006/digital-signature}"
_RELS_NS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES_NS = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_RELS_TRANSFORM = "http://schemas.openxmlformats.org/package/2006/RelationshipTransform"
_MORE = "http://www.w3.org/2001/04/xmldsig-more#"
_SHA1 = "http://www.w3.org/2000/09/xmldsig#sha1"
_DIGESTS = {
    _SHA1: "sha1",
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    f"{_MORE}sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303 - what Excel signs with unless told otherwise; reported as such
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_OLD_METHODS = {
    "http://www.w3.org/2000/09/xmldsig#rsa-sha1": "rsa-sha1",
    f"{_MORE}ecdsa-sha1": "ecdsa-sha1",
}
"""Before SHA-2 the names of the ways of signing were given in another space."""
_SIGNATURE_NAME = re.compile(r"_xmlsignatures/[A-Za-z0-9_-]{1,40}\.xml", re.ASCII)


class SignatureFinding(StrEnum):
    """What was found out about another program's signature."""

    INTACT = auto()
    INTACT_SHA1 = auto()
    BROKEN = auto()
    PARTIAL = auto()
    UNKNOWN = auto()


FINDINGS: Final = {
    SignatureFinding.INTACT: message("Its signature matches its content."),
    SignatureFinding.INTACT_SHA1: message(
        "Its signature matches its content, but uses SHA-1, an old method that can be forged."
    ),
    SignatureFinding.BROKEN: message(
        "Its signature does not match: the workbook was changed after it was signed."
    ),
    SignatureFinding.PARTIAL: message("Its signature does not cover all of its content."),
    SignatureFinding.UNKNOWN: message("Reviewer cannot check this kind of signature."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """Another program's signature; without a finding of INTACT even the name is only claimed."""

    certificate: x509.Certificate
    signed_at: datetime | None
    finding: SignatureFinding


class _NotUnderstoodError(Exception):
    """Something in the signature is beyond what is understood here."""


def examine_foreign(untrusted_contents: Mapping[str, bytes]) -> Foreign | None:
    """Look into a signature in another program's form; None if there is none that names a signer.

    Two signatures, a digest that is neither SHA-1 nor SHA-2, or a transform of another kind end
    as UNKNOWN.
    """
    names = [name for name in untrusted_contents if _SIGNATURE_NAME.fullmatch(name)]
    root = _parsed(untrusted_contents[names[0]]) if names else None
    if root is None or root.tag != f"{_DS}Signature":
        return None
    certificate = _certificate(root)
    if certificate is None:
        return None
    try:
        finding = _finding(root, certificate, untrusted_contents)
    except (_NotUnderstoodError, ValueError, TypeError, UnsupportedAlgorithm, etree.LxmlError):
        finding = SignatureFinding.UNKNOWN
    if len(names) > 1:
        finding = SignatureFinding.UNKNOWN
    if finding is SignatureFinding.INTACT and _leans_on_sha1(root):
        finding = SignatureFinding.INTACT_SHA1
    return Foreign(certificate=certificate, signed_at=_signed_at(root), finding=finding)


def _finding(
    root: etree._Element, certificate: x509.Certificate, contents: Mapping[str, bytes]
) -> SignatureFinding:
    info = _only(root, f"{_DS}SignedInfo")
    if not _value_fits(root, info, certificate):
        return SignatureFinding.BROKEN
    objects = root.findall(f"{_DS}Object")
    targets = {o.get("Id"): o for o in objects if o.get("Id")}
    for signed in root.iter("{http://uri.etsi.org/01903/v1.3.2#}SignedProperties"):
        targets[signed.get("Id")] = signed
    identifiers = [e.get("Id") for e in root.iter() if e.get("Id")]
    if len(set(identifiers)) < len(identifiers):
        raise _NotUnderstoodError
    manifests = []
    for reference in info.findall(f"{_DS}Reference"):
        target = targets.get(reference.get("URI", "").removeprefix("#"))
        if target is None:
            raise _NotUnderstoodError
        if not _digest_fits(reference, _canonical(target)):
            return SignatureFinding.BROKEN
        manifests += target.findall(f"{_DS}Manifest")
    if len(manifests) != 1:
        raise _NotUnderstoodError
    return _manifest_finding(manifests[0], contents)


def _leans_on_sha1(root: etree._Element) -> bool:
    used = {
        e.get("Algorithm")
        for kind in ("Digest", "Signature")
        for e in root.iter(f"{_DS}{kind}Method")
    }
    return not used.isdisjoint({_SHA1, *_OLD_METHODS})


def _manifest_finding(manifest: etree._Element, contents: Mapping[str, bytes]) -> SignatureFinding:
    types = _types(contents)
    references = manifest.findall(f"{_DS}Reference")
    if len(references) > MAX_FOREIGN_REFERENCES:
        raise _NotUnderstoodError
    covered = set()
    for reference in references:
        path, _, kind = reference.get("URI", "").partition("?ContentType=")
        name = unquote(path).removeprefix("/")
        if name not in contents or kind != _type_of(name, types):
            return SignatureFinding.BROKEN
        content = contents[name]
        if is_rels(name):
            content = _transformed(reference, content)
        elif reference.find(f"{_DS}Transforms") is not None:
            raise _NotUnderstoodError
        if not _digest_fits(reference, content):
            return SignatureFinding.BROKEN
        covered.add(name)
    left = {
        name
        for name in contents
        if name != CONTENT_TYPES and not name.startswith(("_xmlsignatures/", "docProps/"))
    }
    return SignatureFinding.INTACT if left <= covered else SignatureFinding.PARTIAL


def _value_fits(root: etree._Element, info: etree._Element, certificate: x509.Certificate) -> bool:
    """Check the signature value with the certificate's key."""
    if _only(info, f"{_DS}CanonicalizationMethod").get("Algorithm") != _C14N:
        raise _NotUnderstoodError
    method = _only(info, f"{_DS}SignatureMethod").get("Algorithm", "")
    value = base64.b64decode(_only(root, f"{_DS}SignatureValue").text or "")
    kind, _, digest = _OLD_METHODS.get(method, method.removeprefix(_MORE)).partition("-")
    key, canonical = certificate.public_key(), _canonical(info)
    if digest not in _HASHES or (method not in _OLD_METHODS and not method.startswith(_MORE)):
        raise _NotUnderstoodError
    try:
        if kind == "rsa" and isinstance(key, rsa.RSAPublicKey):
            key.verify(value, canonical, padding.PKCS1v15(), _HASHES[digest])
        elif kind == "ecdsa" and isinstance(key, ec.EllipticCurvePublicKey):
            half = len(value) // 2
            r, s = int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")
            key.verify(encode_dss_signature(r, s), canonical, ec.ECDSA(_HASHES[digest]))
        else:
            raise _NotUnderstoodError
    except InvalidSignature:
        return False
    return True


def _digest_fits(reference: etree._Element, content: bytes) -> bool:
    method = _only(reference, f"{_DS}DigestMethod").get("Algorithm", "")
    if method not in _DIGESTS:
        raise _NotUnderstoodError
    stated = base64.b64decode(_only(reference, f"{_DS}DigestValue").text or "")
    # Nothing is let in by this: the finding says where it leans on SHA-1.
    return hmac.compare_digest(
        stated, hashlib.new(_DIGESTS[method], content, usedforsecurity=False).digest()
    )


def _transformed(reference: etree._Element, content: bytes) -> bytes:
    """Apply the relationship transform (ECMA-376-2, 13.2.4.24) and Canonical XML."""
    transforms = reference.findall(f"{_DS}Transforms/{_DS}Transform")
    if [t.get("Algorithm") for t in transforms] != [_RELS_TRANSFORM, _C14N]:
        raise _NotUnderstoodError
    ids = {e.get("SourceId") for e in transforms[0].iter(f"{_MDSSI}RelationshipReference")}
    kinds = {
        e.get("SourceType") for e in transforms[0].iter(f"{_MDSSI}RelationshipsGroupReference")
    }
    root = _parsed(content)
    if root is None:
        raise _NotUnderstoodError
    lines = [
        line
        for line in root.iterfind(f"{_RELS_NS}Relationship")
        if line.get("Id") in ids or line.get("Type") in kinds
    ]
    made = etree.fromstring(f'<Relationships xmlns="{_RELS_NS[1:-1]}"/>')
    for line in sorted(lines, key=lambda one: one.get("Id", "")):
        attributes = {key: line.get(key, "") for key in ("Id", "Target", "Type")}
        attributes["TargetMode"] = line.get("TargetMode", "Internal")
        etree.SubElement(made, f"{_RELS_NS}Relationship", attributes)
    return _canonical(made)


def _types(contents: Mapping[str, bytes]) -> dict[str, str]:
    """Read the list of content types: by part name, and by extension with a leading dot."""
    root = _parsed(contents.get(CONTENT_TYPES, b""))
    if root is None:
        raise _NotUnderstoodError
    types = {}
    for line in root.iterfind(f"{_TYPES_NS}Default"):
        types["." + line.get("Extension", "").casefold()] = line.get("ContentType", "")
    for line in root.iterfind(f"{_TYPES_NS}Override"):
        types[line.get("PartName", "").casefold()] = line.get("ContentType", "")
    return types


def _type_of(name: str, types: Mapping[str, str]) -> str | None:
    extension = posixpath.splitext("x" + posixpath.basename(name))[1].casefold()
    return types.get("/" + name.casefold(), types.get(extension))


def _certificate(root: etree._Element) -> x509.Certificate | None:
    found = root.findall(f"{_DS}KeyInfo/{_DS}X509Data/{_DS}X509Certificate")
    if not found:
        return None
    try:
        return read_certificate(base64.b64decode(found[0].text or ""))
    except (ValueError, RefusalError):
        return None


def _signed_at(root: etree._Element) -> datetime | None:
    for value in root.iter(f"{_MDSSI}Value"):
        try:
            claimed = datetime.fromisoformat((value.text or "").strip())
        except ValueError:
            return None
        return claimed if claimed.tzinfo else claimed.replace(tzinfo=UTC)
    return None


def _parsed(untrusted: bytes) -> etree._Element | None:
    """Parse a small part without a document type, entities or comments; None if it is not so."""
    if len(untrusted) > MAX_SIGNATURE_BYTES or unsafe_xml(untrusted):
        return None
    try:
        return etree.fromstring(untrusted, _parser())
    except etree.XMLSyntaxError:
        return None


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _canonical(element: etree._Element) -> bytes:
    """Write an element as Canonical XML, with the namespaces it inherits.

    Cut out and parsed again first: lxml writes a wrong `xmlns=""` into an element in its place.
    """
    alone = etree.fromstring(etree.tostring(element, with_tail=False), _parser())
    return etree.tostring(alone, method="c14n", exclusive=False, with_comments=False)


def _only(parent: etree._Element, tag: str) -> etree._Element:
    found = parent.findall(tag)
    if len(found) != 1:
        raise _NotUnderstoodError
    return found[0]
