"""The sheets of an XLSForm, and why a file is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from reviewer.cells.book import open_book
from reviewer.cells.limits import MIB, Limits
from reviewer.cells.opening import Opening
from reviewer.cells.sheet import text_of
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from reviewer.intake.xlsform_lines import XlsFormLine, lines_of

_LIMITS: Final = Limits(file_bytes=20 * MIB, rows=1_048_576, columns=16_384, cells=6_000_000)
_REFUSED: Final = {
    "too-large": message(
        "The spreadsheet is too large for a form. Keep only the sheets survey, choices and "
        "settings, and delete everything below and beside them."
    ),
    "empty-file": message("The file is empty. Choose the spreadsheet with the form."),
    "password-protected": message(
        "The spreadsheet has a password. Open it in Excel and save a copy without one."
    ),
}
_NO_WORKBOOK: Final = message(
    "The form cannot be read: the file is damaged or is not a workbook. Open it in Excel and save "
    "it as .xlsx."
)


def lines_by_sheet(untrusted: bytes) -> Callable[[str], list[XlsFormLine]]:
    """Open an XLSForm; what comes back gives the lines of a sheet, none where it is not there.

    Both raise RefusalError, in words of forms, for a file that can't be read or is no XLSForm.
    """
    with _in_words_of_forms():
        book = open_book(untrusted, _LIMITS, Opening())
    sheets = {sheet.name.strip().casefold(): sheet.name for sheet in book.sheets}
    if "survey" not in sheets:
        raise RefusalError(
            "no-xlsform",
            message("This is not an XLSForm: it has no sheet survey."),
        )

    def lines(name: str) -> list[XlsFormLine]:
        if name not in sheets:
            return []
        with _in_words_of_forms():
            read = book.read(sheets[name], None)
        cells = [[text_of(cell).strip() for cell in row] for row in read.rows]
        return list(lines_of(name, cells, read.first_row))

    return lines


@contextmanager
def _in_words_of_forms() -> Iterator[None]:
    """Say of a form what the reader of workbooks says of a list."""
    try:
        yield
    except RefusalError as error:
        raise RefusalError(error.code, _REFUSED.get(error.code, _NO_WORKBOOK)) from None
