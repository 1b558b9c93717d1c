"""T13: this visit beside earlier ones, as a whole and item by item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.domain.inspection import EarlierVisit
from reviewer.domain.message import Message, message, verbatim
from reviewer.figures.design import Design, interval_note
from reviewer.figures.grade_counts import SMALL_NOTE, GradeCounts
from reviewer.figures.intervals import LEAST_FOR_PERCENT, difference, newcombe, share, wilson
from reviewer.figures.item_rates import ItemRate, rates_notes
from reviewer.figures.table import Counted, Heading, Interval, Measure, Row, Style, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The change from an earlier visit to this one, in tenths of a percentage point.

    A change is clear where its 95% interval, as shown, leaves nought out. All three are None
    below N = 10 on either side.
    """

    visit: EarlierVisit
    tenths: int | None
    interval: Interval | None
    clear: bool | None


def changes(earlier: Sequence[EarlierVisit], now: GradeCounts) -> tuple[Change, ...]:
    """Compare the share below good with each earlier visit's."""
    return tuple(_change(visit, now) for visit in earlier)


def earlier_table(found: Sequence[Change], now: GradeCounts, design: Design) -> Table:
    """Set T13: the earlier visits in the order given, this visit last."""
    rows = [
        Row(
            label=verbatim(change.visit.label),
            cells=(
                Counted(n=change.visit.below_good),
                Counted(n=change.visit.graded),
                share(change.visit.below_good, change.visit.graded),
                wilson(change.visit.below_good, change.visit.graded),
                None if change.tenths is None else Measure(value=change.tenths / 10, decimals=1),
                change.interval,
                _verdict(change.clear),
            ),
        )
        for change in found
    ]
    this_visit = Row(
        label=message("This visit"),
        cells=(now.below_good, now.graded, now.below_good_share, now.interval, None, None, None),
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
    return (whole, _items_table(visits, rates)) if visits else (whole,)


def _items_table(visits: Sequence[EarlierVisit], rates: Sequence[ItemRate]) -> Table:
    rows = []
    for rate in rates:
        for visit in visits:
            counts = next(((yes, of) for key, yes, of in visit.items if key == rate.key), None)
            if counts is not None:
                rows.append(_item_row(rate, verbatim(visit.label), *counts))
    mapped = [
        message("{visit}: compared by the mapping of {mapped}.", visit=v.label, mapped=v.mapped)
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
            Heading(label=message("Finding")),
        ),
        rows=tuple(rows),
        notes=(*rates_notes(rates), message("Only items that are comparable are shown."), *mapped),
    )


def _item_row(rate: ItemRate, visit: Message, yes: int, of: int) -> Row:
    counts = (yes, of, rate.yes.n, rate.applied.n)
    tenths, interval = difference(*counts), newcombe(*counts)
    return Row(
        code=rate.key,
        label=rate.label,
        cells=(
            visit,
            Counted(n=yes),
            Counted(n=of),
            share(yes, of),
            rate.yes,
            rate.applied,
            rate.rate,
            None if tenths is None else Measure(value=tenths / 10, decimals=1),
            interval,
            _verdict(_is_clear(interval)),
        ),
    )


def _notes(found: Sequence[Change], now: GradeCounts, design: Design) -> Iterator[Message]:
    yield interval_note(design)
    if not found:
        yield message("No earlier visit has been given to compare with.")
        return
    yield message(
        "Intervals of a change are Newcombe 95% intervals, clear where nought is outside."
    )
    if min(now.graded.n, *(change.visit.graded for change in found)) < LEAST_FOR_PERCENT:
        yield SMALL_NOTE
    for visit in (change.visit for change in found if change.visit.mapped):
        if visit.graded:
            yield message(
                "{visit}: its grades are compared by the mapping of {mapped}.",
                visit=visit.label,
                mapped=visit.mapped,
            )
        else:
            yield message(
                "{visit}: its grades are not comparable, by the mapping of {mapped}.",
                visit=visit.label,
                mapped=visit.mapped,
            )
    loaded = [change.visit for change in found if change.visit.source]
    for visit in loaded:
        yield message(
            "{visit} is counted from the workbook with SHA-256 {digest}.",
            visit=visit.label,
            digest=visit.source,
        )
    if len(loaded) < len(found):
        yield (
            message("The other earlier counts were typed in.")
            if loaded
            else message("The earlier counts were typed in.")
        )


def _change(visit: EarlierVisit, now: GradeCounts) -> Change:
    counts = (visit.below_good, visit.graded, now.below_good.n, now.graded.n)
    interval = newcombe(*counts)
    return Change(
        visit=visit,
        tenths=difference(*counts),
        interval=interval,
        clear=_is_clear(interval),
    )


def _is_clear(interval: Interval | None) -> bool | None:
    return None if interval is None else interval.low > 0 or interval.high < 0


def _verdict(clear: bool | None) -> Message | None:  # noqa: FBT001 - the finding is its only argument
    if clear is None:
        return None
    return message("Clear change") if clear else message("Not a clear change")
