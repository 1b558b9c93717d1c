"""What a person signs with: a certificate, the chain above it and the private key."""

from __future__ import annotations

import unicodedata
import warnings
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
from reviewer.domain.message import Message, message
from reviewer.signing import certificates
from reviewer.signing.certificates import MAX_CHAIN, issued, may_sign, valid_at, weakness
from reviewer.signing.rounds import demands_too_much

MAX_IDENTITY_BYTES = 1024 * 1024
"""A file with a key and a chain has some 5 kB."""
MAX_YEARS = 10
"""Beyond this a key outlives what is known of its strength, and of who holds it."""
MAX_NAME = 64
"""X.520 has no longer common name or organisation; counted here as bytes of UTF-8."""

KeyKind = Literal["rsa", "ec"]
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A signer: `chain` holds what is above the certificate, nearest first, without a root."""

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
    kind: KeyKind = "rsa",
    now: datetime,
) -> Identity:
    """Make a key (RSA-3072, or P-256) and a self-made certificate, valid from the day before `now`.

    The day before, because the clocks of two laptops differ. Raises RefusalError for a name that
    a certificate can't hold or a number of years that is not 1 to 10.
    """
    subject = subject_of(name, organisation)
    key = new_key(kind)
    builder = person_certificate(subject, subject, key.public_key(), validity(years, now))
    return Identity(certificate=builder.sign(key, hashes.SHA256()), private_key=key)


def check_valid(identity: Identity, at: datetime) -> None:
    """Raise RefusalError where an identity's certificate is not valid at that moment."""
    if not valid_at(identity.certificate, at):
        raise RefusalError(
            "identity-expired",
            message(
                "The certificate of this identity is not valid today. Create a new "
                "one, or ask for one."
            ),
        )


def renew_identity(old: Identity, *, years: int = 3, now: datetime) -> Identity:
    """Make a new key of the same kind and a self-made certificate for the same person.

    A new key, because others know an identity by its certificate's fingerprint, which changes
    with either: keeping the key would spare nobody anything and let a stolen one live on. The
    old certificate must stay trusted as long as workbooks signed with it are to be verified.
    Raises RefusalError where the old certificate names nobody in a way that can be repeated.
    """
    name, organisation = named_in(old.certificate.subject)
    kind: KeyKind = "rsa" if isinstance(old.private_key, rsa.RSAPrivateKey) else "ec"
    return create_identity(name=name, organisation=organisation, years=years, kind=kind, now=now)


def new_key(kind: KeyKind) -> PrivateKey:
    """Make a private key: RSA-3072, or on the curve P-256."""
    if kind == "rsa":
        return rsa.generate_private_key(public_exponent=65537, key_size=3072)
    return ec.generate_private_key(ec.SECP256R1())


def subject_of(name: str, organisation: str | None) -> x509.Name:
    """Write a name and an organisation as a certificate has them; raise RefusalError if unfit."""
    subject = [x509.NameAttribute(NameOID.COMMON_NAME, _checked_name(name, message("The name")))]
    if organisation:
        text = _checked_name(organisation, message("The organisation"))
        subject.insert(0, x509.NameAttribute(NameOID.ORGANIZATION_NAME, text))
    return x509.Name(subject)


def named_in(untrusted_subject: x509.Name) -> tuple[str, str | None]:
    """Read the name and the organisation from a subject; raise RefusalError unless one name is."""
    names = untrusted_subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    organisations = untrusted_subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    if len(names) != 1 or len(organisations) > 1:
        raise RefusalError(
            "name", message("The certificate or request must name one person, once.")
        )
    return str(names[0].value), str(organisations[0].value) if organisations else None


def validity(years: int, now: datetime) -> tuple[datetime, datetime]:
    """Return the first and last moment of a certificate made now for so many years."""
    if not 1 <= years <= MAX_YEARS:
        raise RefusalError(
            "years", message("A certificate can be valid for 1 to {limit} years.", limit=MAX_YEARS)
        )
    start = now.replace(microsecond=0) - timedelta(days=1)
    return start, start + timedelta(days=1 + 365 * years + years // 4)


def person_certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: certificates.PublicKey,
    valid: tuple[datetime, datetime],
) -> x509.CertificateBuilder:
    """Begin a certificate that lets a person sign and receive what is encrypted, nothing else."""
    receives = "key_encipherment" if isinstance(key, rsa.RSAPublicKey) else "key_agreement"
    uses = key_usage(digital_signature=True, content_commitment=True, **{receives: True})
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(uses, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


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
    """Open a PKCS#12 file to sign with.

    Raises WorldError for a wrong passphrase, RefusalError for a file that is no identity: not
    PKCS#12, without a key, with a key too weak to sign with, or not meant for signatures.
    """
    return _for_signing(load_key_holder(untrusted, passphrase))


def load_key_holder(untrusted: bytes, passphrase: str) -> Identity:
    """Open a PKCS#12 file of a person or an authority, whatever its certificate is meant for.

    To look at it, or to seal it again; raises as `load_identity` does but for the last reason.
    """
    if len(untrusted) > MAX_IDENTITY_BYTES or not _looks_like_pkcs12(untrusted):
        raise _not_an_identity()
    if demands_too_much(untrusted):
        raise RefusalError(
            "identity-rounds",
            message("This identity would take too long to open. Ask for it again."),
        )
    try:
        with warnings.catch_warnings():
            # Browsers write BER, which the library takes as well, and warns of.
            warnings.simplefilter("ignore", UserWarning)
            content = pkcs12.load_pkcs12(untrusted, _phrase(passphrase))
    except ValueError as error:
        if "password" in str(error).lower() or "mac" in str(error).lower():
            raise WorldError(
                "identity-passphrase",
                message(
                    "The passphrase does not open this identity. Check capital letters "
                    "and try again."
                ),
            ) from None
        raise _not_an_identity() from None
    except (TypeError, UnsupportedAlgorithm):
        raise _not_an_identity() from None
    if content.key is None or content.cert is None:
        raise RefusalError(
            "identity-no-key",
            message(
                "The file has no private key for its certificate. Export it again with the key."
            ),
        )
    above = [_checked(c.certificate) for c in content.additional_certs]
    return _checked_identity(content.key, _checked(content.cert.certificate), above)


def _checked_identity(
    key: object, certificate: x509.Certificate, above: list[x509.Certificate]
) -> Identity:
    reason = weakness(certificate)
    if reason is None and not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        reason = message("its key is neither RSA nor on the curve P-256")
    if reason is not None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise RefusalError(
            "identity-weak",
            message(
                "This identity cannot sign: {reason}. Create another, or ask for one.",
                reason=reason or "",
            ),
        )
    if key.public_key() != certificate.public_key():
        raise RefusalError(
            "identity-no-key", message("The private key does not match the certificate.")
        )
    return Identity(certificate=certificate, chain=chain_above(certificate, above), private_key=key)


def _for_signing(identity: Identity) -> Identity:
    if not may_sign(identity.certificate):
        raise RefusalError(
            "identity-use",
            message("This certificate cannot be used for signatures. Ask for one that can."),
        )
    return identity


def chain_above(
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
        "identity",
        message("The file is not an identity (.p12 or .pfx). Choose the file you were given."),
    )


def _checked_name(text: str, what: Message) -> str:
    plain = " ".join(text.split())
    if not plain or not plain.isprintable() or len(plain.encode()) > MAX_NAME:
        raise RefusalError(
            "name",
            message(
                "{what} must have 1 to {limit} printable characters. Letters with "
                "accents count twice.",
                what=what,
                limit=MAX_NAME,
            ),
        )
    return plain


def key_usage(**allowed: bool) -> x509.KeyUsage:
    """Allow the named uses of a key and no others."""
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: allowed.get(name, False) for name in names})
