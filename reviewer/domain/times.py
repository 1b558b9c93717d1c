"""Moments and days as text: kept in UTC, in one form, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from reviewer.domain.message import term

_MONTHS: Final = (
    *(term("month", "Jan"), term("month", "Feb"), term("month", "Mar"), term("month", "Apr")),
    *(term("month", "May"), term("month", "Jun"), term("month", "Jul"), term("month", "Aug")),
    *(term("month", "Sep"), term("month", "Oct"), term("month", "Nov"), term("month", "Dec")),
)


def stamp(moment: datetime) -> str:
    """Write an aware moment as UTC to the millisecond: `2018-01-12T14:02:11.123Z`."""
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='milliseconds')}Z"


def moment(text: str) -> datetime:
    """Read what `stamp` wrote; raises ValueError for anything else."""
    return datetime.fromisoformat(text)


def local(text: str) -> datetime:
    """Read what `stamp` wrote, as the local time shown to a person."""
    return in_local_time(moment(text))


def in_local_time(moment: datetime) -> datetime:
    """Return an aware moment in local time, or in UTC where the system knows no local time then.

    Windows raises OSError before 1970 and after 3000, and a workbook may claim any time. At the
    ends of the calendar a moment stays in its own zone.
    """
    for zone in (None, UTC):
        try:
            return moment.astimezone(zone)
        except (OSError, OverflowError, ValueError):
            continue
    return moment


def long_moment(moment: datetime) -> str:
    """Write an aware moment for people, in local time: `12 Jan 2018, 14:02`."""
    return long_day(in_local_time(moment).isoformat())


def long_second(text: str) -> str:
    """Write what `stamp` wrote for people, in local time to the second: `12 Jan 2018, 14:02:11`."""
    at = local(text)
    return f"{long_day(at.isoformat())}:{at:%S}"


def day(text: str) -> date | None:
    """Read an ISO day; None for a month (`2018-01`), which is not a day, and for no text."""
    return date.fromisoformat(text[:10]) if len(text) >= len("2018-01-12") else None


def long_day(text: str) -> str:
    """Write an ISO day, month or local moment for people: `12 Jan 2018`, `Jan 2018`.

    The month is in the current language.
    """
    if len(text) == len("2018-01"):
        return _month(date.fromisoformat(f"{text}-01"))
    whole = date.fromisoformat(text[:10])
    clock = f", {text[11:16]}" if len(text) > len("2018-01-12") else ""
    return f"{whole.day} {_month(whole)}{clock}"


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"  # strftime takes not every year everywhere
