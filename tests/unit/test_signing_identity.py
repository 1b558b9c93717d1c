from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from signing_sample import DAY, NOW, issue, new_key, signer, usage

from reviewer.domain.errors import RefusalError, ReviewerError, WorldError
from reviewer.signing.certificates import may_sign, weakness
from reviewer.signing.identity import (
    Identity,
    _checked_identity,
    create_identity,
    load_identity,
    named_in,
    renew_identity,
    to_pkcs12,
)

PHRASE = "a phrase for tests, not a secret"


def _sealed(identity: Identity, **extra: object) -> bytes:
    encryption = serialization.BestAvailableEncryption(PHRASE.encode())
    parts = {"key": identity.private_key, "cert": identity.certificate, "cas": None, **extra}
    return pkcs12.serialize_key_and_certificates(b"x", **parts, encryption_algorithm=encryption)


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_an_identity_comes_back_from_its_file(kind: str) -> None:
    identity = signer(kind)
    loaded = load_identity(to_pkcs12(identity, PHRASE), PHRASE)
    assert loaded.certificate == identity.certificate
    assert loaded.private_key.private_numbers() == identity.private_key.private_numbers()
    assert (loaded.name, loaded.fingerprint) == (identity.name, identity.fingerprint)
    assert loaded.chain == ()


def test_a_new_certificate_is_strong_self_made_and_valid_from_the_day_before() -> None:
    identity = create_identity(
        name="  Test   Signer ", organisation="Synthetic", years=3, kind="ec", now=NOW
    )
    certificate = identity.certificate
    assert identity.name == "Test Signer"
    assert certificate.subject == certificate.issuer
    assert certificate.subject.rfc4514_string() == "CN=Test Signer,O=Synthetic"
    assert certificate.not_valid_before_utc == NOW - DAY
    assert certificate.not_valid_after_utc == NOW + timedelta(days=3 * 365)
    assert weakness(certificate) is None
    assert may_sign(certificate)


def test_a_new_key_is_rsa_3072_by_default() -> None:
    key = signer("rsa").private_key
    assert isinstance(key, rsa.RSAPrivateKey)
    assert key.key_size == 3072


def test_two_identities_of_one_name_differ() -> None:
    again = create_identity(name="Test Signer", kind="ec", now=NOW)
    assert again.fingerprint != signer().fingerprint


def test_the_private_key_is_not_in_what_a_log_would_show() -> None:
    assert "private_key" not in repr(signer())


@pytest.mark.parametrize("name", ["", "   ", "x" * 65, "a\u202eb", "a\x00b", "ŵ" * 33])
def test_a_name_that_a_certificate_can_not_hold_is_refused(name: str) -> None:
    with pytest.raises(RefusalError):
        create_identity(name=name, kind="ec", now=NOW)
    if name.strip():
        with pytest.raises(RefusalError):
            create_identity(name="Fine", organisation=name, kind="ec", now=NOW)


@pytest.mark.parametrize("years", [0, -1, 11])
def test_a_certificate_is_made_for_one_to_ten_years(years: int) -> None:
    with pytest.raises(RefusalError):
        create_identity(name="Test", years=years, kind="ec", now=NOW)


def test_a_wrong_passphrase_is_told_from_a_wrong_file() -> None:
    sealed = to_pkcs12(signer(), PHRASE)
    for wrong in ("", PHRASE.upper(), "\u00e9"):
        with pytest.raises(WorldError) as refusal:
            load_identity(sealed, wrong)
        assert refusal.value.code == "identity-passphrase"
    for untrusted in (b"", b"text", sealed[:-10], bytes(2_000_000), signer().certificate_der):
        with pytest.raises(RefusalError) as wrong_file:
            load_identity(untrusted, PHRASE)
        assert wrong_file.value.code == "identity"


def test_a_passphrase_opens_however_its_accents_were_typed() -> None:
    sealed = to_pkcs12(signer(), "caf\u00e9 caf\u00e9 caf\u00e9")
    assert load_identity(sealed, "cafe\u0301 cafe\u0301 cafe\u0301").name == "Test Signer"


def test_a_file_without_a_key_is_refused() -> None:
    sealed = _sealed(signer(), key=None, cert=None, cas=[signer().certificate])
    with pytest.raises(RefusalError) as refusal:
        load_identity(sealed, PHRASE)
    assert refusal.value.code == "identity-no-key"


@pytest.mark.parametrize(
    "key", [rsa.generate_private_key(65537, 1024), ec.generate_private_key(ec.SECP521R1())]
)
def test_a_weak_key_is_refused(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> None:
    with pytest.raises(RefusalError) as refusal:
        load_identity(_sealed(issue("Weak", key)), PHRASE)
    assert refusal.value.code == "identity-weak"


def test_a_key_of_another_kind_is_refused() -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    with pytest.raises(RefusalError):
        load_identity(_sealed(signer(), key=key, cert=None), PHRASE)


def test_a_certificate_that_is_not_for_signatures_is_refused() -> None:
    identity = issue("Mail", new_key(), more=((usage(key_encipherment=True), True),))
    with pytest.raises(RefusalError) as refusal:
        load_identity(_sealed(identity), PHRASE)
    assert refusal.value.code == "identity-use"


def test_an_organisations_chain_is_kept_in_order_and_its_root_is_not() -> None:
    root = issue("Root", new_key(), authority=True)
    upper = issue("Upper", new_key(), above=root, authority=True)
    lower = issue("Lower", new_key(), above=upper, authority=True)
    leaf = issue("Leaf", new_key(), above=lower)
    stranger = issue("Elsewhere", new_key(), above=root, authority=True)
    above = [root, stranger, upper, lower]
    sealed = _sealed(leaf, cas=[i.certificate for i in above])
    loaded = load_identity(sealed, PHRASE)
    assert loaded.chain == (lower.certificate, upper.certificate)
    again = load_identity(to_pkcs12(loaded, PHRASE), PHRASE)
    assert again.chain == loaded.chain


@given(st.data())
def test_a_damaged_file_is_opened_or_refused(data: st.DataObject) -> None:
    raw = bytearray(_SEALED)
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(ReviewerError):
        assert load_identity(bytes(raw), PHRASE).name


_SEALED = _sealed(signer())


def test_a_file_in_ber_as_browsers_write_it_is_opened() -> None:
    head = 2 + (_SEALED[1] & 0x7F)  # the outer sequence: its tag, and its length in some bytes
    in_ber = bytes([_SEALED[0], 0x80]) + _SEALED[head:] + bytes(2)
    assert load_identity(in_ber, PHRASE).name == signer().name


def test_a_key_that_does_not_fit_its_certificate_is_refused() -> None:
    with pytest.raises(RefusalError) as refusal:
        _checked_identity(new_key(), signer().certificate, [])
    assert refusal.value.code == "identity-no-key"


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_renewed_identity_is_the_same_person_with_a_new_key_of_the_same_kind(kind: str) -> None:
    old = create_identity(name="Test Signer", organisation="Synthetic", kind=kind, now=NOW)
    new = renew_identity(old, years=2, now=NOW + 900 * DAY)
    assert new.certificate.subject == old.certificate.subject
    assert type(new.private_key) is type(old.private_key)
    assert new.private_key.public_key() != old.private_key.public_key()
    assert new.certificate.not_valid_before_utc == NOW + 899 * DAY
    assert new.certificate.not_valid_after_utc == NOW + (900 + 730) * DAY


def test_a_certificate_that_names_nobody_once_can_not_be_renewed() -> None:
    twice = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name) for name in ("A", "B")])
    nobody = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "GB")])
    for subject in (twice, nobody):
        with pytest.raises(RefusalError):
            named_in(subject)
    with pytest.raises(RefusalError):
        renew_identity(issue("a\u202eb", new_key()), now=NOW)
