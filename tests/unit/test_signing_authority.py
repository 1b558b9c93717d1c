from __future__ import annotations

import contextlib

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from package_signing import sign_package
from signing_sample import DAY, NOW, issue, new_key, signer, trusting, workbook

from reviewer.domain.errors import RefusalError
from reviewer.domain.verdict import SignatureStatus
from reviewer.signing.authority import (
    CertificateRequest,
    accept_certificate,
    authority_of,
    create_authority,
    issue_certificate,
    load_authority,
    read_request,
    write_request,
)
from reviewer.signing.certificates import (
    certificate_pem,
    is_authority,
    may_sign,
    read_certificates,
)
from reviewer.signing.identity import Identity, load_identity, load_key_holder, to_pkcs12
from reviewer.signing.verifier import verify_package

PHRASE = "a phrase for tests, not a secret"


def _authority(**more: object) -> Identity:
    return create_authority(name="Test Lead", kind="ec", now=NOW, **more)


def _request(**attributes: str) -> bytes:
    subject = [
        x509.NameAttribute(getattr(NameOID, name), text) for name, text in attributes.items()
    ]
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name(subject))
    return builder.sign(new_key(), hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def _accepted(authority: Identity, kind: str = "ec") -> Identity:
    request = read_request(write_request(signer(kind)))
    return accept_certificate(signer(kind), issue_certificate(authority, request, now=NOW), now=NOW)


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_trusting_the_authority_trusts_whom_it_issued_for(kind: str) -> None:
    authority = create_authority(name="Test Lead", kind=kind, now=NOW)
    person = _accepted(authority, kind)
    sealed = load_identity(to_pkcs12(person, PHRASE), PHRASE)
    signed = sign_package(workbook(), sealed, NOW)
    for trust, status in (
        (trusting(authority), SignatureStatus.TRUSTED),
        (trusting(signer(kind)), SignatureStatus.UNKNOWN_SIGNER),
        (trusting(_authority()), SignatureStatus.UNKNOWN_SIGNER),
    ):
        assert verify_package(signed, trust=trust, now=NOW).status is status
    assert person.name == "Test Signer"
    assert person.private_key == signer(kind).private_key
    assert person.fingerprint != signer(kind).fingerprint
    assert authority_of(person.certificate) == "CN=Test Lead"
    assert authority_of(signer().certificate) is None


def test_an_authority_is_for_documents_alone() -> None:
    purposes = _authority().certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert {p.dotted_string for p in purposes.value} == {
        "1.3.6.1.5.5.7.3.36",
        "1.3.6.1.4.1.311.10.3.12",
    }
    assert not purposes.critical


def test_an_authority_can_not_sign_workbooks_and_a_person_not_issue() -> None:
    sealed = to_pkcs12(_authority(), PHRASE)
    assert load_authority(sealed, PHRASE).name == "Test Lead"
    assert load_key_holder(sealed, PHRASE).name == "Test Lead"
    with pytest.raises(RefusalError) as refusal:
        load_identity(sealed, PHRASE)
    assert refusal.value.code == "identity-use"
    with pytest.raises(RefusalError) as refusal:
        load_authority(to_pkcs12(signer(), PHRASE), PHRASE)
    assert refusal.value.code == "not-an-authority"


def test_nobody_issued_by_the_authority_is_an_authority() -> None:
    authority = _authority()
    person = _accepted(authority)
    assert not is_authority(person.certificate)
    below = issue("Below", new_key(), above=person)
    assert not trusting(authority).trusts((below.certificate, person.certificate), NOW)
    middle = issue("Middle", new_key(), above=authority, authority=True)
    deep = issue("Deep", new_key(), above=middle)
    assert not trusting(authority).trusts((deep.certificate, middle.certificate), NOW)


def test_a_request_gives_only_name_organisation_and_key() -> None:
    builder = (
        x509.CertificateSigningRequestBuilder()
        .subject_name(
            x509.Name(
                [
                    x509.NameAttribute(NameOID.COUNTRY_NAME, "GB"),
                    x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Synthetic"),
                    x509.NameAttribute(NameOID.COMMON_NAME, "Test Signer"),
                ]
            )
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    )
    key = new_key()
    der = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    request = read_request(der)
    assert (request.name, request.organisation) == ("Test Signer", "Synthetic")
    (certificate,) = read_certificates(issue_certificate(_authority(), request, now=NOW))
    assert certificate.subject.rfc4514_string() == "CN=Test Signer,O=Synthetic"
    assert certificate.public_key() == key.public_key()
    assert not is_authority(certificate)
    assert may_sign(certificate)


def test_an_issued_certificate_ends_with_its_authority() -> None:
    request = read_request(write_request(signer()))
    authority = _authority(years=1)
    (certificate,) = read_certificates(
        issue_certificate(authority, request, years=10, now=NOW + 100 * DAY)
    )
    assert certificate.not_valid_after_utc == authority.certificate.not_valid_after_utc
    assert certificate.not_valid_before_utc == NOW + 99 * DAY
    with pytest.raises(RefusalError) as refusal:
        issue_certificate(authority, request, now=NOW + 500 * DAY)
    assert refusal.value.code == "authority-expired"


def test_an_authority_below_a_root_hands_its_own_certificate_on() -> None:
    root = issue("Root", new_key(), authority=True)
    middle = issue("Middle", new_key(), above=root, authority=True)
    person = _accepted(middle)
    assert [c.subject.rfc4514_string() for c in person.chain] == ["CN=Middle"]
    signed = sign_package(workbook(), person, NOW)
    assert verify_package(signed, trust=trusting(root), now=NOW).status is SignatureStatus.TRUSTED


@pytest.mark.parametrize(
    "untrusted",
    [
        b"",
        b"text",
        b"-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
        bytes(100_000),
        certificate_pem(signer().certificate),
        _request(COUNTRY_NAME="GB"),
        _request(COMMON_NAME="a\u202eb"),
    ],
)
def test_what_is_no_request_is_refused(untrusted: bytes) -> None:
    with pytest.raises(RefusalError):
        read_request(untrusted)


def test_a_request_that_its_key_did_not_sign_is_refused() -> None:
    der = bytearray(
        x509.load_pem_x509_csr(write_request(signer())).public_bytes(serialization.Encoding.DER)
    )
    at = der.index(b"Test Signer")
    der[at : at + 4] = b"Best"
    with pytest.raises(RefusalError) as refusal:
        read_request(bytes(der))
    assert refusal.value.code == "request"


@pytest.mark.parametrize(
    "key",
    [
        rsa.generate_private_key(public_exponent=65537, key_size=1024),
        ec.generate_private_key(ec.SECP384R1()),
    ],
)
def test_a_weak_key_is_given_no_certificate(key: object) -> None:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test Signer")])
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
    signed = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    with pytest.raises(RefusalError) as refusal:
        read_request(signed)
    assert refusal.value.code == "request-weak"


def test_two_requests_differ_in_their_fingerprint() -> None:
    one, other = (read_request(_request(COMMON_NAME=name)) for name in ("One", "Two"))
    assert one.fingerprint != other.fingerprint
    assert len(one.fingerprint) == len(signer().fingerprint)


def test_only_a_certificate_for_its_own_key_is_accepted() -> None:
    authority = _authority()
    other = issue_certificate(authority, read_request(_request(COMMON_NAME="Other")), now=NOW)
    own = issue_certificate(authority, read_request(write_request(signer())), now=NOW)
    for untrusted in (other, signer().certificate_der, certificate_pem(authority.certificate)):
        with pytest.raises(RefusalError) as refusal:
            accept_certificate(signer(), untrusted, now=NOW)
        assert refusal.value.code == "other-key"
    for untrusted in (b"", b"text", own * 6, own + bytes(70_000)):
        with pytest.raises(RefusalError):
            accept_certificate(signer(), untrusted, now=NOW)
    with pytest.raises(RefusalError) as refusal:
        accept_certificate(signer(), own, now=NOW + 4000 * DAY)
    assert refusal.value.code == "expired"
    assert accept_certificate(signer(), own + other, now=NOW).name == "Test Signer"


def test_a_certificate_that_may_not_sign_is_not_accepted() -> None:
    purposes = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.SERVER_AUTH])
    server = issue("Server", signer().private_key, above=_authority(), more=((purposes, False),))
    with pytest.raises(RefusalError) as refusal:
        accept_certificate(signer(), server.certificate_der, now=NOW)
    assert refusal.value.code == "identity-weak"


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_of_requests_stumble(untrusted: bytes) -> None:
    with contextlib.suppress(RefusalError):
        assert isinstance(read_request(untrusted), CertificateRequest)
