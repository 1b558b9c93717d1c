"""Signing by a token through its PKCS#11 library: a smart card, or a key in a security module.

The library is loaded by the name that a person gave, and asked for one thing: the signature of a
digest by a key that never leaves the token (PKCS#11 2.40).
"""

from __future__ import annotations

import ctypes
import sys
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, Structure, byref, c_ubyte, c_ulong, c_void_p
from pathlib import Path
from typing import Any, Final

from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.message import message

_OK: Final = 0
_ALREADY_INITIALISED: Final = 0x191
_ALREADY_LOGGED_IN: Final = 0x100
_WRONG_PIN: Final = frozenset({0xA0, 0xA1, 0xA2, 0xA4})
"""Incorrect, invalid, of a wrong length, locked."""

_SERIAL_SESSION: Final = 4
_USER: Final = 1
_CLASS, _SIGNS = 0x0, 0x108
_PRIVATE_KEY: Final = 3

RSA_SHA256: Final = 0x40
"""CKM_SHA256_RSA_PKCS, over the message."""
ECDSA: Final = 0x1041
"""CKM_ECDSA, over a digest; the signature is r and s."""

REFUSED: Final = "token-refused"
"""The code of the error where a token does not do what it was asked for."""

_MOST_KEYS: Final = 64
_MOST_BYTES: Final = 1024
"""Of a signature: one of RSA with 8,192 bits."""


class _Packed(Structure):
    """A structure as the platform's PKCS#11 has it: without gaps on Windows."""

    if sys.platform == "win32":
        _pack_ = 1


class _Attribute(_Packed):
    _fields_ = (("type", c_ulong), ("value", c_void_p), ("length", c_ulong))


class _Mechanism(_Packed):
    _fields_ = (("mechanism", c_ulong), ("parameter", c_void_p), ("length", c_ulong))


class Token:
    """A token that is unlocked. A key on it is named by its handle.

    It is locked again by `close`, or when nothing refers to it any more: while a session is open,
    a token takes any PIN.
    """

    def __init__(self, module: Path, pin: str) -> None:
        """Unlock the first token of a library that takes the PIN.

        Raises WorldError where the library can't be used or no token is there, and for a wrong
        PIN (`identity-passphrase`).
        """
        self._library: Any = _loaded(module)
        self._session = c_ulong()
        self._unlock(pin)
        self._closing = weakref.finalize(self, self._library.C_CloseSession, self._session)

    def close(self) -> None:
        """Lock the token and forget it."""
        self._closing()

    def signing_keys(self) -> tuple[int, ...]:
        """Return the private keys that sign."""
        return tuple(self._found())

    def sign(self, key: int, mechanism: int, content: bytes) -> bytes:
        """Sign with a key; raises WorldError where the token refuses."""
        how = _Mechanism(mechanism, None, 0)
        self._check(self._library.C_SignInit(self._session, byref(how), c_ulong(key)))
        signature, length = (c_ubyte * _MOST_BYTES)(), c_ulong(_MOST_BYTES)
        given = (c_ubyte * len(content)).from_buffer_copy(content)
        self._check(
            self._library.C_Sign(
                self._session, given, c_ulong(len(content)), signature, byref(length)
            )
        )
        return bytes(signature[: length.value])

    def _unlock(self, pin: str) -> None:
        count = c_ulong()
        self._check(self._library.C_GetSlotList(c_ubyte(1), None, byref(count)))
        slots = (c_ulong * count.value)()
        self._check(self._library.C_GetSlotList(c_ubyte(1), slots, byref(count)))
        typed = pin.encode()
        secret = (c_ubyte * max(len(typed), 1)).from_buffer_copy(typed or b"\0")
        refused = 0
        for slot in slots[: count.value]:
            flags = c_ulong(_SERIAL_SESSION)
            code = self._library.C_OpenSession(
                c_ulong(slot), flags, None, None, byref(self._session)
            )
            if code != _OK:
                continue
            code = self._library.C_Login(self._session, c_ulong(_USER), secret, c_ulong(len(typed)))
            if code in {_OK, _ALREADY_LOGGED_IN}:
                return
            refused = code
            self._library.C_CloseSession(self._session)
        if refused in _WRONG_PIN:
            raise WorldError(
                "identity-passphrase", message("The PIN does not open the token. Type it again.")
            )
        raise WorldError(
            "no-token", message("No token was found that can be used. Insert it and try again.")
        )

    def _found(self) -> Iterator[int]:
        class_, signs = c_ulong(_PRIVATE_KEY), c_ubyte(1)
        wanted = (_Attribute * 2)(
            _Attribute(_CLASS, ctypes.cast(byref(class_), c_void_p), ctypes.sizeof(class_)),
            _Attribute(_SIGNS, ctypes.cast(byref(signs), c_void_p), 1),
        )
        with self._searching(wanted):
            keys, count = (c_ulong * _MOST_KEYS)(), c_ulong()
            self._check(
                self._library.C_FindObjects(self._session, keys, c_ulong(_MOST_KEYS), byref(count))
            )
        yield from keys[: count.value]

    @contextmanager
    def _searching(self, wanted: Any) -> Iterator[None]:  # noqa: ANN401 - an array of ctypes
        self._check(self._library.C_FindObjectsInit(self._session, wanted, c_ulong(len(wanted))))
        try:
            yield
        finally:
            self._library.C_FindObjectsFinal(self._session)

    def _check(self, code: int) -> None:
        if code != _OK:
            raise WorldError(
                REFUSED,
                message(
                    "The token refused the request (code {code}). Remove it, insert it and "
                    "try again.",
                    code=f"0x{code:x}",
                ),
            )


def check_library(module: Path) -> None:
    """Raise RefusalError where a file is not the PKCS#11 library of a token."""
    _loaded(module)


def _loaded(module: Path) -> Any:  # noqa: ANN401 - a library's functions have no types
    try:
        library: Any = ctypes.CDLL(str(module))
        library.C_GetSlotList.argtypes = (c_ubyte, c_void_p, POINTER(c_ulong))
        code = library.C_Initialize(None)
    except (OSError, AttributeError):
        raise RefusalError(
            "no-token-library",
            message("{file} is not the PKCS#11 library of a token.", file=str(module)),
        ) from None
    if code not in {_OK, _ALREADY_INITIALISED}:
        raise WorldError(
            "no-token", message("The library {file} could not be started.", file=str(module))
        )
    for name in ("C_GetSlotList", "C_OpenSession", "C_Login", "C_SignInit", "C_Sign"):
        getattr(library, name).restype = c_ulong
    for name in ("C_FindObjectsInit", "C_FindObjects"):
        getattr(library, name).restype = c_ulong
    return library
