"""Secrets that a script leaves in the environment: removed from it as soon as the program starts.

What stays in the environment is handed on to every program that is started from this one.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
from typing import Final

_SECRET: Final = re.compile(r"REVIEWER_\w*(?:PASSPHRASE|PASSWORD|CODE)")
"""How the variables are called that may hold a secret, each of them."""

_taken: Final[dict[str, str]] = {}


def take_secrets() -> None:
    """Take the secrets out of the environment; `secret_in` still knows them."""
    for variable in filter(_SECRET.fullmatch, tuple(os.environ)):
        _taken[variable] = os.environ[variable]
        _erase(variable)
        del os.environ[variable]


def secret_in(variable: str) -> str | None:
    """Return a secret that was left in the environment, None where none was."""
    return _taken.get(variable, os.environ.get(variable))


def _erase(variable: str) -> None:
    """Write over a value where the system keeps what a program was started with (`/proc`)."""
    if sys.platform != "win32":
        value_of = ctypes.CDLL(None).getenv
        value_of.restype = ctypes.c_void_p
        place = value_of(os.fsencode(variable))
        if place:
            ctypes.memset(place, 0, len(ctypes.string_at(place)))
