"""Certificates: read with care, named, told apart by fingerprint, and checked for strength."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID, NameOID

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import Message, message, plural
from reviewer.domain.quoting import REPLACEMENT, safe_name
from reviewer.domain.times import long_day

MAX_CERTIFICATE_BYTES = 64 * 1024
"""Real ones have 1 to 3 kB; a list of a few hundred names still fits."""
MIN_RSA_BITS = 2048
MAX_RSA_BITS = 8192
"""Beyond this one check of a signature takes longer than a person waits."""
MAX_CHAIN = 4
"""The signer's certificate and at most three above it, the root not counted."""

EXPIRY_NOTICE = timedelta(days=60)
"""How long before its end a person is told: a new certificate has to reach everybody in time."""

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey

_SOUND_HASHES = (hashes.SHA256, hashes.SHA384, hashes.SHA512)
_KNOWN_CRITICAL = {
    ExtensionOID.BASIC_CONSTRAINTS,
    ExtensionOID.KEY_USAGE,
    ExtensionOID.EXTENDED_KEY_USAGE,
    ExtensionOID.CERTIFICATE_POLICIES,
}
_PERSONS_PURPOSES = {
    ExtendedKeyUsageOID.EMAIL_PROTECTION,
    ExtendedKeyUsageOID.CLIENT_AUTH,
    ExtendedKeyUsageOID.SMARTCARD_LOGON,
    ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
    x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),  # document signing, as Microsoft names it
    x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"),  # document signing, RFC 9336
}
_SPELLING_WORDS = {
    **dict(zip("01234", ("zero", "one", "two", "three", "four"), strict=True)),
    **dict(zip("56789", ("five", "six", "seven", "eight", "nine"), strict=True)),
    **dict(zip("ABC", ("Alfa", "Bravo", "Charlie"), strict=True)),
    **dict(zip("DEF", ("Delta", "Echo", "Foxtrot"), strict=True)),
}
"""The spelling alphabet of ICAO and the police: no list of words to ship, learn or translate."""
_PEM_BLOCK = re.compile(
    rb"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]{1,90000}-----END CERTIFICATE-----"
)
_XML_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read_certificate(untrusted: bytes) -> x509.Certificate:
    """Read one certificate, DER or PEM; raise RefusalError if any of what we use can't be read."""
    if len(untrusted) > MAX_CERTIFICATE_BYTES:
        raise _unreadable()
    try:
        if untrusted.lstrip().startswith(b"-----BEGIN"):
            certificate = x509.load_pem_x509_certificate(untrusted.lstrip())
        else:
            certificate = x509.load_der_x509_certificate(untrusted)
        _touch(certificate)
    except (
        ValueError,
        TypeError,
        OverflowError,
        UnsupportedAlgorithm,
        x509.InvalidVersion,
        x509.DuplicateExtension,
        x509.UnsupportedGeneralNameType,
        Warning,
    ):
        raise _unreadable() from None
    return certificate


def read_certificates(untrusted: bytes) -> tuple[x509.Certificate, ...]:
    """Read a file of one certificate or, as PEM, of several, in their order.

    Raises RefusalError as `read_certificate` does, and for more than a chain and its root.
    """
    blocks = _PEM_BLOCK.findall(untrusted[: MAX_CERTIFICATE_BYTES + 1]) or [untrusted]
    if len(untrusted) > MAX_CERTIFICATE_BYTES or len(blocks) > MAX_CHAIN + 1:
        raise _unreadable()
    return tuple(read_certificate(block) for block in blocks)


def certificate_der(certificate: x509.Certificate) -> bytes:
    """Give the certificate's own bytes."""
    return certificate.public_bytes(serialization.Encoding.DER)


def certificate_pem(certificate: x509.Certificate) -> bytes:
    """Give the certificate as PEM text."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def fingerprint(certificate: x509.Certificate) -> str:
    """Give the SHA-256 fingerprint: 64 upper-case hex digits in groups of four, with hyphens."""
    return grouped(certificate.fingerprint(hashes.SHA256()))


def grouped(digest: bytes) -> str:
    """Write a digest as upper-case hex digits in groups of four, with hyphens."""
    digits = digest.hex().upper()
    return "-".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def spelled_out(shown_fingerprint: str) -> tuple[str, ...]:
    """Spell a fingerprint for the telephone: one text a group, `three Foxtrot two Alfa`."""
    return tuple(
        " ".join(_SPELLING_WORDS[digit] for digit in group)
        for group in shown_fingerprint.split("-")
    )


def normalised_fingerprint(untrusted_text: str) -> str:
    """Bring a typed or pasted fingerprint into the form of `fingerprint`.

    Case, spaces, colons and hyphens do not matter. Raises RefusalError unless it is 64 hex digits.
    """
    digits = re.sub(r"[\s:\u2010-\u2015-]", "", untrusted_text).upper()
    if not re.fullmatch("[0-9A-F]{64}", digits, re.ASCII):
        raise RefusalError(
            "fingerprint",
            message("A fingerprint has 64 hex digits. Copy all of it, as it is shown."),
        )
    return grouped(bytes.fromhex(digits))


def holder(certificate: x509.Certificate) -> str:
    """Name the person a certificate is made out to, without characters that could mislead."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    text = str(names[0].value) if len(names) == 1 else certificate.subject.rfc4514_string()
    return safe_name(text) or REPLACEMENT


def issuer_text(certificate: x509.Certificate) -> str:
    """Name the issuer as RFC 4514 has it, as the signature writes it."""
    return certificate.issuer.rfc4514_string()


def weakness(certificate: x509.Certificate) -> Message | None:
    """Say why a certificate's key is not good enough to sign with; None if it is."""
    return key_weakness(certificate.public_key())


def key_weakness(key: object) -> Message | None:
    """Say why a public key is not good enough to sign with; None if it is."""
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size < MIN_RSA_BITS:
            return message(
                "its RSA key has {n} bits, fewer than {least}", n=key.key_size, least=MIN_RSA_BITS
            )
        if key.key_size > MAX_RSA_BITS or key.public_numbers().e < 65537:
            return message("its RSA key is of an unusual size")
        return None
    if isinstance(key, ec.EllipticCurvePublicKey):
        if isinstance(key.curve, ec.SECP256R1):
            return None
        return message("its key is on the curve {curve}, not on P-256", curve=key.curve.name)
    return message("its key is neither RSA nor on the curve P-256")


def may_sign(certificate: x509.Certificate) -> bool:
    """Say whether the certificate, if it names its uses at all, allows signatures by a person.

    A web server's certificate, for one, has the right key usage but serves another purpose.
    """
    usage = _key_usage(certificate)
    if usage is not None and not (usage.digital_signature or usage.content_commitment):
        return False
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return not _PERSONS_PURPOSES.isdisjoint(purposes)


def may_receive(certificate: x509.Certificate) -> bool:
    """Say whether the certificate, if it names its uses at all, allows encrypting to its holder."""
    usage = _key_usage(certificate)
    if usage is None:
        return True
    if isinstance(certificate.public_key(), rsa.RSAPublicKey):
        return usage.key_encipherment
    return usage.key_agreement


def valid_at(certificate: x509.Certificate, at: datetime) -> bool:
    """Say whether a moment lies inside the certificate's validity."""
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def expiry_notice(certificate: x509.Certificate, now: datetime) -> Message | None:
    """Say that a certificate has expired, or will within 60 days; None if there is nothing to say.

    A signature made while it was valid stays good.
    """
    end = certificate.not_valid_after_utc
    day, name = long_day(end.date().isoformat()), holder(certificate)
    if now > end:
        return message(
            "The certificate of {name} expired on {day} and can no longer sign. Renew it.",
            name=name,
            day=day,
        )
    if end - now > EXPIRY_NOTICE:
        return None
    days = (end - now).days
    return message(
        "The certificate of {name} expires on {day} ({left}). Renew it now, so that the people who "
        "check its workbooks have the new one in time.",
        name=name,
        day=day,
        left=plural(days, "in {n} day", "in {n} days") if days else message("today"),
    )


def is_authority(certificate: x509.Certificate) -> bool:
    """Say whether a certificate may vouch for others: basic constraints and key usage both say so.

    A certificate that merely has `CA:TRUE`, as some tools give every self-made one, is a person's.
    """
    usage = _key_usage(certificate)
    limits = _basic_constraints(certificate)
    return bool(limits and limits.ca and usage and usage.key_cert_sign)


def issued(above: x509.Certificate, below: x509.Certificate) -> bool:
    """Say whether `above` itself signed `below`, with a sound digest and as an authority."""
    if not is_authority(above) or not isinstance(below.signature_hash_algorithm, _SOUND_HASHES):
        return False
    try:
        below.verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def is_chain(certificates: Sequence[x509.Certificate]) -> bool:
    """Say whether each certificate was issued by the next one."""
    return all(issued(above, below) for below, above in pairwise(certificates))


def leads_to(chain: Sequence[x509.Certificate], authority: x509.Certificate, at: datetime) -> bool:
    """Say whether a path leads from the first certificate of the chain to the authority.

    Every certificate on it must have been valid at `at`, be strong enough, allow the number
    below it (path length), and demand nothing that is not understood here (RFC 5280, 6.1).
    """
    for end in range(1, len(chain) + 1):
        path = [*chain[:end], authority]
        if chain[end - 1] == authority or not issued(authority, chain[end - 1]):
            continue
        if is_chain(path) and all(
            _link_holds(certificate, depth, at) for depth, certificate in enumerate(path)
        ):
            return True
    return False


def _link_holds(certificate: x509.Certificate, depth: int, at: datetime) -> bool:
    known = all(not e.critical or e.oid in _KNOWN_CRITICAL for e in certificate.extensions)
    limits = _basic_constraints(certificate)
    allowed = limits.path_length if limits else None
    fits = depth == 0 or allowed is None or depth - 1 <= allowed
    strong = depth == 0 or _strong_authority(certificate)
    return known and fits and strong and valid_at(certificate, at)


def _strong_authority(certificate: x509.Certificate) -> bool:
    """Allow an authority's key larger curves than a signer's."""
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        return isinstance(key.curve, ec.SECP256R1 | ec.SECP384R1 | ec.SECP521R1)
    return weakness(certificate) is None


def _touch(certificate: x509.Certificate) -> None:
    """Read everything that is used later, so that it fails here or nowhere."""
    certificate.public_key()
    _ = certificate.signature_hash_algorithm, list(certificate.extensions)
    _ = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    text = issuer_text(certificate) + certificate.subject.rfc4514_string() + holder(certificate)
    if certificate.serial_number <= 0 or _XML_FORBIDDEN.search(text):
        raise ValueError(text)


def _key_usage(certificate: x509.Certificate) -> x509.KeyUsage | None:
    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None


def _basic_constraints(certificate: x509.Certificate) -> x509.BasicConstraints | None:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        return None


def _unreadable() -> RefusalError:
    return RefusalError(
        "certificate",
        message("Reviewer cannot read this as a certificate. Ask for it as .cer."),
    )
