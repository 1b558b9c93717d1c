"""Signing a workbook: always the last step, on the bytes that are then written to the disk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from reviewer.signing.archive import ArchiveEntry, deflated, stored
from reviewer.signing.certificates import PublicKey
from reviewer.signing.identity import Identity, PrivateKey, check_valid
from reviewer.signing.package import unsigned_parts, write_package
from reviewer.signing.parts import ORIGIN, SIGNATURE
from reviewer.signing.signature import (
    Algorithm,
    Statement,
    check_count,
    checked_comment,
    references_to,
    signed_info,
    write_signature,
)

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The order of the group of P-256 (FIPS 186-5): s and order - s are both valid signatures."""
_SCALAR_BYTES = 32


def sign_parts(
    untrusted_parts: Mapping[str, ArchiveEntry], identity: Identity, at: datetime, comment: str = ""
) -> bytes:
    """Sign an unsigned workbook's parts, by name, and return the bytes to write.

    The same workbook, identity, moment (to the second) and comment give the same bytes. The
    comment, at most 255 characters, is what Excel shows as the purpose of signing. Raises
    PackageError for a workbook that is not in our form and RefusalError for a certificate
    that is not valid at that moment: the verifier would refuse both. Compressed streams are
    copied as they are.
    """
    moment = at.astimezone(UTC).replace(microsecond=0)
    check_valid(identity, moment)
    parts = unsigned_parts(untrusted_parts)
    contents = {name: entry.content for name, entry in parts.items()}
    references = references_to(contents)
    check_count(references)
    statement = Statement(
        algorithm=algorithm_of(identity.private_key),
        certificates=(identity.certificate, *identity.chain),
        signed_at=moment,
        comment=checked_comment(comment),
        references=references,
    )
    value = sign_value(identity.private_key, signed_info(statement))
    part = write_signature(statement, value)
    signature = {ORIGIN: stored(ORIGIN, b""), SIGNATURE: deflated(SIGNATURE, part)}
    return write_package({**parts, **signature})


def check_value(key: PublicKey, algorithm: Algorithm, untrusted: bytes, signed: bytes) -> None:
    """Check a signature value over the canonical bytes; raise InvalidSignature if it is not good.

    Of the two ECDSA values that fit, only the one with the smaller s is taken: so nobody but
    the signer can make a second file of the same statement.
    """
    if algorithm is Algorithm.RSA and isinstance(key, rsa.RSAPublicKey):
        key.verify(untrusted, signed, padding.PKCS1v15(), hashes.SHA256())
        return
    if algorithm is Algorithm.ECDSA and isinstance(key, ec.EllipticCurvePublicKey):
        r = int.from_bytes(untrusted[:_SCALAR_BYTES], "big")
        s = int.from_bytes(untrusted[_SCALAR_BYTES:], "big")
        if len(untrusted) == 2 * _SCALAR_BYTES and r and 0 < s <= _ORDER // 2:
            key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
            return
    raise InvalidSignature


def algorithm_of(key: PrivateKey) -> Algorithm:
    """Return the way of signing that a key knows."""
    return Algorithm.RSA if isinstance(key, rsa.RSAPrivateKey) else Algorithm.ECDSA


def sign_value(key: PrivateKey, signed: bytes) -> bytes:
    """Sign with PKCS#1 v1.5, or deterministic ECDSA (RFC 6979) written as r and s."""
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
    how = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    r, s = decode_dss_signature(key.sign(signed, how))
    return r.to_bytes(_SCALAR_BYTES, "big") + min(s, _ORDER - s).to_bytes(_SCALAR_BYTES, "big")
