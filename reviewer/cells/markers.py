"""Marks by which spreadsheets keep a text a text, taken off the cells of a text file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reviewer.cells.sheet import Doubtful, RawCell

_QUOTED: Final = re.compile(r'=\s*(?:T\()?"((?:[^"]|"")*)"\)?', re.DOTALL)
_NUMBER: Final = re.compile(r"=\s*([+-]?\d+(?:\.\d+)?)")
_FORMULA: Final = re.compile(
    r"=\s*[-+(=]?(?:[A-Za-z][\w.]*\(|\$?[A-Za-z]{1,3}\$?\d|\d|[\"\u201c'])|[+@]\s*\""
)
"""How a formula begins: `=VLOOKUP(`, `=B2`, `=1+1`, `="a"&`, `+"a"`; other words behind a sign are
a text."""
_APOSTROPHE: Final = re.compile(r"'((?:[=+\-@][^']*)|[\w/.:-]+)'?")
"""A mark before a word, or one at each end."""
_BEFORE_WORDS: Final = re.compile(r"'([^'\n]+)")
"""A mark before several words, where all cells of a column have one; else it begins a quotation."""
_SIGNS: Final = ("=", "'", '+"', '@"')
"""One of these is in a file that has any marks."""
_FEWEST: Final = 2
"""Rows, the heading among them, that tell nothing of a column."""
_FIRST: Final = frozenset(sign[0] for sign in _SIGNS)


def unmarked(
    records: Sequence[list[str]], text: str
) -> tuple[Sequence[Sequence[RawCell]], tuple[tuple[int, int], ...]]:
    """Take Excel's own marks off: `="0015"` and `'0015` are both 0015.

    Returns the rows, and index of row and column of each cell that had one. A cell that is
    another formula is doubtful: what it would show is not known.
    """
    if not any(sign in text for sign in _SIGNS):
        return records, ()
    marked = []
    columns = _marked_columns(records)
    rows: list[Sequence[RawCell]] = list(records)
    for index, record in enumerate(records):
        plain = {
            at: bare
            for at, cell in enumerate(record)
            if cell[:1] in _FIRST and (bare := _bare(cell, whole=at in columns)) != cell
        }
        if plain:
            rows[index] = [plain.get(at, cell) for at, cell in enumerate(record)]
            marked += [(index, at) for at, bare in plain.items() if isinstance(bare, str)]
    return rows, tuple(marked)


def _bare(cell: str, *, whole: bool) -> RawCell:
    found = _BEFORE_WORDS.fullmatch(cell) if whole else None
    return found[1] if found else unmarked_cell(cell)


def _marked_columns(records: Sequence[list[str]]) -> set[int]:
    """Return the columns whose filled cells below the first all begin with an apostrophe."""
    if len(records) <= _FEWEST:
        return set()
    return {
        column
        for column, cell in enumerate(records[1])
        if cell.startswith("'")
        and all(record[column][:1] in {"", "'"} for record in records[1:] if column < len(record))
    }


def unmarked_cell(cell: str) -> RawCell:
    """Return what a text is without the marks of a spreadsheet; a formula is doubtful."""
    found = _QUOTED.fullmatch(cell.strip())
    if found:
        return found[1].replace('""', '"')
    if found := _NUMBER.fullmatch(cell.strip()) or _APOSTROPHE.fullmatch(cell):
        return found[1]
    return Doubtful("formula-in-text", cell) if _FORMULA.match(cell) else cell
