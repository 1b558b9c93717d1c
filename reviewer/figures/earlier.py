"""T13: this visit beside earlier ones, as a whole and item by item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.domain.inspection import EarlierVisit
from reviewer.domain.message import Message, message, verbatim
from reviewer.figures.comparisons import (
    UNTESTED_NOTE,
    Comparison,
    compared,
    comparison_cells,
    together_note,
    untested_cells,
)
from reviewer.figures.design import Design
from reviewer.figures.design_notes import interval_note
from reviewer.figures.grade_counts import SMALL_NOTE, GradeCounts
from reviewer.figures.intervals import LEAST_FOR_PERCENT, share, wilson
from reviewer.figures.item_rates import ItemRate, rates_notes
from reviewer.figures.table import Cell, Counted, Heading, Interval, Row, Share, Style, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The change from an earlier visit to this one, in tenths of a percentage point.

    All of these are None below N = 10 on either side.
    """

    visit: EarlierVisit
    comparison: Comparison

    @property
    def tenths(self) -> int | None:
        """The change in tenths of a percentage point."""
        return self.comparison.tenths

    @property
    def interval(self) -> Interval | None:
        """Its 95% interval."""
        return self.comparison.interval

    @property
    def clear(self) -> bool | None:
        """Whether it is clear among the changes from all earlier visits."""
        return self.comparison.clear


def changes(earlier: Sequence[EarlierVisit], now: GradeCounts) -> tuple[Change, ...]:
    """Compare the share below good with each earlier visit's, all of them together."""
    found = compared(
        [(visit.below_good, visit.graded, now.below_good.n, now.graded.n) for visit in earlier]
    )
    return tuple(
        Change(visit=visit, comparison=comparison)
        for visit, comparison in zip(earlier, found, strict=True)
    )


def earlier_table(found: Sequence[Change], now: GradeCounts, design: Design) -> Table:
    """Set T13: the earlier visits in the order given, this visit last."""
    own = None if design.weighs else now.interval
    rows = [
        Row(
            label=verbatim(change.visit.label),
            cells=(
                Counted(n=change.visit.below_good),
                Counted(n=change.visit.graded),
                share(change.visit.below_good, change.visit.graded),
                wilson(change.visit.below_good, change.visit.graded),
                *_cells(change.comparison, design),
            ),
        )
        for change in found
    ]
    this_visit = Row(
        label=message("This visit"),
        cells=(now.below_good, now.graded, now.below_good_share, own, None, None, None, None),
        style=Style.TOTAL,
    )
    return Table(
        id="T13",
        title=message("Cases below good, compared with earlier visits"),
        headings=(
            Heading(label=message("Visit")),
            Heading(label=message("Below good")),
            Heading(label=message("Graded")),
            Heading(label=message("Below good, %")),
            Heading(label=message("95% interval")),
            Heading(label=message("Change to this visit, points")),
            Heading(label=message("95% interval of the change")),
            Heading(label=message("p, adjusted")),
            Heading(label=message("Finding")),
        ),
        rows=(*rows, this_visit),
        notes=tuple(_notes(found, now, design)),
    )


def earlier_tables(
    found: Sequence[Change],
    now: GradeCounts,
    rates: Sequence[ItemRate],
    design: Design,
) -> tuple[Table, ...]:
    """Set T13, and T13.2 where a visit was counted from its workbook, item by item."""
    whole = earlier_table(found, now, design)
    visits = [change.visit for change in found if change.visit.items]
    return (whole, _items_table(visits, rates, design)) if visits else (whole,)


def _items_table(
    visits: Sequence[EarlierVisit], rates: Sequence[ItemRate], design: Design
) -> Table:
    pairs = []
    for rate in rates:
        for visit in visits:
            counts = next(((yes, of) for key, yes, of in visit.items if key == rate.key), None)
            if counts is not None:
                pairs.append((rate, visit, *counts))
    comparisons = compared([(yes, of, r.yes.n, r.applied.n) for r, _, yes, of in pairs])
    rows = [
        _item_row(rate, verbatim(visit.label), share(yes, of), _cells(comparison, design))
        for (rate, visit, yes, of), comparison in zip(pairs, comparisons, strict=True)
    ]
    mapped = [
        message("{visit}: compared using the mapping of {mapped}.", visit=v.label, mapped=v.mapped)
        for v in visits
        if v.mapped
    ]
    return Table(
        id="T13.2",
        title=message("Items answered yes, compared with earlier visits"),
        headings=(
            Heading(label=message("Item")),
            Heading(label=message("Visit")),
            Heading(label=message("Yes then")),
            Heading(label=message("N then")),
            Heading(label=message("% then")),
            Heading(label=message("Yes")),
            Heading(label=message("N")),
            Heading(label=message("%")),
            Heading(label=message("Change, points")),
            Heading(label=message("95% interval of the change")),
            Heading(label=message("p, adjusted")),
            Heading(label=message("Finding")),
        ),
        rows=tuple(rows),
        notes=(
            *rates_notes(rates),
            *_test_notes(comparisons, design),
            message("Only items that are comparable are shown."),
            *mapped,
        ),
    )


def _item_row(rate: ItemRate, visit: Message, then: Share, change: tuple[Cell, ...]) -> Row:
    return Row(
        code=rate.key,
        label=rate.label,
        cells=(
            visit,
            Counted(n=then.n),
            Counted(n=then.of),
            then,
            rate.yes,
            rate.applied,
            rate.rate,
            *change,
        ),
    )


def _cells(found: Comparison, design: Design) -> tuple[Cell, ...]:
    if design.weighs:
        return untested_cells(found)
    return comparison_cells(found, message("Clear change"), message("Not a clear change"))


def _test_notes(found: Sequence[Comparison], design: Design) -> Iterator[Message]:
    """Say by what rule a change is called clear, or why none is."""
    together = together_note(found)
    if design.weighs:
        yield UNTESTED_NOTE
    elif together is not None:
        yield together


def _notes(found: Sequence[Change], now: GradeCounts, design: Design) -> Iterator[Message]:
    yield interval_note(design)
    if not found:
        yield message("No earlier visit has been added to compare with.")
        return
    yield from _test_notes([change.comparison for change in found], design)
    if min(now.graded.n, *(change.visit.graded for change in found)) < LEAST_FOR_PERCENT:
        yield SMALL_NOTE
    for visit in (change.visit for change in found if change.visit.mapped):
        if visit.graded:
            yield message(
                "{visit}: its grades are compared using the mapping of {mapped}.",
                visit=visit.label,
                mapped=visit.mapped,
            )
        else:
            yield message(
                "{visit}: its grades are not comparable according to the mapping of {mapped}.",
                visit=visit.label,
                mapped=visit.mapped,
            )
    loaded = [change.visit for change in found if change.visit.source]
    for visit in loaded:
        yield message(
            "{visit} was counted from the workbook with SHA-256 {digest}.",
            visit=visit.label,
            digest=visit.source,
        )
    if len(loaded) < len(found):
        yield (
            message("The other earlier counts were entered by hand.")
            if loaded
            else message("The earlier counts were entered by hand.")
        )
