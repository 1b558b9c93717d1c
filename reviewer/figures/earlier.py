"""T13: this visit beside earlier ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.domain.inspection import EarlierVisit
from reviewer.figures.grade_counts import SMALL_NOTE, GradeCounts, interval_note
from reviewer.figures.intervals import LEAST_FOR_PERCENT, difference, newcombe, share, wilson
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


def earlier_table(found: Sequence[Change], now: GradeCounts, *, random_sample: bool) -> Table:
    """Set T13: the earlier visits in the order given, this visit last."""
    rows = [
        Row(
            label=change.visit.label,
            cells=(
                Counted(n=change.visit.below_good),
                Counted(n=change.visit.graded),
                share(change.visit.below_good, change.visit.graded),
                wilson(change.visit.below_good, change.visit.graded),
                None if change.tenths is None else Measure(value=change.tenths / 10, decimals=1),
                change.interval,
                _verdict(change),
            ),
        )
        for change in found
    ]
    this_visit = Row(
        label="This visit",
        cells=(now.below_good, now.graded, now.below_good_share, now.interval, None, None, None),
        style=Style.TOTAL,
    )
    return Table(
        id="T13",
        title="Cases below good, compared with earlier visits",
        headings=(
            Heading(label="Visit"),
            Heading(label="Below good"),
            Heading(label="Graded"),
            Heading(label="Below good, %"),
            Heading(label="95% interval"),
            Heading(label="Change to this visit, points"),
            Heading(label="95% interval of the change"),
            Heading(label="Finding"),
        ),
        rows=(*rows, this_visit),
        notes=tuple(_notes(found, now, random_sample=random_sample)),
    )


def _notes(found: Sequence[Change], now: GradeCounts, *, random_sample: bool) -> Iterator[str]:
    yield interval_note(random_sample=random_sample)
    if not found:
        yield "No earlier visit has been given to compare with."
        return
    yield "Intervals of a change are Newcombe 95% intervals, clear where nought is outside."
    if min(now.graded.n, *(change.visit.graded for change in found)) < LEAST_FOR_PERCENT:
        yield SMALL_NOTE
    loaded = [change.visit for change in found if change.visit.source]
    for visit in loaded:
        yield f"{visit.label} is counted from the workbook with SHA-256 {visit.source}."
    if len(loaded) < len(found):
        yield (
            "The other earlier counts were typed in."
            if loaded
            else ("The earlier counts were typed in.")
        )


def _change(visit: EarlierVisit, now: GradeCounts) -> Change:
    counts = (visit.below_good, visit.graded, now.below_good.n, now.graded.n)
    interval = newcombe(*counts)
    return Change(
        visit=visit,
        tenths=difference(*counts),
        interval=interval,
        clear=None if interval is None else interval.low > 0 or interval.high < 0,
    )


def _verdict(change: Change) -> str | None:
    if change.clear is None:
        return None
    return "Clear change" if change.clear else "Not a clear change"
