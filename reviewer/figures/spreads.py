"""How quartiles are set in a table."""

from __future__ import annotations

from typing import Final

from reviewer.domain.message import message
from reviewer.figures.intervals import Spread, half_up
from reviewer.figures.table import Cell, Heading, Measure

DAYS_SPREAD: Final = (
    Heading(label=message("Lower quartile, days")),
    Heading(label=message("Median, days")),
    Heading(label=message("Upper quartile, days")),
    Heading(label=message("Longest, days")),
)
"""The headings over `spread_cells` of days."""

HOURS_SPREAD: Final = (
    Heading(label=message("Lower quartile, hours")),
    Heading(label=message("Median, hours")),
    Heading(label=message("Upper quartile, hours")),
    Heading(label=message("Longest, hours")),
)
"""The headings over `spread_cells` of hours."""


def spread_cells(found: Spread | None, decimals: int = 0) -> tuple[Cell, ...]:
    """Set quartiles to one decimal, the longest to `decimals`, half up; empty cells for none."""
    if found is None:
        return (None,) * 4
    return (
        *(
            Measure(value=half_up(quartile, 1), decimals=1)
            for quartile in (found.lower, found.median, found.upper)
        ),
        Measure(value=half_up(found.greatest, decimals), decimals=decimals),
    )
