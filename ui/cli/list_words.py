"""What the reading of a list says, and after it how what it asks for is done by command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reviewer.domain.list_reading import ListNotice, ListReading

_HOW: Final[Mapping[str, str]] = {
    "unknown-type": "Give --type WORDS=CODE.",
    "no-column-reference": "Give --map reference=HEADER.",
    "no-column-type": "Give --map type=HEADER.",
    "no-column-reported": "Give --map reported=HEADER.",
    "no-scale": "Give --scale.",
}


def problem_lines(reading: ListReading) -> Iterator[str]:
    """Yield a line for each problem that keeps a row out."""
    for found in reading.problems:
        column = found.column or "no column"
        yield _with_how(found.code, f"Row {found.row}, {column}: {found.text}")


def notice_words(notice: ListNotice) -> str:
    """Return a notice as a command prints it."""
    return _with_how(notice.code, f"Notice: {notice.text}")


def _with_how(code: str, line: str) -> str:
    return f"{line} {_HOW[code]}" if code in _HOW else line
