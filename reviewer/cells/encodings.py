"""Which characters the bytes of a text file stand for: never guessed where lines disagree."""

from __future__ import annotations

import codecs
from typing import Final

from reviewer.domain.errors import RefusalError
from reviewer.domain.list_options import ENCODINGS
from reviewer.domain.message import message
from reviewer.domain.quoting import shown

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS: Final = frozenset(chr(c) for c in range(32)) - frozenset("\t\n\r\f\x1f\x1e\x0b")
_HEAD: Final = 64 * 1024
"""Bytes in which every second one is zero where the text is UTF-16 without a mark."""


def checked_encoding(untrusted: str) -> str:
    """Return the name of an encoding lists come in; raises RefusalError for another."""
    try:
        name = codecs.lookup(untrusted.strip()).name
    except (LookupError, ValueError):
        name = ""
    if name not in ENCODINGS:
        raise RefusalError(
            "unknown-encoding",
            message(
                "“{name}” is not an encoding for lists. Use one of {encodings}.",
                name=shown(untrusted),
                encodings=", ".join(ENCODINGS),
            ),
        )
    return name


def text_in(content: bytes, encoding: str | None) -> tuple[str, str]:
    """Return the text of a file and its encoding; `encoding` is a person's word, checked.

    Without it the file's mark decides, then UTF-8, then Windows-1252. Raises RefusalError for
    what is no text, for a NUL, and where some lines are UTF-8 and others are not.
    """
    text, found = _chosen(content, encoding) if encoding else _decoded(content)
    if "\0" in text:
        row = text[: text.index("\0")].count("\n") + 1
        raise RefusalError(
            "nul-in-text",
            message(
                "Line {row:,} of the file has a NUL, which is never in text, so the file "
                "is damaged. Save it again, or ask for it again.",
                row=row,
            ),
        )
    return text, found


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding), encoding.removesuffix("-sig")
    head = content[:_HEAD]
    half = len(head) // 2
    for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        if half and head[offset::2].count(0) > half * 0.7:
            return _strictly(content, encoding), encoding
    try:
        text, encoding = content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        _refuse_mixed(content, error.start)
        text, encoding = _strictly(content, "cp1252"), "cp1252"
    if sum(map(text[:4096].count, _CONTROLS)) > min(len(text), 4096) // 50:
        raise _no_text()
    return text, encoding


def _refuse_mixed(content: bytes, start: int) -> None:
    """Raise RefusalError where a line is not UTF-8 while others hold accents in UTF-8."""
    head = content[:4096]
    if sum(byte < 0x20 and byte not in b"\t\n\r" for byte in head) > len(head) // 50:
        raise _no_text()
    bad = content[:start].count(b"\n") + 1
    for line in content.split(b"\n"):
        if not line.isascii() and _is_utf8(line):
            raise RefusalError(
                "mixed-encodings",
                message(
                    "Line {bad:,} of the file is not UTF-8, but others are: “{content}”. "
                    "Correct that line, or say which encoding the whole file has.",
                    bad=bad,
                    content=_plain(content, bad),
                ),
            )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _plain(content: bytes, line: int) -> str:
    return shown(content.split(b"\n")[line - 1].decode("cp1252", "replace"), 60)


def _chosen(content: bytes, encoding: str) -> tuple[str, str]:
    try:
        return content.decode(encoding).removeprefix("\ufeff"), encoding
    except UnicodeDecodeError as error:
        raise RefusalError(
            "other-encoding",
            message(
                "The file is not {encoding}: byte {start:,} cannot be read. Choose another "
                "encoding, or let the program find it.",
                encoding=encoding,
                start=error.start + 1,
            ),
        ) from None


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise _no_text() from None


def _no_text() -> RefusalError:
    return RefusalError(
        "not-a-list",
        message(
            "The file is not a workbook or text. Ask the force for the list as .xlsx, "
            ".xlsm, .xlsb, .xls, .ods or CSV."
        ),
    )
