"""One check of a list under way: its columns, and what was found so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from reviewer.cells.sheet import Doubtful, RawCell, is_blank, text_of
from reviewer.domain.ids import Key
from reviewer.domain.list_options import DateOrder
from reviewer.domain.list_reading import ListNotice, ListProblem, UnknownType, named_rows
from reviewer.domain.quoting import shown
from reviewer.intake.column import Column
from reviewer.intake.date_texts import BadDateError
from reviewer.intake.values import BadValueError, says_nothing
from reviewer.intake.vocabulary import Vocabulary

_BLANK: Final = {
    "no-reference": "The case has no reference.",
    "no-type": "The case has no type.",
    "no-date": "The case has no date on which it was reported.",
}
_DOUBTFUL: Final = {
    "error-value": "The cell holds the error {cell}; correct the sheet.",
    "no-result": "The cell holds a formula whose result is not in the file; open the file in Excel"
    " and save it.",
    "not-shown": "The cell holds {cell}, which its format does not show; show it, or empty it.",
    "format-not-known": "The cell holds {cell}, and what its format shows is not known; write it as"
    " text.",
    "no-year": "The cell shows “{cell}”, without a year; show the whole date.",
    "zero-date": "The cell shows {cell}, which stands for no date; correct it.",
    "formula-in-text": "The cell holds the formula “{cell}” and not its result; ask for the value.",
}
_LEFT_EMPTY: Final = {
    "not-a-date": "values that are no dates",
    "no-such-date": "dates that do not exist",
    "too-old": "dates that are older than any case",
    "ambiguous-date": "dates whose day and month can't be told apart",
    "zone-in-doubt": "times that are another day by the clocks of the United Kingdom",
    "not-a-number": "values that are no whole numbers",
    "error-value": "cells that hold an error",
    "no-result": "formulas whose results are not in the file (open it in Excel and save it)",
    "not-shown": "values that their formats do not show",
    "format-not-known": "numbers in formats that are not known",
    "no-year": "dates that are shown without a year",
    "zero-date": "cells that show 00/01/1900",
    "formula-in-text": "formulas instead of their results",
}


@dataclass(slots=True, kw_only=True)
class RowCheck:
    """One check under way."""

    columns: Mapping[Key, Column]
    numbers: Sequence[int]
    words: Vocabulary
    today: date
    from_1904: bool
    orders: Mapping[Key, DateOrder] = field(default_factory=dict)
    values: dict[Key, list[str]] = field(default_factory=dict)
    problems: list[ListProblem] = field(default_factory=list)
    notices: list[ListNotice] = field(default_factory=list)
    unknown_types: list[UnknownType] = field(default_factory=list)
    undecided_dates: list[Key] = field(default_factory=list)

    def refuse(self, index: int, key: Key, code: str, text: str) -> None:
        """Add a problem at the data row of this index."""
        column = self.columns[key].name
        self.problems.append(
            ListProblem(row=self.numbers[index], column=column, code=code, text=text, key=str(key))
        )

    def refuse_blanks(self, key: Key, code: str) -> None:
        """Refuse the rows in which a mandatory cell is empty."""
        column = self.columns[key]
        for index in column.rows_of(column.blanks):
            self.refuse(index, key, code, _BLANK[code])

    def refuse_doubtful(self, index: int, key: Key, code: str) -> bool:
        """Refuse a row for a cell that is no value; say whether it is one."""
        cell = self.columns[key].cells[index]
        if isinstance(cell, Doubtful):
            self.refuse(index, key, code, _DOUBTFUL[code].replace("{cell}", shown(cell.shown)))
        return isinstance(cell, Doubtful)

    def say_left_empty(self, key: Key, bad: Mapping[str, Sequence[int]]) -> None:
        """Say which cells of a column that may be empty were left so, and why."""
        name = self.columns[key].name
        for code, indexes in bad.items():
            text = f"“{name}” has {_LEFT_EMPTY[code]}, which were left empty: {{rows}}."
            self.notice(code, key, indexes, text)

    def say_said_nothing(self, key: Key) -> None:
        """Say which words of a column stand for no value."""
        column = self.columns[key]
        nothing = {c for c in column.different if says_nothing(c) and not is_blank(c)}
        if nothing:
            named = ", ".join(sorted(f"“{text_of(cell)}”" for cell in nothing)[:5])
            text = f"“{column.name}” has words that say nothing ({named}), left empty: {{rows}}."
            self.notice("says-nothing", key, column.rows_of(frozenset(nothing)), text)

    def notice(self, code: str, key: Key, indexes: Sequence[int], text: str) -> None:
        """Add a notice; `{rows}` in the text names the rows."""
        rows = tuple(self.numbers[i] for i in indexes)
        sentence = text.replace("{rows}", named_rows(rows)) if rows else text
        self.notices.append(
            ListNotice(code=code, text=sentence, column=self.columns[key].name, rows=rows)
        )


def converted(
    column: Column, read: Callable[[RawCell], str]
) -> tuple[list[str], dict[str, list[int]]]:
    """Read each different cell once: the values, and the indexes of bad ones by code."""
    cells = column.cells
    if not column.different.isdisjoint((True, False)) and bool in set(map(type, cells)):
        told = [text_of(cell) if isinstance(cell, bool) else cell for cell in cells]
        return converted(replace(column, cells=told), read)  # True and 1.0 are one key
    known: dict[RawCell, str] = {}
    failed: dict[RawCell, str] = {}
    for cell in column.different:
        if isinstance(cell, Doubtful):
            known[cell], failed[cell] = "", cell.code
            continue
        try:
            known[cell] = read(cell)
        except (BadDateError, BadValueError) as error:
            known[cell], failed[cell] = "", error.code
    bad: dict[str, list[int]] = {}
    if failed:
        for index, cell in enumerate(cells):
            if cell in failed:
                bad.setdefault(failed[cell], []).append(index)
    return list(map(known.__getitem__, cells)), bad
