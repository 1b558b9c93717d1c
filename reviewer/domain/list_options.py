"""How a force's list is to be read, as far as a person or an earlier list says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message

ENCODINGS: Final = (
    *("utf-8", "utf-16", "utf-16-le", "utf-16-be"),
    *("cp1252", "iso8859-1", "iso8859-15", "cp1250", "cp850", "cp437", "mac-roman"),
)
"""What British and neighbouring systems of the last forty years write."""


class DateOrder(StrEnum):
    """What a column of dates says of `03/04/2018`."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    BOTH = "both"
    """Some cells prove one, some the other: what proves neither is not read."""


DATE_ORDERS: Final = (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)
"""What a person may answer to the question which is first."""


def checked_order(untrusted: str) -> DateOrder:
    """Return the order a person names; raises RefusalError for anything else."""
    wanted = untrusted.strip().casefold().replace(" ", "-")
    order = next((order for order in DATE_ORDERS if order == wanted), None)
    if order is None:
        raise RefusalError(
            "unknown-order", message("The order of dates must be day-first or month-first.")
        )
    return order


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMapping:
    """How a force's lists are read: key → header, words → code, scale, key → order of dates.

    It holds headers and type words and nothing of a case.
    """

    force: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    scale: str = ""
    dates: Mapping[str, DateOrder] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions:
    """How a person wants a list to be read; what is left out is found in the list itself.

    `force` is the force whose list it is. `columns` is key → header and must be met (an empty
    header leaves the key unmapped), `types` the force's words → type code, `scale` the scale of
    the force's own grades, `dates` key or header → order, `corrections` row of the file → key →
    what the cell is to be. `encoding` and `delimiter` are for text files, `header_row` counts as
    the file does. `table` is which of the tables side by side is the list, from 1 for the left
    one; 0 is for a sheet with one. `earlier` is how an earlier list was read; it gives way to all
    of these.
    """

    force: str = ""
    password: str = field(default="", repr=False)
    sheet: str = ""
    table: int = 0
    header_row: int | None = None
    encoding: str = ""
    delimiter: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    scale: str = ""
    dates: Mapping[str, DateOrder] = field(default_factory=dict)
    corrections: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    earlier: ListMapping = field(default_factory=ListMapping)

    def for_another_table(self) -> ListOptions:
        """Forget all choices for the table: another one is to be read."""
        return ListOptions(force=self.force, password=self.password, earlier=self.earlier)

    def with_column(self, header: str, key: str, before: str) -> ListOptions:
        """Take a column as a key, empty for none; `before` is the key it was taken as.

        The choices for the cells and dates of a key that moves were for another column.
        """
        columns = {own: name for own, name in self.columns.items() if name != header}
        if before:
            columns[before] = ""
        if key:
            columns[key] = header
        moved = {before, key}
        corrections = {
            row: kept
            for row, cells in self.corrections.items()
            if (kept := {own: text for own, text in cells.items() if own not in moved})
        }
        dates = {own: order for own, order in self.dates.items() if own not in moved}
        return replace(self, columns=columns, corrections=corrections, dates=dates)

    def with_type(self, words: str, code: str) -> ListOptions:
        """Take words of the force as a case type, or as none with an empty code."""
        types = {**self.types, words: code}
        return replace(self, types={own: known for own, known in types.items() if known})

    def with_order(self, key: str, order: DateOrder) -> ListOptions:
        """Read a column's dates with the day or the month first."""
        return replace(self, dates={**self.dates, key: order})

    def with_correction(self, row: int, key: str, text: str) -> ListOptions:
        """Read a cell as another text."""
        cells = {**self.corrections.get(row, {}), key: text}
        return replace(self, corrections={**self.corrections, row: cells})

    def without_correction(self, row: int, key: str) -> ListOptions:
        """Read a cell as it is in the list again."""
        corrections = {
            number: kept
            for number, cells in self.corrections.items()
            if (kept := {k: text for k, text in cells.items() if (number, k) != (row, key)})
        }
        return replace(self, corrections=corrections)


NO_MAPPING: Final = ListMapping()
"""Nothing is known of an earlier list."""
AS_FOUND: Final = ListOptions()
"""No choices: the list is read by what is found in it."""
