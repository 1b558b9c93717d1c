"""How one value is written in a sheet's XML, and back: written is read, for any text.

Texts are inline strings, never formulas. Excel decodes `_x0041_` inside a text, so a text
that really holds such letters is escaped as `_x005F_x0041_`; a carriage return is a
character reference, because XML would read a bare one as a line feed.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message

Value = str | int | float | None
"""What a cell can hold; None and empty text are no cell."""

CELL_LIMIT: Final = 32_767
"""UTF-16 units of one cell's text: Excel repairs, that is cuts, anything longer."""

REPLACEMENT: Final = "\ufffd"

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile("[&<>_\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=[xX][0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"&([^;]{0,6});?")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">", "#13": "\r"}

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so would become a formula when a person edits the cell or saves as CSV."""


_CAREFUL_STARTS = frozenset(FORMULA_STARTS)


def forbidden(text: str) -> bool:
    """Say whether a text holds characters that XML has no way to write."""
    return _FORBIDDEN.search(text) is not None


def allowed_text(text: str) -> str:
    """Return a text with U+FFFD for every character that XML forbids."""
    return _FORBIDDEN.sub(REPLACEMENT, text)


def escaped(text: str) -> str:
    """Write a text as the content of a `t` element; what XML forbids becomes U+FFFD."""
    if not _SPECIAL.search(text):
        return text
    text = _LOOKS_ESCAPED.sub("_x005F_", allowed_text(text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def unescaped(written: str) -> str:
    """Read what `escaped` wrote; raises RefusalError for anything it does not write."""
    if "&" in written:
        written = _REFERENCE.sub(_character, written)
    if "_" in written:
        written = _ESCAPED.sub(_underscore, written)
    return written


def _character(match: re.Match[str]) -> str:
    if match[1] not in _CHARACTERS or not match[0].endswith(";"):
        raise strange_cell()
    return _CHARACTERS[match[1]]


def _underscore(match: re.Match[str]) -> str:
    if match[1] != "005F":
        raise strange_cell()
    return "_"


def strange_cell() -> RefusalError:
    """Return the refusal of a sheet that this program did not write."""
    return RefusalError(
        "strange-sheet",
        message("A sheet was not written by Reviewer. Ask for a new export."),
    )


@lru_cache(maxsize=4096)  # most cells hold codes, which recur
def needs_care(text: str) -> bool:
    """Say whether a text may need escaping in a plain cell."""
    first = text[0]
    return (
        first.isspace()
        or first in _CAREFUL_STARTS
        or text[-1].isspace()
        or _SPECIAL.search(text) is not None
    )


def cell_xml(reference: str, value: str | float, style: str) -> str:
    """Write one cell; `style` is an attribute (` s="3"`) or nothing."""
    if isinstance(value, str):
        space = ' xml:space="preserve"' if value[0].isspace() or value[-1].isspace() else ""
        text = escaped(value)
        return f'<c r="{reference}"{style} t="inlineStr"><is><t{space}>{text}</t></is></c>'
    return f'<c r="{reference}"{style}><v>{value!r}</v></c>'


def number_or_text(text: str) -> str | int:
    """Return digits as the number they are, where a workbook gives exactly these digits back."""
    plain = text.isascii() and text.isdecimal() and len(text) <= _EXACT_DIGITS
    return int(text) if plain and (text == "0" or text[0] != "0") else text


_EXACT_DIGITS = 15

DAY_FORMAT: Final = "yyyy-mm-dd"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_FIRST_DAY: Final = "1900-03-01"
"""Before it Excel counts a day that never was."""
_BEFORE_DAYS: Final = date(1899, 12, 30).toordinal()


@lru_cache(maxsize=4096)
def day_or_text(text: str) -> str | int:
    """Return an ISO day as the number that Excel shows as a date; any other text as it is.

    Months, moments, and days before March 1900 stay texts.
    """
    if not _DAY.fullmatch(text) or text < _FIRST_DAY:
        return text
    try:
        return date.fromisoformat(text).toordinal() - _BEFORE_DAYS
    except ValueError:
        return text


@lru_cache(maxsize=4096)
def day_written(written: str) -> str:
    """Read what `day_or_text` wrote, a number as its digits; raises RefusalError for any other."""
    if not written.isdecimal():
        if day_or_text(written) != written:
            raise strange_cell()
        return written
    ordinal = int(written) + _BEFORE_DAYS
    if ordinal > date.max.toordinal() or date.fromordinal(ordinal).isoformat() < _FIRST_DAY:
        raise strange_cell()
    return date.fromordinal(ordinal).isoformat()


def units(text: str) -> int:
    """Count the UTF-16 units of a text, as Excel does."""
    return len(text) + sum(c > "\uffff" for c in text)


def pieces(text: str) -> list[str]:
    """Cut a text into pieces that each fit a cell."""
    if len(text) <= CELL_LIMIT // 2 or units(text) <= CELL_LIMIT:
        return [text]
    step = CELL_LIMIT // 2
    return [text[start : start + step] for start in range(0, len(text), step)]


def letters(column: int) -> str:
    """Name a column (from 1) by its letters: 28 is AB."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
