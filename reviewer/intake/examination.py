"""The whole way of one list, from its bytes to what is handed back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from reviewer.domain.case import WITHHELD
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import Key
from reviewer.intake.checks import Checked, check_rows
from reviewer.intake.dates import looks_like_date
from reviewer.intake.findings import ListColumn, ListNotice, ListProblem, named_rows
from reviewer.intake.formats import Book, open_book
from reviewer.intake.limits import Limits
from reviewer.intake.look import look_at, said, with_padding
from reviewer.intake.mapping import MANDATORY, Column, Mapped, map_columns
from reviewer.intake.sheet import RawCell, Sheet, is_blank
from reviewer.intake.table import (
    HEADER_SEARCH,
    Header,
    Table,
    find_header,
    surroundings,
    take_table,
)
from reviewer.intake.values import clean_text, code_of, shown
from reviewer.intake.vocabulary import Vocabulary

_SAMPLES: Final = 3
_MISSING: Final = {"reference": "references", "type": "case types", "reported": "dates reported"}
_LEFT_OUT: Final = {
    "total": "Totals were left out",
    "note": "Notes outside the table were left out",
    "repeated header": "Repeated headers were left out",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person says about a list: everything a guess of ours gives way to."""

    words: Vocabulary
    mapping: Mapping[str, str]
    sheet: str | None
    force: str | None
    scale: str | None
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What a list was found to be; `values` has one text for each accepted position."""

    file_digest: str
    format: str
    encoding: str
    delimiter: str
    sheet: str
    header_row: int
    rows: int
    positions: Sequence[int]
    values: Mapping[str, Sequence[str]]
    refused_rows: Sequence[int]
    mapping: Mapping[str, str]
    left_out: Sequence[tuple[str, str]]
    columns: Sequence[ListColumn]
    problems: Sequence[ListProblem]
    notices: Sequence[ListNotice]


def examine(content: bytes, wish: Wish, limits: Limits) -> Examined:
    """Read, map and check a list.

    Raises RefusalError where the file as a whole can't be read as a list. A missing
    mandatory column is a problem of the header row: then no row is accepted.
    """
    book = open_book(content, limits)
    notices = _about_file(book, wish)
    sheet, header = _choose_sheet(book, wish, notices)
    look = look_at(content, book.format, sheet, limits)
    sheet = with_padding(sheet, look)
    notices += said(look, sheet) if book.format != "csv" else []
    if book.edge and sheet.row_number(len(sheet.rows) - 1) == book.edge:
        notices.append(
            ListNotice(
                code="cut-off",
                text=f"The sheet ends at row {book.edge:,}, where this format ends: rows may have"
                " been cut off; ask the force how many there are.",
            )
        )
    table = take_table(sheet, header)
    mapped = map_columns(_columns(table), wish.mapping, wish.words)
    found = len(table.rows)
    table = _without_surroundings(table, mapped, wish.words, notices)
    if not table.rows:
        raise RefusalError(
            "no-rows",
            f"Below the header in row {table.header_row} the list has no rows; check that it is"
            " the right file and sheet.",
        )
    by_key = mapped.columns
    if len(table.rows) < found:
        columns = _columns(table)
        by_key = {key: columns[column.index] for key, column in by_key.items()}
    checked = check_rows(
        by_key,
        table.numbers,
        wish.words,
        force=wish.force,
        scale=wish.scale,
        today=wish.today,
        from_1904=book.from_1904,
    )
    notices += _about_columns(mapped, wish)
    problems = [*_missing_columns(table, mapped), *checked.problems]
    return _result(content, book, table, mapped, checked, problems, notices)


def _about_file(book: Book, wish: Wish) -> list[ListNotice]:
    notices = []
    if wish.sheet is not None and book.format == "csv":
        text = "The file is text and has no sheets: the sheet asked for was not looked for."
        notices.append(ListNotice(code="no-sheets", text=text))
    if book.encoding == "cp1252":
        text = "The file is not UTF-8; it was read as Windows-1252. Compare a name with an accent."
        notices.append(ListNotice(code="read-as-cp1252", text=text))
    hidden = [sheet.name for sheet in book.sheets if sheet.hidden]
    if hidden:
        text = f"The workbook has hidden sheets, which were not read: {', '.join(hidden)}."
        notices.append(ListNotice(code="hidden-sheets", text=text))
    return notices


def _choose_sheet(book: Book, wish: Wish, notices: list[ListNotice]) -> tuple[Sheet, Header]:
    named = [sheet.name for sheet in book.sheets]
    visible = [sheet.name for sheet in book.sheets if not sheet.hidden] or named
    if wish.sheet is not None and book.format != "csv":
        wanted = wish.sheet.strip().casefold()
        visible = [name for name in named if name.strip().casefold() == wanted][:1]
        if not visible:
            raise RefusalError(
                "no-such-sheet",
                f"The workbook has no sheet “{wish.sheet}”; it has {', '.join(named)}.",
            )
    if len(visible) == 1:
        sheet = book.read(visible[0], None)
        header = find_header(sheet, wish.mapping.values())
        if header is None:
            raise _no_table()
        return sheet, header
    return _best_sheet(book, visible, wish, notices)


def _best_sheet(
    book: Book, names: Sequence[str], wish: Wish, notices: list[ListNotice]
) -> tuple[Sheet, Header]:
    found: dict[str, Header] = {}
    for name in names:
        header = find_header(book.read(name, HEADER_SEARCH), wish.mapping.values())
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
    return book.read(best, None), found[best]


def _no_table() -> RefusalError:
    return RefusalError(
        "no-rows",
        "The file holds no table: no row has two filled cells; check that it is the right file"
        " and sheet.",
    )


def _columns(table: Table) -> list[Column]:
    found = []
    for index, cells in enumerate(table.columns()):
        letter = table.sheet.letter(index)
        name = clean_text(table.header.texts[index]) or f"column {letter}"
        found.append(Column(index=index, name=name, letter=letter, cells=cells))
    return found


def _doubtful(table: Table, mapped: Mapped, words: Vocabulary) -> list[int]:
    """List the rows that have neither a known case type nor a date."""
    known: list[Sequence[RawCell]] = []
    for key in (Key("type"), Key("reported")):
        column = mapped.columns.get(key)
        known.append(column.cells if column is not None else ("",) * len(table.rows))
    sure = {
        cell
        for cell in {*known[0], *known[1]}
        if code_of(cell, words.types) is not None or looks_like_date(cell)
    }
    pairs = enumerate(zip(*known, strict=True))
    return [i for i, (kind, day) in pairs if kind not in sure and day not in sure]


def _without_surroundings(
    table: Table, mapped: Mapped, words: Vocabulary, notices: list[ListNotice]
) -> Table:
    reference = mapped.columns.get(Key("reference"))
    doubtful = _doubtful(table, mapped, words)
    left_out = surroundings(table, doubtful, reference.index if reference else None)
    for kind, sentence in _LEFT_OUT.items():
        rows = tuple(table.numbers[i] for i, found in left_out.items() if found == kind)
        if rows:
            code = kind.replace(" ", "-")
            text = f"{sentence}: {named_rows(sorted(rows))}."
            notices.append(ListNotice(code=code, text=text, rows=tuple(sorted(rows))))
    if not left_out:
        return table
    kept = [i for i in range(len(table.rows)) if i not in left_out]
    return Table(
        sheet=table.sheet,
        header=table.header,
        rows=[table.rows[i] for i in kept],
        numbers=[table.numbers[i] for i in kept],
        gaps=frozenset(),
    )


def _about_columns(mapped: Mapped, wish: Wish) -> list[ListNotice]:
    notices = []
    for key in mapped.by_content:
        name = mapped.columns[key].name
        text = f"“{name}” was taken as the {key} by what its cells hold."
        notices.append(ListNotice(code="mapped-by-content", text=text, column=name))
    for key, what in mapped.personal.items():
        name = mapped.columns[key].name
        text = f"“{name}” is kept as the {key} and seems to hold {what}."
        notices.append(ListNotice(code="personal-data", text=text, column=name))
    if Key("force") not in mapped.columns and not wish.force:
        text = "No column names the force; it is given when the inspection is made."
        notices.append(ListNotice(code="no-force", text=text))
    return notices


def _missing_columns(table: Table, mapped: Mapped) -> list[ListProblem]:
    names = ", ".join(f"“{shown(text)}”" for text in table.header.texts if text)
    return [
        ListProblem(
            row=table.header_row,
            column="",
            code=f"no-column-{key}",
            text=f"No column was found for the {_MISSING[key]}; name it with --map {key}=HEADER"
            f" (the headers are {names}).",
        )
        for key in MANDATORY
        if key not in mapped.columns
    ]


def _result(
    content: bytes,
    book: Book,
    table: Table,
    mapped: Mapped,
    checked: Checked,
    problems: Sequence[ListProblem],
    notices: Sequence[ListNotice],
) -> Examined:
    bad = {problem.row for problem in problems}
    if table.header_row in bad:
        bad = set(table.numbers)
    accepted = [i for i, number in enumerate(table.numbers) if number not in bad]
    values = {
        str(key): column if len(accepted) == len(column) else [column[i] for i in accepted]
        for key, column in checked.values.items()
    }
    left_out = [
        (column, reason)
        for column, reason, _personal in mapped.left_out
        if table.header.texts[column.index] or not all(map(is_blank, column.cells))
    ]
    return Examined(
        file_digest=hashlib.sha256(content).hexdigest(),
        format=book.format,
        encoding=book.encoding,
        delimiter=book.delimiter,
        sheet=table.sheet.name,
        header_row=table.header_row,
        rows=len(table.rows),
        positions=[i + 1 for i in accepted],
        values=values,
        refused_rows=[number for number in table.numbers if number in bad],
        mapping={str(key): column.name for key, column in mapped.columns.items()},
        left_out=[(column.name, reason) for column, reason in left_out],
        columns=_shown_columns(mapped),
        problems=problems,
        notices=[*notices, *checked.notices],
    )


def _shown_columns(mapped: Mapped) -> list[ListColumn]:
    found = [
        (column, str(key), "", key in WITHHELD or key in mapped.personal)
        for key, column in mapped.columns.items()
    ]
    found += [(column, "", reason, personal) for column, reason, personal in mapped.left_out]
    return [
        ListColumn(
            header=column.name,
            letter=column.letter,
            key=key,
            reason=reason,
            samples=() if closed else _samples(column.cells),
        )
        for column, key, reason, closed in sorted(found, key=lambda item: item[0].index)
    ]


def _samples(cells: Sequence[RawCell]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for cell in cells[:500]:
        if not is_blank(cell):
            found.setdefault(shown(clean_text(cell)))
        if len(found) == _SAMPLES:
            break
    return tuple(found)
