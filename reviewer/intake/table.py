"""The table on a sheet: its header, its data rows, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, zip_longest
from typing import Final

from reviewer.cells.sheet import RawCell, Sheet, is_blank, text_of
from reviewer.intake.synonyms import EXACT, LIKELY, fitting_keys, normalised_header

HEADER_SEARCH: Final = 60
"""Rows in which the header is looked for; the longest title block seen has 20."""
_TOTAL: Final = re.compile(
    r"(?:grand |sub ?|overall )?totals?\b|sum\b|count\b|(?:number|no) of (?:cases|records|rows)\b",
    re.IGNORECASE,
)
_LONGEST_HEADER: Final = 80
"""Characters of a header that tells where the table begins: what is longer is a note."""
_PROSE_WORDS: Final = 4
_DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header found: the index of its last line, its texts, and how well it maps."""

    index: int
    lines: int
    texts: tuple[str, ...]
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The filled rows below a header, by row and by column, and the rows of the file they are."""

    sheet: Sheet
    header: Header
    rows: Sequence[Sequence[RawCell]]
    numbers: Sequence[int]
    gaps: frozenset[int]
    """Indexes of rows that stand below an empty one."""

    @property
    def header_row(self) -> int:
        """The row of the file that is the header, the last of its lines."""
        return self.sheet.row_number(self.header.index)

    def columns(self) -> list[Sequence[RawCell]]:
        """Return the cells column by column."""
        width = len(self.header.texts)
        if set(map(len, self.rows)) == {width}:
            return list(zip(*self.rows, strict=True))
        found: list[Sequence[RawCell]] = list(zip_longest(*self.rows, fillvalue=""))
        found += [("",) * len(self.rows)] * (width - len(found))
        return found[:width]


def find_header(sheet: Sheet, wanted: Collection[str] = ()) -> Header | None:
    """Find the header in the first rows of a sheet; None where no row has two filled cells.

    It is the row whose cells are known names of most keys; `wanted` are headers a person
    named. Where no row holds a known name it is the first of the widest rows. Cells that are
    empty take the text of the line above when that line's other cells stand over empty ones
    (a header in two lines).
    """
    named = {normalised_header(text) for text in wanted if text}
    best: Header | None = None
    for index, row in enumerate(sheet.rows[:HEADER_SEARCH]):
        texts = _texts(row)
        if sum(map(bool, texts)) < 2 and not named & set(map(normalised_header, texts)):
            continue
        lines, joined = _with_line_above(sheet, index, texts)
        score = _score(joined, named)
        if best is None or score > best.score or (not score and _wider(joined, best)):
            best = Header(index=index, lines=lines, texts=joined, score=score)
    return best


def header_at(sheet: Sheet, number: int) -> Header | None:
    """Take a row of the file as the header, on a person's word; None where it is empty."""
    index = number - sheet.first_row
    if not 0 <= index < len(sheet.rows) or all(map(is_blank, sheet.rows[index])):
        return None
    lines, texts = _with_line_above(sheet, index, _texts(sheet.rows[index]))
    return Header(index=index, lines=lines, texts=texts, score=_score(texts, ()))


def _texts(row: Sequence[RawCell]) -> tuple[str, ...]:
    return tuple(" ".join(text_of(cell).split()) for cell in row)


def _wider(texts: Sequence[str], best: Header) -> bool:
    return not best.score and sum(map(bool, texts)) > sum(map(bool, best.texts))


def _with_line_above(
    sheet: Sheet, index: int, texts: tuple[str, ...]
) -> tuple[int, tuple[str, ...]]:
    """Fill empty header cells from the line above, where that gives known names."""
    if index == 0:
        return 1, texts
    above = _texts(sheet.rows[index - 1])
    fillers = [i for i, text in enumerate(texts) if not text and i < len(above) and above[i]]
    if not any(_known(above[i]) for i in fillers):
        return 1, texts
    filled = tuple(above[i] if i in fillers else text for i, text in enumerate(texts))
    return 2, filled


def _known(text: str) -> bool:
    return any(score >= LIKELY for _key, score in fitting_keys(text))


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


def take_table(sheet: Sheet, header: Header) -> Table:
    """Take the filled rows below a header, however many empty ones stand between them."""
    below = header.index + 1
    filled = [
        index
        for index, row in enumerate(islice(sheet.rows, below, None), start=below)
        if (row and not is_blank(row[0])) or not all(map(is_blank, row))
    ]
    rows = [sheet.rows[index] for index in filled]
    numbers = [sheet.first_row + index for index in filled]
    gaps = set()
    if len(filled) < len(sheet.rows) - below:
        below_empty = enumerate(pairwise(filled), start=1)
        gaps = {place for place, (above, index) in below_empty if index > above + 1}
    width = max(len(header.texts), max(map(len, rows), default=0))
    texts = header.texts + ("",) * (width - len(header.texts))
    full = Header(index=header.index, lines=header.lines, texts=texts, score=header.score)
    return Table(sheet=sheet, header=full, rows=rows, numbers=numbers, gaps=frozenset(gaps))


def surroundings(table: Table, doubtful: Sequence[int], reference: int | None) -> dict[int, str]:
    """Name the rows that are no cases: index → `total`, `note` or `repeated header`.

    Only `doubtful` rows are asked, those with neither a known case type nor a date. A row
    whose reference looks like those of the cases stays too, whatever else it lacks.
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
            if reference is None or _shape(table.rows[index], reference) not in shapes:
                found.setdefault(index, "note")
    return found


def _kind(row: Sequence[RawCell], header: Sequence[str], reference: int | None) -> str:
    filled = [(i, " ".join(text_of(c).split())) for i, c in enumerate(row) if not is_blank(c)]
    same = sum(i < len(header) and bool(text) and header[i] == text for i, text in filled)
    if same >= 2 and same == len(filled):
        return "repeated header"
    if any(_TOTAL.match(text) for _i, text in filled):
        return "total"
    if len(filled) == 1 and sum(map(bool, header)) > 2:
        column, text = filled[0]
        prose = len(text.split()) >= _PROSE_WORDS or not _DIGIT.search(text)
        return "note" if column != reference or prose else ""
    return ""


def _shapes(table: Table, doubtful: Collection[int], reference: int | None) -> set[str]:
    if reference is None:
        return set()
    sure = (row for i, row in enumerate(table.rows) if i not in doubtful)
    return {_shape(row, reference) for row in sure} - {""}


def _shape(row: Sequence[RawCell], column: int) -> str:
    """Write a reference as its pattern: `0015456/17` is `9/9`."""
    text = text_of(row[column]).strip() if column < len(row) else ""
    runs = re.sub(r"\d+", "9", text)
    return re.sub(r"[^\W\d_]+", "A", runs)
