"""Secrets that a script leaves in the environment: removed from it as soon as the program starts.

What stays in the environment is handed on to every program that is started from this one.
"""

from __future__ import annotations

import os
from typing import Final

SECRETS: Final = (
    "REVIEWER_PASSPHRASE",
    "REVIEWER_NEW_PASSPHRASE",
    "REVIEWER_RECOVERY_CODE",
    "REVIEWER_IDENTITY_PASSPHRASE",
    "REVIEWER_NEW_IDENTITY_PASSPHRASE",
    "REVIEWER_WORKBOOK_PASSWORD",
)

_taken: Final[dict[str, str]] = {}


def take_secrets() -> None:
    """Take the secrets out of the environment; `secret_in` still knows them."""
    for variable in SECRETS:
        secret = os.environ.pop(variable, None)
        if secret is not None:
            _taken[variable] = secret


def secret_in(variable: str) -> str | None:
    """Return a secret that was left in the environment, None where none was."""
    return _taken.get(variable, os.environ.get(variable))
