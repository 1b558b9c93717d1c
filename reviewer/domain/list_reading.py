"""What a reading of a force's list gives: cases, and all that was found or left out on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from reviewer.domain.case import Case
from reviewer.domain.ids import Code, Key
from reviewer.domain.message import Message, listed, message, plural
from reviewer.domain.withheld_words import WithheldWords

MANDATORY_KEYS: Final = (Key("reference"), Key("type"), Key("reported"))
"""What a list must say of each case."""
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
    text: Message
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListNotice:
    """What a person should know and nothing is kept out for; `rows` as the file counts."""

    code: str
    text: Message
    column: str = ""
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """A column of the list as a person sees it when mapping.

    `key` is empty where the column is left out, and `reason` says why (None for the others).
    `samples` are up to three values; none are given of what is withheld or personal.
    """

    header: str
    letter: str
    key: str
    reason: Message | None
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownType:
    """Type words the form does not know, in how many rows, and the code they may stand for."""

    words: str
    rows: int
    suggestion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """Rows of one sheet that went the same way, from `first_row` to `last_row` of the file.

    `columns` is how many columns of the file they have. `fate` is `case`, `refused`, `heading`,
    `above the heading`, `empty`, `other sheet`, `hidden sheet`, or what kept them from being rows
    of cases: `total`, `note`, `unused`, `repeated header`, `own heading`, `other table`. In rows
    of cases the list's columns say what became of each cell.
    """

    sheet: str
    first_row: int
    last_row: int
    columns: int
    fate: str

    @property
    def rows(self) -> range:
        """Its rows of the file."""
        return range(self.first_row, self.last_row + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRows:
    """Refused rows: headers of the columns that may go back, cells by row of the file.

    `keys` is what each column is mapped to, empty for none. Columns left out as personal are
    not there, nor those withheld until a case is graded.
    """

    headers: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReading:
    """What a force's list holds, and everything that was guessed or left out on the way.

    `rows` is the number of data rows; a case's position is its data row's, so refused rows
    leave gaps. Row numbers (`header_row`, `refused_rows`, those of problems and notices) are
    the file's as Excel shows them. `sheet` is empty for a text file, `encoding` and
    `delimiter` for a workbook. Nothing is accepted where a mandatory column is missing.
    """

    rows: int
    cases: tuple[Case, ...] = ()
    by_type: Mapping[Code, int]
    mapping: Mapping[Key, str]
    left_out: tuple[tuple[str, Message], ...]
    """Header and reason."""
    columns: tuple[ListColumn, ...]
    problems: tuple[ListProblem, ...]
    notices: tuple[ListNotice, ...]
    refused_rows: tuple[int, ...]
    file_digest: str
    format: str
    encoding: str
    delimiter: str
    sheet: str
    header_row: int
    sheets: tuple[str, ...] = ()
    """The names of the workbook's sheets, hidden ones too; empty for a text file."""
    refused: RefusedRows = field(default_factory=RefusedRows)
    unknown_types: tuple[UnknownType, ...] = ()
    """The row of the file of each case."""
    parts: tuple[SheetPart, ...] = ()
    """Where each part of the file went: they have every row of every sheet once."""
    withheld: WithheldWords = field(default_factory=WithheldWords, repr=False, compare=False)
    """The words of the columns that were left out as personal."""
    undecided_dates: tuple[str, ...] = ()
    """Headers of the columns of dates in which nothing says whether the day is first."""
    force: str = ""
    """The force that the list names most often, in rows that are refused too."""
    corrected: int = 0
    """Cells that a person corrected."""

    @property
    def case_rows(self) -> tuple[int, ...]:
        """The rows of the file that are accepted cases."""
        rows = (part.rows for part in self.parts if part.fate == "case")
        return tuple(chain.from_iterable(rows))


def named_rows(rows: Sequence[int]) -> Message:
    """Write rows for a sentence: `row 7`, `rows 7, 9 and 11`, `rows 7, 9, … (82 in all)`."""
    if len(rows) > _NAMED_ROWS:
        first = ", ".join(map(str, rows[:_NAMED_ROWS]))
        return message("rows {rows}, … ({count:,} in all)", rows=first, count=len(rows))
    return plural(len(rows), "row {rows}", "rows {rows}", rows=listed(list(map(str, rows))))
