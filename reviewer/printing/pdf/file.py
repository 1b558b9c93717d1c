"""One PDF file in memory: objects are written as they come, and none is kept as an object.

Small objects travel in compressed object streams and are found by a cross-reference stream
(ISO 32000-1, 7.5.7 and 7.5.8), so a print of thousands of cases costs little more memory than
its own bytes.
"""

from __future__ import annotations

import hashlib
import zlib
from array import array
from io import BytesIO
from typing import Final

from reviewer.printing.pdf.values import reference

_PACKED_OBJECTS: Final = 200
"""Objects in one object stream; a viewer unpacks a whole stream to read one of them."""

_LEVEL: Final = 6


class PdfFile:
    """Objects by number, in the order in which they are added."""

    def __init__(self) -> None:
        self._target = BytesIO()
        self._target.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        # By object number: where it begins, or in which object stream; and its place in that.
        self._first = array("Q", [0])
        self._second = array("i", [-1])
        self._packed: list[tuple[int, bytes]] = []

    def reserve(self) -> int:
        """Return the number of an object that is added later."""
        self._first.append(0)
        self._second.append(-1)
        return len(self._first) - 1

    def put(self, number: int, body: bytes) -> int:
        """Add an object under its number; returns the number."""
        self._packed.append((number, body))
        if len(self._packed) == _PACKED_OBJECTS:
            self._write_packed()
        return number

    def add(self, body: bytes) -> int:
        """Add an object; returns its number."""
        return self.put(self.reserve(), body)

    def put_plain(self, number: int, body: bytes) -> int:
        """Add an object whose bytes stay readable in the file, as those of a signature must."""
        self._first[number] = self._target.tell()
        self._target.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        return number

    def put_stream(self, number: int, entries: bytes, data: bytes, *, compress: bool = True) -> int:
        """Add a stream with its dictionary's entries; returns the number."""
        if compress:
            data = zlib.compress(data, _LEVEL)
            entries += b"/Filter/FlateDecode"
        self._first[number] = self._target.tell()
        self._target.write(b"%d 0 obj\n<<%s/Length %d>>\nstream\n" % (number, entries, len(data)))
        self._target.write(data)
        self._target.write(b"\nendstream\nendobj\n")
        return number

    def add_stream(self, entries: bytes, data: bytes, *, compress: bool = True) -> int:
        """Add a stream; returns its number."""
        return self.put_stream(self.reserve(), entries, data, compress=compress)

    def finish(self, root: int, info: int) -> bytes:
        """Write the cross-reference and return the whole file; `root` is its catalogue.

        The file's id is a digest of its content: the same content has the same id.
        """
        if self._packed:
            self._write_packed()
        number = self.reserve()
        start = self._target.tell()
        self._first[number] = start
        digest = hashlib.sha256(self._target.getbuffer()).hexdigest()[:32].encode()
        rows = bytearray()
        for first, second in zip(self._first, self._second, strict=True):
            kind = 0 if not first else 1 if second < 0 else 2
            rows += kind.to_bytes(1, "big") + first.to_bytes(5, "big")
            rows += max(second, 0).to_bytes(2, "big")
        entries = b"/Type/XRef/Size %d/W[1 5 2]/Root %s/Info %s/ID[<%s><%s>]" % (
            number + 1,
            reference(root),
            reference(info),
            digest,
            digest,
        )
        self.put_stream(number, entries, bytes(rows))
        self._target.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return self._target.getvalue()  # the buffer itself, and no copy of it

    def _write_packed(self) -> None:
        packed, self._packed = self._packed, []
        number = self.reserve()
        heads, bodies, at = [], [], 0
        for place, (own, body) in enumerate(packed):
            heads.append(b"%d %d" % (own, at))
            bodies.append(body)
            at += len(body) + 1
            self._first[own], self._second[own] = number, place
        head = b" ".join(heads) + b"\n"
        entries = b"/Type/ObjStm/N %d/First %d" % (len(packed), len(head))
        self.put_stream(number, entries, head + b"\n".join(bodies))
