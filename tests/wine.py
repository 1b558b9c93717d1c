"""Whether these tests run under Wine, which does not do all that Windows does."""

from __future__ import annotations

import ctypes
import sys

import pytest


def _under_wine() -> bool:
    return sys.platform == "win32" and hasattr(ctypes.windll.ntdll, "wine_get_version")


counts_processor_time = pytest.mark.skipif(
    _under_wine(), reason="Wine gives the processor time of who asks, and limits no job"
)
"""For what needs the processor time of another process."""

has_a_store = pytest.mark.skipif(
    not _under_wine(), reason="puts certificates into the store of the person who runs it"
)
"""For what fills the certificate store."""
