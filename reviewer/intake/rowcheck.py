"""One check of a list under way: its columns, and what was found so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from reviewer.cells.sheet import RawCell, text_of
from reviewer.domain.ids import Key
from reviewer.domain.list_options import DateOrder
from reviewer.domain.list_reading import ListNotice, ListProblem, UnknownType, named_rows
from reviewer.intake.column import Column
from reviewer.intake.dates import BadDateError
from reviewer.intake.values import BadValueError
from reviewer.intake.vocabulary import Vocabulary


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
