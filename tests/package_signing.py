"""Signing a whole workbook, as a colleague's program might have written it."""

from __future__ import annotations

from datetime import datetime

from reviewer.signing.identity import Identity
from reviewer.signing.package import read_loosely
from reviewer.signing.signer import sign_parts


def sign_package(
    untrusted_workbook: bytes, identity: Identity, at: datetime, comment: str = ""
) -> bytes:
    """Sign an unsigned workbook, as openpyxl writes it, and return the bytes to write."""
    return sign_parts(read_loosely(untrusted_workbook), identity, at, comment)
