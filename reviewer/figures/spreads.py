"""How quartiles stand in a table."""

from __future__ import annotations

from reviewer.figures.intervals import Spread, half_up
from reviewer.figures.table import Cell, Heading, Measure


def spread_headings(unit: str) -> tuple[Heading, ...]:
    """Return the headings over `spread_cells`, which are in `unit`."""
    labels = ("Lower quartile", "Median", "Upper quartile", "Longest")
    return tuple(Heading(label=f"{label}, {unit}") for label in labels)


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
