"""The whole way of one list, from its bytes to what is handed back."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from reviewer.cells.book import Book, open_book
from reviewer.cells.opening import Opening
from reviewer.cells.sheet import Doubtful, RawCell, is_blank, text_of
from reviewer.domain.case import LIST_KEYS, WITHHELD
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import Code, Key
from reviewer.domain.kinds import Kind
from reviewer.domain.list_options import DateOrder, ListOptions
from reviewer.domain.list_reading import (
    MANDATORY_KEYS,
    ListColumn,
    ListNotice,
    ListProblem,
    ListReading,
    RefusedRows,
    named_rows,
)
from reviewer.domain.list_words import LIST_WORDS
from reviewer.domain.message import Message, message
from reviewer.domain.quoting import shown
from reviewer.domain.withheld_words import withheld_words
from reviewer.intake.account import account_of
from reviewer.intake.checks import Checked, check_rows
from reviewer.intake.column import MappedColumn
from reviewer.intake.dates import looks_like_date
from reviewer.intake.fill import corrected, filled_down
from reviewer.intake.heading import own_keys
from reviewer.intake.layout import laid_out
from reviewer.intake.mapping import Mapped, map_columns, named_column
from reviewer.intake.pipe import Examined, ReadingRequest
from reviewer.intake.set_aside import SET_ASIDE
from reviewer.intake.sheet_choice import about_file, choose_sheet, heading_of
from reviewer.intake.side_by_side import beside_others, choose_table
from reviewer.intake.table import ListTable, surroundings
from reviewer.intake.values import clean_text, code_of
from reviewer.intake.visible import about_looks
from reviewer.intake.vocabulary import Vocabulary
from reviewer.intake.widths import short_rows

_SAMPLES: Final = 3
_KEPT: Final = 5_000
"""Refused rows that are handed back: a list with more is asked for again, not corrected by hand."""
_MISSING: Final = {
    Key("reference"): message("references"),
    Key("type"): message("case types"),
    Key("reported"): message("dates reported"),
}


def examine(content: bytes, request: ReadingRequest) -> Examined:
    """Read, map and check a list.

    Raises RefusalError where the file as a whole can't be read as a list. A missing
    mandatory column is a problem of the header row: then no row is accepted.
    """
    options, words = request.options, request.words
    book = open_book(content, request.limits, _opening(options))
    notices = about_file(book, options)
    table = _table(book, request, notices)
    mapped = map_columns(table.columns, options.columns, words, options.earlier.columns)
    mapped = mapped.without(table.beside)
    whole = table
    table = _without_surroundings(whole, mapped, words, notices)
    notices += _about_contradicted(whole, mapped, table)
    too_short, named = short_rows(table)
    notices += named
    if not table.rows:
        raise RefusalError(
            "no-rows",
            message(
                "There are no rows below the heading in row {header_row}. Check that it is "
                "the right file and sheet.",
                header_row=table.header_row,
            ),
        )
    by_key = mapped.columns
    if len(table.rows) < len(whole.rows):
        columns = table.columns
        by_key = {key: columns[column.index] for key, column in by_key.items()}
    by_key = corrected(filled_down(by_key, table, notices), table, options.corrections)
    checked = check_rows(
        by_key,
        table.numbers,
        words,
        force=" ".join(options.force.split()),
        scale=options.scale,
        today=request.today,
        from_1904=book.from_1904,
        orders=_orders(by_key, options),
    )
    notices += _about_columns(mapped, options)
    problems = [*_missing_columns(table, mapped), *_doubts(table), *too_short, *checked.problems]
    return _result(content, book, table, mapped, checked, problems, notices)


def _opening(options: ListOptions) -> Opening:
    return Opening(
        password=options.password, encoding=options.encoding, delimiter=options.delimiter
    )


def _table(book: Book, request: ReadingRequest, notices: list[ListNotice]) -> ListTable:
    options = request.options
    sheet, header = choose_sheet(book, options, request.words.types, notices)
    notices += about_looks(sheet, book.look(sheet.name))
    if sheet.marked:
        rows = tuple(sorted({sheet.row_number(index) for index, _column in sheet.marked}))
        text = message(
            'Marks that spreadsheets add (="…" or \') were removed: {rows}.',
            rows=named_rows(rows),
        )
        notices.append(ListNotice(code="marks-taken-off", text=text, rows=rows))
    if book.edge and sheet.row_number(len(sheet.rows) - 1) == book.edge:
        notices.append(
            ListNotice(
                code="cut-off",
                text=message(
                    "The sheet ends at row {row:,}, the last that this format allows. Rows may "
                    "be missing: ask the force how many there are.",
                    row=book.edge,
                ),
            )
        )
    types = request.words.types
    asked = options.header_row is not None or "reference" in options.columns
    if not options.table:
        return laid_out(sheet, header, types, asked=asked)
    chosen = choose_table(sheet, lambda one: heading_of(one, options, types), types, options.table)
    table = laid_out(chosen.sheet, chosen.header, types, asked=asked)
    return beside_others(table, sheet, chosen, notices)


def _orders(columns: Mapping[Key, MappedColumn], options: ListOptions) -> dict[Key, DateOrder]:
    """Return what a person says of the order of dates, by key; raises RefusalError."""
    found = {Key(key): order for key, order in options.earlier.dates.items()}
    for name, order in options.dates.items():
        key = Key(name.strip())
        if key not in columns:
            column = named_column(list(columns.values()), name)
            key = next(key for key, mapped in columns.items() if mapped.index == column.index)
        if LIST_KEYS[key] is not Kind.DATE:
            raise RefusalError(
                "not-a-date-column", message("“{column}” is not a column of dates.", column=name)
            )
        found[key] = order
    return found


def _doubtful(table: ListTable, mapped: Mapped, words: Vocabulary) -> Sequence[int]:
    """List the rows that have neither a known case type nor a date."""
    doubtful: Sequence[int] = range(len(table.rows))
    for key in (Key("reported"), Key("type")):
        column = mapped.columns.get(key)
        if column is not None and doubtful:
            unsure = frozenset(cell for cell in column.different if not _is_sure(cell, words))
            doubtful = [i for i in doubtful if column.cells[i] in unsure] if unsure else ()
    return doubtful


def _is_sure(cell: RawCell, words: Vocabulary) -> bool:
    return code_of(cell, words.types) is not None or looks_like_date(cell)


def _without_surroundings(
    table: ListTable, mapped: Mapped, words: Vocabulary, notices: list[ListNotice]
) -> ListTable:
    reference = mapped.columns.get(Key("reference"))
    doubtful = _doubtful(table, mapped, words)
    left_out = surroundings(table, doubtful, reference.index if reference else None)
    rows = {kind: list(numbers) for kind, numbers in table.set_aside.items()}
    for index, kind in left_out.items():
        rows.setdefault(kind, []).append(table.numbers[index])
    for kind in sorted(rows, key=list(SET_ASIDE).index):
        numbers = tuple(sorted(rows[kind]))
        text = SET_ASIDE[kind](named_rows(numbers))
        notices.append(ListNotice(code=kind.replace(" ", "-"), text=text, rows=numbers))
    return replace(table.without(left_out), set_aside=rows)


def _doubts(table: ListTable) -> list[ListProblem]:
    return [
        ListProblem(row=number, column="", code=code, text=text)
        for number, (code, text) in table.doubts.items()
    ]


def _about_columns(mapped: Mapped, options: ListOptions) -> list[ListNotice]:
    notices = []
    if mapped.as_before:
        text = message(
            "These columns were read as in an earlier list: {columns}.",
            columns=", ".join(mapped.columns[key].name for key in mapped.as_before),
        )
        notices.append(ListNotice(code="mapped-as-before", text=text))
    if mapped.not_there:
        text = message(
            "The earlier list had columns that are not in this one: {columns}.",
            columns=", ".join(f"“{shown(header)}”" for header in mapped.not_there),
        )
        notices.append(ListNotice(code="columns-not-there", text=text))
    for key in mapped.by_content:
        name = mapped.columns[key].name
        text = message(
            "“{column}” was read as “{key}” because of what is in its cells.",
            column=name,
            key=LIST_WORDS[key],
        )
        notices.append(ListNotice(code="mapped-by-content", text=text, column=name))
    notices += _about_rivals(mapped)
    for key, what in mapped.personal.items():
        name = mapped.columns[key].name
        text = message(
            "“{column}” is kept as “{key}” and seems to contain {what}.",
            column=name,
            key=LIST_WORDS[key],
            what=what,
        )
        notices.append(ListNotice(code="personal-data", text=text, column=name))
    if Key("force") not in mapped.columns and not options.force:
        text = message("No column names the force. You enter it when you create the inspection.")
        notices.append(ListNotice(code="no-force", text=text))
    return notices


def _about_rivals(mapped: Mapped) -> Iterator[ListNotice]:
    """Name the columns that are headed like one that every list has, and are not read as it."""
    for column, _reason, _personal in mapped.left_out:
        for key in own_keys([column.name]) & set(MANDATORY_KEYS) & mapped.columns.keys():
            if not column.is_empty:
                text = message(
                    "“{rival}” (column {letter}) could also be “{key}”. Column {own} was read. "
                    "Check that it is the right one.",
                    rival=column.name,
                    letter=column.letter,
                    key=LIST_WORDS[Key(key)],
                    own=mapped.columns[Key(key)].letter,
                )
                yield ListNotice(code="another-column", text=text, column=column.name)


def _about_contradicted(table: ListTable, mapped: Mapped, kept: ListTable) -> list[ListNotice]:
    """Say of each column that is kept for its name what its first strange cell is."""
    notices = []
    for key, column in mapped.columns.items():
        _key, row = mapped.contradicted.get(column.index, (key, -1))
        if row < 0 or table.numbers[row] not in kept.numbers:
            continue
        cell = column.cells[row]
        if not isinstance(cell, Doubtful):
            text = message(
                "“{column}” should be the date “{key}”, but few of its cells are dates: "
                "row {row:,} has “{cell}”.",
                column=column.name,
                key=LIST_WORDS[key],
                row=table.numbers[row],
                cell=shown(clean_text(cell), 24),
            )
            notices.append(ListNotice(code="cells-against-header", text=text, column=column.name))
    return notices


def _missing_columns(table: ListTable, mapped: Mapped) -> list[ListProblem]:
    names = ", ".join(f"“{shown(text)}”" for text in table.header.texts if text)
    return [
        ListProblem(
            row=table.header_row,
            column="",
            code=f"no-column-{key}",
            text=message(
                "No column was found for the {what}. Say which it is (the headings are {headers}).",
                what=_MISSING[key],
                headers=names,
            ),
        )
        for key in MANDATORY_KEYS
        if key not in mapped.columns
    ]


def _result(
    content: bytes,
    book: Book,
    table: ListTable,
    mapped: Mapped,
    checked: Checked,
    problems: Sequence[ListProblem],
    notices: Sequence[ListNotice],
) -> Examined:
    bad = {problem.row for problem in problems}
    if table.header_row in bad:
        bad = set(table.numbers)
    accepted: Sequence[int] = range(len(table.rows))
    refused: Sequence[int] = ()
    if bad:
        accepted = [i for i, number in enumerate(table.numbers) if number not in bad]
        refused = [number for number in table.numbers if number in bad]
    values = {
        key: column if len(accepted) == len(column) else [column[i] for i in accepted]
        for key, column in checked.values.items()
    }
    left_out = [
        (column, reason)
        for column, reason, _personal in mapped.left_out
        if table.header.texts[column.index] or not column.is_empty
    ]
    counted = Counter(values.get(Key("type"), ()))
    forces = Counter(filter(None, checked.values.get(Key("force"), ())))
    reading = ListReading(
        rows=len(table.rows),
        by_type={Code(code): counted[code] for code in sorted(counted)},
        mapping={key: column.name for key, column in mapped.columns.items()},
        left_out=tuple((column.name, reason) for column, reason in left_out),
        columns=_shown_columns(mapped),
        problems=tuple(problems),
        notices=(*notices, *checked.notices),
        refused_rows=tuple(refused),
        file_digest=hashlib.sha256(content).hexdigest(),
        format=book.format,
        encoding=book.encoding,
        delimiter=book.delimiter,
        sheet=table.sheet.name,
        sheets=tuple(sheet.name for sheet in book.sheets if sheet.name),
        header_row=table.header_row,
        refused=_refused_rows(table, mapped, refused) if refused else RefusedRows(),
        unknown_types=tuple(checked.unknown_types),
        parts=account_of(book, table, refused),
        withheld=withheld_words(["\n".join(_personal_texts(mapped))]),
        undecided_dates=tuple(mapped.columns[key].name for key in checked.undecided_dates),
        force=max(forces, key=forces.__getitem__, default=""),
    )
    return Examined(reading=reading, values=values)


def _personal_texts(mapped: Mapped) -> Iterator[str]:
    for column, _reason, personal in mapped.left_out:
        if personal:
            yield from map(text_of, column.different)


def _refused_rows(table: ListTable, mapped: Mapped, numbers: Sequence[int]) -> RefusedRows:
    """Gather the cells of the refused rows, `_KEPT` of them at most."""
    keys = {column.index: str(key) for key, column in mapped.columns.items()}
    columns = [column for key, column in mapped.columns.items() if key not in WITHHELD]
    columns += [column for column, _reason, personal in mapped.left_out if not personal]
    columns.sort(key=lambda column: column.index)
    wanted = set(numbers[:_KEPT])
    at = [(i, number) for i, number in enumerate(table.numbers) if number in wanted]
    return RefusedRows(
        headers=tuple(column.name for column in columns),
        keys=tuple(keys.get(column.index, "") for column in columns),
        rows=tuple(
            (number, tuple(_cell(table.rows[index], column.index) for column in columns))
            for index, number in at
        ),
    )


def _cell(row: Sequence[RawCell], index: int) -> str:
    return text_of(row[index]) if index < len(row) else ""


def _shown_columns(mapped: Mapped) -> tuple[ListColumn, ...]:
    found: list[tuple[MappedColumn, str, Message | None, bool]] = [
        (column, str(key), None, key in WITHHELD or key in mapped.personal)
        for key, column in mapped.columns.items()
    ]
    found += [(column, "", reason, personal) for column, reason, personal in mapped.left_out]
    return tuple(
        ListColumn(
            header=column.name,
            letter=column.letter,
            key=key,
            reason=reason,
            samples=() if closed else _samples(column.cells),
        )
        for column, key, reason, closed in sorted(found, key=lambda item: item[0].index)
    )


def _samples(cells: Sequence[RawCell]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for cell in cells[:500]:
        if not is_blank(cell):
            found.setdefault(shown(clean_text(cell)))
        if len(found) == _SAMPLES:
            break
    return tuple(found)
