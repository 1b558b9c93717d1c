"""Who sits at this computer, as its accounts have it."""

from __future__ import annotations

import getpass


def login_name() -> str:
    """Return the name of the account this program runs under, for logs."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
