"""A key file says how much work its opening is; that is read before it is done."""

from __future__ import annotations

from functools import cache

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from hypothesis import given
from hypothesis import strategies as st
from signing_sample import signer

from reviewer.domain.errors import RefusalError
from reviewer.signing import rounds
from reviewer.signing.identity import load_identity, to_pkcs12
from reviewer.signing.rounds import demands_too_much

PHRASE = "a phrase for tests, not a secret"
MANY = 150_000
SCHEMES = (
    pkcs12.PBES.PBESv2SHA256AndAES256CBC,
    pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC,
)


@cache
def _sealed(scheme: pkcs12.PBES) -> bytes:
    encryption = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(MANY)
        .key_cert_algorithm(scheme)
        .hmac_hash(hashes.SHA256())
        .build(PHRASE.encode())
    )
    who = signer()
    return pkcs12.serialize_key_and_certificates(
        b"x", who.private_key, who.certificate, None, encryption
    )


def _in_ber(der: bytes) -> bytes:
    head = 2 + (der[1] & 0x7F)
    return bytes([der[0], 0x80]) + der[head:] + bytes(2)


def _with_mac_rounds(number: int) -> bytes:
    """Change the rounds of the file's own MAC, which are at its end."""
    der = _sealed(SCHEMES[0])
    old, new = b"\x02\x02\x08\x00", number.to_bytes(4, "big")  # the library writes 2,048
    assert der.endswith(old)
    begin = next(
        at
        for at in range(len(der) - 2 * len(old), 0, -1)
        if der[at] == 0x30 and der[at + 1] == len(der) - at - 2
    )
    mac = der[begin + 2 : -len(old)] + bytes([2, len(new)]) + new
    return _in_ber(der[:begin] + bytes([0x30, len(mac)]) + mac)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("write", [bytes, _in_ber])
def test_rounds_are_counted_in_every_scheme_and_writing(
    scheme: pkcs12.PBES, write: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(write)
    content = write(_sealed(scheme))
    assert not demands_too_much(content)
    monkeypatch.setattr(rounds, "MAX_ROUNDS", MANY - 1)
    assert demands_too_much(content)
    assert demands_too_much(content + b"\xff behind")
    assert not demands_too_much(content[:20])


def test_a_file_with_two_thousand_million_rounds_is_refused_at_once() -> None:
    assert not demands_too_much(_with_mac_rounds(MANY))
    with pytest.raises(RefusalError) as refusal:
        load_identity(_with_mac_rounds(2**31 - 1), PHRASE)
    assert refusal.value.code == "identity-rounds"


@pytest.mark.parametrize(
    ("numbers", "much"),
    [
        ([2048], False),
        ([rounds.MAX_ROUNDS + 1], True),
        ([2**70], True),
        ([600_000, 32], False),
        ([16_384, 8, 1], False),
        ([16_384, 8, 100], True),
    ],
)
def test_numbers_after_a_salt_are_rounds(numbers: list[int], *, much: bool) -> None:
    inside = b"\x04\x08saltsalt"
    for number in numbers:
        written = number.to_bytes(number.bit_length() // 8 + 1, "big")
        inside += bytes([2, len(written)]) + written
    parameters = bytes([0x30, len(inside)]) + inside
    wrapped = bytes([0x24, len(parameters) + 2, 4, len(parameters)]) + parameters
    assert demands_too_much(parameters) is much
    assert demands_too_much(wrapped) is much


def test_what_we_write_is_opened() -> None:
    assert not demands_too_much(to_pkcs12(signer(), PHRASE))


@given(st.binary(max_size=300))
def test_no_bytes_make_it_stumble(content: bytes) -> None:
    assert demands_too_much(content) in {True, False}
    assert demands_too_much(b"\x30\x80" * 100 + content) in {True, False}
