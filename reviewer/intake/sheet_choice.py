"""Which sheet of a file holds the list, and which row is its header."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.cells.book import Book
from reviewer.cells.sheet import Sheet
from reviewer.domain.errors import RefusalError
from reviewer.domain.list_options import ListOptions
from reviewer.domain.list_reading import MANDATORY_KEYS, ListNotice
from reviewer.intake.heading import (
    COMPARED,
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
    book: Book, options: ListOptions, types: Mapping[str, str], notices: list[ListNotice]
) -> tuple[Sheet, Header]:
    """Return the sheet that holds the list, and its heading; the choice is said in `notices`.

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
                f"The workbook has no sheet “{options.sheet}”; it has {', '.join(named)}.",
            )
    if len(visible) == 1:
        sheet = book.read(visible[0], None)
        return sheet, _header(sheet, options, types)
    candidates = _weighed(book, visible, options, types, notices)
    best = max((c for c in candidates if c.header), key=_Candidate.rank, default=None)
    if best is None or best.header is None:
        unheaded = next((c.head for c in candidates if c.cases), None)
        raise _no_table() if unheaded is None else _no_heading(unheaded, types)
    notices += _about_others(candidates, best)
    sheet = book.read(best.head.name, None)
    if options.header_row is None:
        return sheet, best.header
    return sheet, _header(sheet, options, types)


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
            text = f"The list was looked for in the first {place} of {len(names)} sheets alone."
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
    """Say which sheet was read, and what the others hold that looks like cases."""
    text = f"Of {len(candidates)} sheets “{best.head.name}” was read."
    notices = [ListNotice(code="sheet-chosen", text=text)]
    width = len(best.header.texts) if best.header else 0
    for other in candidates:
        rows = f"“{other.head.name}” ({other.head.height:,} rows)"
        if other is best:
            continue
        if other.header is None and other.cases and 2 * other.width >= width:
            text = (
                f"The sheet {rows} has no heading and rows like those of the list, which were not"
                " read; put them below the list."
            )
            notices.append(ListNotice(code="list-goes-on", text=text))
        elif other.header and best.header and 2 * other.header.score > best.header.score > 0:
            text = f"The sheet {rows} looks like a list too and was not read."
            notices.append(ListNotice(code="other-sheets", text=text))
    return notices


def _wanted(options: ListOptions) -> list[str]:
    return [*options.columns.values(), *options.earlier.columns.values()]


def _header(sheet: Sheet, options: ListOptions, types: Mapping[str, str]) -> Header:
    if options.header_row is None:
        header = find_header(sheet, _wanted(options), types)
        if header is None:
            raise _no_heading(sheet, types)
        return header
    header = header_at(sheet, options.header_row)
    if header is None:
        raise RefusalError(
            "no-such-row",
            f"Row {options.header_row:,} of the sheet is empty and can't be the header.",
        )
    return header


def _no_heading(sheet: Sheet, types: Mapping[str, str]) -> RefusalError:
    row = first_case(sheet, types)
    if row is None:
        return _no_table()
    where = f" of the sheet “{sheet.name}”" if sheet.name else ""
    return RefusalError(
        "no-heading",
        f"No row{where} can be the heading: row {row:,} looks like a case already; say which row"
        " the heading is (0 for none), or ask the force for a list with one.",
    )


def _no_table() -> RefusalError:
    return RefusalError(
        "no-rows",
        "The file holds no table: no row has two filled cells; check that it is the right file"
        " and sheet, and what sets its cells apart.",
    )
