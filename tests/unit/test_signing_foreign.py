"""Another program's signature is made here with lxml alone, in a form that is not ours."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Mapping

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from lxml import etree
from signing_sample import NOW, signer, trusting, workbook

from reviewer.domain.verdict import SignatureStatus
from reviewer.signing.foreign import SignatureFinding, examine_foreign
from reviewer.signing.verifier import verify_package

_DS = "http://www.w3.org/2000/09/xmldsig#"
_C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_RSA = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
_SHA1 = f"{_DS}sha1"
_OLD_RSA = f"{_DS}rsa-sha1"
_SHEET = "xl/worksheets/sheet1.xml"
_SIG = "_xmlsignatures/signature7.xml"


def _c14n(text: str) -> bytes:
    return etree.tostring(etree.fromstring(text), method="c14n")


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _digest(content: bytes, method: str = _SHA256) -> str:
    value = _b64(hashlib.new("sha1" if method == _SHA1 else "sha256", content).digest())
    return f'<d:DigestMethod Algorithm="{method}"/><d:DigestValue>{value}</d:DigestValue>'


def _plain() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _types(parts: Mapping[str, bytes]) -> dict[str, str]:
    root = etree.fromstring(parts["[Content_Types].xml"])
    return {e.get("PartName", "")[1:]: e.get("ContentType") for e in root}


def _reference(name: str, content: bytes, kind: str, digests: str) -> str:
    if not name.endswith(".rels"):
        uri = f"/{name}?ContentType={kind}"
        return f'<d:Reference URI="{uri}">{_digest(content, digests)}</d:Reference>'
    kind = "application/vnd.openxmlformats-package.relationships+xml"
    root = etree.fromstring(content)
    lines = sorted(root, key=lambda e: e.get("Id"))
    mdssi = "http://schemas.openxmlformats.org/package/2006/digital-signature"
    sources = "".join(
        f'<m:RelationshipReference xmlns:m="{mdssi}" SourceId="{e.get("Id")}"/>' for e in lines
    )
    for line in lines:
        line.set("TargetMode", "Internal")
    root[:] = lines
    return (
        f'<d:Reference URI="/{name}?ContentType={kind}"><d:Transforms><d:Transform Algorithm='
        '"http://schemas.openxmlformats.org/package/2006/RelationshipTransform">'
        f'{sources}</d:Transform><d:Transform Algorithm="{_C14N}"/></d:Transforms>'
        f"{_digest(etree.tostring(root, method='c14n'), digests)}</d:Reference>"
    )


def _signed(
    parts: Mapping[str, bytes],
    *,
    left_out: str = "docProps/",
    digests: str = _SHA256,
    method: str = _RSA,
) -> dict[str, bytes]:
    """Sign as another program might: prefixes, white space, its own ids and names."""
    types = _types(parts)
    references = "\n".join(
        _reference(name, content, types.get(name, ""), digests)
        for name, content in parts.items()
        if name != "[Content_Types].xml" and not name.startswith(left_out)
    )
    time = (
        '<d:SignatureProperties><d:SignatureProperty Id="t" Target="#s"><m:SignatureTime xmlns:m='
        '"http://schemas.openxmlformats.org/package/2006/digital-signature"><m:Value>'
        "2018-01-12T14:02:11Z</m:Value></m:SignatureTime></d:SignatureProperty>"
        "</d:SignatureProperties>"
    )
    content = f'Id="p"><d:Manifest>\n{references}\n</d:Manifest>{time}</d:Object>'
    digest = _digest(_c14n(f'<d:Object xmlns:d="{_DS}" {content}'), digests)
    info = (
        f'<d:CanonicalizationMethod Algorithm="{_C14N}"/>\n'
        f'<d:SignatureMethod Algorithm="{method}"/>'
        f'<d:Reference URI="#p" Type="{_DS}Object">{digest}</d:Reference></d:SignedInfo>'
    )
    canonical = _c14n(f'<d:SignedInfo xmlns:d="{_DS}">{info}')
    hashed = hashes.SHA1() if method == _OLD_RSA else hashes.SHA256()
    value = signer("rsa").private_key.sign(canonical, padding.PKCS1v15(), hashed)
    certificate = _b64(signer("rsa").certificate_der)
    text = (
        f'<d:Signature xmlns:d="{_DS}" Id="s">\n<d:SignedInfo>{info}'
        f"<d:SignatureValue>{_b64(value)}</d:SignatureValue><d:KeyInfo><d:X509Data>"
        f"<d:X509Certificate>{certificate}</d:X509Certificate></d:X509Data></d:KeyInfo>"
        f"<d:Object {content}</d:Signature>"
    )
    return {**parts, _SIG: text.encode()}


def _finding(parts: Mapping[str, bytes]) -> SignatureFinding | None:
    foreign = examine_foreign(parts)
    return foreign.finding if foreign else None


def _with_relation(parts: dict[str, bytes]) -> dict[str, bytes]:
    rels = parts["xl/_rels/workbook.xml.rels"].replace(b"sheet1", b"sheet2")
    return {**parts, "xl/_rels/workbook.xml.rels": rels}


def test_another_programs_signature_is_reported_with_its_signer_and_time() -> None:
    foreign = examine_foreign(_signed(_plain()))
    assert foreign is not None
    assert foreign.finding is SignatureFinding.INTACT
    assert foreign.certificate == signer("rsa").certificate
    assert foreign.signed_at == NOW


def test_what_was_changed_afterwards_breaks_it() -> None:
    signed = _signed(_plain())
    broken = [
        {**signed, _SHEET: signed[_SHEET].replace(b"Inadequate", b"Good")},
        {name: content for name, content in signed.items() if name != _SHEET},
        _with_relation(signed),
        {**signed, _SIG: signed[_SIG].replace(b"2018-01-12", b"2018-01-13")},
        {**signed, _SIG: signed[_SIG].replace(b"#Object", b"#0bject", 1)},
        {
            **signed,
            "[Content_Types].xml": signed["[Content_Types].xml"].replace(b"worksheet+", b"macro+"),
        },
    ]
    for parts in broken:
        assert _finding(parts) is SignatureFinding.BROKEN


def test_what_it_does_not_cover_is_reported() -> None:
    assert _finding({**_signed(_plain()), "xl/extra.xml": b"<x/>"}) is SignatureFinding.PARTIAL
    assert _finding(_signed(_plain(), left_out="xl/theme/")) is SignatureFinding.PARTIAL


@pytest.mark.parametrize("how", [{"digests": _SHA1}, {"method": _OLD_RSA}])
def test_what_relies_on_sha1_is_intact_with_a_warning(how: dict[str, str]) -> None:
    signed = _signed(_plain(), **how)
    assert _finding(signed) is SignatureFinding.INTACT_SHA1
    edited = {**signed, _SHEET: signed[_SHEET].replace(b"Inadequate", b"Good")}
    assert _finding(edited) is SignatureFinding.BROKEN
    assert _finding({**signed, "xl/extra.xml": b"<x/>"}) is SignatureFinding.PARTIAL


@pytest.mark.parametrize(
    "parts",
    [
        _signed(_plain(), digests="http://www.w3.org/2001/04/xmldsig-more#md5"),
        _signed(_plain(), method="http://www.w3.org/2000/09/xmldsig#hmac-sha1"),
        _signed(_plain(), method="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"),
        {**_signed(_plain()), "_xmlsignatures/sig2.xml": b"<x/>"},
    ],
)
def test_what_is_not_understood_is_not_called_intact(parts: dict[str, bytes]) -> None:
    assert _finding(parts) is SignatureFinding.UNKNOWN


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        b"<x/>",
        b"<x",
        b"<!DOCTYPE x><x/>",
        f'<Signature xmlns="{_DS}"/>'.encode(),
        (
            f'<Signature xmlns="{_DS}"><KeyInfo><X509Data><X509Certificate>AQAB</X509Certificate>'
            "</X509Data></KeyInfo></Signature>"
        ).encode(),
    ],
)
def test_a_signature_that_names_nobody_is_none(signature: bytes) -> None:
    assert examine_foreign({**_plain(), _SIG: signature}) is None


def _packed(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_the_verifier_never_takes_another_programs_workbook() -> None:
    verdict = verify_package(_packed(_signed(_plain())), trust=trusting(signer("rsa")), now=NOW)
    assert verdict.status is SignatureStatus.INVALID
    assert [p.code for p in verdict.problems] == ["not-by-reviewer"]
    assert verdict.signer is not None
    assert verdict.signer.fingerprint == signer("rsa").fingerprint
    assert verdict.signed_at == NOW
    assert verdict.parts is None


def test_a_signature_of_nobody_leaves_the_archives_own_problem() -> None:
    data = _packed({**_plain(), _SIG: b"<x/>"})
    verdict = verify_package(data, trust=trusting(), now=NOW)
    assert verdict.status is SignatureStatus.INVALID
    assert verdict.signer is None
    assert verdict.problems
