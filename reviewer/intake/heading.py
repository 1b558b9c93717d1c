"""Which row of a sheet is the heading: it names keys and holds nothing that rows below hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from reviewer.cells.sheet import RawCell, Sheet, is_blank, text_of
from reviewer.intake.dates import looks_like_date
from reviewer.intake.synonyms import EXACT, LIKELY, fitting_keys, normalised_header
from reviewer.intake.values import code_of

HEADER_SEARCH: Final = 60
"""Rows in which the heading is looked for; the longest title block seen has 20."""
COMPARED: Final = 120
"""Rows that a row of those is compared with."""
_LONGEST_HEADER: Final = 80
"""Characters of a header that tells where the table begins: what is longer is a note."""
_ALIKE: Final = 0.3
"""The share of a column's other cells whose shape a cell of a case has."""
_NAMES: Final = 2
"""Names of keys that make a row a heading though other texts of it come again."""
OWN_NAME: Final = EXACT - 10
"""A header that fits this well is a key's own name, whatever is in other rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The heading found: the index of its last line, its texts, and how well it maps.

    `index` is -1 and `lines` 0 where a person chose that the list has none.
    """

    index: int
    lines: int
    texts: tuple[str, ...]
    score: int

    @property
    def first(self) -> int:
        """The index of its first line."""
        return self.index - self.lines + 1


def find_header(
    sheet: Sheet, wanted: Collection[str] = (), types: Mapping[str, str] | None = None
) -> Header | None:
    """Find the heading in the first rows of a sheet; None where no row can be one.

    Of the rows that do not look like the rows around them it is the one whose cells are names
    of most keys; `wanted` are headers a person named, `types` the words for case types. Where
    no row holds a known name it is the first of the widest rows. Cells that are empty take the
    text of the line above when that line's other cells stand over empty ones (a heading in two
    lines).
    """
    named = {normalised_header(text) for text in wanted if text}
    head = Head(sheet, types or {})
    best: Header | None = None
    for index, texts in enumerate(head.texts[:HEADER_SEARCH]):
        if sum(map(bool, texts)) < 2 and not named & set(map(normalised_header, texts)):
            continue
        if head.content(index):
            continue
        lines, joined = _with_line_above(head, index, texts)
        if 2 * sum(map(bool, joined)) < head.typical_width:
            continue
        score = _score(joined, named)
        if best is None or score > best.score or (not score and _wider(joined, best)):
            best = Header(index=index, lines=lines, texts=joined, score=score)
    return best


def first_case(sheet: Sheet, types: Mapping[str, str]) -> int | None:
    """Return the row of the file that is the first to look like a case, None for no such row."""
    head = Head(sheet, types)
    found = (i for i in range(min(HEADER_SEARCH, len(head.texts))) if head.content(i))
    return next((sheet.row_number(index) for index in found), None)


def header_at(sheet: Sheet, number: int) -> Header | None:
    """Take a row of the file as the heading, on a person's word; None where it is empty.

    Row 0 says that the list has no heading: its columns are then named by their letters.
    """
    width = max(map(len, sheet.rows), default=0)
    if number == 0 and width:
        return Header(index=-1, lines=0, texts=("",) * width, score=0)
    index = number - sheet.first_row
    if not 0 <= index < len(sheet.rows) or all(map(is_blank, sheet.rows[index])):
        return None
    lines, texts = _with_line_above(Head(sheet, {}), index, row_texts(sheet.rows[index]))
    return Header(index=index, lines=lines, texts=texts, score=_score(texts, ()))


def row_texts(row: Sequence[RawCell]) -> tuple[str, ...]:
    """Return a row's cells as texts with single spaces."""
    return tuple(" ".join(text_of(cell).split()) for cell in row)


def shape(text: str) -> str:
    """Write a text as its pattern: `0015456/17` is `9/9`, `MPS-12` is `A-9`."""
    return _LETTERS.sub("A", _DIGITS.sub("9", text))


def exact_shape(text: str) -> str:
    """Write a text as its pattern, sign by sign: `0015456/17` is `9999999/99`."""
    return "".join(
        "9" if c.isdigit() else "A" if c.isupper() else "a" if c.islower() else c for c in text
    )


_DIGITS: Final = re.compile(r"\d+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")


class Head:
    """The first rows of a sheet, column by column: what a row has in common with the others."""

    def __init__(self, sheet: Sheet, types: Mapping[str, str]) -> None:
        self.rows = sheet.rows[:COMPARED]
        self.texts = [row_texts(row) for row in self.rows]
        self._types = types
        self._same = Counter(self.texts)
        self._found: dict[int, frozenset[int]] = {}

    @cached_property
    def _columns(self) -> list[tuple[Counter[str], Counter[str], int, int]]:
        """Each column's texts, their shapes, how many are filled and how many are case types."""
        width = max(map(len, self.texts), default=0)
        found = []
        for at in range(width):
            texts = Counter(row[at] for row in self.texts if at < len(row) and row[at])
            shapes: Counter[str] = Counter()
            for text, times in texts.items():
                shapes[shape(text)] += times
            known = sum(n for text, n in texts.items() if self._is_type(text))
            found.append((texts, shapes, texts.total(), known))
        return found

    @cached_property
    def typical_width(self) -> int:
        """Filled cells of the rows that look like cases, 0 where there are none."""
        indexes = range(len(self.texts))
        widths = [sum(map(bool, self.texts[i])) for i in indexes if self.content(i)]
        return sorted(widths)[len(widths) // 2] if widths else 0

    def content(self, index: int) -> frozenset[int]:
        """Return the columns in which a row has what belongs to a case and not to a heading.

        A text that comes again below says so too, but not of a row with names of keys.
        """
        if index not in self._found:
            cells = list(enumerate(self.rows[index]))
            found = {at for at, cell in cells if self._is_content(index, at, cell)}
            if found or len(own_keys(self.texts[index])) < _NAMES:
                found |= {at for at, _cell in cells if self._comes_again(index, at)}
            self._found[index] = frozenset(found)
        return self._found[index]

    def _comes_again(self, index: int, at: int) -> bool:
        text, same = self.texts[index][at], self._same[self.texts[index]]
        return bool(text) and self._columns[at][0][text] > same and not is_name(text)

    def _is_content(self, index: int, at: int, cell: RawCell) -> bool:
        if not isinstance(cell, str):
            return True
        text = self.texts[index][at]
        if not text:
            return False
        if looks_like_date(text):
            return True
        _texts, shapes, filled, known = self._columns[at]
        same = self._same[self.texts[index]]
        if self._is_type(text) and 2 * (known - same) > filled - same:
            return True
        alike = shapes[shape(text)] - same
        return bool(alike and any(map(str.isdigit, text)) and alike >= _ALIKE * (filled - same))

    def _is_type(self, text: str) -> bool:
        return code_of(text, self._types) is not None


def is_name(text: str, score: int = OWN_NAME) -> bool:
    """Say whether a text is a name of a key, and one that fits this well."""
    return len(text) <= _LONGEST_HEADER and any(fit >= score for _key, fit in fitting_keys(text))


def own_keys(texts: Iterable[str]) -> set[str]:
    """Return the keys whose own names are among some texts."""
    return {str(key) for text in texts for key, fit in fitting_keys(text) if fit >= OWN_NAME}


def _wider(texts: Sequence[str], best: Header) -> bool:
    return not best.score and sum(map(bool, texts)) > sum(map(bool, best.texts))


def _with_line_above(head: Head, index: int, texts: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """Fill empty header cells from the line above, where that gives known names."""
    if index == 0 or index >= len(head.texts) or head.content(index - 1):
        return 1, texts
    above = head.texts[index - 1]
    fillers = [i for i, text in enumerate(texts) if not text and i < len(above) and above[i]]
    if not any(is_name(above[i], LIKELY) for i in fillers):
        return 1, texts
    filled = tuple(above[i] if i in fillers else text for i, text in enumerate(texts))
    return 2, filled


def _score(texts: Sequence[str], named: Collection[str]) -> int:
    best: dict[str, int] = {}
    for text in texts:
        if not text or len(text) > _LONGEST_HEADER:
            continue
        if named and (header := normalised_header(text)) in named:
            best[f"named {header}"] = 2 * EXACT
        for key, score in fitting_keys(text):
            best[key] = max(score, best.get(key, 0))
    return sum(best.values())
