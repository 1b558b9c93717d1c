from __future__ import annotations

import io
from datetime import timedelta, timezone

import openpyxl
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from package_signing import sign_package
from python_calamine import CalamineWorkbook
from signing_sample import DAY, NOW, issue, new_key, signer, trusting, workbook

from reviewer.domain.errors import RefusalError
from reviewer.domain.verdict import SignatureStatus
from reviewer.signing.archive import PackageError
from reviewer.signing.package import canonical_package, read_loosely, read_package
from reviewer.signing.parts import SIGNATURE, SIGNATURE_PARTS
from reviewer.signing.signature import Algorithm, read_signature, signed_info
from reviewer.signing.signer import check_value
from reviewer.signing.verifier import verify_package


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_the_same_workbook_identity_and_moment_give_the_same_bytes(kind: str) -> None:
    raw = workbook()
    once = sign_package(raw, signer(kind), NOW, "Export 3")
    assert sign_package(canonical_package(raw), signer(kind), NOW, "Export 3") == once
    assert sign_package(raw, signer(kind), NOW, "Export 4") != once
    assert sign_package(raw, signer(kind), NOW + timedelta(seconds=1), "Export 3") != once


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_signed_workbook_opens_unharmed_and_is_trusted(kind: str) -> None:
    signed = sign_package(workbook(), signer(kind), NOW)
    verdict = verify_package(signed, trust=trusting(signer(kind)), now=NOW)
    assert verdict.status is SignatureStatus.TRUSTED
    book = openpyxl.load_workbook(io.BytesIO(signed))
    assert book.worksheets[0]["A1"].value == "Inadequate"
    assert len(book.worksheets[1]._charts) == 1
    rows = CalamineWorkbook.from_filelike(io.BytesIO(signed)).get_sheet_by_index(1).to_python()
    assert rows == [["below good", 191], ["sampled", 214]]


def test_a_moment_in_another_zone_is_written_in_utc() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=2)))
    assert sign_package(workbook(), signer(), there) == sign_package(workbook(), signer(), NOW)


def test_streams_are_copied_and_the_signature_lies_last() -> None:
    raw = workbook()
    before = read_loosely(raw)
    entries = read_package(sign_package(raw, signer(), NOW)).entries
    assert tuple(e.name for e in entries[-3:]) == SIGNATURE_PARTS
    same = [e for e in entries if e.name in before and e.method]
    assert same
    assert all(e.stream == before[e.name].stream for e in same)


def test_an_organisations_chain_travels_in_the_signature() -> None:
    root = issue("Root", new_key(), authority=True)
    middle = issue("Middle", new_key(), above=root, authority=True)
    leaf = issue("Leaf", new_key(), above=middle)
    package = read_package(sign_package(workbook(), leaf, NOW))
    statement, _value = read_signature(package.parts[SIGNATURE])
    assert statement.certificates == (leaf.certificate, middle.certificate)


def test_an_expired_identity_does_not_sign() -> None:
    for at in (NOW - 2 * DAY, NOW + 4000 * DAY):
        with pytest.raises(RefusalError) as refusal:
            sign_package(workbook(), signer(), at)
        assert refusal.value.code == "identity-expired"


def test_thirty_references_are_signed_and_no_more() -> None:
    assert sign_package(workbook(sheets=15, charts=7), signer(), NOW)
    assert len(_references(workbook(sheets=15, charts=7))) == 30
    with pytest.raises(PackageError) as refusal:
        sign_package(workbook(sheets=15, charts=8), signer(), NOW)
    assert refusal.value.code == "too-many-parts"


def _references(raw: bytes) -> tuple[object, ...]:
    package = read_package(sign_package(raw, signer(), NOW))
    return read_signature(package.parts[SIGNATURE])[0].references


def test_a_signed_workbook_is_not_signed_again() -> None:
    with pytest.raises(PackageError) as refusal:
        sign_package(sign_package(workbook(), signer(), NOW), signer(), NOW)
    assert refusal.value.code == "already-signed"


def test_a_comment_is_written_into_the_signature() -> None:
    package = read_package(sign_package(workbook(), signer(), NOW, "Export 3 & <more>"))
    statement, _value = read_signature(package.parts[SIGNATURE])
    assert statement.comment == "Export 3 & <more>"


def test_the_other_ecdsa_value_that_fits_is_refused() -> None:
    package = read_package(sign_package(workbook(), signer(), NOW))
    statement, value = read_signature(package.parts[SIGNATURE])
    key, signed = signer().private_key.public_key(), signed_info(statement)
    check_value(key, Algorithm.ECDSA, value, signed)
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    other = value[:32] + (order - int.from_bytes(value[32:], "big")).to_bytes(32, "big")
    for wrong in (other, value[:-1], value + b"\0", bytes(64), b"", value[:32] + bytes(32)):
        with pytest.raises(InvalidSignature):
            check_value(key, Algorithm.ECDSA, wrong, signed)


def test_a_key_is_never_used_with_the_other_algorithm() -> None:
    for kind, algorithm in (("rsa", Algorithm.ECDSA), ("ec", Algorithm.RSA)):
        with pytest.raises(InvalidSignature):
            check_value(signer(kind).private_key.public_key(), algorithm, bytes(64), b"x")


def test_deterministic_ecdsa_gives_the_value_of_rfc_6979() -> None:
    """RFC 6979, A.2.5: P-256, SHA-256, message "sample"; s is the larger of the two there."""
    secret = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
    key = ec.derive_private_key(secret, ec.SECP256R1())
    from reviewer.signing.signer import _ORDER, sign_value  # noqa: PLC0415 -- a look inside, here only

    value = sign_value(key, b"sample")
    r = 0xEFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716
    s = 0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8
    assert value == r.to_bytes(32, "big") + (_ORDER - s).to_bytes(32, "big")
