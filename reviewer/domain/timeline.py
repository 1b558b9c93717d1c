"""The days of a case on one scale: what the review page and a print draw, as plain values.

Nothing here knows of pixels or points. Positions are fractions of a scale: 0 is its first day
and 1 its last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from reviewer.domain.assessment import ReviewFacts
from reviewer.domain.case import Case
from reviewer.domain.computed import DaysBetween, OverRows
from reviewer.domain.form import Form
from reviewer.domain.ids import Key
from reviewer.domain.meanings import codes_that_mean, column_at
from reviewer.domain.options import Meaning
from reviewer.domain.review import Review, Row, rows_of
from reviewer.domain.times import day, long_day

MILESTONES: Final = (Key("incident"), Key("reported"), Key("allocated"), Key("closed"))
"""The days of a force's list that a timeline shows, in the order in which they should come."""

_LEAST_DAYS: Final = 7
"""The shortest scale: what happened on one day is in the middle of a week."""

_DAY_STEPS: Final = (1, 2, 7, 14)
_MONTH_STEPS: Final = (1, 2, 3, 6)
_YEAR_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A day that the force's list gives; `key` is the list's, as `reported`."""

    key: Key
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The time from one supervisor's entry to the next."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Its length in days."""
        return (self.last - self.first).days


@dataclass(frozen=True, slots=True, kw_only=True)
class DelaySpan:
    """One delay: its row (counted from 1), the code and words of its stage, and its days.

    A delay that is `open` has no end yet: `last` is the day up to which it is counted.
    """

    row: int
    stage: str
    label: str
    first: date
    last: date
    open: bool

    @property
    def days(self) -> int:
        """Its length in days, so far for one that is open."""
        return (self.last - self.first).days


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A day named on a scale."""

    day: date
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The days from `first` to `last`, of which there are always several."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """The length of the scale in days."""
        return (self.last - self.first).days

    def fraction(self, day: date) -> float:
        """Return where a day lies: 0 for the first, 1 for the last, never outside."""
        return min(max((day - self.first).days / self.days, 0.0), 1.0)

    def day_at(self, fraction: float) -> date:
        """Return the day that lies at a fraction, the nearest one."""
        return self.first + timedelta(days=round(min(max(fraction, 0.0), 1.0) * self.days))

    def ticks(self, most: int) -> tuple[Tick, ...]:
        """Name days at even steps of days, months or years: as many as fit, at most `most`."""
        for starts, text in (
            *((_every_days(self, step), _day_label) for step in _DAY_STEPS),
            *((_every_months(self, step), _month_label) for step in _MONTH_STEPS),
            *((_every_years(self, step), _year_label) for step in _YEAR_STEPS),
        ):
            found = _at_most(starts, most)
            if found is not None:
                return tuple(Tick(day=start, label=text(start)) for start in found)
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The days of one case, each kind in order of time.

    `entries` are the supervisor's, `longest_gap` the longest time between two of them, and
    `misplaced` the delay rows (counted from 1) that end before they begin and are not drawn.
    """

    scale: Scale
    milestones: tuple[Milestone, ...]
    entries: tuple[date, ...]
    longest_gap: Gap | None
    delays: tuple[DelaySpan, ...]
    misplaced: tuple[int, ...]


def timeline_of(form: Form, case: Case, review: Review, facts: ReviewFacts) -> Timeline | None:
    """Gather the days of a case; None where there is not a single whole day.

    `facts` are those of the same review: rows that are not relevant just now are left out.
    An open delay is counted up to the end of the period examined, else to the day of the
    review's last change, as the figures count it.
    """
    milestones = tuple(_milestones(case))
    entries = tuple(_entries(form, facts))
    rows = rows_of(str(facts.value(form.roles.delay_rows) or ""))
    spans = tuple(_delays(form, rows, _until(form, review, facts)))
    delays = tuple(sorted((s for s in spans if s.days >= 0), key=lambda s: (s.first, s.row)))
    days = [
        *(milestone.day for milestone in milestones),
        *entries,
        *(end for span in delays for end in (span.first, span.last)),
    ]
    if not days:
        return None
    return Timeline(
        scale=_scale(days),
        milestones=milestones,
        entries=entries,
        longest_gap=_longest_gap(entries),
        delays=delays,
        misplaced=tuple(span.row for span in spans if span.days < 0),
    )


def _milestones(case: Case) -> Iterator[Milestone]:
    found = ((key, day(case.get(key))) for key in MILESTONES)
    given = [Milestone(key=key, day=whole) for key, whole in found if whole is not None]
    yield from sorted(given, key=lambda milestone: milestone.day)


def _entries(form: Form, facts: ReviewFacts) -> list[date]:
    computed = form.computed_by_key.get(form.roles.supervision_gap)
    if computed is None or not isinstance(computed.value, OverRows):
        return []
    column = computed.value.column
    given = (row.value(column) for row in facts.each_row(form.roles.supervision_entries))
    whole = (day(str(value)) for value in given if value is not None)
    return sorted(found for found in whole if found is not None)


def _longest_gap(entries: Sequence[date]) -> Gap | None:
    gaps = (Gap(first=first, last=last) for first, last in pairwise(entries))
    return max(gaps, key=lambda gap: gap.days, default=None)


def _until(form: Form, review: Review, facts: ReviewFacts) -> date | None:
    end = facts.value(form.roles.period_end) if form.roles.period_end else None
    return day(str(end or "")) or day(review.changed_at)


def _delays(form: Form, rows: Iterable[Row], until: date | None) -> Iterator[DelaySpan]:
    computed = form.computed_by_key.get(form.roles.delay_days)
    if computed is None or not isinstance(computed.value, DaysBetween):
        return
    start, end = computed.value.start, computed.value.end[0]
    roles = form.roles
    stages = column_at(form, roles.delay_rows, roles.delay_stage)
    options = form.codes_of(stages) if stages is not None else {}
    labels = {str(code): str(option.label) for code, option in options.items()}
    open_column = column_at(form, roles.delay_rows, roles.delay_open)
    is_open_code = codes_that_mean(form, open_column, Meaning.YES)
    for number, row in enumerate(rows, start=1):
        first, last = day(row.get(start, "")), day(row.get(end, ""))
        # Without a column for it, a delay without an end is open.
        is_open = last is None and (open_column is None or row.get(open_column.key) in is_open_code)
        last = until if is_open else last
        if first is not None and last is not None:
            stage = row.get(roles.delay_stage, "")
            label = labels.get(stage, stage)
            yield DelaySpan(
                row=number, stage=stage, label=label, first=first, last=last, open=is_open
            )


def _scale(days: Sequence[date]) -> Scale:
    first, last = min(days), max(days)
    missing = _LEAST_DAYS - (last - first).days
    if missing > 0:
        first = _shifted(first, -(missing // 2))
        last = _shifted(last, missing - missing // 2)
    return Scale(first=first, last=last)


def _shifted(day: date, days: int) -> date:
    """Move a day, as far as the calendar goes."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def _at_most(starts: Iterator[date], most: int) -> list[date] | None:
    found: list[date] = []
    for start in starts:
        if len(found) == most:
            return None
        found.append(start)
    return found if len(found) > 1 else None


def _every_days(scale: Scale, step: int) -> Iterator[date]:
    for ordinal in range(scale.first.toordinal(), scale.last.toordinal() + 1, step):
        yield date.fromordinal(ordinal)


def _every_months(scale: Scale, step: int) -> Iterator[date]:
    first = scale.first.year * 12 + scale.first.month - 1
    last = scale.last.year * 12 + scale.last.month - 1
    for month in range(-(-first // step) * step, last + 1, step):
        start = date(month // 12, month % 12 + 1, 1)
        if start >= scale.first:
            yield start


def _every_years(scale: Scale, step: int) -> Iterator[date]:
    for year in range(max(-(-scale.first.year // step) * step, 1), scale.last.year + 1, step):
        if date(year, 1, 1) >= scale.first:
            yield date(year, 1, 1)


def _day_label(day: date) -> str:
    return long_day(day.isoformat())


def _month_label(day: date) -> str:
    return long_day(day.isoformat()[:7])


def _year_label(day: date) -> str:
    return str(day.year)
