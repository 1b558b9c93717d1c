"""Which sheet of a file holds the list, and which row is its header."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.cells.book import Book
from reviewer.cells.sheet import Sheet, is_blank
from reviewer.domain.errors import RefusalError
from reviewer.domain.list_options import ListOptions
from reviewer.domain.list_reading import MANDATORY_KEYS, ListNotice
from reviewer.domain.message import Message, listed, message, plural
from reviewer.intake.heading import (
    COMPARED,
    HEADER_SEARCH,
    Head,
    Header,
    find_header,
    first_case,
    header_at,
    own_keys,
)

_WEIGHED: Final = 300_000
"""Cells in which the header is looked for, in all sheets: sixty wide sheets, some three seconds."""


_DRAFT: Final = re.compile(r"draft|\bold\b|archive|supersede|previous|do not use", re.IGNORECASE)


def about_file(book: Book, options: ListOptions) -> list[ListNotice]:
    """Write the notices of a file that need no look into its cells."""
    notices = []
    if options.sheet and book.format == "csv":
        text = message("The file is text and has no sheets, so the sheet you named was ignored.")
        notices.append(ListNotice(code="no-sheets", text=text))
    if book.encoding == "cp1252" and not options.encoding:
        text = message(
            "The file is not UTF-8, so it was read as Windows-1252. Check a name with an accent."
        )
        notices.append(ListNotice(code="read-as-cp1252", text=text))
    hidden = [sheet.name for sheet in book.sheets if sheet.hidden]
    if hidden:
        text = message(
            "Hidden sheets were not read: {sheets}.",
            sheets=", ".join(hidden),
        )
        notices.append(ListNotice(code="hidden-sheets", text=text))
    return notices


def choose_sheet(
    book: Book, options: ListOptions, types: Mapping[str, str], notices: list[ListNotice]
) -> tuple[Sheet, Header]:
    """Return the sheet that holds the list, and its heading; the choice is reported in `notices`.

    `types` are the words for case types. Raises RefusalError where there is no table, no such
    sheet or no such row.
    """
    named = [sheet.name for sheet in book.sheets]
    visible = [sheet.name for sheet in book.sheets if not sheet.hidden] or named
    if options.sheet and book.format != "csv":
        wanted = options.sheet.strip().casefold()
        visible = [name for name in named if name.strip().casefold() == wanted][:1]
        if not visible:
            raise RefusalError(
                "no-such-sheet",
                message(
                    "The workbook has no sheet “{sheet}”. It has {sheets}.",
                    sheet=options.sheet,
                    sheets=", ".join(named),
                ),
            )
    if len(visible) == 1:
        sheet = book.read(visible[0], None)
        return sheet, heading_of(sheet, options, types)
    candidates = _weighed(book, visible, options, types, notices)
    best = max((c for c in candidates if c.header), key=_Candidate.rank, default=None)
    if best is None or best.header is None:
        unheaded = next((c.head for c in candidates if c.cases), None)
        raise _no_table(candidates[0].head) if unheaded is None else _no_heading(unheaded, types)
    notices += _about_others(candidates, best)
    sheet = book.read(best.head.name, None)
    if options.header_row is None:
        return sheet, best.header
    return sheet, heading_of(sheet, options, types)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A sheet that may hold the list: its first rows, its heading, its rows like cases."""

    head: Sheet
    header: Header | None
    cases: int
    width: float

    def rank(self) -> tuple[int, bool, int, int]:
        """Return what is compared: keys a list must have, no draft, rows, names of keys."""
        header = self.header
        keys = own_keys(header.texts) & {*MANDATORY_KEYS} if header else ()
        rows = self.head.height if self.cases else 0
        return len(keys), not _DRAFT.search(self.head.name), rows, header.score if header else 0


def _weighed(
    book: Book,
    names: Sequence[str],
    options: ListOptions,
    types: Mapping[str, str],
    notices: list[ListNotice],
) -> list[_Candidate]:
    found = []
    weighed = 0
    for place, name in enumerate(names):
        head = book.read(name, COMPARED)
        weighed += sum(map(len, head.rows))
        if weighed > _WEIGHED:
            text = message(
                "Only the first {place} of {count} sheets were searched for the list.",
                place=place,
                count=len(names),
            )
            notices.append(ListNotice(code="not-all-sheets", text=text))
            break
        looked = Head(head, types)
        found.append(
            _Candidate(
                head=head,
                header=find_header(head, _wanted(options), types),
                cases=sum(len(looked.content(i)) > 1 for i in range(len(looked.texts))),
                width=looked.typical_width,
            )
        )
    return found


def _about_others(candidates: Sequence[_Candidate], best: _Candidate) -> list[ListNotice]:
    """Say which sheet was read, what the others hold, and which of them looks like the list."""
    others = [other for other in candidates if other is not best and other.head.height]
    notices = [ListNotice(code="sheet-chosen", text=_chosen(len(candidates), best, others))]
    width = len(best.header.texts) if best.header else 0
    for other in others:
        if other.header is None and other.cases and 2 * other.width >= width:
            text = message(
                "The sheet {sheet} has no heading, but its rows look like the list. They "
                "were not read. Put them below the list.",
                sheet=_with_rows(other),
            )
            notices.append(ListNotice(code="list-goes-on", text=text))
        elif other.header and best.header and 2 * other.header.score > best.header.score > 0:
            text = message(
                "The sheet {sheet} also looks like a list. It was not read.",
                sheet=_with_rows(other),
            )
            notices.append(ListNotice(code="other-sheets", text=text))
    return notices


def _chosen(count: int, best: _Candidate, others: Sequence[_Candidate]) -> Message:
    if not others:
        return message("Of {count} sheets, “{sheet}” was read.", count=count, sheet=best.head.name)
    return message(
        "Of {count} sheets, “{sheet}” was read. Not read: {others}.",
        count=count,
        sheet=best.head.name,
        others=listed([_with_rows(other) for other in others]),
    )


def _with_rows(candidate: _Candidate) -> Message:
    head = candidate.head
    return plural(head.height, "“{sheet}” ({n:,} row)", "“{sheet}” ({n:,} rows)", sheet=head.name)


def _wanted(options: ListOptions) -> list[str]:
    return [*options.columns.values(), *options.earlier.columns.values()]


def heading_of(sheet: Sheet, options: ListOptions, types: Mapping[str, str]) -> Header:
    """Return the heading of a sheet, or the row that was asked for; raises RefusalError."""
    if options.header_row is None:
        header = find_header(sheet, _wanted(options), types)
        if header is None:
            raise _no_heading(sheet, types)
        return header
    header = header_at(sheet, options.header_row)
    if header is None:
        raise RefusalError(
            "no-such-row",
            message(
                "Row {row:,} of the sheet is empty, so it cannot be the heading.",
                row=options.header_row,
            ),
        )
    return header


def _no_heading(sheet: Sheet, types: Mapping[str, str]) -> RefusalError:
    row = first_case(sheet, types)
    if row is None:
        return _no_table(sheet)
    if sheet.name:
        text = message(
            "The sheet “{sheet}” has no heading that can be found: row {row:,} already "
            "looks like a case. Say which row is the heading (0 for none), or ask the "
            "force for a list with headings.",
            sheet=sheet.name,
            row=row,
        )
    else:
        text = message(
            "No heading was found: row {row:,} already looks like a case. Say which "
            "row is the heading (0 for none), or ask the force for a list with "
            "headings.",
            row=row,
        )
    return RefusalError("no-heading", text)


def _no_table(sheet: Sheet) -> RefusalError:
    first = next(
        (at for at, row in enumerate(sheet.rows) if sum(not is_blank(cell) for cell in row) > 1), 0
    )
    if first >= HEADER_SEARCH:
        return RefusalError(
            "no-heading",
            message(
                "No heading was found in the first {searched} rows: the table begins in row "
                "{row:,}. Say which row is the heading.",
                searched=HEADER_SEARCH,
                row=sheet.row_number(first),
            ),
        )
    return RefusalError(
        "no-rows",
        message(
            "The file has no table: no row has two filled cells. Check that it is the "
            "right file and sheet, and which delimiter it uses."
        ),
    )
