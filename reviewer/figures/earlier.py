"""T13: this visit beside earlier ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.figures.grade_counts import SMALL_NOTE, GradeCounts, interval_note
from reviewer.figures.intervals import difference, newcombe, share, wilson
from reviewer.figures.table import Counted, Heading, Interval, Measure, Row, Style, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierVisit:
    """One earlier visit, typed in or taken from its workbook: graded cases and those below good.

    Raises ValueError where more cases are below good than graded.
    """

    label: str
    graded: int
    below_good: int

    def __post_init__(self) -> None:
        """Refuse counts that cannot be."""
        if not 0 <= self.below_good <= self.graded:
            raise ValueError(self)


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
        notes=(
            interval_note(random_sample=random_sample),
            "Intervals of a change are Newcombe 95% intervals, clear where nought is outside.",
            SMALL_NOTE,
        ),
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
