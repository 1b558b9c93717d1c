"""The days of a case drawn to scale: what the list gives, supervision, and delays by stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from reviewer.domain.list_words import LIST_WORDS
from reviewer.domain.message import Message, message, plural
from reviewer.domain.timeline import DelaySpan, Timeline
from reviewer.domain.times import long_day
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Drawing
from reviewer.printing.layout.marks import draw_dot
from reviewer.printing.layout.pen import Pen
from reviewer.printing.letters.style import TextStyle

_LABELS: Final = (92.0, 150.0)
"""The least and the most room for the names of lanes."""
_LANE: Final = 13.0
_BAR: Final = 7.0
_HEAD: Final = 24.0
_SCALE: Final = 15.0
_MOST_DELAYS: Final = 8
"""Delays that have a lane of their own; more are counted."""
_TICKS: Final = 7


def timeline_drawing(timeline: Timeline, *, before: float = 0.0) -> Drawing:
    """Draw a case's timeline across the page; its words say what it shows."""
    lanes = (1 if timeline.entries else 0) + min(len(timeline.delays), _MOST_DELAYS)
    more = len(timeline.delays) > _MOST_DELAYS
    height = _HEAD + (lanes + more) * _LANE + _SCALE
    picture = _Picture(timeline)
    return Drawing(height, _in_words(timeline), picture.paint, before=before)


@dataclass(frozen=True, slots=True)
class _Picture:
    timeline: Timeline

    def paint(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw milestones, lanes and scale from above."""
        labels = self._labels_width(pen)
        left, room = x + labels, width - labels - 12
        timeline = self.timeline
        lanes = _HEAD + _LANE * (bool(timeline.entries) + min(len(timeline.delays), _MOST_DELAYS))
        self._scale(pen, left, top + lanes + _more(timeline) * _LANE, room)
        self._milestones(pen, x, left, top, room, lanes)
        at = top + _HEAD
        if timeline.entries:
            self._entries(pen, x, at, left, room)
            at += _LANE
        for span in timeline.delays[:_MOST_DELAYS]:
            self._delay(pen, span, (x, at), left, room)
            at += _LANE
        if _more(timeline):
            words = plural(
                len(timeline.delays) - _MOST_DELAYS, "and {n} more delay", "and {n} more delays"
            )
            pen.words(str(words), look.TINY, x, at + 2, labels + room)

    def _labels_width(self, pen: Pen) -> float:
        words = [str(_entries_label())] if self.timeline.entries else []
        words += [_stage(span) for span in self.timeline.delays[:_MOST_DELAYS]]
        widest = max((pen.setter.width(label, look.TINY) for label in words), default=0.0)
        least, most = _LABELS
        return min(max(widest + 8, least), most)

    def _place(self, day: date, left: float, room: float) -> float:
        return left + self.timeline.scale.fraction(day) * room

    def _scale(self, pen: Pen, left: float, top: float, room: float) -> None:
        pen.line(left, top, left + room, top, look.LINE)
        taken = 0.0
        for tick in self.timeline.scale.ticks(_TICKS):
            x = self._place(tick.day, left, room)
            pen.line(x, top, x, top + 3, look.LINE)
            wide = pen.setter.width(tick.label, look.TINY)
            at = min(max(x - wide / 2, left), left + room - wide)
            if at >= taken:
                pen.words(tick.label, look.TINY, at, top + 3, wide + 1)
                taken = at + wide + 6

    def _milestones(self, pen: Pen, start: float, left: float, top: float, room: float,
                    height: float) -> None:  # fmt: skip
        taken = [start, start]
        for milestone in self.timeline.milestones:
            x = self._place(milestone.day, left, room)
            pen.line(x, top + 9, x, top + height, look.FAINT, 0.75)
            label = f"{LIST_WORDS[milestone.key]} {long_day(milestone.day.isoformat())}"
            wide = pen.setter.width(label, look.TINY)
            at = min(max(x - wide / 2, start), left + room - wide)
            # The second line takes what the first has no room for.
            row = 0 if at >= taken[0] else 1
            at = max(at, taken[row])
            pen.words(label, look.TINY, min(at, left + room - wide), top + row * 9, wide + 1)
            taken[row] = at + wide + 8

    def _entries(self, pen: Pen, x: float, top: float, left: float, room: float) -> None:
        pen.words(str(_entries_label()), look.TINY, x, top + 2, left - x)
        middle = top + _LANE / 2
        pen.line(left, middle, left + room, middle, look.FAINT)
        gap = self.timeline.longest_gap
        if gap is not None and gap.days > 0:
            first, last = (self._place(day, left, room) for day in (gap.first, gap.last))
            pen.line(first, middle, last, middle, look.INK, 1.2)
            label = str(plural(gap.days, "{n} day", "{n} days"))
            wide = pen.setter.width(label, look.TINY)
            if wide + 10 < last - first:
                at = (first + last - wide) / 2
                pen.box(at - 3, middle - 4, wide + 6, 8, look.WHITE)
                pen.words(label, look.TINY, at, middle - 4.7, wide + 1)
        for day in dict.fromkeys(self.timeline.entries):
            draw_dot(pen, self._place(day, left, room), middle, 2.3, look.INK)

    def _delay(
        self, pen: Pen, span: DelaySpan, at: tuple[float, float], left: float, room: float
    ) -> None:
        x, top = at
        stage = pen.setter.fitting(_stage(span), look.TINY, left - x - 6)
        pen.words(stage, look.TINY, x, top + 2, left - x)
        first, last = (self._place(day, left, room) for day in (span.first, span.last))
        wide = max(last - first, 1.5)
        bar = top + (_LANE - _BAR) / 2
        pen.box(first, bar, wide, _BAR, look.QUIET)
        if span.open:
            # An open end is drawn open: three strokes that get fainter.
            for place in range(3):
                pen.box(first + wide + 1 + place * 3, bar, 1.5, _BAR, look.LINE)
        label = str(span_words(span))
        needed = pen.setter.width(label, look.TINY)
        after = first + wide + (12 if span.open else 4)
        if after + needed <= left + room:
            pen.words(label, look.TINY, after, top + 2, needed + 1)
        elif needed + 4 <= first - left:
            pen.words(label, look.TINY, first - needed - 4, top + 2, needed + 1)
        else:
            pen.words(label, _ON_BAR, first + 3, top + 2, needed + 1)


_ON_BAR: Final = TextStyle(look.TINY.size, look.TINY.leading, look.WHITE)


def days_words(span: DelaySpan) -> Message:
    """Say how many days a delay took, or took so far."""
    if span.open:
        return plural(span.days, "{n} day to date", "{n} days to date")
    return plural(span.days, "{n} day", "{n} days")


def span_words(span: DelaySpan) -> Message:
    """Say how long a delay is, or was so far."""
    if span.open:
        last = long_day(span.last.isoformat())
        return plural(
            span.days, "{n} day to date, to {day}", "{n} days to date, to {day}", day=last
        )
    return days_words(span)


def _entries_label() -> Message:
    return message("Supervisor's entries")


def _stage(span: DelaySpan) -> str:
    return span.label or str(message("Stage not given"))


def _more(timeline: Timeline) -> bool:
    return len(timeline.delays) > _MOST_DELAYS


def _in_words(timeline: Timeline) -> str:
    return " ".join(str(part) for part in _sentences(timeline))


def _sentences(timeline: Timeline) -> Iterator[Message]:
    yield message(
        "Timeline from {first} to {last}.",
        first=long_day(timeline.scale.first.isoformat()),
        last=long_day(timeline.scale.last.isoformat()),
    )
    for milestone in timeline.milestones:
        yield message(
            "{what} on {day}.",
            what=LIST_WORDS[milestone.key],
            day=long_day(milestone.day.isoformat()),
        )
    yield from _supervision(timeline.entries, timeline)
    for span in timeline.delays[:_MOST_DELAYS]:
        yield message(
            "{stage}: {days}, from {first}.",
            stage=span.label or message("Stage not given"),
            days=span_words(span),
            first=long_day(span.first.isoformat()),
        )


def _supervision(entries: Sequence[date], timeline: Timeline) -> Iterator[Message]:
    if not entries:
        return
    first = long_day(entries[0].isoformat())
    if timeline.longest_gap is None:
        yield message("One supervisor's entry, on {day}.", day=first)
        return
    yield message(
        "{n} supervisor's entries from {first} to {last}, the longest gap {gap}.",
        n=len(entries),
        first=first,
        last=long_day(entries[-1].isoformat()),
        gap=plural(timeline.longest_gap.days, "{n} day", "{n} days"),
    )
