"""Which sheet of a file holds the list, and which row is its header."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reviewer.cells.book import Book
from reviewer.cells.sheet import Sheet
from reviewer.domain.errors import RefusalError
from reviewer.domain.list_options import ListOptions
from reviewer.domain.list_reading import ListNotice
from reviewer.intake.table import HEADER_SEARCH, Header, find_header, header_at

_WEIGHED: Final = 300_000
"""Cells in which the header is looked for, in all sheets: sixty wide sheets, some three seconds."""


def about_file(book: Book, options: ListOptions) -> list[ListNotice]:
    """Write the notices of a file that need no look into its cells."""
    notices = []
    if options.sheet and book.format == "csv":
        text = "The file is text and has no sheets: the sheet asked for was not looked for."
        notices.append(ListNotice(code="no-sheets", text=text))
    if book.encoding == "cp1252" and not options.encoding:
        text = "The file is not UTF-8; it was read as Windows-1252. Compare a name with an accent."
        notices.append(ListNotice(code="read-as-cp1252", text=text))
    hidden = [sheet.name for sheet in book.sheets if sheet.hidden]
    if hidden:
        text = f"The workbook has hidden sheets, which were not read: {', '.join(hidden)}."
        notices.append(ListNotice(code="hidden-sheets", text=text))
    return notices


def choose_sheet(
    book: Book, options: ListOptions, notices: list[ListNotice]
) -> tuple[Sheet, Header]:
    """Return the sheet that holds the list, and its header; the choice is said in `notices`.

    Raises RefusalError where there is no table, no such sheet or no such row.
    """
    named = [sheet.name for sheet in book.sheets]
    visible = [sheet.name for sheet in book.sheets if not sheet.hidden] or named
    if options.sheet and book.format != "csv":
        wanted = options.sheet.strip().casefold()
        visible = [name for name in named if name.strip().casefold() == wanted][:1]
        if not visible:
            raise RefusalError(
                "no-such-sheet",
                f"The workbook has no sheet “{options.sheet}”; it has {', '.join(named)}.",
            )
    if len(visible) == 1:
        sheet = book.read(visible[0], None)
        return sheet, _header(sheet, options)
    return _best_sheet(book, visible, options, notices)


def _best_sheet(
    book: Book, names: Sequence[str], options: ListOptions, notices: list[ListNotice]
) -> tuple[Sheet, Header]:
    found: dict[str, Header] = {}
    weighed = 0
    for place, name in enumerate(names):
        head = book.read(name, HEADER_SEARCH)
        weighed += sum(map(len, head.rows))
        if weighed > _WEIGHED:
            text = f"The list was looked for in the first {place} of {len(names)} sheets alone."
            notices.append(ListNotice(code="not-all-sheets", text=text))
            break
        header = find_header(head, _wanted(options))
        if header is not None:
            found[name] = header
    if not found:
        raise _no_table()
    best = max(found, key=lambda name: found[name].score)
    notices.append(
        ListNotice(code="sheet-chosen", text=f"Of {len(names)} sheets “{best}” was read.")
    )
    others = [n for n, h in found.items() if n != best and 2 * h.score > found[best].score > 0]
    if others:
        text = f"These sheets look like lists too and were not read: {', '.join(others)}."
        notices.append(ListNotice(code="other-sheets", text=text))
    sheet = book.read(best, None)
    return sheet, found[best] if options.header_row is None else _header(sheet, options)


def _wanted(options: ListOptions) -> list[str]:
    return [
        *options.columns.values(),
        *(options.earlier.columns.values() if options.earlier else ()),
    ]


def _header(sheet: Sheet, options: ListOptions) -> Header:
    if options.header_row is None:
        header = find_header(sheet, _wanted(options))
        if header is None:
            raise _no_table()
        return header
    header = header_at(sheet, options.header_row)
    if header is None:
        raise RefusalError(
            "no-such-row",
            f"Row {options.header_row:,} of the sheet is empty and can't be the header.",
        )
    return header


def _no_table() -> RefusalError:
    return RefusalError(
        "no-rows",
        "The file holds no table: no row has two filled cells; check that it is the right file"
        " and sheet.",
    )
