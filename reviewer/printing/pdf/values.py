"""The values of a PDF as bytes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

NULL = b"null"


def reference(number: int) -> bytes:
    """Return what points to the object of that number."""
    return b"%d 0 R" % number


def references(numbers: Iterable[int]) -> bytes:
    """Return an array of references."""
    return b"[%s]" % b" ".join(b"%d 0 R" % number for number in numbers)


def text(untrusted: str) -> bytes:
    """Return a text string: any text, whatever letters and brackets are in it."""
    return b"<FEFF%s>" % untrusted.encode("utf-16-be", "replace").hex().upper().encode()


@lru_cache(maxsize=65_536)
def number(value: float) -> bytes:
    """Return a number, to a hundredth."""
    return f"{value:.2f}".rstrip("0").rstrip(".").encode() or b"0"


def moment(at: datetime) -> bytes:
    """Return an aware moment as a date string: `(D:20180112140211+00'00')`."""
    zone = at.strftime("%z")
    stamp = f"{at.year:04}{at:%m%d%H%M%S}"
    return f"(D:{stamp}{zone[:3]}'{zone[3:5]}')".encode()
