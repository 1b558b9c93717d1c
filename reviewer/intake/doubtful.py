"""Why a cell is no value: the sentence that refuses its row, or says that it was left empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from reviewer.cells.sheet import Doubtful
from reviewer.domain.message import Message, message
from reviewer.domain.quoting import shown


def why_doubtful(cell: Doubtful) -> Message:
    """Say why a cell of a column that every case needs is no value, and what to do."""
    return _SENTENCES[cell.code](shown(cell.shown))


_SENTENCES: Final[Mapping[str, Callable[[str], Message]]] = {
    "error-value": lambda cell: message("The cell has the error {cell}. Correct it.", cell=cell),
    "no-result": lambda _cell: message(
        "The cell has a formula, and its result is not in the file. Open the file "
        "in Excel and save it."
    ),
    "not-shown": lambda cell: message(
        "The cell has {cell}, which its format hides. Show it, or empty the cell.", cell=cell
    ),
    "format-not-known": lambda cell: message(
        "The cell has {cell}, and it is not clear what its format shows. Enter it as text.",
        cell=cell,
    ),
    "no-year": lambda cell: message(
        "The cell shows “{cell}”, without a year. Enter the whole date.", cell=cell
    ),
    "zero-date": lambda cell: message(
        "The cell shows {cell}, which means it has no date. Correct it.", cell=cell
    ),
    "formula-in-text": lambda cell: message(
        "The cell has the formula “{cell}” instead of its result. Enter the result.", cell=cell
    ),
}
"""Code of a doubtful cell → why its row is refused."""


def left_empty(code: str, column: str, rows: Message) -> Message:
    """Say which cells of a column that may be empty were left so, and why."""
    return message(
        "“{column}” has {cells}, which were left empty: {rows}.",
        column=column,
        cells=_LEFT_EMPTY[code],
        rows=rows,
    )


_LEFT_EMPTY: Final = {
    "not-a-date": message("values that are not dates"),
    "no-such-date": message("dates that do not exist"),
    "too-old": message("dates that are too old for a case"),
    "ambiguous-date": message("dates whose day and month could be either way round"),
    "order-not-known": message("dates that may have the day or the month first"),
    "zone-in-doubt": message("times that are on a different day in UK time"),
    "not-a-number": message("values that are not whole numbers"),
    "error-value": message("cells with an error"),
    "no-result": message(
        "formulas whose results are not in the file (open it in Excel and save it)"
    ),
    "not-shown": message("values that are hidden by their format"),
    "format-not-known": message("numbers in a format that is not known"),
    "no-year": message("dates that are shown without a year"),
    "zero-date": message("cells that show 00/01/1900"),
    "formula-in-text": message("formulas instead of their results"),
}
