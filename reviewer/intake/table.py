"""The table on a sheet: its data rows, their columns, and the rows that are no cases."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, islice, pairwise, zip_longest
from typing import Final

from reviewer.cells.sheet import RawCell, Sheet, is_blank, text_of
from reviewer.domain.message import Message
from reviewer.intake.column import MappedColumn
from reviewer.intake.heading import Header, shape
from reviewer.intake.synonyms import normalised_header
from reviewer.intake.values import clean_text, is_empty_number

_TOTAL: Final = re.compile(
    r"(?:grand |sub ?|overall )?totals?\b|sum\b|count\b|(?:number|no) of (?:cases|records|rows)\b",
    re.IGNORECASE,
)
_PROSE_WORDS: Final = 4
_DIGIT: Final = re.compile(r"\d")
_FEWEST: Final = 3
"""Filled cells of a row that can be a case though neither its type nor its date is known."""


@dataclass(frozen=True, kw_only=True)
class ListTable:
    """The filled rows below a heading, by row and by column, and the rows of the file they are."""

    sheet: Sheet
    header: Header
    rows: Sequence[Sequence[RawCell]]
    numbers: Sequence[int]
    gaps: frozenset[int] = frozenset()
    """Indexes of rows that are below an empty one."""
    letters: Sequence[str] = ()
    """The letters of its columns, as they are in the sheet."""
    moved: Mapping[int, Sequence[int]] = field(default_factory=dict)
    """Rows of the file whose columns are elsewhere in the sheet: column of the sheet → ours."""
    doubts: Mapping[int, tuple[str, Message]] = field(default_factory=dict)
    """Rows of the file whose place is in doubt: code and sentence."""
    beside: frozenset[int] = frozenset()
    """Columns, by index, that belong to other tables of the sheet, and whose cells are left out."""
    short_rows: Sequence[int] = ()
    """Rows of the file that end before the last heading."""
    set_aside: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Rows of the file that are no data rows, by what they are."""

    @property
    def header_row(self) -> int:
        """The row of the file that is the heading, the last of its lines; 0 for none."""
        return self.sheet.row_number(self.header.index) if self.header.index >= 0 else 0

    def place(self, number: int, column: int) -> int:
        """Return the index of the table's column in which a cell of the sheet is."""
        places = self.moved.get(number)
        return places[column] if places is not None and column < len(places) else column

    @cached_property
    def columns(self) -> list[MappedColumn]:
        """The columns, each with its name."""
        width = len(self.header.texts)
        if set(map(len, self.rows)) == {width}:
            flat = list(chain.from_iterable(self.rows))  # in order, as the cells lie in memory
            cells = [flat[at::width] for at in range(width)]
        else:
            cells = [list(column) for column in zip_longest(*self.rows, fillvalue="")][:width]
            cells += [[""] * len(self.rows)] * (width - len(cells))
        named = zip(self.header.texts, self.letters, cells, strict=True)
        return [
            MappedColumn(
                index=at, name=clean_text(text) or f"column {letter}", letter=letter, cells=of
            )
            for at, (text, letter, of) in enumerate(named)
        ]

    def without(self, left_out: Collection[int]) -> ListTable:
        """Return the table without some of its rows, by their indexes."""
        if not left_out:
            return self
        kept = [i for i in range(len(self.rows)) if i not in left_out]
        rows, numbers = [self.rows[i] for i in kept], [self.numbers[i] for i in kept]
        return replace(self, rows=rows, numbers=numbers, gaps=frozenset())


def take_table(sheet: Sheet, header: Header) -> ListTable:
    """Take the filled rows below a heading, however many empty ones are between them."""
    below = header.index + 1
    filled = filled_rows(sheet, below)
    rows = [sheet.rows[index] for index in filled]
    gaps = set()
    if len(filled) < len(sheet.rows) - below:
        below_empty = enumerate(pairwise(filled), start=1)
        gaps = {place for place, (above, index) in below_empty if index > above + 1}
    width = max(len(header.texts), max(map(len, rows), default=0))
    texts = header.texts + ("",) * (width - len(header.texts))
    return ListTable(
        sheet=sheet,
        header=replace(header, texts=texts),
        rows=rows,
        numbers=[sheet.first_row + index for index in filled],
        gaps=frozenset(gaps),
        letters=[sheet.letter(at) for at in range(width)],
    )


def filled_rows(sheet: Sheet, first: int, end: int | None = None) -> list[int]:
    """List the indexes of the rows from `first` on that have a filled cell."""
    return [
        index
        for index, row in enumerate(islice(sheet.rows, first, end), start=first)
        if (row and row[0].__class__ is str and "!" <= row[0][:1] <= "~")  # as most rows begin
        or not all(map(is_blank, row))
    ]


def surroundings(
    table: ListTable, doubtful: Sequence[int], reference: int | None
) -> dict[int, str]:
    """Name the rows that are no cases: index → `total`, `note`, `repeated header` or `unused`.

    Only `doubtful` rows are asked, those with neither a known case type nor a date. A row
    whose reference looks like those of the cases stays too, and so does one that is filled as
    a case is: they are refused, not left out.
    """
    if not doubtful:
        return {}
    shapes = _shapes(table, set(doubtful), reference)
    found: dict[int, str] = {}
    for index in doubtful:
        row = table.rows[index]
        if reference is not None and _shape(row, reference) in shapes:
            continue
        kind = _kind(row, table.header.texts, reference)
        if kind:
            found[index] = kind
    tail = max(table.gaps, default=None)
    if tail is not None and set(range(tail, len(table.rows))) <= set(doubtful):
        for index in range(tail, len(table.rows)):
            row = table.rows[index]
            shaped = reference is not None and _shape(row, reference) in shapes
            if not shaped and not _like_a_case(row, table.header.texts, reference):
                found.setdefault(index, "note")
    return found


def _kind(row: Sequence[RawCell], header: Sequence[str], reference: int | None) -> str:
    filled = [(i, " ".join(text_of(c).split())) for i, c in enumerate(row) if not is_blank(c)]
    if all(is_empty_number(row[i]) for i, _text in filled):
        return "unused"
    if len(filled) >= 2 and all(_is_header(header, i, text) for i, text in filled):
        return "repeated header"
    like_a_case = _like_a_case(row, header, reference)
    first = _TOTAL.match(filled[0][1])
    few = 2 * len(filled) <= sum(map(bool, header))
    if not like_a_case and (first or (few and any(_TOTAL.match(text) for _i, text in filled))):
        return "total"
    if few and not like_a_case and all(_is_prose(text) for _i, text in filled):
        return "note"
    if len(filled) == 1 and sum(map(bool, header)) > 2:
        column, text = filled[0]
        prose = _is_prose(text) or not _DIGIT.search(text)
        return "note" if column != reference or prose else ""
    return ""


def _is_prose(text: str) -> bool:
    """Say whether a text is a sentence or says what follows: `Run by: performance`."""
    return len(text.split()) >= _PROSE_WORDS or ": " in text


def _is_header(header: Sequence[str], at: int, text: str) -> bool:
    return at < len(header) and normalised_header(header[at]) == normalised_header(text)


def _like_a_case(row: Sequence[RawCell], header: Sequence[str], reference: int | None) -> bool:
    """Say whether a row is filled as a case is, and begins as no total does."""
    filled = [text_of(cell).strip() for cell in row if not is_blank(cell)]
    named = sum(map(bool, header))
    own = text_of(row[reference]) if reference is not None and reference < len(row) else ""
    if _DIGIT.search(own):
        return len(filled) >= max(_FEWEST, named / 2)
    return len(filled) >= max(_FEWEST, 2 * named / 3) and not _TOTAL.match(filled[0])


def _shapes(table: ListTable, doubtful: Collection[int], reference: int | None) -> set[str]:
    if reference is None:
        return set()
    sure = (row for i, row in enumerate(table.rows) if i not in doubtful)
    found = {_shape(row, reference) for row in sure} - {""}
    return {own for own in found if "9" in own} or found  # words among references are none


def _shape(row: Sequence[RawCell], column: int) -> str:
    return shape(text_of(row[column]).strip()) if column < len(row) else ""
