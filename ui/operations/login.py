"""Who sits at this computer, and what it is called, as its system has it."""

from __future__ import annotations

import getpass
import os
import platform


def login_name() -> str:
    """Return the name of the account this program runs under, for logs."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # Windows has no list of accounts to look in
        return "unknown"


def device_name() -> str:
    """Return what this computer is called, for exports; no network is asked.

    Windows says it in the environment; there `platform` asks a service that can take seconds.
    """
    name = os.environ.get("COMPUTERNAME") or platform.node()
    return " ".join(name.split())[:60] or "unknown"
