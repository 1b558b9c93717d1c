"""What a person signs with: a certificate, the chain above it and the private key."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from reviewer.domain.errors import RefusalError, WorldError
from reviewer.signing import certificates
from reviewer.signing.certificates import MAX_CHAIN, issued, may_sign, weakness

MAX_IDENTITY_BYTES = 1024 * 1024
"""A file with a key and a chain has some 5 kB."""
MAX_NAME = 64
"""X.520 has no longer common name or organisation."""

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A signer: `chain` holds what stands above the certificate, nearest first, without a root."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()
    private_key: PrivateKey = field(repr=False)

    @property
    def name(self) -> str:
        """Name the person the certificate is made out to."""
        return certificates.holder(self.certificate)

    @property
    def fingerprint(self) -> str:
        """Give the certificate's fingerprint in the one form Reviewer shows."""
        return certificates.fingerprint(self.certificate)

    @property
    def certificate_der(self) -> bytes:
        """Give the certificate alone, as bytes to hand to others (`.cer`)."""
        return certificates.certificate_der(self.certificate)


def create_identity(
    *,
    name: str,
    organisation: str | None = None,
    years: int = 3,
    kind: Literal["rsa", "ec"] = "rsa",
    now: datetime,
) -> Identity:
    """Make a key (RSA-3072, or P-256) and a self-made certificate, valid from the day before `now`.

    The day before, because the clocks of two laptops differ. Raises RefusalError for a name that
    a certificate can't hold or a number of years that is not 1 to 10.
    """
    if not 1 <= years <= 10:
        raise RefusalError("years", "A certificate can be made for 1 to 10 years.")
    subject = [x509.NameAttribute(NameOID.COMMON_NAME, _checked_name(name, "name"))]
    if organisation:
        text = _checked_name(organisation, "organisation")
        subject.insert(0, x509.NameAttribute(NameOID.ORGANIZATION_NAME, text))
    key: PrivateKey
    if kind == "rsa":
        key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    else:
        key = ec.generate_private_key(ec.SECP256R1())
    start = now.replace(microsecond=0) - timedelta(days=1)
    end = start + timedelta(days=1 + 365 * years + years // 4)
    public = key.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(subject))
        .issuer_name(x509.Name(subject))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signing_only(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    return Identity(certificate=builder.sign(key, hashes.SHA256()), private_key=key)


def to_pkcs12(identity: Identity, passphrase: str) -> bytes:
    """Seal an identity under a passphrase, as a PKCS#12 file that Windows reads too.

    PBES2 with AES-256, 200,000 rounds and SHA-256: what Windows 10 (1709) and later open.
    """
    encryption = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(200_000)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(_phrase(passphrase))
    )
    return pkcs12.serialize_key_and_certificates(
        identity.name.encode(),
        identity.private_key,
        identity.certificate,
        list(identity.chain) or None,
        encryption,
    )


def load_identity(untrusted: bytes, passphrase: str) -> Identity:
    """Open a PKCS#12 file.

    Raises WorldError for a wrong passphrase, RefusalError for a file that is no identity: not
    PKCS#12, without a key, with a key too weak to sign with, or not meant for signatures.
    """
    if len(untrusted) > MAX_IDENTITY_BYTES or not _looks_like_pkcs12(untrusted):
        raise _not_an_identity()
    try:
        content = pkcs12.load_pkcs12(untrusted, _phrase(passphrase))
    except ValueError as error:
        if "password" in str(error).lower() or "mac" in str(error).lower():
            raise WorldError(
                "identity-passphrase",
                "The passphrase does not open this identity; type it again, minding capitals.",
            ) from None
        raise _not_an_identity() from None
    except (TypeError, UnsupportedAlgorithm):
        raise _not_an_identity() from None
    if content.key is None or content.cert is None:
        raise RefusalError(
            "identity-no-key",
            "The file holds no private key with its certificate; export it again, with the key.",
        )
    above = [_checked(c.certificate) for c in content.additional_certs]
    return _checked_identity(content.key, _checked(content.cert.certificate), above)


def _checked_identity(
    key: object, certificate: x509.Certificate, above: list[x509.Certificate]
) -> Identity:
    reason = weakness(certificate)
    if reason or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        reason = reason or "its key is neither RSA nor on the curve P-256"
        raise RefusalError(
            "identity-weak", f"This identity can't sign: {reason}. Make or ask for another."
        )
    if not may_sign(certificate):
        raise RefusalError(
            "identity-use", "This certificate is not meant for signatures; ask for one that is."
        )
    if key.public_key() != certificate.public_key():
        raise RefusalError("identity-no-key", "The private key does not fit the certificate.")
    return Identity(certificate=certificate, chain=_chain(certificate, above), private_key=key)


def _chain(
    leaf: x509.Certificate, above: Iterable[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    """Put an organisation's certificates in order, nearest first; a root is left to the trust."""
    left = [c for c in above if c.subject != c.issuer]
    chain: list[x509.Certificate] = []
    below = leaf
    while len(chain) < MAX_CHAIN - 1:
        found = next((c for c in left if issued(c, below)), None)
        if found is None:
            break
        chain.append(found)
        left.remove(found)
        below = found
    return tuple(chain)


def _checked(certificate: x509.Certificate) -> x509.Certificate:
    return certificates.read_certificate(certificates.certificate_der(certificate))


def _looks_like_pkcs12(untrusted: bytes) -> bool:
    """Look for a sequence that begins with version 3, in any form of length (RFC 7292, 4)."""
    return untrusted[:1] == b"\x30" and b"\x02\x01\x03" in untrusted[:12]


def _phrase(passphrase: str) -> bytes:
    """Write a passphrase the same whether its accents were typed as one character or two."""
    return unicodedata.normalize("NFC", passphrase).encode()


def _not_an_identity() -> RefusalError:
    return RefusalError(
        "identity", "The file is not an identity (.p12 or .pfx); choose the file you were given."
    )


def _checked_name(text: str, what: str) -> str:
    plain = " ".join(text.split())
    if not plain or len(plain) > MAX_NAME or not plain.isprintable():
        raise RefusalError(
            "name", f"The {what} must have 1 to {MAX_NAME} characters that can be printed."
        )
    return plain


def _signing_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
