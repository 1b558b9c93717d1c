"""A signature beside what it signs: CMS as PDF files hold it."""

from __future__ import annotations

from datetime import datetime

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7

from reviewer.signing.identity import Identity, check_valid

MOST_BYTES = 16_384
"""What a signature may need: an RSA value, and the certificates of signer and chain."""


def sign_detached(content: bytes, identity: Identity, at: datetime) -> bytes:
    """Sign bytes and return the signature as DER, without the bytes themselves.

    Raises RefusalError for a certificate that is not valid at that moment.
    """
    check_valid(identity, at)
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    builder = builder.add_signer(identity.certificate, identity.private_key, hashes.SHA256())
    for certificate in identity.chain:
        builder = builder.add_certificate(certificate)
    how = [
        pkcs7.PKCS7Options.DetachedSignature,
        pkcs7.PKCS7Options.Binary,
        pkcs7.PKCS7Options.NoCapabilities,
    ]
    return builder.sign(serialization.Encoding.DER, how)
