"""T8.2: each unit beside all others, and how far the cases of one unit are alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt

from reviewer.domain.message import Message, message, plural
from reviewer.figures.by_unit import Units
from reviewer.figures.comparisons import (
    UNTESTED_NOTE,
    compared,
    comparison_cells,
    together_note,
    untested_cells,
)
from reviewer.figures.design import Design
from reviewer.figures.grade_counts import SMALL_NOTE, GradeCounts
from reviewer.figures.intervals import LEAST_FOR_PERCENT, rounded_tenths, share, wilson_ends
from reviewer.figures.standardised import LEAST_UNITS, clustering
from reviewer.figures.table import Counted, Heading, Interval, Row, Table, cell_text


def between_units_table(units: Units, total: GradeCounts, design: Design) -> Table | None:
    """Set T8.2: the share below good of each unit and of all others; None for one unit.

    The units are in the order of T8, by name, and in no order of merit.
    """
    shown = [unit for unit in units.named if unit.graded.n]
    if len(shown) < 2:
        return None
    sides = [
        (
            total.below_good.n - unit.below_good.n,
            total.graded.n - unit.graded.n,
            unit.below_good.n,
            unit.graded.n,
        )
        for unit in shown
    ]
    found = compared(sides)
    rows = tuple(
        Row(
            label=unit.label,
            cells=(
                unit.below_good,
                unit.graded,
                unit.below_good_share,
                Counted(n=others),
                Counted(n=of_others),
                share(others, of_others),
                *(
                    untested_cells(one)
                    if design.weighs
                    else comparison_cells(one, message("Clear"), message("Not clear"))
                ),
            ),
        )
        for unit, (others, of_others, _, _), one in zip(shown, sides, found, strict=True)
    )
    rule = UNTESTED_NOTE if design.weighs else together_note(found)
    return Table(
        id="T8.2",
        title=message("Cases below good, each unit beside all others"),
        headings=_headings(),
        rows=rows,
        notes=tuple(note for note in (rule, *_notes(shown, total, design)) if note is not None),
    )


def _headings() -> tuple[Heading, ...]:
    return (
        Heading(label=message("Unit")),
        Heading(label=message("Below good")),
        Heading(label=message("Graded")),
        Heading(label=message("Below good, %")),
        Heading(label=message("Below good, all others")),
        Heading(label=message("Graded, all others")),
        Heading(label=message("Below good, all others, %")),
        Heading(label=message("Difference, points")),
        Heading(label=message("95% interval of the difference")),
        Heading(label=message("p, adjusted")),
        Heading(label=message("Finding")),
    )


def _notes(
    shown: Sequence[GradeCounts], total: GradeCounts, design: Design
) -> Iterator[Message | None]:
    if any(unit.graded.n < LEAST_FOR_PERCENT for unit in shown):
        yield SMALL_NOTE
    yield message("Units differ in their cases too; a difference does not show what caused it.")
    if total.graded.n >= LEAST_FOR_PERCENT and not design.weighs:
        yield _clustering_note(shown, total)


def _clustering_note(shown: Sequence[GradeCounts], total: GradeCounts) -> Message:
    """Say how far cases of one unit are alike, and what that does to the interval of all."""
    found = clustering([(unit.below_good.n, unit.graded.n) for unit in shown])
    if found is None:
        return plural(
            LEAST_UNITS,
            "How alike the cases of one unit are cannot be estimated from one case in each unit.",
            "With fewer than {n} units, or only one case in each, how alike the cases of one unit "
            "are cannot be estimated.",
        )
    if found.effect == 1:
        return plural(
            found.units,
            "There is no sign that cases of one unit are more alike than those of different units.",
            "There is no sign that cases of one unit are more alike than those of different units "
            "({n} units; intraclass correlation 0).",
        )
    of = total.graded.n
    low, high = wilson_ends(total.below_good.n / of, of / found.effect)
    return plural(
        found.units,
        "Among these, cases of one unit are more alike than those of different units.",
        "Among these, cases of one unit are more alike than those of different units ({n} units; "
        "intraclass correlation {alike}, design effect {effect}; a rough estimate; chance alone "
        "can produce it). An interval that allows for it is about {times} times as wide: "
        "{interval} for all cases.",
        alike=f"{found.alike:.2f}",
        effect=f"{found.effect:.2f}",
        times=f"{sqrt(found.effect):.1f}",
        interval=cell_text(Interval(low=rounded_tenths(low), high=rounded_tenths(high))),
    )
