"""The counts of a published table by what they count, as the log of a register keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WHOLE: Final = ("*",)
"""The codes of a row or column that is the total of its table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCounts:
    """One table: the codes counted in each row and each column, and its counts, None if left out.

    A table whose rows are not added up has no row of `WHOLE`, and so for columns.
    """

    table: str
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[tuple[str, ...], ...]
    counts: tuple[tuple[int | None, ...], ...]
