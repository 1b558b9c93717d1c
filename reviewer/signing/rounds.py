"""How much work a key file demands before it opens: read first, and bounded.

A PKCS#12 file (RFC 7292) names the rounds by which its passphrase becomes a key, up to 2^31 and
for several parts. The library that opens it obeys, and cannot be stopped. So the numbers are read
here from the file's ASN.1 alone, in DER or in the BER that browsers write (X.690, 8).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Final

MAX_ROUNDS: Final = 10_000_000
"""Programs write 2,048 to some 600,000; ten million take about five seconds."""
MAX_SCRYPT: Final = 1_000_000
"""Of scrypt's three numbers multiplied: 128 MB of memory."""
MAX_DEPTH: Final = 32
"""The deepest value in an honest file lies about 15 levels down."""

_INTEGER, _OCTETS, _SEQUENCE = 2, 4, 16
_SCRYPT_NUMBERS: Final = 3
_LONG_FORM: Final = 0x80
_NUMBER_BYTES: Final = 8
"""A larger number is more rounds than any limit."""


class _NoAsn1Error(Exception):
    """The bytes are no ASN.1 from here on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """One value: its universal tag number (0 for any other class) and what it holds."""

    tag: int
    content: bytes
    children: Sequence[_Value]


def demands_too_much(untrusted: bytes) -> bool:
    """Say whether opening a PKCS#12 file would take more rounds than any honest one.

    Wherever a salt (an octet string) is followed by numbers, they are rounds: so it is in the
    parameters of PBKDF2, scrypt and the older schemes, and in the file's own MAC. Whatever can be
    read is looked at, also in front of bytes that are no ASN.1.
    """
    return any(map(_too_much, _values(untrusted, MAX_DEPTH)))


def _too_much(value: _Value) -> bool:
    for place, child in enumerate(value.children):
        if (
            child.tag == _OCTETS
            and value.tag == _SEQUENCE
            and _exceeds(value.children[place + 1 :])
        ):
            return True
    return any(map(_too_much, value.children))


def _exceeds(following: Sequence[_Value]) -> bool:
    numbers: list[int] = []
    for value in following:
        if value.tag != _INTEGER:
            break
        if len(value.content) > _NUMBER_BYTES:
            return True
        numbers.append(int.from_bytes(value.content, "big"))
    if len(numbers) >= _SCRYPT_NUMBERS:
        return prod(numbers) > MAX_SCRYPT
    return bool(numbers) and numbers[0] > MAX_ROUNDS


def _values(content: bytes, depth: int) -> Iterator[_Value]:
    """Read values one after the other, as far as `content` is ASN.1."""
    at = 0
    while at < len(content):
        try:
            value, at = _value(content, at, depth)
        except _NoAsn1Error:
            return
        yield value


def _value(content: bytes, at: int, depth: int) -> tuple[_Value, int]:
    if depth == 0 or at + 2 > len(content):
        raise _NoAsn1Error  # too deep for OpenSSL as well, which ends at 30 levels
    head = content[at]
    tag = head & 0x1F if head < 0x40 else 0
    if head & 0x1F == 0x1F:
        raise _NoAsn1Error
    constructed = bool(head & 0x20)
    length, at = _length(content, at + 1)
    if length is None:
        if not constructed:
            raise _NoAsn1Error
        children, at = _to_the_end_mark(content, at, depth)
        return _constructed(tag, children, depth), at
    if at + length > len(content):
        raise _NoAsn1Error
    inside = content[at : at + length]
    if constructed:
        return _constructed(tag, list(_values(inside, depth - 1)), depth), at + length
    return _primitive(tag, inside, depth), at + length


def _constructed(tag: int, children: list[_Value], depth: int) -> _Value:
    if tag == _OCTETS:  # in pieces, as BER allows
        return _primitive(tag, b"".join(child.content for child in children), depth)
    return _Value(tag=tag, content=b"", children=children)


def _primitive(tag: int, content: bytes, depth: int) -> _Value:
    """Look into an octet string as well: PKCS#12 wraps its parts in them."""
    wraps = tag == _OCTETS and content[:1] == b"\x30"
    children = tuple(_values(content, depth - 1)) if wraps else ()
    return _Value(tag=tag, content=content, children=children)


def _length(content: bytes, at: int) -> tuple[int | None, int]:
    first = content[at]
    if first < _LONG_FORM:
        return first, at + 1
    if first == _LONG_FORM:
        return None, at + 1
    size = first - _LONG_FORM
    if size > _NUMBER_BYTES or at + 1 + size > len(content):
        raise _NoAsn1Error
    return int.from_bytes(content[at + 1 : at + 1 + size], "big"), at + 1 + size


def _to_the_end_mark(content: bytes, at: int, depth: int) -> tuple[list[_Value], int]:
    children: list[_Value] = []
    while content[at : at + 2] != b"\0\0":
        value, at = _value(content, at, depth - 1)
        children.append(value)
    return children, at + 2
