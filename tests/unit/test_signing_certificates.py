from __future__ import annotations

import re

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given
from hypothesis import strategies as st
from signing_sample import DAY, NOW, issue, new_key, signer, usage

from reviewer.domain.errors import RefusalError
from reviewer.signing.certificates import (
    certificate_der,
    certificate_pem,
    expiry_notice,
    fingerprint,
    holder,
    is_authority,
    leads_to,
    may_sign,
    normalised_fingerprint,
    read_certificate,
    read_certificates,
    spelled_out,
    valid_at,
    weakness,
)

_PURPOSES = ExtendedKeyUsageOID


def test_a_fingerprint_is_sixteen_groups_of_four_upper_case_digits() -> None:
    certificate = signer().certificate
    text = fingerprint(certificate)
    assert re.fullmatch("([0-9A-F]{4}-){15}[0-9A-F]{4}", text)
    assert text.replace("-", "").lower() == certificate.fingerprint(hashes.SHA256()).hex()


@given(st.binary(min_size=32, max_size=32), st.sampled_from(["", ":", " ", "-", "\n", "\u2013"]))
def test_a_typed_fingerprint_is_compared_whatever_its_groups(raw: bytes, between: str) -> None:
    typed = between.join(f"{byte:02x}" for byte in raw)
    canonical = normalised_fingerprint(f" {typed} ")
    assert canonical.replace("-", "").lower() == raw.hex()
    assert normalised_fingerprint(canonical) == canonical


@pytest.mark.parametrize("text", ["", "12", "G" * 64, "A" * 63, "A" * 65, "\u0663" * 64])
def test_what_is_no_fingerprint_is_refused(text: str) -> None:
    with pytest.raises(RefusalError):
        normalised_fingerprint(text)


def test_a_certificate_is_read_as_der_and_as_pem() -> None:
    certificate = signer().certificate
    assert read_certificate(certificate_der(certificate)) == certificate
    assert read_certificate(b"\n" + certificate_pem(certificate)) == certificate


@given(st.binary(max_size=200))
def test_what_is_no_certificate_is_refused(data: bytes) -> None:
    with pytest.raises(RefusalError) as refusal:
        read_certificate(data)
    assert refusal.value.code == "certificate"


@given(st.data())
def test_a_damaged_certificate_is_read_or_refused(data: st.DataObject) -> None:
    raw = bytearray(certificate_der(signer().certificate))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] = data.draw(st.integers(0, 255))
    try:
        certificate = read_certificate(bytes(raw))
    except RefusalError:
        return
    weakness(certificate)
    may_sign(certificate)
    assert holder(certificate)
    assert len(fingerprint(certificate)) == 79


def test_too_large_a_certificate_is_refused_unread() -> None:
    with pytest.raises(RefusalError):
        read_certificate(certificate_der(signer().certificate) + bytes(70_000))


def test_a_name_that_could_mislead_is_shown_with_replacements() -> None:
    identity = issue("Ann\u202eelbatpecca", new_key())
    assert identity.name == "Ann\ufffdelbatpecca"


def test_a_name_that_xml_can_not_hold_is_refused() -> None:
    with pytest.raises(RefusalError):
        read_certificate(issue("a\x01b", new_key()).certificate_der)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (rsa.generate_private_key(65537, 1024), "1024 bits"),
        (rsa.generate_private_key(3, 2048), "unusual"),
        (ec.generate_private_key(ec.SECP384R1()), "secp384r1"),
        (ec.generate_private_key(ec.SECP256K1()), "secp256k1"),
    ],
)
def test_a_weak_key_is_named(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, words: str
) -> None:
    assert words in str(weakness(issue("Weak", key).certificate))


def test_an_edwards_key_is_none_of_ours() -> None:
    name = issue("Ed", new_key()).certificate.subject
    key = ed25519.Ed25519PrivateKey.generate()
    certificate = x509.CertificateBuilder(name, name, key.public_key(), 7, NOW, NOW + DAY).sign(
        key, None
    )
    assert "neither" in str(weakness(read_certificate(certificate_der(certificate))))


def test_good_keys_are_not_weak() -> None:
    assert weakness(signer("rsa").certificate) is None
    assert weakness(signer("ec").certificate) is None


@pytest.mark.parametrize(
    ("more", "allowed"),
    [
        ((), True),
        (((usage(digital_signature=True), True),), True),
        (((usage(content_commitment=True), True),), True),
        (((usage(key_encipherment=True), True),), False),
        (((x509.ExtendedKeyUsage([_PURPOSES.SERVER_AUTH]), False),), False),
        (((x509.ExtendedKeyUsage([_PURPOSES.EMAIL_PROTECTION]), False),), True),
    ],
)
def test_only_certificates_for_a_persons_signatures_may_sign(
    more: tuple[tuple[x509.ExtensionType, bool], ...],
    allowed: bool,  # noqa: FBT001 -- a case
) -> None:
    assert may_sign(issue("User", new_key(), more=more).certificate) is allowed


def test_validity_holds_from_the_first_to_the_last_second() -> None:
    certificate = issue("Short", new_key(), start=NOW, end=NOW + DAY).certificate
    assert valid_at(certificate, NOW)
    assert valid_at(certificate, NOW + DAY)
    assert not valid_at(certificate, NOW - DAY / 1000)
    assert not valid_at(certificate, NOW + DAY * 1.01)


def test_a_self_made_certificate_that_calls_itself_an_authority_is_a_persons() -> None:
    basic = (x509.BasicConstraints(ca=True, path_length=None), True)
    assert not is_authority(issue("Person", new_key(), more=(basic,)).certificate)
    assert is_authority(issue("Authority", new_key(), authority=True).certificate)


def test_a_path_leads_through_an_intermediate_to_the_root() -> None:
    root = issue("Root", new_key(), authority=True)
    middle = issue("Middle", new_key(), above=root, authority=True, path_length=0)
    leaf = issue("Leaf", new_key(), above=middle)
    chain = (leaf.certificate, *leaf.chain)
    assert leaf.chain == (middle.certificate,)
    assert leads_to(chain, root.certificate, NOW)
    assert leads_to(chain, middle.certificate, NOW)
    assert leads_to(chain[:1], middle.certificate, NOW)
    assert not leads_to(chain[:1], root.certificate, NOW)
    assert not leads_to(chain, root.certificate, NOW - 5 * DAY)
    assert not leads_to(chain, issue("Root", new_key(), authority=True).certificate, NOW)


def test_a_path_ends_where_an_authority_may_not_vouch() -> None:
    root = issue("Root", new_key(), authority=True, path_length=0)
    middle = issue("Middle", new_key(), above=root, authority=True)
    leaf = issue("Leaf", new_key(), above=middle)
    assert not leads_to((leaf.certificate, middle.certificate), root.certificate, NOW)
    person = issue("Person", new_key(), above=root)
    below = issue("Below", new_key(), above=person)
    assert not leads_to((below.certificate, person.certificate), root.certificate, NOW)


def test_a_path_with_an_expired_weak_or_unknown_link_does_not_count() -> None:
    old = issue("Old", new_key(), authority=True, end=NOW - DAY / 2)
    assert not leads_to((issue("A", new_key(), above=old).certificate,), old.certificate, NOW)
    weak = issue("Weak", rsa.generate_private_key(65537, 1024), authority=True)
    assert not leads_to((issue("B", new_key(), above=weak).certificate,), weak.certificate, NOW)
    limits = x509.NameConstraints([x509.DNSName("example.invalid")], None)
    bound = issue("Bound", new_key(), authority=True, more=((limits, True),))
    assert not leads_to((issue("C", new_key(), above=bound).certificate,), bound.certificate, NOW)
    large = issue("Large", ec.generate_private_key(ec.SECP384R1()), authority=True)
    assert leads_to((issue("D", new_key(), above=large).certificate,), large.certificate, NOW)
    outmoded = issue("Outmoded", rsa.generate_private_key(65537, 2048), authority=True)
    signed = issue("E", new_key(), above=outmoded, digest=hashes.SHA224())
    assert not leads_to((signed.certificate,), outmoded.certificate, NOW)


def test_pem_is_text_that_other_programs_read() -> None:
    pem = certificate_pem(signer().certificate)
    assert x509.load_pem_x509_certificate(pem).public_bytes(serialization.Encoding.PEM) == pem


def test_a_fingerprint_is_spelled_group_by_group() -> None:
    text = fingerprint(signer().certificate)
    spelled = spelled_out(text)
    assert len(spelled) == 16
    assert spelled_out("0123-4567-89AB-CDEF") == (
        "zero one two three",
        "four five six seven",
        "eight nine Alfa Bravo",
        "Charlie Delta Echo Foxtrot",
    )
    initials = {"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4"}
    initials |= {"five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"}
    back = "-".join("".join(initials.get(w, w[0]) for w in group.split()) for group in spelled)
    assert back == text


def test_the_end_of_a_certificate_is_reported_sixty_days_before() -> None:
    certificate = signer().certificate
    end = certificate.not_valid_after_utc
    assert expiry_notice(certificate, end - 61 * DAY) is None
    for left, words in ((60, "in 60 days"), (1, "in 1 day)"), (0, "today"), (-1, "expired on")):
        notice = expiry_notice(certificate, end - left * DAY)
        assert notice is not None
        assert words in str(notice)
        assert "Test Signer" in str(notice)


def test_a_file_of_several_certificates_is_read_in_its_order() -> None:
    two = [signer().certificate, signer(name="Second").certificate]
    data = b"text before\n" + b"".join(certificate_pem(c) for c in two) + b"text after\n"
    assert list(read_certificates(data)) == two
    assert read_certificates(signer().certificate_der) == (two[0],)
    for untrusted in (b"", data * 3, data + bytes(70_000)):
        with pytest.raises(RefusalError):
            read_certificates(untrusted)
