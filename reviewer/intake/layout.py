"""How a list lies on its sheet: sections below headings of their own, and what stands apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from reviewer.cells.sheet import RawCell, Sheet, is_blank, text_of
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import Message, message
from reviewer.domain.quoting import shown
from reviewer.intake.column import Column
from reviewer.intake.dates import looks_like_date
from reviewer.intake.heading import Head, Header, own_keys
from reviewer.intake.sections import (
    Layout,
    Section,
    heading_above,
    later_headings,
    moved,
    named_cells,
)
from reviewer.intake.synonyms import normalised_header
from reviewer.intake.table import Table, filled_rows, take_table

_ABOVE: Final = message(
    "The row looks like a case and stands above the heading; move it below, or say which row the"
    " heading is."
)
_BROKEN: Final = message(
    "The row and the one beside it have together the cells of one: perhaps a line break stands in"
    " a text without quotation marks; correct the list."
)
_REPEATED: Final = 2
"""Columns, the reference among them, that come again in a second table."""
_SELDOM: Final = 0.5
"""A column without a heading that fewer rows fill than this is no column but a slip."""


@dataclass(slots=True, kw_only=True)
class _Laid:
    """The rows of a list while its sections are put together."""

    rows: list[Sequence[RawCell]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    moved: dict[int, Sequence[int]] = field(default_factory=dict)
    doubts: dict[int, tuple[str, Message]] = field(default_factory=dict)
    set_aside: dict[str, list[int]] = field(default_factory=dict)


def laid_out(sheet: Sheet, header: Header, types: Mapping[str, str], *, asked: bool) -> Table:
    """Take the list below a heading, each section of it by the section's own heading.

    Where the heading was `asked` of a person, nothing above it is a case. Raises RefusalError
    where two tables stand side by side.
    """
    table = take_table(sheet, header)
    columns = table.columns
    later = later_headings(columns, header)
    if not asked:
        _refuse_side_by_side(table, columns)
    above = None if asked else heading_above(sheet, header, types)
    first = above.index if above else max(header.first, 0)
    orphans = _cases_above(sheet, types, first)
    if later or above or orphans:
        aside = {"above the heading": [sheet.row_number(i) for i in orphans]} if asked else {}
        table = _in_sections(
            replace(table, set_aside={kind: rows for kind, rows in aside.items() if rows}),
            [table.numbers[i] - sheet.first_row for i in later],
            above,
            () if asked else orphans,
        )
    return _without_short_rows(_without_wider_rows(table)) if sheet.is_text else table


def _cases_above(sheet: Sheet, types: Mapping[str, str], first: int) -> list[int]:
    head = Head(sheet, types)
    least = max(2, head.typical_width / 2)
    rows = range(min(first, len(head.texts)))
    return [i for i in rows if head.content(i) and sum(map(bool, head.texts[i])) >= least]


def _in_sections(
    table: Table, later: Sequence[int], above: Header | None, orphans: Sequence[int]
) -> Table:
    sheet = table.sheet
    layout = Layout(sheet, table.header)
    sections = [Section(header=table.header), *map(layout.section, later)]
    if above is not None:
        sections.insert(0, layout.section(above.index))
    ends = [section.header.first for section in sections[1:]]
    laid = _Laid(set_aside={kind: list(rows) for kind, rows in table.set_aside.items()})
    width = len(layout.texts)
    for index in orphans:
        _add(laid, sheet, index, None, width)
        laid.doubts[sheet.row_number(index)] = ("above-heading", _ABOVE)
    for section, end in zip(sections, [*ends, None], strict=True):
        _add_section(laid, sheet, section, end, width)
        if section.header is not table.header:
            kind = "own heading" if section.places else "repeated header"
            kind = kind if section.belongs else "other table"
            laid.set_aside.setdefault(kind, []).append(sheet.row_number(section.header.index))
    return replace(
        table,
        header=replace(table.header, texts=tuple(layout.texts)),
        letters=layout.letters,
        rows=laid.rows,
        numbers=laid.numbers,
        gaps=frozenset(
            at for at in range(1, len(laid.numbers)) if laid.numbers[at] > laid.numbers[at - 1] + 1
        ),
        moved=laid.moved,
        doubts=laid.doubts,
        set_aside=laid.set_aside,
    )


def _add_section(laid: _Laid, sheet: Sheet, section: Section, end: int | None, width: int) -> None:
    for index in filled_rows(sheet, section.header.index + 1, end):
        number = sheet.row_number(index)
        if section.belongs:
            _add(laid, sheet, index, section.places, width)
        elif any(looks_like_date(cell) for cell in sheet.rows[index]):
            _add(laid, sheet, index, None, width)
            own = sheet.row_number(section.header.index)
            laid.doubts[number] = (
                "other-table",
                message(
                    "The row stands below the heading of another table (row {row:,}); give"
                    " that table a sheet of its own.",
                    row=own,
                ),
            )
        else:
            laid.set_aside.setdefault("other table", []).append(number)


def _add(laid: _Laid, sheet: Sheet, index: int, places: Sequence[int] | None, width: int) -> None:
    number = sheet.row_number(index)
    laid.rows.append(moved(sheet.rows[index], places, width))
    laid.numbers.append(number)
    if places is not None:
        laid.moved[number] = places


def _without_wider_rows(table: Table) -> Table:
    """Put in doubt the rows of a text file that go on beyond its heading."""
    named = max((at for at, text in enumerate(table.header.texts) if text), default=-1)
    if named < 0 or max(map(len, table.rows), default=0) <= named + 1:
        return table
    doubts = dict(table.doubts)
    own = table.sheet.rows[table.header.index]
    filled = [
        (number, at)
        for row, number in zip(table.rows, table.numbers, strict=True)
        for at in range(named + 1, len(row))
        if not is_blank(row[at])
    ]
    times = Counter(at for _number, at in filled)
    for number, at in filled:
        if at >= len(own) or times[at] < _SELDOM * len(table.rows):
            cell = str(table.rows[table.numbers.index(number)][at])
            doubts.setdefault(number, ("wider-row", _wider(cell)))
    return replace(table, doubts=doubts)


def _wider(cell: str) -> Message:
    return message(
        "The row has a cell “{cell}” beyond the last heading: perhaps a text with a delimiter has"
        " no quotation marks; correct the row.",
        cell=shown(cell),
    )


def _without_short_rows(table: Table) -> Table:
    """Put in doubt the rows of a text file that a line break made of one, and note short ones."""
    widths = [len(row) for row in table.rows]
    usual = Counter(widths).most_common(1)[0][0] if widths else 0
    least = min(usual, len(table.sheet.rows[table.header.index]))
    short = [at for at, width in enumerate(widths) if width < least]
    doubts = dict(table.doubts)
    for at, below in pairwise(short):
        beside = table.numbers[below] == table.numbers[at] + 1
        if beside and widths[at] + widths[below] == usual + 1:
            for index in (at, below):
                doubts.setdefault(table.numbers[index], ("broken-row", _BROKEN))
    noted = [table.numbers[at] for at in short if table.numbers[at] not in doubts]
    return replace(table, doubts=doubts, short_rows=noted)


def _refuse_side_by_side(table: Table, columns: Sequence[Column]) -> None:
    """Raise RefusalError where the list's columns come a second time beside it."""
    texts = table.header.texts
    start = _second_block(texts)
    beside = [column for column in columns if not texts[column.index] and not column.is_empty]
    for index in named_cells(beside, table.header):
        filled = [column for column in beside if not is_blank(column.cells[index])]
        names = [text_of(column.cells[index]) for column in filled]
        if len(own_keys(names) & own_keys(texts)) >= _REPEATED:
            start = filled[0].index
    if start is None or all(column.is_empty for column in columns[start:]):
        return
    last = next(at for at in reversed(range(start)) if texts[at])
    letter = table.letters
    raise RefusalError(
        "tables-side-by-side",
        message(
            "The sheet has two tables side by side, in the columns {first} to "
            "{last} and from {second} on; put the second below the first, or "
            "name the columns to read.",
            first=letter[0],
            last=letter[last],
            second=letter[start],
        ),
    )


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
