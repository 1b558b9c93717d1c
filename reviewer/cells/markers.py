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
_APOSTROPHE: Final = re.compile(r"'((?:[=+\-@][^']*)|[\w/.:-]+|[^'\n]{1,40})'?")
"""A mark before a short text, or one at each end: longer ones may begin with a quotation."""
_SIGNS: Final = ("=", "'", '+"', '@"')
"""One of these is in a file that has any marks."""
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
    rows: list[Sequence[RawCell]] = list(records)
    for index, record in enumerate(records):
        for column, cell in enumerate(record):
            if cell[:1] in _FIRST and (plain := unmarked_cell(cell)) != cell:
                if rows[index] is record:
                    rows[index] = list(record)
                rows[index][column] = plain  # type: ignore[index]  # a list of its own since above
                if isinstance(plain, str):
                    marked.append((index, column))
    return rows, tuple(marked)


def unmarked_cell(cell: str) -> RawCell:
    """Return what a text is without the marks of a spreadsheet; a formula is doubtful."""
    found = _QUOTED.fullmatch(cell.strip())
    if found:
        return found[1].replace('""', '"')
    if found := _NUMBER.fullmatch(cell.strip()) or _APOSTROPHE.fullmatch(cell):
        return found[1]
    return Doubtful("formula-in-text", cell) if _FORMULA.match(cell) else cell
