"""Tables beside each other on one sheet: which columns each has, and the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, zip_longest
from typing import Final

from reviewer.cells.sheet import RawCell, Sheet, is_blank, text_of
from reviewer.domain.errors import RefusalError
from reviewer.domain.list_reading import ListNotice
from reviewer.domain.message import listed, message, plural, verbatim
from reviewer.intake.dates import looks_like_date
from reviewer.intake.heading import COMPARED, Header, own_keys, shape
from reviewer.intake.sections import named_cells
from reviewer.intake.synonyms import normalised_header
from reviewer.intake.table import ListTable, take_table
from reviewer.intake.values import code_of

_REPEATED: Final = 2
"""Columns, the reference among them, that come again in a second table."""
_MOST: Final = 0.8
"""The share of a column's filled cells that tells what it holds."""
_FEWEST: Final = 2
"""Filled cells by which a column tells what it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenTable:
    """One of the tables of a sheet: the sheet without the cells of the others."""

    sheet: Sheet
    header: Header
    others: frozenset[int]
    """Columns of the other tables, by index."""
    other_rows: Sequence[int]
    """Rows of the file that only other tables have."""


def choose_table(
    sheet: Sheet, heading_of: Callable[[Sheet], Header], types: Mapping[str, str], number: int
) -> ChosenTable:
    """Return a table of a sheet that has some side by side, by its number from the left.

    Raises RefusalError where there are fewer.
    """
    starts = [0]
    rest, header = sheet, heading_of(sheet)
    while (start := _start_of_second(take_table(rest, header), types)) is not None:
        starts.append(start)
        rest = _without_columns(sheet, range(start))
        header = heading_of(rest)
    if not 1 <= number <= len(starts):
        raise RefusalError(
            "no-such-table",
            plural(
                len(starts),
                "The sheet has one table, so there is no table {number}.",
                "The sheet has {n} tables side by side, so there is no table {number}.",
                number=number,
            ),
        )
    width = max(map(len, sheet.rows))
    own = range(starts[number - 1], [*starts[1:], width][number - 1])
    others = frozenset(range(width)).difference(own)
    chosen = _without_columns(sheet, others)
    return ChosenTable(
        sheet=chosen,
        header=heading_of(chosen),
        others=others,
        other_rows=[
            sheet.row_number(index)
            for index, (row, kept) in enumerate(zip(sheet.rows, chosen.rows, strict=True))
            if all(map(is_blank, kept)) and not all(map(is_blank, row))
        ],
    )


def beside_others(
    table: ListTable, sheet: Sheet, chosen: ChosenTable, notices: list[ListNotice]
) -> ListTable:
    """Account for what the other tables have beside the chosen one."""
    if not chosen.others:
        return table
    filled = {at for row in sheet.rows for at, cell in enumerate(row) if not is_blank(cell)}
    runs = _runs(sorted(chosen.others & filled))
    named = [
        message("{first} to {last}", first=chosen.sheet.letter(a), last=chosen.sheet.letter(b))
        if a < b
        else verbatim(chosen.sheet.letter(a))
        for a, b in runs
    ]
    text = message(
        "The sheet has tables side by side. Other tables were not read: columns {columns}.",
        columns=listed(named),
    )
    notices.append(ListNotice(code="table-chosen", text=text))
    aside = {kind: list(rows) for kind, rows in table.set_aside.items()}
    if chosen.other_rows:
        aside["other table"] = sorted([*aside.get("other table", ()), *chosen.other_rows])
    return replace(table, beside=chosen.others, set_aside=aside)


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    firsts = [n for n in numbers if n - 1 not in numbers]
    lasts = [n for n in numbers if n + 1 not in numbers]
    return list(zip(firsts, lasts, strict=True))


def _without_columns(sheet: Sheet, columns: range | frozenset[int]) -> Sheet:
    rows = [["" if at in columns else cell for at, cell in enumerate(row)] for row in sheet.rows]
    return replace(sheet, rows=rows)


def refuse_side_by_side(table: ListTable, types: Mapping[str, str]) -> None:
    """Raise RefusalError where the list's columns come a second time beside it."""
    start = _start_of_second(table, types)
    if start is None:
        return
    texts, letter = table.header.texts, table.letters
    last = next((at for at in reversed(range(start)) if texts[at]), start - 1)
    raise RefusalError(
        "tables-side-by-side",
        message(
            "The sheet has two tables side by side, in columns {first} to {last} and "
            "from {second} onwards. Say which of them is the list, or put the second below the "
            "first.",
            first=letter[0],
            last=letter[last],
            second=letter[start],
        ),
    )


def _start_of_second(table: ListTable, types: Mapping[str, str]) -> int | None:
    """Return the column from which the list's columns come again, None where they do not.

    They do by their names, in the heading or below it, or by what their cells hold.
    """
    columns = table.columns
    texts = table.header.texts
    start = _second_block(texts)
    beside = [column for column in columns if not texts[column.index] and not column.is_empty]
    for index in named_cells(beside, table.header):
        filled = [column for column in beside if not is_blank(column.cells[index])]
        names = [text_of(column.cells[index]) for column in filled]
        if len(own_keys(names) & own_keys(texts)) >= _REPEATED:
            start = filled[0].index
    if start is None:
        start = _other_cases(table, types)
    if start is None or all(column.is_empty for column in columns[start:]):
        return None
    return start


def _second_block(texts: Sequence[str]) -> int | None:
    names = [normalised_header(text) for text in texts]
    again = [at for at, name in enumerate(names) if name and name in names[:at]]
    if len(again) >= _REPEATED and "reference" in own_keys([texts[at] for at in again]):
        return again[0]
    for at in range(1, len(texts)):
        if not texts[at]:
            both = own_keys(texts[:at]) & own_keys(texts[at:])
            if "reference" in both and len(both) >= _REPEATED:
                return at + 1
    return None


def _other_cases(table: ListTable, types: Mapping[str, str]) -> int | None:
    """Return the column from which the cells are those of other cases, None for no such one.

    References like the first, but others; case types; and dates: each of them a second time,
    and behind all of the first.
    """
    columns = list(zip_longest(*islice(table.rows, COMPARED), fillvalue=""))
    of_types = [at for at, cells in enumerate(columns) if _most(cells, types)]
    if len(of_types) < _REPEATED:
        return None
    of_days = [at for at, cells in enumerate(columns) if _most(cells, None)]
    for first, cells in enumerate(columns):
        own = {shape(text) for text in map(text_of, cells) if any(map(str.isdigit, text))}
        if not own or first in of_days:
            continue
        again = [
            at for at in range(first + 1, len(columns)) if _are_others(cells, columns[at], own)
        ]
        ends = [found for found in (again[:1], of_types[1:2], of_days[1:2]) if found]
        begins = (first, of_types[0], *of_days[:1])
        if len(ends) > _REPEATED and max(begins) < min(end[0] for end in ends):
            return min(end[0] for end in ends)
    return None


def _most(cells: Sequence[RawCell], types: Mapping[str, str] | None) -> bool:
    """Say whether most cells are case types, or days where no `types` are given."""
    filled = [cell for cell in cells if not is_blank(cell)]
    fit = sum(
        looks_like_date(cell) if types is None else code_of(cell, types) is not None
        for cell in filled
    )
    return len(filled) >= _FEWEST and fit >= _MOST * len(filled)


def _are_others(first: Sequence[RawCell], second: Sequence[RawCell], own: set[str]) -> bool:
    """Say whether cells are references like the first ones, and not the same."""
    filled = [(a, text_of(b)) for a, b in zip(first, second, strict=True) if not is_blank(b)]
    fit = sum(text_of(a) != b and shape(b) in own for a, b in filled)
    different = len({text for _cell, text in filled})
    return len(filled) >= _FEWEST and min(fit, different) >= _MOST * len(filled)
