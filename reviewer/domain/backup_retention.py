"""Which automatic backups are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

ALL_OF: Final = timedelta(days=2)
"""Of the last two days every backup is kept: mistakes are noticed within them."""

DAILY: Final = timedelta(days=14)
WEEKLY: Final = timedelta(weeks=12)
MONTHLY: Final = timedelta(days=366)
"""Up to these ages the newest of each day, week and month; older ones go."""

EVERY: Final = timedelta(minutes=15)
"""How much work a damaged disk may cost."""


def superfluous(stamps: Iterable[datetime], now: datetime) -> tuple[datetime, ...]:
    """Return which backups may go: the newest of each day, week, month is kept, up to a year.

    The newest of all is always kept, and so is one that a clock put in the future.
    """
    newest_first = sorted(stamps, reverse=True)
    spans: set[tuple[str, date]] = set()
    gone: list[datetime] = []
    for place, stamp in enumerate(newest_first):
        span = _span(stamp, now)
        if span is not None and place > 0 and (span[0] == "" or span in spans):
            gone.append(stamp)
        elif span is not None:
            spans.add(span)
    return tuple(sorted(gone))


def backup_due(newest: datetime | None, now: datetime) -> bool:
    """Say whether the last backup is old enough for another; one from the future counts not."""
    return newest is None or not timedelta(0) <= now - newest < EVERY


def _span(stamp: datetime, now: datetime) -> tuple[str, date] | None:
    """Return the day, week or month that keeps one backup; None: kept; no name: too old."""
    age, day = now - stamp, stamp.date()
    if age <= ALL_OF:
        return None
    if age <= DAILY:
        return "day", day
    if age <= WEEKLY:
        return "week", day - timedelta(days=day.weekday())
    return ("month", day.replace(day=1)) if age <= MONTHLY else ("", day)
