"""Files that people get: written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import Final

from reviewer.disk import FileInUseError, flush_folder, open_given, open_new, put_in_place, remove
from reviewer.domain.errors import WorldError, reason_of
from reviewer.domain.message import Message, message, term
from reviewer.exchange.mark import FAMILY
from reviewer.signing.archive import is_protected

READ_LIMIT = 512 * 1024 * 1024
"""Bytes of a file read into memory: ten times the largest workbook we write."""

_HEAD = 512
"""Bytes that tell what a file is."""

_PART = ".part"

_ZIP_MARK = b"PK\x03\x04"
_COMPOUND_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Sort(Enum):
    """What a file is by its first bytes, as far as overwriting goes.

    A review file has no mark, being encrypted: it is what is none of the others.
    """

    WORKBOOK = "workbook"
    PRINT = "print"
    KEY = "identity"
    SIGNATURE = "signature"
    TEXT = "text"
    CONTAINER = "container"
    OTHER = "review file"


_SORT_WORDS: Final[Mapping[Sort, Message]] = {
    Sort.WORKBOOK: term("a sort of file", "workbook"),
    Sort.PRINT: term("a sort of file", "print"),
    Sort.KEY: term("a sort of file", "identity"),
    Sort.SIGNATURE: term("a sort of file", "signature"),
    Sort.TEXT: term("a sort of file", "text"),
    Sort.CONTAINER: term("a sort of file", "pack or receipt"),
    Sort.OTHER: term("a sort of file", "review file"),
}

_MARKS = {
    _ZIP_MARK: Sort.WORKBOOK,
    _COMPOUND_MARK: Sort.WORKBOOK,
    b"%PDF": Sort.PRINT,
    FAMILY: Sort.CONTAINER,
}

_DER_SEQUENCE = 0x30
_DER_MARKS = {
    b"\x02\x01": Sort.KEY,
    b"\x30": Sort.KEY,
    b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02": Sort.SIGNATURE,
}
"""How what is inside begins: the version of a key, a certificate or request, signed data of CMS."""


def sort_of(content: bytes) -> Sort:
    """Say what a file is that begins with these bytes."""
    head = content[:_HEAD]
    for mark, sort in _MARKS.items():
        if head.startswith(mark):
            return sort
    inside = _in_der(head)
    for mark, sort in _DER_MARKS.items():
        if inside.startswith(mark):
            return sort
    return Sort.OTHER if any(b < 0x20 and b not in b"\t\n\r" for b in head) else Sort.TEXT


def _in_der(head: bytes) -> bytes:
    """Return what a sequence in DER or BER begins with; nothing for any other file."""
    if len(head) < 2 or head[0] != _DER_SEQUENCE:
        return b""
    long = head[1] & 0x7F if head[1] > 0x80 else 0
    return head[2 + long :]


def check_target(path: Path, sort: Sort) -> None:
    """Raise WorldError where a file of this sort could not be written at `path`.

    A file that is there is replaced only by one of its own sort: no workbook or print ever
    takes the place of a review file or an identity.
    """
    try:
        if path.is_dir():
            raise WorldError(
                "is-a-folder",
                message("{path} is a folder. Enter the name of a file in it.", path=str(path)),
            )
        if not path.parent.is_dir():
            raise WorldError(
                "no-such-folder",
                message(
                    "There is no folder {path}. Create it or choose another.", path=str(path.parent)
                ),
            )
        if path.exists() and not path.is_file():
            raise WorldError(
                "no-file",
                message("{path} is a device, not a file. Choose another name.", path=str(path)),
            )
        head = _head(path, _HEAD) if path.exists() else b""
    except OSError as error:
        raise cannot_write(path, error) from None
    if head and sort_of(head) is not sort:
        raise WorldError(
            "exists",
            message(
                "{path} already exists and is not a {sort}, so it was not "
                "overwritten. Choose another name.",
                path=str(path),
                sort=_SORT_WORDS[sort],
            ),
        )


def check_no_input(out: Path, inputs: Iterable[Path]) -> None:
    """Raise WorldError where a file to write is one that was read, under whatever name."""
    if out.exists() and any(one.exists() and one.samefile(out) for one in inputs):
        raise WorldError(
            "own-input",
            message(
                "{out} is the file that was read, so it was not overwritten. Choose another name.",
                out=str(out),
            ),
        )


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file beside its target, flush it to the disk, then put it in the target's place.

    Readable by its owner alone. An interrupted write leaves the old file or none; what an
    earlier one left beside the target is swept. Raises WorldError where the disk or folder
    does not allow it, and where a file of another sort lies there.
    """
    check_target(path, sort_of(content))
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}{_PART}")
    try:
        for left in path.parent.glob(f".{_literal(path.name)}.*{_PART}"):
            remove(left, missing_ok=True)
        descriptor = open_new(temporary)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(temporary, path)
        flush_folder(path.parent)
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:  # also where a person interrupts it
        with contextlib.suppress(OSError):
            remove(temporary, missing_ok=True)


def _literal(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def read_whole(path: Path) -> bytes:
    """Read a file that someone handed in; raises WorldError where it cannot be read."""
    try:
        content = _head(path, READ_LIMIT + 1)  # a file may grow while it is read
    except OSError as error:
        raise cannot_read(path, error) from None
    if len(content) > READ_LIMIT:
        raise WorldError(
            "too-large",
            message("{file} is larger than 512 MiB, so it was not read.", file=path.name),
        )
    return content


def looks_like_workbook(path: Path) -> bool:
    """Say by its first bytes whether a file is a workbook, protected or not; not by its name."""
    return _begins_with(path, _ZIP_MARK) or looks_protected(path)


def looks_like_container(path: Path) -> bool:
    """Say by its first bytes whether a file is a pack or receipt, of this version or another."""
    return _begins_with(path, FAMILY)


def looks_protected(path: Path) -> bool:
    """Say by its content whether a file is a password-protected workbook."""
    return _begins_with(path, _COMPOUND_MARK) and is_protected(read_whole(path))


def _begins_with(path: Path, mark: bytes) -> bool:
    try:
        return _head(path, len(mark)) == mark
    except OSError as error:
        raise cannot_read(path, error) from None


def _head(path: Path, count: int) -> bytes:
    with open_given(path) as file:
        return file.read(count)


def cannot_read(path: Path, error: OSError) -> WorldError:
    """Say in one sentence why a file could not be read."""
    if isinstance(error, FileNotFoundError):
        return WorldError(
            "no-such-file",
            message("There is no file {path}. Check the name and folder.", path=str(path)),
        )
    if isinstance(error, IsADirectoryError):
        return WorldError(
            "is-a-folder",
            message("{path} is a folder. Enter the name of a file in it.", path=str(path)),
        )
    return WorldError(
        "cannot-read",
        message("{path} cannot be read: {error}.", path=str(path), error=reason_of(error)),
    )


def cannot_write(path: Path, error: OSError) -> WorldError:
    """Say in one sentence why a file could not be written, and that nothing was changed."""
    if error.errno == errno.ENOSPC:
        return WorldError(
            "disk-full",
            message(
                "The disk is full, so {file} was not saved. Free some space and try again.",
                file=path.name,
            ),
        )
    if isinstance(error, FileInUseError):
        return WorldError(
            "in-use",
            message(
                "{file} is open in another program, such as Excel or a PDF reader. Close it there "
                "and try again, or choose another name.",
                file=path.name,
            ),
        )
    if error.errno == errno.ENAMETOOLONG or (
        isinstance(error, FileNotFoundError) and path.parent.is_dir()
    ):
        return WorldError(
            "name-too-long",
            message("The name {file} is too long here. Choose a shorter one.", file=path.name),
        )
    if isinstance(error, FileNotFoundError):
        return WorldError(
            "no-such-folder",
            message(
                "There is no folder {path}. Create it or choose another.", path=str(path.parent)
            ),
        )
    return WorldError(
        "cannot-write",
        message(
            "{path} cannot be saved: {error}. Choose a folder you can write to.",
            path=str(path),
            error=reason_of(error),
        ),
    )
