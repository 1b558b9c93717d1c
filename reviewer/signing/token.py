"""An identity whose key stays where it is: on a token, or in Windows' certificate store.

A small file names it: where the key is, and the certificate. The file is no secret. The keys look
like those of `cryptography`, which the rest of this package signs with; they can sign and do
nothing else.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.message import message
from reviewer.domain.untrusted_json import MisfitError, read_json, write_json
from reviewer.signing.certificates import (
    PublicKey,
    certificate_pem,
    may_sign,
    read_certificates,
    weakness,
)
from reviewer.signing.identity import Identity, PrivateKey, chain_above
from reviewer.signing.pkcs11 import ECDSA, REFUSED, RSA_SHA256, Token
from reviewer.signing.signer import algorithm_of, check_value, sign_value
from reviewer.signing.windows_store import StoreKey

WINDOWS: Final = "windows"
"""In place of a library: Windows' own store, which finds the key by the certificate."""

MAX_TOKEN_BYTES: Final = 64 * 1024
_MARK: Final = b'"reviewer_token"'

Sign = Callable[[bytes], bytes]
"""Signs a message: PKCS#1 v1.5 with SHA-256, or ECDSA with SHA-256 as r and s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenFile:
    """What names a key that stays where it is: the library to ask, and the certificate as PEM."""

    reviewer_token: int
    module: str
    certificate: str


class _SignsAlone:
    """What a key that stays elsewhere refuses: everything but to sign."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise RefusalError("token-key", message("This key never leaves its token."))

    private_numbers = private_bytes = decrypt = exchange = __copy__ = __deepcopy__ = _refuse


class RsaElsewhere(_SignsAlone, rsa.RSAPrivateKey):
    """An RSA key on a token."""

    def __init__(self, public: rsa.RSAPublicKey, sign: Sign) -> None:
        self._public = public
        self._sign = sign

    @property
    def key_size(self) -> int:
        """Give its size in bits."""
        return self._public.key_size

    def public_key(self) -> rsa.RSAPublicKey:
        """Return the key that others know."""
        return self._public

    def sign(self, data: bytes, padding: object, algorithm: object) -> bytes:  # noqa: ARG002 - one way alone
        """Sign with PKCS#1 v1.5 and SHA-256, the one way in which this program signs."""
        return self._sign(data)


class EcElsewhere(_SignsAlone, ec.EllipticCurvePrivateKey):
    """A key on the curve P-256 on a token."""

    def __init__(self, public: ec.EllipticCurvePublicKey, sign: Sign) -> None:
        self._public = public
        self._sign = sign

    @property
    def key_size(self) -> int:
        """Give its size in bits."""
        return self._public.key_size

    @property
    def curve(self) -> ec.EllipticCurve:
        """Give its curve."""
        return self._public.curve

    def public_key(self) -> ec.EllipticCurvePublicKey:
        """Return the key that others know."""
        return self._public

    def sign(self, data: bytes, signature_algorithm: object) -> bytes:  # type: ignore[override]  # noqa: ARG002 - one way alone
        """Sign with ECDSA and SHA-256; the signature is in DER."""
        raw = self._sign(data)
        half = len(raw) // 2
        r, s = (int.from_bytes(part, "big") for part in (raw[:half], raw[half:]))
        return encode_dss_signature(r, s)


def is_token_file(untrusted: bytes) -> bool:
    """Say whether a file names a key that stays elsewhere."""
    return len(untrusted) <= MAX_TOKEN_BYTES and _MARK in untrusted[:200]


def token_file(module: str, certificates: bytes) -> bytes:
    """Write what names a key on a token; raises RefusalError for what is no certificate to sign."""
    pem = "".join(certificate_pem(one).decode() for one in read_certificates(certificates))
    named = TokenFile(reviewer_token=1, module=module, certificate=pem)
    _certificates(named)
    return write_json(named, TokenFile)


def module_in(untrusted: bytes) -> str:
    """Return the library that a file names; raises as `open_token`."""
    return _read(untrusted).module


def certificates_in(untrusted: bytes) -> tuple[x509.Certificate, ...]:
    """Return the certificate that a file names, and those above it; raises as `open_token`."""
    return _certificates(_read(untrusted))


def open_token(untrusted: bytes, pin: str) -> Identity:
    """Open the identity that a file names, with the token's PIN.

    Raises RefusalError for a file that names none, or a certificate whose key is not there;
    WorldError for a wrong PIN, a token that is not there, or a library that can't be used.
    """
    named = _read(untrusted)
    leaf, *above = _certificates(named)
    return Identity(
        certificate=leaf,
        chain=chain_above(leaf, above),
        private_key=_key(named, leaf, pin),
    )


def _read(untrusted: bytes) -> TokenFile:
    try:
        return read_json(untrusted, TokenFile)
    except MisfitError:
        raise RefusalError(
            "identity", message("The file does not name a key. Create it again.")
        ) from None


def _certificates(named: TokenFile) -> tuple[x509.Certificate, ...]:
    found = read_certificates(named.certificate.encode())
    reason = weakness(found[0])
    if reason is not None or not may_sign(found[0]):
        raise RefusalError(
            "identity-weak",
            message(
                "This certificate cannot sign: {reason}.",
                reason=reason or message("it cannot be used for signatures"),
            ),
        )
    return found


def _key(named: TokenFile, leaf: x509.Certificate, pin: str) -> PrivateKey:
    public: Any = leaf.public_key()
    kind: Any = RsaElsewhere if isinstance(public, rsa.RSAPublicKey) else EcElsewhere
    if named.module == WINDOWS:
        return kind(public, StoreKey(leaf).sign)  # type: ignore[no-any-return]  # one of two kinds
    token = Token(Path(named.module), pin)
    for handle in token.signing_keys():
        key: PrivateKey = kind(public, _signer(token, handle, rsa_key=kind is RsaElsewhere))
        if _fits(key, public):
            return key
    token.close()
    raise RefusalError(
        "identity-no-key", message("The token has no key that matches this certificate.")
    )


def _signer(token: Token, handle: int, *, rsa_key: bool) -> Sign:
    if rsa_key:
        return lambda data: token.sign(handle, RSA_SHA256, data)
    return lambda data: token.sign(handle, ECDSA, hashlib.sha256(data).digest())


def _fits(key: PrivateKey, public: PublicKey) -> bool:
    """Say whether a key is the certificate's own: what it signs, the certificate verifies."""
    trial = secrets.token_bytes(32)
    try:
        check_value(public, algorithm_of(key), sign_value(key, trial), trial)
    except (InvalidSignature, OverflowError):  # a larger curve's numbers do not fit
        return False
    except WorldError as error:  # a key of another kind than the certificate's
        if error.code != REFUSED:
            raise
        return False
    return True
