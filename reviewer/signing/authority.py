"""A lead as a small authority: inspectors' certificates issued from requests, all offline.

Nothing but name, organisation and key is taken from a request; everything else in the
certificate is ours. Trusting the authority's certificate trusts everyone it issued for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from reviewer.signing.certificates import (
    PublicKey,
    certificate_pem,
    grouped,
    is_authority,
    key_weakness,
    may_sign,
    read_certificates,
    valid_at,
    weakness,
)
from reviewer.signing.identity import (
    Identity,
    KeyKind,
    chain_above,
    key_usage,
    load_key_holder,
    named_in,
    new_key,
    person_certificate,
    subject_of,
    validity,
)

DOCUMENTS_ONLY = x509.ExtendedKeyUsage(
    [
        x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"),  # document signing, RFC 9336
        x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),  # the same, as Microsoft names it
    ]
)
"""Windows takes this in an authority for a limit on all below it: who makes a team's authority
trusted on computers does not thereby let it speak for web sites or programs."""
MAX_REQUEST_BYTES = 64 * 1024
"""Real ones have 1 to 2 kB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRequest:
    """What somebody asks a certificate for; `fingerprint` is that of the whole request."""

    name: str
    organisation: str | None
    public_key: PublicKey
    fingerprint: str


def create_authority(
    *,
    name: str,
    organisation: str | None = None,
    years: int = 5,
    kind: KeyKind = "rsa",
    now: datetime,
) -> Identity:
    """Make the key and certificate of an authority for persons, with no authority below it.

    Raises RefusalError as `create_identity` does.
    """
    subject, key = subject_of(name, organisation), new_key(kind)
    public = key.public_key()
    start, end = validity(years, now)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(key_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(DOCUMENTS_ONLY, critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Identity(certificate=certificate, private_key=key)


def load_authority(untrusted: bytes, passphrase: str) -> Identity:
    """Open the PKCS#12 file of an authority.

    Raises as `load_key_holder` does, and RefusalError for the certificate of a person.
    """
    holder = load_key_holder(untrusted, passphrase)
    if not is_authority(holder.certificate):
        raise RefusalError(
            "not-an-authority",
            message(
                "This is a person's identity, which cannot issue certificates. Create an authority."
            ),
        )
    return holder


def write_request(identity: Identity) -> bytes:
    """Ask for a certificate for an identity's own key and name: PKCS#10, as PEM."""
    name, organisation = named_in(identity.certificate.subject)
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject_of(name, organisation))
    signed = builder.sign(identity.private_key, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM)


def read_request(untrusted: bytes) -> CertificateRequest:
    """Read a request (PKCS#10, PEM or DER) that its own key signed.

    Raises RefusalError for what is no request, for a weak key, and for a name that a
    certificate of ours can't hold.
    """
    request = _parsed(untrusted)
    key = request.public_key()
    reason = key_weakness(key)
    if reason is not None:
        raise RefusalError(
            "request-weak", message("The request is not accepted: {reason}.", reason=reason)
        )
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise _not_a_request()
    subject = subject_of(*named_in(request.subject))
    name, organisation = named_in(subject)
    digest = hashes.Hash(hashes.SHA256())
    digest.update(request.public_bytes(serialization.Encoding.DER))
    return CertificateRequest(
        name=name,
        organisation=organisation,
        public_key=key,
        fingerprint=grouped(digest.finalize()),
    )


def issue_certificate(
    authority: Identity, request: CertificateRequest, *, years: int = 3, now: datetime
) -> bytes:
    """Issue a person's certificate and return the file to hand back (PEM).

    The certificate is first, then what lies between it and the root. It ends with the
    authority's own at the latest. Raises RefusalError for an authority that has expired.
    """
    above = authority.certificate
    if not valid_at(above, now):
        raise RefusalError(
            "authority-expired",
            message("The authority's certificate is not valid today. Create a new one."),
        )
    start, end = validity(years, now)
    start = max(start, above.not_valid_before_utc)
    end = min(end, above.not_valid_after_utc)
    subject = subject_of(request.name, request.organisation)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(
        authority.private_key.public_key()
    )
    certificate = (
        person_certificate(subject, above.subject, request.public_key, (start, end))
        .add_extension(identifier, critical=False)
        .sign(authority.private_key, hashes.SHA256())
    )
    between = () if above.subject == above.issuer else (above, *authority.chain)
    return b"".join(certificate_pem(one) for one in (certificate, *between))


def accept_certificate(identity: Identity, untrusted: bytes, *, now: datetime) -> Identity:
    """Put an issued certificate, with what is above it, in place of an identity's own.

    Raises RefusalError for a file without a certificate of this identity's key, and for one
    that is self-made, not valid today, too weak or not meant for signatures.
    """
    found = read_certificates(untrusted)
    own = [c for c in found if c.public_key() == identity.private_key.public_key()]
    if len(own) != 1 or own[0].subject == own[0].issuer:
        raise RefusalError(
            "other-key",
            message(
                "The file has no certificate for this identity. Choose the file that "
                "was returned for its request."
            ),
        )
    leaf = own[0]
    if not valid_at(leaf, now):
        raise RefusalError(
            "expired", message("The certificate is not valid today. Ask for a new one.")
        )
    reason = weakness(leaf) or (
        None if may_sign(leaf) else message("it cannot be used for signatures")
    )
    if reason:
        raise RefusalError(
            "identity-weak", message("The certificate is not accepted: {reason}.", reason=reason)
        )
    chain = chain_above(leaf, found)
    return Identity(certificate=leaf, chain=chain, private_key=identity.private_key)


def authority_of(certificate: x509.Certificate) -> str | None:
    """Name the authority that issued a certificate; None if it is self-made."""
    return (
        None if certificate.subject == certificate.issuer else certificate.issuer.rfc4514_string()
    )


def _parsed(untrusted: bytes) -> x509.CertificateSigningRequest:
    if len(untrusted) > MAX_REQUEST_BYTES:
        raise _not_a_request()
    try:
        if untrusted.lstrip().startswith(b"-----BEGIN"):
            request = x509.load_pem_x509_csr(untrusted.lstrip())
        else:
            request = x509.load_der_x509_csr(untrusted)
        genuine = request.is_signature_valid
        _ = request.public_key(), list(request.subject)
    except (ValueError, TypeError, UnsupportedAlgorithm, Warning):
        raise _not_a_request() from None
    if not genuine:
        raise _not_a_request()
    return request


def _not_a_request() -> RefusalError:
    return RefusalError(
        "request",
        message("Reviewer cannot read this as a request for a certificate. Ask for it as .csr."),
    )
