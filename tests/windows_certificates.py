"""Puts an identity into Windows' certificate store, as a person does who opens its file.

    windows_certificates.py FILE.p12 PASSPHRASE

For Wine alone: what is put in there stays.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from ctypes import Structure, byref, c_char_p, c_uint32, c_void_p, c_wchar_p
from importlib import import_module
from pathlib import Path
from typing import Any

_FOR_THIS_PERSON = 0x1000
_REPLACE_EXISTING = 3
_PERSONAL = "MY"
_KEPT = r"Software\Microsoft\SystemCertificates\My\Certificates"


class _Blob(Structure):
    _fields_ = (("length", c_uint32), ("content", c_void_p))


def put_in_store(identity: bytes, passphrase: str, *, with_key: bool = True) -> None:
    """Put a certificate into the store, with or without its private key."""
    crypt = _crypt()
    blob = _Blob(len(identity), ctypes.cast(c_char_p(identity), c_void_p))
    imported = crypt.PFXImportCertStore(byref(blob), c_wchar_p(passphrase), _FOR_THIS_PERSON)
    assert imported, "the identity was not imported"
    mine = c_void_p(crypt.CertOpenSystemStoreW(None, c_wchar_p(_PERSONAL)))
    context = crypt.CertEnumCertificatesInStore(imported, None)
    while context:
        if not with_key:
            assert crypt.CertSetCertificateContextProperty(context, 2, 0, None)
        assert crypt.CertAddCertificateContextToStore(mine, context, _REPLACE_EXISTING, None)
        context = crypt.CertEnumCertificatesInStore(imported, context)
    assert crypt.CertCloseStore(mine, 0), "the store was not saved"


def empty_store() -> None:
    """Remove every certificate from the store, where Wine keeps it."""
    registry: Any = import_module("winreg")
    with suppress(OSError):
        while True:  # until none is left, which the registry says by an error
            with registry.OpenKey(registry.HKEY_CURRENT_USER, _KEPT) as kept:
                one = registry.EnumKey(kept, 0)
                registry.DeleteKey(kept, one)


def _crypt() -> Any:  # noqa: ANN401 - a library has no types
    windows: Any = ctypes
    crypt = windows.WinDLL("crypt32")
    for name in ("PFXImportCertStore", "CertOpenSystemStoreW", "CertEnumCertificatesInStore"):
        getattr(crypt, name).restype = c_void_p
    crypt.CertEnumCertificatesInStore.argtypes = (c_void_p, c_void_p)
    crypt.CertAddCertificateContextToStore.argtypes = (c_void_p, c_void_p, c_uint32, c_void_p)
    crypt.CertSetCertificateContextProperty.argtypes = (c_void_p, c_uint32, c_uint32, c_void_p)
    return crypt


if __name__ == "__main__":
    put_in_store(Path(sys.argv[1]).read_bytes(), sys.argv[2])
