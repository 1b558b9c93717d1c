from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given
from hypothesis import strategies as st
from package_signing import sign_package
from signing_sample import DAY, NOW, issue, new_key, signer, trusting, usage, workbook

from reviewer.domain.verdict import SignatureStatus, Verdict
from reviewer.signing.archive import deflated, read_archive, stored, write_archive
from reviewer.signing.certificates import read_certificate
from reviewer.signing.identity import Identity, create_identity
from reviewer.signing.package import (
    canonical_package,
    read_loosely,
    unsigned_parts,
    write_package,
)
from reviewer.signing.parts import ORIGIN, SIGNATURE
from reviewer.signing.signature import (
    Algorithm,
    Statement,
    read_signature,
    references_to,
    signed_info,
    write_signature,
)
from reviewer.signing.signer import algorithm_of, sign_value
from reviewer.signing.trust import TrustList
from reviewer.signing.verifier import verify_package

NOBODY = TrustList()


def _verify(data: bytes, *trusted: Identity) -> Verdict:
    return verify_package(data, trust=trusting(*trusted), now=NOW)


def _codes(verdict: Verdict) -> list[tuple[str, str | None]]:
    return [(p.code, p.part) for p in verdict.problems]


def _sign_anyhow(identity: Identity, *chain: x509.Certificate, **changes: object) -> bytes:
    """Sign without the signer's own checks, as a forger's program would."""
    parts = unsigned_parts(read_loosely(workbook()))
    contents = {name: entry.content for name, entry in parts.items()}
    fields = {
        "algorithm": algorithm_of(identity.private_key),
        "certificates": (identity.certificate, *identity.chain, *chain),
        "signed_at": NOW,
        "comment": "",
        "references": references_to(contents),
        **changes,
    }
    statement = Statement(**fields)
    part = write_signature(statement, sign_value(identity.private_key, signed_info(statement)))
    return write_package(
        {**parts, ORIGIN: stored(ORIGIN, b""), SIGNATURE: deflated(SIGNATURE, part)}
    )


def test_a_listed_signer_is_trusted_and_named() -> None:
    verdict = _verify(sign_package(workbook(), signer(), NOW), signer())
    assert verdict.status is SignatureStatus.TRUSTED
    assert verdict.problems == ()
    assert verdict.signed_at == NOW
    assert verdict.signer.name == "Test Signer"
    assert verdict.signer.fingerprint == signer().fingerprint
    assert read_certificate(verdict.signer.certificate_der) == signer().certificate


def test_the_verified_parts_are_those_of_the_workbook() -> None:
    signed = sign_package(workbook(), signer(), NOW)
    parts = _verify(signed, signer()).parts
    with zipfile.ZipFile(io.BytesIO(signed)) as archive:
        assert parts == {name: archive.read(name) for name in archive.namelist()}


def test_the_digest_names_the_statement_however_the_archive_is_packed() -> None:
    signed = sign_package(workbook(), signer(), NOW)
    entries = read_archive(signed)
    loose = write_archive(stored(e.name, e.content) for e in entries)
    assert loose != signed
    assert _verify(loose, signer()).digest == _verify(signed, signer()).digest
    statement, _ = read_signature({e.name: e.content for e in entries}[SIGNATURE])
    assert _verify(signed).digest == hashlib.sha256(signed_info(statement)).hexdigest()
    later = sign_package(workbook(), signer(), NOW + timedelta(seconds=1))
    assert _verify(later).digest != _verify(signed).digest


def test_a_sound_workbook_of_a_stranger_is_unknown_and_may_be_read() -> None:
    verdict = _verify(sign_package(workbook(), signer(), NOW))
    assert verdict.status is SignatureStatus.UNKNOWN_SIGNER
    assert verdict.parts is not None
    assert _codes(verdict) == [("unknown-signer", None)]


def test_the_same_name_with_another_key_is_a_stranger() -> None:
    namesake = create_identity(name="Test Signer", kind="ec", now=NOW)
    verdict = _verify(sign_package(workbook(), namesake, NOW), signer())
    assert verdict.status is SignatureStatus.UNKNOWN_SIGNER
    assert verdict.signer.name == signer().name
    assert verdict.signer.fingerprint != signer().fingerprint


def test_an_authority_in_the_list_makes_its_people_trusted() -> None:
    root = issue("Root", new_key(), authority=True)
    middle = issue("Middle", new_key(), above=root, authority=True)
    signed = sign_package(workbook(), issue("Leaf", new_key(), above=middle), NOW)
    assert _verify(signed, root).status is SignatureStatus.TRUSTED
    assert _verify(signed, middle).status is SignatureStatus.TRUSTED
    namesake = issue("Root", new_key(), authority=True)
    assert _verify(signed, namesake).status is SignatureStatus.UNKNOWN_SIGNER


def test_an_authority_that_has_expired_vouches_for_nobody() -> None:
    root = issue("Root", new_key(), authority=True, end=NOW - DAY / 2)
    signed = sign_package(workbook(), issue("Leaf", new_key(), above=root), NOW)
    assert _verify(signed, root).status is SignatureStatus.UNKNOWN_SIGNER


@pytest.mark.parametrize(
    ("identity", "code"),
    [
        (issue("Expired", new_key(), end=NOW - DAY / 2), "outside-validity"),
        (issue("Early", new_key(), start=NOW + DAY), "outside-validity"),
        (issue("Weak", rsa.generate_private_key(65537, 1024)), "weak-key"),
        (issue("Mail", new_key(), more=((usage(key_agreement=True), True),)), "key-usage"),
        (
            issue(
                "Server",
                new_key(),
                more=((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),),
            ),
            "key-usage",
        ),
    ],
)
def test_a_certificate_that_should_not_sign_is_invalid_even_if_listed(
    identity: Identity, code: str
) -> None:
    verdict = _verify(_sign_anyhow(identity), identity)
    assert verdict.status is SignatureStatus.INVALID
    assert _codes(verdict) == [(code, SIGNATURE)]
    assert verdict.parts is None


def test_a_key_on_another_curve_is_invalid() -> None:
    identity = issue("Curve", ec.generate_private_key(ec.SECP256K1()))
    assert _codes(_verify(_sign_anyhow(identity), identity)) == [("weak-key", SIGNATURE)]


def test_a_workbook_from_the_future_is_invalid_beyond_a_days_tolerance() -> None:
    for ahead, status in ((DAY, SignatureStatus.TRUSTED), (DAY * 1.01, SignatureStatus.INVALID)):
        signed = sign_package(workbook(), signer(), NOW + ahead)
        assert _verify(signed, signer()).status is status
    assert _codes(_verify(signed, signer())) == [("from-the-future", SIGNATURE)]


def test_certificates_that_do_not_certify_each_other_are_invalid() -> None:
    signed = _sign_anyhow(signer(), signer(name="Another").certificate)
    assert _codes(_verify(signed, signer())) == [("chain", SIGNATURE)]


def test_an_algorithm_that_does_not_fit_the_key_is_invalid() -> None:
    signed = _sign_anyhow(signer(), algorithm=Algorithm.RSA)
    assert _codes(_verify(signed, signer())) == [("signature-value", SIGNATURE)]


def test_a_genuine_signature_over_too_little_says_what_is_not_covered() -> None:
    whole = _references()
    signed = _sign_anyhow(signer(), references=whole[:-1])
    assert _codes(_verify(signed, signer())) == [("not-covered", whole[-1].part)]
    assert (
        _verify(_sign_anyhow(signer(), references=()), signer()).status is SignatureStatus.INVALID
    )


def test_a_genuine_signature_over_too_much_says_what_is_missing() -> None:
    whole = _references()
    gone = type(whole[0])(part="xl/gone.xml", content_type="x", ids=None, digest=b"y")
    verdict = _verify(_sign_anyhow(signer(), references=(*whole, gone)), signer())
    assert _codes(verdict) == [("missing", "xl/gone.xml")]


def test_references_in_another_order_or_twice_are_invalid() -> None:
    whole = _references()
    for references in (whole[::-1], (*whole, whole[0])):
        verdict = _verify(_sign_anyhow(signer(), references=references), signer())
        assert _codes(verdict) == [("manifest", SIGNATURE)]


def _references() -> tuple[object, ...]:
    parts = unsigned_parts(read_loosely(workbook()))
    return references_to({name: entry.content for name, entry in parts.items()})


def _edited(signed: bytes, changes: dict[str, bytes | None]) -> bytes:
    parts = {e.name: e.content for e in read_archive(signed)} | changes
    return write_archive(deflated(n, c) for n, c in parts.items() if c is not None)


def test_what_was_changed_is_named_with_who_had_signed() -> None:
    signed = sign_package(workbook(), signer(), NOW)
    first, theme = "xl/worksheets/sheet1.xml", "xl/theme/theme1.xml"
    sheet = unsigned_parts(read_loosely(workbook(text="Good")))[first].content
    verdict = _verify(_edited(signed, {first: sheet, theme: None}), signer())
    assert verdict.status is SignatureStatus.INVALID
    assert _codes(verdict) == [("missing", theme), ("changed", first)]
    assert verdict.signer.name == "Test Signer"
    assert verdict.signed_at == NOW


@pytest.mark.parametrize("data", [workbook(), canonical_package(workbook())])
def test_a_workbook_without_a_signature_is_unsigned(data: bytes) -> None:
    verdict = _verify(data, signer())
    assert verdict.status is SignatureStatus.UNSIGNED
    assert _codes(verdict) == [("unsigned", None)]
    assert verdict.parts is None


def _other_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("letter.txt", "no workbook")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-a-workbook"),
        (b"plain text", "not-a-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not-a-workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected",
        ),
        (_other_zip(), "not-a-workbook"),
        (write_archive([stored("letter.txt", b"<x/>")]), "not-a-workbook"),
        (sign_package(workbook(), signer(), NOW)[:-9], "not-whole"),
    ],
)
def test_what_is_no_workbook_is_unreadable(data: bytes, code: str) -> None:
    verdict = _verify(data, signer())
    assert verdict.status is SignatureStatus.UNREADABLE
    assert _codes(verdict)[0][0] == code


def test_a_damaged_part_is_named() -> None:
    signed = bytearray(sign_package(workbook(), signer(), NOW))
    header = signed.index(b"PK\3\4", signed.index(b"xl/_rels/workbook.xml.rels"))
    at = signed.index(b"xl/styles.xml", header) + 100
    signed[at] ^= 0xFF
    verdict = _verify(bytes(signed), signer())
    assert (verdict.status, _codes(verdict)) == (
        SignatureStatus.UNREADABLE,
        [("damaged", "xl/styles.xml")],
    )


def test_our_own_workbook_packed_again_by_another_program_is_invalid() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in read_archive(sign_package(workbook(), signer(), NOW)):
            archive.writestr(entry.name, entry.content)
    verdict = _verify(buffer.getvalue(), signer())
    assert verdict.status is SignatureStatus.INVALID
    assert verdict.parts is None


@given(st.binary(max_size=400), st.integers(0, 12_000), st.integers(0, 40))
def test_no_bytes_make_the_verifier_raise(noise: bytes, at: int, over: int) -> None:
    signed = _SIGNED
    cut = min(at, len(signed))
    for untrusted in (noise, b"PK\3\4" + noise, signed[:cut] + noise + signed[cut + over :]):
        verdict = verify_package(untrusted, trust=NOBODY, now=NOW)
        assert verdict.parts is None or untrusted == signed


_SIGNED = sign_package(workbook(), signer(), NOW)
