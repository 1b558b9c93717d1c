"""Signing by a key that Windows keeps: in a person's certificate store, also on a smart card.

Windows finds the key by its certificate and asks for the PIN itself, where there is one (CryptoAPI
and CNG). Written by Microsoft's reference and not tried on a real Windows yet.
"""

from __future__ import annotations

import ctypes
import hashlib
import sys
from ctypes import Structure, byref, c_char_p, c_ubyte, c_uint32, c_void_p, c_wchar_p
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.message import message

ON_WINDOWS: Final = bool(sys.platform == "win32")

_ENCODING: Final = 0x10001
"""X509_ASN_ENCODING with PKCS_7_ASN_ENCODING."""
_BY_HASH: Final = 0x10000
"""CERT_FIND_SHA1_HASH."""
_MODERN_KEY_ALONE: Final = 0x40000
"""CRYPT_ACQUIRE_ONLY_NCRYPT_KEY_FLAG."""
_PAD_PKCS1: Final = 2
_MOST_BYTES: Final = 1024


class _Blob(Structure):
    _fields_ = (("length", c_uint32), ("content", c_void_p))


class _Padding(Structure):
    _fields_ = (("algorithm", c_wchar_p),)


class StoreKey:
    """The key of a certificate in the store `MY` of the person who is logged in."""

    def __init__(self, certificate: x509.Certificate) -> None:
        """Find the key; raises RefusalError where this system or its store has none."""
        if not ON_WINDOWS:
            raise RefusalError(
                "no-windows-store", message("Only Windows has this store of certificates.")
            )
        windows: Any = ctypes
        self._crypt, self._ncrypt = windows.windll.crypt32, windows.windll.ncrypt
        self._rsa = isinstance(certificate.public_key(), rsa.RSAPublicKey)
        self._key = self._acquired(certificate)

    def sign(self, content: bytes) -> bytes:
        """Sign with PKCS#1 v1.5 and SHA-256, or ECDSA with SHA-256 as r and s."""
        digest = hashlib.sha256(content).digest()
        given = (c_ubyte * len(digest)).from_buffer_copy(digest)
        signature, length = (c_ubyte * _MOST_BYTES)(), c_uint32()
        padding = _Padding("SHA256")
        code = self._ncrypt.NCryptSignHash(
            self._key,
            byref(padding) if self._rsa else None,
            given,
            c_uint32(len(digest)),
            signature,
            c_uint32(_MOST_BYTES),
            byref(length),
            c_uint32(_PAD_PKCS1 if self._rsa else 0),
        )
        if code:
            raise WorldError(
                "token-refused",
                message(
                    "Windows did not sign with this key (code {code}).",
                    code=f"0x{code & 0xFFFFFFFF:x}",
                ),
            )
        return bytes(signature[: length.value])

    def _acquired(self, certificate: x509.Certificate) -> c_void_p:
        self._crypt.CertOpenSystemStoreW.restype = c_void_p
        self._crypt.CertFindCertificateInStore.restype = c_void_p
        store = c_void_p(self._crypt.CertOpenSystemStoreW(None, c_wchar_p("MY")))
        wanted = certificate.fingerprint(hashes.SHA1())  # noqa: S303 - the store's own index
        blob = _Blob(len(wanted), ctypes.cast(c_char_p(wanted), c_void_p))
        found = c_void_p(
            self._crypt.CertFindCertificateInStore(
                store, c_uint32(_ENCODING), c_uint32(0), c_uint32(_BY_HASH), byref(blob), None
            )
        )
        key, spec, ours = c_void_p(), c_uint32(), c_uint32()
        if not found or not self._crypt.CryptAcquireCertificatePrivateKey(
            found, c_uint32(_MODERN_KEY_ALONE), None, byref(key), byref(spec), byref(ours)
        ):
            raise RefusalError(
                "identity-no-key",
                message("Windows has no private key of this certificate for the person logged in."),
            )
        return key
