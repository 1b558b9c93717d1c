"""What the reading of a list says, and after it how what it asks for is done by command."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.domain.list_reading import ListNotice, ListReading
from ui.cli.doors import how_to


def problem_lines(reading: ListReading) -> Iterator[str]:
    """Yield a line for each problem that keeps a row out."""
    for found in reading.problems:
        column = found.column or "no column"
        yield how_to(found.code, f"Row {found.row}, {column}: {found.text}")


def notice_words(notice: ListNotice) -> str:
    """Return a notice as a command prints it."""
    return how_to(notice.code, f"Notice: {notice.text}")
