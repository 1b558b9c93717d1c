"""A signed record: a small JSON document with a detached signature and its certificates."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from reviewer.domain.times import stamp
from reviewer.signing.certificates import (
    certificate_der,
    read_certificate,
    valid_at,
    weakness,
)
from reviewer.signing.identity import Identity
from reviewer.signing.signature import Algorithm
from reviewer.signing.signer import algorithm_of, check_value, sign_value

_PURPOSE: Final = b"Reviewer record, version 1\n"
"""Stands before the signed bytes, so that no signature of a workbook fits a record."""

RECORD_LIMIT: Final = 1024 * 1024
"""Bytes; a disposal of a hundred copies has some 20 kB."""

MOST_CERTIFICATES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRecord:
    """A record whose signature is good; whether its signer is to be trusted is another matter."""

    content: Mapping[str, Any]
    certificates: tuple[x509.Certificate, ...]
    signed_at: datetime


def sign_record(content: Mapping[str, Any], identity: Identity, *, now: datetime) -> bytes:
    """Write a record with the signature of an identity; raises RefusalError if it has expired."""
    if not valid_at(identity.certificate, now.astimezone(UTC)):
        raise RefusalError(
            "identity-expired",
            message(
                "The certificate of this identity is not valid today. Create a new "
                "one, or ask for one."
            ),
        )
    signed_at = stamp(now)
    value = sign_value(identity.private_key, _signed(content, signed_at))
    chain = (identity.certificate, *identity.chain)
    document = {
        "record": dict(content),
        "signed_at": signed_at,
        "algorithm": algorithm_of(identity.private_key).name,
        "certificates": [base64.b64encode(certificate_der(c)).decode() for c in chain],
        "signature": base64.b64encode(value).decode(),
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def read_record(untrusted: bytes) -> SignedRecord:
    """Read a record and check its signature; raises RefusalError where it is not good."""
    if len(untrusted) > RECORD_LIMIT:
        raise RefusalError("no-record", message("The file is too large for a signed record."))
    try:
        document = json.loads(untrusted)
        content, signed_at = dict(document["record"]), str(document["signed_at"])
        moment = datetime.fromisoformat(signed_at)
        algorithm = Algorithm[str(document["algorithm"])]
        value = base64.b64decode(str(document["signature"]), validate=True)
        raw = [base64.b64decode(str(c), validate=True) for c in document["certificates"]]
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise RefusalError(
            "no-record", message("The file is not a signed record from Reviewer.")
        ) from None
    if not 0 < len(raw) <= MOST_CERTIFICATES or moment.tzinfo is None:
        raise RefusalError("no-record", message("The file is not a signed record from Reviewer."))
    certificates = tuple(read_certificate(one) for one in raw)
    key = certificates[0].public_key()
    weak = weakness(certificates[0])
    if weak is not None:
        raise RefusalError(
            "weak-key", message("The record's signature is not accepted: {reason}.", reason=weak)
        )
    if not isinstance(key, (rsa.RSAPublicKey, ec.EllipticCurvePublicKey)):
        raise RefusalError("no-record", message("The file is not a signed record from Reviewer."))
    try:
        check_value(key, algorithm, value, _signed(content, signed_at))
    except InvalidSignature:
        raise RefusalError(
            "record-changed",
            message("The record was changed after it was signed."),
        ) from None
    if not valid_at(certificates[0], moment):
        raise RefusalError(
            "identity-expired", message("The certificate was not valid when the record was signed.")
        )
    return SignedRecord(content=content, certificates=certificates, signed_at=moment)


def _signed(content: Mapping[str, Any], signed_at: str) -> bytes:
    canonical = json.dumps([content, signed_at], ensure_ascii=False, sort_keys=True)
    return _PURPOSE + canonical.encode("utf-8", "surrogatepass")
