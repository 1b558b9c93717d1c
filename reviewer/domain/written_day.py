"""How people and programs write a day: its parts, its clock, and the day that it is in the UK.

The one reader of dates: of the columns of a list, where the column decides whether the day or the
month comes first (`reviewer.intake.dates`), and of what a person types, where the day does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

_DASHES: Final = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_OTHER_SIGNS: Final = {**_DASHES, 0xFF0F: "/", 0xFF0E: ".", 0x2019: "'"}
_LONGEST: Final = 60
"""Characters of a date with its weekday, its time and its zone."""
_TWO_DIGITS: Final = re.compile(r"\d\d")
"""What every date has: a year of two digits or more."""
_SPACED: Final = re.compile(r"(?<=\d) ?([/.]) ?(?=\d)(?!\d{1,2}:)|(?<=\d) - (?=\d)")
_CLOCK: Final = re.compile(
    r"(?:,? at |,? ?@ ?|,? - |, ?| |T|-)"
    r"(?:(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})|(?P<packed>\d{2}))?"
    r"(?:[:.]?(?P<second>\d{2})(?:[.,:]\d{1,9})?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?(?: ?(?:hrs?|hours|h|o.clock)\.?)?"
    r"|noon|midday|midnight)"
    r"(?: ?\(?(?P<zone>z|utc|gmt|bst|(?:utc|gmt)?[+-]\d{2}(?::?\d{2})?)\)?)?",
    re.IGNORECASE,
)
_NEEDED: Final = re.compile(r"[:.@]|h|m\b|clock|noon|mid|\d{4}|\d{2}z", re.IGNORECASE)
"""What a clock has beside an hour: a bare number behind a date is no time of day."""
_BEFORE_CLOCK: Final = re.compile(r"[ ,@T-]", re.IGNORECASE)
_WEEKDAY: Final = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?"
    r"|dydd (?:llun|mawrth|mercher|iau|gwener|sadwrn|sul)),? (?=.)",
    re.IGNORECASE,
)
_ISO: Final = re.compile(r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})\.?")
_NUMBERS: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})\.?")
_SPACED_NUMBERS: Final = re.compile(r"(\d{1,2})( )(\d{1,2}) (\d{4})")
_DIGITS: Final = re.compile(r"\d{8}")
_MONTH: Final = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})")
_BETWEEN: Final = r"(?: of | o |[ /.-]? ?)"
_DAY_WORD: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|af|ail|il|ydd|edd|ed|fed|eg|ain)?"
    rf"{_BETWEEN}([a-z]{{3,10}})\.?,?[ /.-]? ?(\d{{4}}|\d{{2}})",
    re.IGNORECASE,
)
_WORD_DAY: Final = re.compile(
    r"([a-z]{3,10})\.?[ -]?(\d{1,2})(?:st|nd|rd|th)?,?[ -] ?(\d{4})", re.IGNORECASE
)
_YEAR_WORD: Final = re.compile(r"(\d{4})[ -]([a-z]{3,10})[ -](\d{1,2})", re.IGNORECASE)
_WORD_MONTH: Final = re.compile(r"([a-z]{3,10})\.?,?[ -]?(\d{4}|\d{2})", re.IGNORECASE)
_DAY_ALONE: Final = re.compile(
    r"(\d{1,2})[ -]([a-z]{3,10})|([a-z]{3,10})[ -](\d{1,2})", re.IGNORECASE
)

_SETTLED: Final = (
    (_ISO, 1, 3, 4),
    (_DAY_WORD, 3, 2, 1),
    (_WORD_DAY, 3, 1, 2),
    (_YEAR_WORD, 1, 2, 3),
)
"""Writings in which the month is known, and the groups of year, month and day."""

_ENGLISH: Final = (
    "january february march april may june july august september october november december"
)
_WELSH: Final = (
    "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr"
)
_MONTHS: Final = {
    name[:length]: number
    for names in (_WELSH, _ENGLISH)
    for number, name in enumerate(names.split(), start=1)
    for length in (3, 4, 5, 10)
}
OLDEST: Final = 1950
"""The first year of a case: what is older stands for no date (1 January 1900, 1753, 1)."""
FURTHEST: Final = 2199


class BadDateError(Exception):
    """A cell that gives no date: `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDay:
    """A day as it was written: three numbers whose order is open, or what it certainly is.

    `first` and `second` are the numbers before the `year`, in writing; with `settled` they are
    month and day, or the month alone (`second` is 0), as the writing says. `dotted` is the day
    first wherever it can be; `spaced` is a day only where the order is known.
    """

    first: int
    second: int
    year: str
    settled: bool = False
    dotted: bool = False
    spaced: bool = False
    clock: re.Match[str] | None = None


def written(untrusted: str) -> WrittenDay:
    """Read the parts of a date; raises BadDateError `not-a-date`."""
    found = _written(untrusted) if _TWO_DIGITS.search(untrusted) else None
    if found is None:
        raise BadDateError("not-a-date")
    return found


@lru_cache(maxsize=10_000)
def _written(untrusted: str) -> WrittenDay | None:
    text = " ".join(untrusted[: 2 * _LONGEST].split())
    if len(text) > _LONGEST:
        return None
    text = text.translate(_OTHER_SIGNS)
    if not text.isascii():  # to these patterns every script's digits would be digits
        return None
    text = _SPACED.sub(lambda found: found[1] or "-", text)
    text = _WEEKDAY.sub("", text, count=1)
    found = _parts(text, None) or _month_alone(text)
    for before in () if found else _BEFORE_CLOCK.finditer(text):
        clock = _CLOCK.fullmatch(text, before.start())
        if clock and _NEEDED.search(clock[0]) and (day := _parts(text[: clock.start()], clock)):
            return day
    return found


def _parts(text: str, clock: re.Match[str] | None) -> WrittenDay | None:
    if found := _NUMBERS.fullmatch(text) or _SPACED_NUMBERS.fullmatch(text):
        return WrittenDay(
            first=int(found[1]),
            second=int(found[3]),
            year=found[4],
            dotted=found[2] == ".",
            spaced=found[2] == " ",
            clock=clock,
        )
    if _DIGITS.fullmatch(text):
        return _packed(text, clock)
    for pattern, year, month, day in _SETTLED:
        if found := pattern.fullmatch(text):
            number = _MONTHS.get(found[month].casefold()) or _number(found[month])
            return (number and _settled(found[year], number, int(found[day]), clock)) or None
    return None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _month_alone(text: str) -> WrittenDay | None:
    if found := _MONTH.fullmatch(text):
        return _settled(found[1] or found[4], int(found[2] or found[3]), 0, None)
    found = _WORD_MONTH.fullmatch(text)
    month = _MONTHS.get(found[1].casefold()) if found else None
    return _settled(found[2], month, 0, None) if found and month else None


def _packed(digits: str, clock: re.Match[str] | None) -> WrittenDay:
    """Take eight digits apart: the year is where it can be one."""
    if OLDEST <= int(digits[:4]) <= FURTHEST and int(digits[4:6]) <= 12:
        return _settled(digits[:4], int(digits[4:6]), int(digits[6:]), clock)
    return WrittenDay(first=int(digits[:2]), second=int(digits[2:4]), year=digits[4:], clock=clock)


def _settled(year: str, month: int, day: int, clock: re.Match[str] | None) -> WrittenDay:
    return WrittenDay(first=month, second=day, year=year, settled=True, clock=clock)


def typed_day(typed: str) -> date | None:
    """Return the day that a person typed, the day before the month; None for anything else.

    The year has four digits: two could be of either century. A time of day is not kept.
    """
    found = _typed(typed)
    return _day_first(found) if found else None


def typed_moment(typed: str) -> datetime | None:
    """Return the day and time that a person typed, by the clock on the wall; None for no time."""
    found = _typed(typed)
    day = _day_first(found) if found else None
    if found is None or found.clock is None or day is None:
        return None
    try:
        return datetime.combine(day, _time(found.clock))
    except ValueError:
        return None


def typed_month(typed: str) -> str:
    """Return the month that a person typed without a day, as `2018-01`; empty for none."""
    found = _typed(typed)
    if found is None or not found.settled or found.second:
        return ""
    first = _day_first(replace(found, second=1))
    return first.isoformat()[: len("2018-01")] if first else ""


def _typed(typed: str) -> WrittenDay | None:
    """Return the parts of what a person typed, None where a year has two digits or a zone is."""
    found = _written(typed) if _TWO_DIGITS.search(typed) else None
    if found is None or len(found.year) != len("2018") or (found.clock and found.clock["zone"]):
        return None
    return found


def _day_first(found: WrittenDay) -> date | None:
    month, day = (found.first, found.second) if found.settled else (found.second, found.first)
    try:
        return date(int(found.year), month, day)
    except ValueError:
        return None


def is_day_alone(text: str) -> bool:
    """Say whether a text is a day and a month without a year, as Excel shows `3-Dec`."""
    found = _DAY_ALONE.fullmatch(" ".join(text.split()))
    return found is not None and (found[2] or found[3]).casefold() in _MONTHS


def has_zone(untrusted: str) -> bool:
    """Say whether a date has a time in a zone that may be another day in the UK."""
    try:
        clock = written(untrusted).clock
    except BadDateError:
        return False
    return clock is not None and clock["zone"] is not None


def day_in_the_uk(day: date, clock: re.Match[str]) -> date:
    """Return the day on which a moment with a zone was, by the clocks of the United Kingdom.

    Raises BadDateError `zone-in-doubt` for a moment in GMT or BST that these clocks did not show
    on that day: somebody may have meant the clock on the wall.
    """
    zone = clock["zone"].casefold()
    try:
        moment = datetime.combine(day, _time(clock), UTC) - _offset(zone)
    except ValueError:
        raise BadDateError("not-a-date") from None
    local = (moment + timedelta(hours=_is_summer(moment))).date()
    if local != day and zone in {"gmt", "bst"}:
        raise BadDateError("zone-in-doubt")
    return local


def _time(clock: re.Match[str]) -> time:
    """Return hour and minute; raises ValueError for a time that no clock shows, as 15:00 am."""
    hour, half = int(clock["hour"] or 12), (clock["half"] or "").casefold()
    if (half == "a" and hour > 12) or (half == "p" and not hour):
        raise ValueError(clock[0])
    if half and hour <= 12:
        hour = hour % 12 + 12 * (half == "p")
    if "midnight" in clock[0].casefold():
        hour = 0
    minute, second = clock["minute"] or clock["packed"] or 0, clock["second"] or 0
    return time(hour, int(minute), int(second)).replace(second=0)


def _offset(zone: str) -> timedelta:
    if zone == "bst":
        return timedelta(hours=1)
    digits = re.sub(r"\D", "", zone).ljust(4, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -size if "-" in zone else size


def _is_summer(moment: datetime) -> bool:
    """Say whether the UK has summer time: from the last Sunday of March to that of October."""
    first, last = (_last_sunday(moment.year, month) for month in (3, 10))
    return first <= moment < last


def _last_sunday(year: int, month: int) -> datetime:
    end = datetime(year, month, 31, 1, tzinfo=UTC)
    return end - timedelta(days=(end.weekday() + 1) % 7)
