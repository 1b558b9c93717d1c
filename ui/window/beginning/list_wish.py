"""What a person has said so far about a list, and the reading that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from reviewer.domain.form import Form
from reviewer.domain.ids import Key
from reviewer.domain.list_options import DATE_ORDERS, DateOrder, ListMapping, ListOptions
from reviewer.domain.list_reading import ListReading
from reviewer.intake.earlier import fitting, worth_keeping
from reviewer.intake.reading import read_list


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWish:
    """A list and every word of the person about it; what is not said is left to be found.

    `earlier` is the mapping of an earlier list of the same force.
    """

    path: Path
    form: Form
    force: str = ""
    password: str = field(default="", repr=False)
    sheet: str = ""
    header_row: int = 0
    encoding: str = ""
    delimiter: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    scale: str = ""
    dates: Mapping[str, DateOrder] = field(default_factory=dict)
    corrections: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    earlier: ListMapping | None = None

    def afresh(self) -> ListWish:
        """Forget all that was said of the table: another table is to be read."""
        return ListWish(
            path=self.path,
            form=self.form,
            force=self.force,
            password=self.password,
            earlier=self.earlier,
        )

    def with_column(self, header: str, key: str, before: str) -> ListWish:
        """Take a column as a key, empty for none; `before` is the key it was taken as."""
        mapping = {own: name for own, name in self.mapping.items() if name != header}
        if before:
            mapping[before] = ""
        if key:
            mapping[key] = header
        return self._remapped(mapping, {before, key})

    def _remapped(self, mapping: Mapping[str, str], moved: set[str]) -> ListWish:
        """Map anew; what was said of cells and dates of a key that moved is of another column."""
        corrections = {
            row: kept
            for row, cells in self.corrections.items()
            if (kept := {key: text for key, text in cells.items() if key not in moved})
        }
        dates = {key: order for key, order in self.dates.items() if key not in moved}
        return replace(self, mapping=mapping, corrections=corrections, dates=dates)

    def with_type(self, words: str, code: str) -> ListWish:
        """Take words of the force as a case type, or as none with an empty code."""
        types = {**self.types, words: code}
        return replace(self, types={said: known for said, known in types.items() if known})

    def with_order(self, key: str, order: DateOrder) -> ListWish:
        """Read a column's dates with the day or the month first."""
        return replace(self, dates={**self.dates, key: order})

    def with_scale(self, scale: str) -> ListWish:
        """Read the force's own grades as on a scale, or as the list says."""
        return replace(self, scale=scale)

    def with_correction(self, row: int, key: str, text: str) -> ListWish:
        """Read a cell as another text."""
        cells = {**self.corrections.get(row, {}), key: text}
        return replace(self, corrections={**self.corrections, row: cells})

    def without_correction(self, row: int, key: str) -> ListWish:
        """Read a cell as it is in the list again."""
        corrections = {
            number: kept
            for number, cells in self.corrections.items()
            if (kept := {k: text for k, text in cells.items() if (number, k) != (row, key)})
        }
        return replace(self, corrections=corrections)

    def read(self, code: str, today: date, cancelled: Callable[[], bool]) -> ListReading:
        """Read the list so; ids begin with `code`. Raises RefusalError and WorldError."""
        options = ListOptions(
            force=self.force,
            sheet=self.sheet,
            columns=self.mapping,
            types=self.types,
            scale=self.scale,
            password=self.password,
            encoding=self.encoding,
            delimiter=self.delimiter,
            header_row=self.header_row or None,
            dates=self.dates,
            corrections=self.corrections,
            earlier=self.earlier or ListMapping(),
        )
        return read_list(
            self.path, options, form=self.form, today=today, code=code, cancelled=cancelled
        )

    def mapping_of(self, reading: ListReading, force: str) -> ListMapping:
        """Return what of it is worth keeping for a force's next list."""
        return worth_keeping(
            force=force,
            columns=reading.mapping,
            types=self.types,
            scale=self.scale,
            dates=self.dates,
            before=fitting(self.earlier, self.form) if self.earlier else None,
        )


def undecided(wish: ListWish, reading: ListReading) -> list[Key]:
    """List the columns of dates whose order is to be asked, or was."""
    said = {key for key in wish.dates if key in reading.mapping}
    return [
        key
        for key, header in reading.mapping.items()
        if key in said or header in reading.undecided_dates
    ]


def open_questions(wish: ListWish, reading: ListReading) -> list[str]:
    """Name the columns of dates whose order nobody has said yet."""
    return [reading.mapping[key] for key in undecided(wish, reading) if key not in wish.dates]


DAY_FIRST, MONTH_FIRST = DATE_ORDERS
"""The two answers to the question of dates."""
