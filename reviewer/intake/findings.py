"""What a reading finds in a list: problems, notices, columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_NAMED_ROWS: Final = 8
"""Rows a sentence names; a notice holds all of them beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListProblem:
    """What keeps a row out: `row` as the file counts rows, `column` the header, may be empty.

    `key` is what the column is mapped to, empty where no cell of the row is to blame.
    """

    row: int
    column: str
    code: str
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListNotice:
    """What a person should know and nothing is kept out for; `rows` as the file counts."""

    code: str
    text: str
    column: str = ""
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """A column of the list as a person sees it when mapping.

    `key` is empty where the column is left out, and `reason` says why. `samples` are up to
    three values; none are given of what is withheld or personal.
    """

    header: str
    letter: str
    key: str
    reason: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownType:
    """Type words the form does not know, in how many rows, and the code they may stand for."""

    words: str
    rows: int
    suggestion: str


def named_rows(rows: Sequence[int]) -> str:
    """Write rows for a sentence: `row 7`, `rows 7, 9 and 11`, `rows 7, 9, … (82 in all)`."""
    if len(rows) == 1:
        return f"row {rows[0]}"
    if len(rows) <= _NAMED_ROWS:
        return f"rows {', '.join(map(str, rows[:-1]))} and {rows[-1]}"
    return f"rows {', '.join(map(str, rows[:_NAMED_ROWS]))}, … ({len(rows):,} in all)"
