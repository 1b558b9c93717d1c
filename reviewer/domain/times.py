"""Moments and days as text: kept in UTC, in one form, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, date, datetime


def stamp(moment: datetime) -> str:
    """Write an aware moment as UTC to the millisecond: `2018-01-12T14:02:11.123Z`."""
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='milliseconds')}Z"


def moment(text: str) -> datetime:
    """Read what `stamp` wrote; raises ValueError for anything else."""
    return datetime.fromisoformat(text)


def local(text: str) -> datetime:
    """Read what `stamp` wrote, as the local time shown to a person."""
    return moment(text).astimezone()


def day(text: str) -> date | None:
    """Read an ISO day; None for a month (`2018-01`), which is not a day, and for no text."""
    return date.fromisoformat(text[:10]) if len(text) >= len("2018-01-12") else None


def long_day(text: str) -> str:
    """Write an ISO day, month or local moment for people: `12 Jan 2018`, `Jan 2018`."""
    if len(text) == len("2018-01"):
        return f"{date.fromisoformat(text + '-01'):%b %Y}"
    whole = date.fromisoformat(text[:10])
    clock = f", {text[11:16]}" if len(text) > len("2018-01-12") else ""
    return f"{whole.day} {whole:%b %Y}{clock}"
