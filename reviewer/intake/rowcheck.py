"""One check of a list under way: its columns, and what was found so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from reviewer.cells.sheet import Doubtful, RawCell, is_blank, text_of
from reviewer.domain.ids import Key
from reviewer.domain.list_options import DateOrder
from reviewer.domain.list_reading import ListNotice, ListProblem, UnknownType, named_rows
from reviewer.domain.message import Message, message
from reviewer.domain.written_day import BadDateError
from reviewer.intake.column import MappedColumn
from reviewer.intake.doubtful import left_empty, why_doubtful
from reviewer.intake.values import BadValueError, is_placeholder
from reviewer.intake.vocabulary import Vocabulary

_BLANK: Final = {
    "no-reference": message("The case has no reference."),
    "no-type": message("The case has no type."),
    "no-date": message("The case has no reported date."),
}


@dataclass(slots=True, kw_only=True)
class RowCheck:
    """One check under way."""

    columns: Mapping[Key, MappedColumn]
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

    def refuse(self, index: int, key: Key, code: str, text: Message) -> None:
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
            self.refuse(index, key, code, why_doubtful(cell))
        return isinstance(cell, Doubtful)

    def say_left_empty(self, key: Key, bad: Mapping[str, Sequence[int]]) -> None:
        """Say which cells of a column that may be empty were left so, and why."""
        for code, indexes in bad.items():
            rows = self.rows_at(indexes)
            text = left_empty(code, self.columns[key].name, named_rows(rows))
            self.notice(code, key, text, rows)

    def notice_placeholders(self, key: Key) -> None:
        """Say which words of a column stand for no value."""
        column = self.columns[key]
        nothing = {c for c in column.different if is_placeholder(c) and not is_blank(c)}
        if nothing:
            rows = self.rows_at(column.rows_of(frozenset(nothing)))
            text = message(
                "“{column}” has words for “not known” ({words}). They were read as empty: {rows}.",
                column=column.name,
                words=", ".join(sorted(f"“{text_of(cell)}”" for cell in nothing)[:5]),
                rows=named_rows(rows),
            )
            self.notice("says-nothing", key, text, rows)

    def rows_at(self, indexes: Iterable[int]) -> tuple[int, ...]:
        """Return the rows of the file that data rows are, by their indexes."""
        return tuple(self.numbers[index] for index in indexes)

    def notice(self, code: str, key: Key, text: Message, rows: tuple[int, ...] = ()) -> None:
        """Add a notice about a column, and the rows it is about."""
        column = self.columns[key].name
        self.notices.append(ListNotice(code=code, text=text, column=column, rows=rows))


def converted(
    column: MappedColumn, read: Callable[[RawCell], str]
) -> tuple[list[str], dict[str, list[int]]]:
    """Read each different cell once: the values, and the indexes of bad ones by code."""
    cells = column.cells
    if not column.different.isdisjoint((True, False)) and bool in set(map(type, cells)):
        texts = [text_of(cell) if isinstance(cell, bool) else cell for cell in cells]
        return converted(replace(column, cells=texts), read)  # True and 1.0 are one key
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
