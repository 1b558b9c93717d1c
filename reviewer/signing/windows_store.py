"""Signing by a key that Windows keeps: in a person's certificate store, also on a smart card.

Windows finds the key by its certificate and asks for the PIN itself, where there is one. Keys of
both kinds sign: those of its present interface (CNG) and those of its older one (CryptoAPI), in
which certificates that were imported from a file or issued by a domain often keep theirs. Tried
under Wine, which has the older kind alone; not yet on Windows.
"""

from __future__ import annotations

import ctypes
import hashlib
import sys
import weakref
from collections.abc import Iterator, Mapping
from contextlib import suppress
from ctypes import (
    POINTER,
    Structure,
    byref,
    c_char_p,
    c_int,
    c_ubyte,
    c_uint32,
    c_void_p,
    c_wchar_p,
)
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

from reviewer.domain.errors import RefusalError, ReviewerError, WorldError
from reviewer.domain.message import Message, message

ON_WINDOWS: Final = bool(sys.platform == "win32")

_ENCODING: Final = 0x10001
"""X509_ASN_ENCODING with PKCS_7_ASN_ENCODING."""
_BY_HASH: Final = 0x10000
"""CERT_FIND_SHA1_HASH."""
_HAS_KEY: Final = 2
"""CERT_KEY_PROV_INFO_PROP_ID: where the key of a certificate is."""
_PREFER_PRESENT: Final = 0x20000
"""CRYPT_ACQUIRE_PREFER_NCRYPT_KEY_FLAG."""
_PRESENT: Final = 0xFFFFFFFF
"""CERT_NCRYPT_KEY_SPEC: the key is one of the present interface."""
_KEY_EXCHANGE, _SIGNATURE = 1, 2
_PAD_PKCS1: Final = 2
_SHA256: Final = 0x800C
_HASH_VALUE: Final = 2
_CONTAINER: Final = 6
"""PP_CONTAINER: the name under which a provider keeps a key."""
_WITH_SHA256: Final = 24
"""PROV_RSA_AES: the kind of provider of the older interface that knows SHA-256. It finds the keys
of Microsoft's providers that do not know it by the same names."""
_SHA256_PROVIDER: Final = "Microsoft Enhanced RSA and AES Cryptographic Provider"
_UNKNOWN_ALGORITHM: Final = 0x80090008
_MOST_BYTES: Final = 1024

_NO_KEY: Final = frozenset({0x8009000D, 0x80090011, 0x80090016, 0x80092004, 0x8009200B})
_CANCELLED = (WorldError, "token-cancelled", message("You cancelled the PIN. Nothing was signed."))
_WRONG_PIN = (
    WorldError,
    "identity-passphrase",
    message("The PIN is wrong. Nothing was signed."),
)
_BLOCKED = (
    WorldError,
    "token-blocked",
    message("The card is blocked. Ask the people who issued it to unblock it."),
)
_NO_CARD = (
    WorldError,
    "no-token",
    message("There is no smart card in the reader. Insert it and try again."),
)
_MAY_NOT = (RefusalError, "token-key", message("Windows does not let this key sign workbooks."))
_REFUSALS: Final[Mapping[int, tuple[type[ReviewerError], str, Message]]] = {
    **dict.fromkeys((0x80090036, 0x8010006E, 0x800704C7, 1223), _CANCELLED),
    **dict.fromkeys((0x8010006B, 0x8010002A), _WRONG_PIN),
    **dict.fromkeys((0x8010006C,), _BLOCKED),
    **dict.fromkeys((0x8010000C, 0x80100069, 0x80100017, 0x8010001D, 0x8010002E), _NO_CARD),
    **dict.fromkeys((0x80090009, 0x8009000A, 0x8009000B, 0x80090010, 0x80090029), _MAY_NOT),
}


class _Blob(Structure):
    _fields_ = (("length", c_uint32), ("content", c_void_p))


class _Padding(Structure):
    _fields_ = (("algorithm", c_wchar_p),)


class _Context(Structure):
    _fields_ = (
        ("encoding", c_uint32),
        ("content", POINTER(c_ubyte)),
        ("length", c_uint32),
        ("info", c_void_p),
        ("store", c_void_p),
    )


class StoreKey:
    """The key of a certificate in the store `MY` of the person who is logged in."""

    def __init__(self, certificate: x509.Certificate) -> None:
        """Find the key; raises RefusalError where this system or its store has none."""
        self._crypt, self._old, self._ncrypt = _libraries()
        self._rsa = isinstance(certificate.public_key(), rsa.RSAPublicKey)
        self._key, self._spec = self._acquired(certificate)

    def sign(self, content: bytes) -> bytes:
        """Sign with PKCS#1 v1.5 and SHA-256, or ECDSA with SHA-256 as r and s.

        Raises as `store_refusal` says: the person may cancel the PIN, or the card be away.
        """
        digest = hashlib.sha256(content).digest()
        if self._spec == _PRESENT:
            return self._sign_present(digest)
        return self._sign_old(digest)

    def _sign_present(self, digest: bytes) -> bytes:
        signature, length = (c_ubyte * _MOST_BYTES)(), c_uint32()
        padding = _Padding("SHA256")
        code = self._ncrypt.NCryptSignHash(
            self._key,
            byref(padding) if self._rsa else None,
            digest,
            c_uint32(len(digest)),
            signature,
            c_uint32(_MOST_BYTES),
            byref(length),
            c_uint32(_PAD_PKCS1 if self._rsa else 0),
        )
        if code:
            raise store_refusal(code)
        return bytes(signature[: length.value])

    def _sign_old(self, digest: bytes) -> bytes:
        """Sign by the older interface, which has RSA alone and writes its numbers backwards."""
        hashing = self._hashing(self._key)
        signature, length = (c_ubyte * _MOST_BYTES)(), c_uint32(_MOST_BYTES)
        spec = _KEY_EXCHANGE if self._spec & _KEY_EXCHANGE else _SIGNATURE
        try:
            self._check(self._old.CryptSetHashParam(hashing, c_uint32(_HASH_VALUE), digest, 0))
            self._check(
                self._old.CryptSignHashW(hashing, c_uint32(spec), None, 0, signature, byref(length))
            )
        finally:
            self._old.CryptDestroyHash(hashing)
        return bytes(signature[: length.value])[::-1]

    def _hashing(self, provider: c_void_p) -> c_void_p:
        hashing = c_void_p()
        if not self._old.CryptCreateHash(provider, c_uint32(_SHA256), None, 0, byref(hashing)):
            if _last() != _UNKNOWN_ALGORITHM:
                raise store_refusal(_last())
            provider = self._reopened()
            self._check(
                self._old.CryptCreateHash(provider, c_uint32(_SHA256), None, 0, byref(hashing))
            )
        return hashing

    def _reopened(self) -> c_void_p:
        """Open the same key by the provider that knows SHA-256."""
        name, length, provider = (c_ubyte * _MOST_BYTES)(), c_uint32(_MOST_BYTES), c_void_p()
        self._check(
            self._old.CryptGetProvParam(self._key, c_uint32(_CONTAINER), name, byref(length), 0)
        )
        container = bytes(name[: length.value]).rstrip(b"\0").decode("mbcs")
        self._check(
            self._old.CryptAcquireContextW(
                byref(provider), container, _SHA256_PROVIDER, c_uint32(_WITH_SHA256), 0
            )
        )
        weakref.finalize(self, self._old.CryptReleaseContext, provider, 0)
        return provider

    def _acquired(self, certificate: x509.Certificate) -> tuple[c_void_p, int]:
        key, spec, ours = c_void_p(), c_uint32(), c_int()
        store = _opened(self._crypt, self)
        wanted = certificate.fingerprint(hashes.SHA1())  # noqa: S303 - the store's own index
        blob = _Blob(len(wanted), ctypes.cast(c_char_p(wanted), c_void_p))
        found = self._crypt.CertFindCertificateInStore(
            store, c_uint32(_ENCODING), 0, c_uint32(_BY_HASH), byref(blob), None
        )
        if not found:
            raise _no_key()
        weakref.finalize(self, self._crypt.CertFreeCertificateContext, found)
        self._check(
            self._crypt.CryptAcquireCertificatePrivateKey(
                found, c_uint32(_PREFER_PRESENT), None, byref(key), byref(spec), byref(ours)
            )
        )
        if ours and spec.value == _PRESENT:
            weakref.finalize(self, self._ncrypt.NCryptFreeObject, key)
        elif ours:
            weakref.finalize(self, self._old.CryptReleaseContext, key, 0)
        return key, spec.value

    def _check(self, done: int) -> None:
        if not done:
            raise store_refusal(_last())


class _Holder:
    """What an open store is closed with."""


def store_certificates() -> tuple[x509.Certificate, ...]:
    """Return the certificates of the person who is logged in that have a private key.

    Raises RefusalError on a system that has no such store.
    """
    crypt, _, _ = _libraries()
    holder = _Holder()
    return tuple(_found(crypt, _opened(crypt, holder)))


def store_refusal(code: int) -> ReviewerError:
    """Return the error for the code that Windows gave when it did not sign."""
    code &= 0xFFFFFFFF
    if code in _NO_KEY:
        return _no_key()
    sentence = message("Windows did not sign with this key (code {code}).", code=f"0x{code:x}")
    kind, name, known = _REFUSALS.get(code, (WorldError, "token-refused", sentence))
    return kind(name, known)


def _no_key() -> RefusalError:
    return RefusalError(
        "identity-no-key",
        message("Windows has no private key for this certificate in your account."),
    )


def _libraries() -> tuple[Any, Any, Any]:
    if not ON_WINDOWS:
        raise RefusalError(
            "no-windows-store", message("Certificates kept by Windows can only be used on Windows.")
        )
    windows: Any = ctypes
    crypt, old, ncrypt = (
        windows.WinDLL(name, use_last_error=True) for name in ("crypt32", "advapi32", "ncrypt")
    )
    crypt.CertOpenSystemStoreW.restype = c_void_p
    for name in ("CertFindCertificateInStore", "CertEnumCertificatesInStore"):
        getattr(crypt, name).restype = POINTER(_Context)
    crypt.CertEnumCertificatesInStore.argtypes = (c_void_p, c_void_p)
    crypt.CertGetCertificateContextProperty.argtypes = (
        c_void_p, c_uint32, c_void_p, POINTER(c_uint32),
    )  # fmt: skip
    return crypt, old, ncrypt


def _opened(crypt: Any, holder: object) -> c_void_p:  # noqa: ANN401 - a library has no types
    """Open the store until `holder` is gone."""
    store = c_void_p(crypt.CertOpenSystemStoreW(None, c_wchar_p("MY")))
    if not store:
        raise store_refusal(_last())
    weakref.finalize(holder, crypt.CertCloseStore, store, 0)
    return store


def _found(crypt: Any, store: c_void_p) -> Iterator[x509.Certificate]:  # noqa: ANN401
    context = crypt.CertEnumCertificatesInStore(store, None)
    while context:
        length = c_uint32()
        if crypt.CertGetCertificateContextProperty(context, _HAS_KEY, None, byref(length)):
            content = bytes(context.contents.content[: context.contents.length])
            with suppress(ValueError):  # of a kind that is unknown here, and could not sign
                yield x509.load_der_x509_certificate(content)
        context = crypt.CertEnumCertificatesInStore(store, context)


def _last() -> int:
    windows: Any = ctypes
    return int(windows.get_last_error()) & 0xFFFFFFFF
