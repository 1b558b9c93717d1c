"""What was found in a list, each with the option to use."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.domain.list_reading import ListNotice, ListReading
from reviewer.domain.message import Message, message
from ui.cli.advice import with_advice


def problem_lines(reading: ListReading) -> Iterator[Message]:
    """Yield a line for each problem that keeps a row out."""
    for found in reading.problems:
        if found.column:
            sentence = message(
                "Row {row}, {column}: {sentence}",
                row=found.row,
                column=found.column,
                sentence=found.text,
            )
        else:
            sentence = message("Row {row}: {sentence}", row=found.row, sentence=found.text)
        yield with_advice(found.code, sentence)


def notice_words(notice: ListNotice) -> Message:
    """Return a notice as a command prints it."""
    return with_advice(notice.code, message("Notice: {sentence}", sentence=notice.text))
