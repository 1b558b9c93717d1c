"""Headings below the first: sections of one list whose columns may be in another order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.cells.sheet import RawCell, Sheet, is_blank
from reviewer.intake.column import MappedColumn
from reviewer.intake.dates import looks_like_date
from reviewer.intake.heading import Head, Header, is_name, own_keys, row_texts
from reviewer.intake.synonyms import normalised_header

_FEW: Final = 500
"""Different cells of a column among which names of keys are looked for one by one."""
_SHARED: Final = 2
"""Columns that a heading must share with the first to head a section of the same list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSection:
    """A part of a list below a heading of its own.

    `places` says for each column of the sheet which column of the table it is, None where it is
    the same. `belongs` is False for another table, which has hardly a column of the list's.
    """

    header: Header
    places: tuple[int, ...] | None = None
    belongs: bool = True


def later_headings(columns: Sequence[MappedColumn], header: Header) -> list[int]:
    """List the data rows, by index, that are headings themselves."""
    hits = named_cells(columns, header)
    candidates = sorted(index for index, times in hits.items() if times >= _SHARED)
    return [i for i in candidates if _is_heading([column.cells[i] for column in columns], hits[i])]


def named_cells(columns: Sequence[MappedColumn], header: Header) -> dict[int, int]:
    """Count in each row, by index, the cells that are names of keys or headers of the list."""
    names = {text for text in header.texts if text}
    hits: dict[int, int] = {}
    for column in columns:
        different = column.different
        found = names & different
        if len(different) <= _FEW:
            found |= {c for c in different if isinstance(c, str) and _is_own_name(c)}
        for index in column.rows_of(frozenset(found)):
            hits[index] = hits.get(index, 0) + 1
    return hits


def _is_own_name(text: str) -> bool:
    return is_name(" ".join(text.split()))


def _is_heading(cells: Sequence[RawCell], named: int) -> bool:
    filled = [cell for cell in cells if not is_blank(cell)]
    texts = all(isinstance(cell, str) and not looks_like_date(cell) for cell in filled)
    return texts and 2 * named >= len(filled)


def heading_above(sheet: Sheet, header: Header, types: Mapping[str, str]) -> Header | None:
    """Return the first row above the heading that heads a section of the same list."""
    if header.first <= 0:
        return None
    head = Head(sheet, types)
    keys = own_keys(header.texts)
    for index in range(header.first):
        texts = head.texts[index]
        below = range(index + 1, header.first)
        heads = not head.content(index) and len(keys & own_keys(texts)) >= _SHARED
        if heads and any(map(head.content, below)):
            return Header(index=index, lines=1, texts=texts, score=0)
    return None


class SectionLayout:
    """The columns of a table that grow as sections are read by their own headings."""

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self._sheet = sheet
        self.texts = list(header.texts)
        self.letters = [sheet.letter(at) for at in range(len(header.texts))]

    def section(self, index: int) -> ListSection:
        """Match a heading's columns by their names to those the table has so far."""
        texts = row_texts(self._sheet.rows[index])
        header = Header(index=index, lines=1, texts=texts, score=0)
        free = dict(enumerate(self.texts))
        places: dict[int, int] = {}
        for alike in (_same_name, _same_key):
            for at, text in enumerate(texts):
                if text and at not in places:
                    there = [place for place, name in free.items() if alike(text, name)]
                    if there:
                        places[at] = at if at in there else there[0]
                        del free[places[at]]
        shared = sum(bool(texts[at]) for at in places)
        keys = own_keys([self.texts[place] for place in places.values()])
        named = "reference" in own_keys(self.texts)
        whole = "reference" in keys if named else 2 * shared >= sum(map(bool, texts))
        if shared < _SHARED or not whole:
            return ListSection(header=header, belongs=False)
        for at, text in enumerate(texts):
            if at in places:
                continue
            if at in free and not text and not free[at]:
                places[at] = at
                del free[at]
            elif at in free and not free[at]:
                self.texts[at] = text
                places[at] = at
                del free[at]
            else:
                places[at] = len(self.texts)
                self.texts.append(text)
                self.letters.append(self._sheet.letter(at))
        moved = tuple(places[at] for at in range(len(texts)))
        return ListSection(
            header=header, places=None if moved == tuple(range(len(moved))) else moved
        )


def _same_name(text: str, name: str) -> bool:
    return bool(name) and normalised_header(text) == normalised_header(name)


def _same_key(text: str, name: str) -> bool:
    keys = own_keys([text])
    return bool(keys) and keys == own_keys([name])


def moved(row: Sequence[RawCell], places: Sequence[int] | None, width: int) -> Sequence[RawCell]:
    """Return a row as the table has its columns."""
    if places is None:
        return row
    cells: list[RawCell] = [""] * width
    for at, cell in enumerate(row):
        place = places[at] if at < len(places) else at
        if place < width and not is_blank(cell):
            cells[place] = cell
    return cells
