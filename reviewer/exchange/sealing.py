"""Sealing: content encrypted to the holders of certificates, or under a passphrase.

The content is encrypted once, with AES-256-GCM, under a key made for it. That key is then locked
once for each who may open it: RSA-OAEP with SHA-256 (RFC 8017) for an RSA certificate; ECDH on
P-256 with a key made for it, HKDF-SHA-256 and AES key wrap (RFC 5869, 3394) for another; Argon2id
(RFC 9106) and AES key wrap for a passphrase. CMS of the library knows RSA certificates alone, and
does not notice a changed content.
"""

from __future__ import annotations

import base64
import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.message import message
from reviewer.signing.certificates import fingerprint, holder, may_receive
from reviewer.signing.identity import Identity, PrivateKey

_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_SALT_BYTES: Final = 16
_OAEP: Final = padding.OAEP(
    mgf=padding.MGF1(algorithm=hashes.SHA256()), algorithm=hashes.SHA256(), label=None
)
_PURPOSE: Final = b"Reviewer exchange 1"
"""Keeps keys that are made here apart from all others of the same certificates."""

_MEMORY_KIB: Final = 256 * 1024
_PASSES: Final = 3
_LANES: Final = 4
"""As for a review file: half a second a guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipients:
    """Who may open a container: the holders of certificates, and who knows a passphrase."""

    certificates: tuple[x509.Certificate, ...] = ()
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opener:
    """What a person has to open a container with: their identity, a passphrase, or both."""

    identity: Identity | None = None
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """The content's key, locked for one holder.

    `holder` is the fingerprint of a certificate, empty for a passphrase; `given` is the public key
    that was made for a lock on P-256, or the salt of a passphrase. Bytes are in base64.
    """

    holder: str = ""
    given: str = ""
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """By whom sealed content can be opened; `nonce` is that of the content's encryption."""

    nonce: str
    locks: tuple[Lock, ...]

    @property
    def wants_passphrase(self) -> bool:
        """Whether a passphrase opens it."""
        return any(not lock.holder for lock in self.locks)

    @property
    def holders(self) -> tuple[str, ...]:
        """The fingerprints of the certificates whose keys open it."""
        return tuple(lock.holder for lock in self.locks if lock.holder)


def seal(content: bytes, recipients: Recipients, bound: bytes) -> tuple[Sealing, bytes]:
    """Encrypt content; `bound` is not encrypted, and has to be the same when it is opened.

    Raises RefusalError for a certificate that is meant for signatures alone, and for nobody.
    """
    if not recipients.certificates and not recipients.passphrase:
        raise RefusalError(
            "no-recipient",
            message("Case data must be encrypted. Choose who may open it, or a passphrase."),
        )
    key, nonce = os.urandom(_KEY_BYTES), os.urandom(_NONCE_BYTES)
    locks = [_locked_for(certificate, key) for certificate in recipients.certificates]
    if recipients.passphrase:
        salt = os.urandom(_SALT_BYTES)
        wrapped = aes_key_wrap(_of_passphrase(recipients.passphrase, salt), key)
        locks.append(Lock(given=_text(salt), key=_text(wrapped)))
    sealing = Sealing(nonce=_text(nonce), locks=tuple(locks))
    return sealing, AESGCM(key).encrypt(nonce, content, bound)


def unseal(untrusted: bytes, sealing: Sealing, opener: Opener, bound: bytes) -> bytes:
    """Decrypt content.

    Raises RefusalError for one that is sealed for somebody else, or was changed; WorldError
    (`wrong-passphrase`) for another passphrase.
    """
    key = _opened(sealing, opener)
    try:
        return AESGCM(key).decrypt(_bytes(sealing.nonce), untrusted, bound)
    except (InvalidTag, ValueError):
        raise _changed() from None


def _opened(sealing: Sealing, opener: Opener) -> bytes:
    identity = opener.identity
    if identity is not None:
        for lock in sealing.locks:
            if lock.holder == identity.fingerprint:
                return _unlocked(lock, identity.private_key)
    if sealing.wants_passphrase and opener.passphrase:
        return _by_passphrase(sealing.locks, opener.passphrase)
    if sealing.wants_passphrase and identity is None:
        raise RefusalError(
            "container-passphrase",
            message("The file has a passphrase. Ask the sender for it."),
        )
    raise RefusalError(
        "container-other-holder",
        message("The file is encrypted for somebody else. This identity does not open it."),
    )


def _by_passphrase(locks: Sequence[Lock], passphrase: str) -> bytes:
    for lock in locks:
        if not lock.holder:
            try:
                wrapping = _of_passphrase(passphrase, _bytes(lock.given))
                return aes_key_unwrap(wrapping, _bytes(lock.key))
            except (InvalidUnwrap, ValueError):
                continue
    raise WorldError(
        "wrong-passphrase",
        message("The passphrase does not open the file. Check capital letters and try again."),
    )


def _locked_for(certificate: x509.Certificate, key: bytes) -> Lock:
    public = certificate.public_key()
    if not may_receive(certificate):
        raise RefusalError(
            "cannot-receive",
            message(
                "The certificate of {name} can only be used for signatures. Agree a passphrase "
                "instead.",
                name=holder(certificate),
            ),
        )
    if isinstance(public, rsa.RSAPublicKey):
        return Lock(holder=fingerprint(certificate), key=_text(public.encrypt(key, _OAEP)))
    once = ec.generate_private_key(ec.SECP256R1())
    shared = once.exchange(ec.ECDH(), _on_p256(public))
    given = once.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    )
    wrapped = aes_key_wrap(_of_shared(shared, given), key)
    return Lock(holder=fingerprint(certificate), given=_text(given), key=_text(wrapped))


def _unlocked(lock: Lock, private: PrivateKey) -> bytes:
    try:
        if isinstance(private, rsa.RSAPrivateKey):
            return private.decrypt(_bytes(lock.key), _OAEP)
        given = _bytes(lock.given)
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), given)
        shared = private.exchange(ec.ECDH(), point)
        return aes_key_unwrap(_of_shared(shared, given), _bytes(lock.key))
    except (ValueError, InvalidUnwrap):
        raise _changed() from None


def _on_p256(public: object) -> ec.EllipticCurvePublicKey:
    if not isinstance(public, ec.EllipticCurvePublicKey):
        raise TypeError(public)
    return public


def _of_shared(shared: bytes, given: bytes) -> bytes:
    derivation = HKDF(hashes.SHA256(), _KEY_BYTES, salt=given, info=_PURPOSE)
    return derivation.derive(shared)


def _of_passphrase(passphrase: str, salt: bytes) -> bytes:
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    derivation = Argon2id(
        salt=salt, length=_KEY_BYTES, iterations=_PASSES, lanes=_LANES, memory_cost=_MEMORY_KIB
    )
    return derivation.derive(secret)


def _changed() -> RefusalError:
    return RefusalError(
        "container-changed",
        message("The file was changed after it was encrypted. Ask for it again."),
    )


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
