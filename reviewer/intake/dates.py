"""Dates as forces write them: day or month first is decided for a column, never for a cell."""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from reviewer.cells.sheet import RawCell
from reviewer.domain.list_options import DateOrder

_ISO: Final = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST: Final = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_PLAIN: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH: Final = re.compile(r"(\d{4})[-/](\d{1,2})|(\d{1,2})[-/](\d{4})")
_CLOCK: Final = r"(?:,?[ T]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[ap]m)?)?"
_NUMBERS: Final = re.compile(
    rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_CLOCK}", re.IGNORECASE
)
_WEEKDAY: Final = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?"
_DAY_WORD: Final = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?[ -]([a-z]{{3,9}})\.?,?[ -](\d{{4}}|\d{{2}}){_CLOCK}",
    re.IGNORECASE,
)
_WORD_DAY: Final = re.compile(
    rf"{_WEEKDAY}([a-z]{{3,9}})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}}){_CLOCK}", re.IGNORECASE
)
_WORD_MONTH: Final = re.compile(r"([a-z]{3,9})\.?[ -](\d{4}|\d{2})", re.IGNORECASE)
_MONTH_NAMES: Final = (
    "january february march april may june july august september october november december"
)
_MONTHS: Final = {
    name[:length]: number
    for number, name in enumerate(
        _MONTH_NAMES.split(),
        start=1,
    )
    for length in (3, 4, 9)
}

_EPOCH_1900: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)
_SERIALS: Final = range(18_264, 73_051)
"""1950 to 2099 as Excel's 1900 day numbers: what else is a number is no day of a case."""
_OLDEST: Final = 1900
_FURTHEST: Final = 2199


@dataclass(frozen=True, slots=True, kw_only=True)
class DateColumn:
    """How a column's dates are read; `first_day` and `first_month` index the first proofs."""

    order: DateOrder = DateOrder.DAY_FIRST
    proven: bool = True
    """False where some cells could be either and none proves which."""
    from_1904: bool = False
    first_day: int | None = None
    first_month: int | None = None


class BadDateError(Exception):
    """A cell that gives no date: `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def decide_order(
    cells: Sequence[RawCell],
    header: str = "",
    *,
    from_1904: bool = False,
    said: DateOrder | None = None,
) -> DateColumn:
    """Decide for a whole column whether the day or the month is first; `said` settles it.

    A cell proves an order by a number above 12; the header proves one by `dd/mm` or `mm/dd`.
    Dots and real date cells prove nothing and ask nothing: `03.04.2018` is always day first.
    """
    if said is not None:
        return DateColumn(order=said, from_1904=from_1904)
    hint = header.casefold().replace(" ", "")
    first_day = -1 if "dd/mm" in hint or "dd-mm" in hint else None
    first_month = -1 if "mm/dd" in hint or "mm-dd" in hint else None
    either = False
    for cell in dict.fromkeys(cells):
        found = _NUMBERS.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if found is None or found[2] == ".":
            continue
        one, two = int(found[1]), int(found[3])
        if one > 12 >= two and first_day is None:
            first_day = cells.index(cell)
        elif two > 12 >= one and first_month is None:
            first_month = cells.index(cell)
        either = either or (one <= 12 and two <= 12 and one != two)
    if first_day is not None and first_month is not None:
        order = DateOrder.BOTH
    else:
        order = DateOrder.MONTH_FIRST if first_month is not None else DateOrder.DAY_FIRST
    return DateColumn(
        order=order,
        proven=not either or first_day is not None or first_month is not None,
        from_1904=from_1904,
        first_day=first_day,
        first_month=first_month,
    )


def read_date(cell: RawCell, column: DateColumn, today: date) -> str:
    """Return an ISO day, or a month (`2018-01`) where the cell has no more.

    Raises BadDateError: `not-a-date`, `no-such-date` or `ambiguous-date`.
    """
    if isinstance(cell, datetime):
        return _whole(cell.year, cell.month, cell.day)
    if isinstance(cell, date):
        return _whole(cell.year, cell.month, cell.day)
    if isinstance(cell, str):
        return _from_text(" ".join(cell.split()), column, today)
    if isinstance(cell, float) and not isinstance(cell, bool):
        return _from_number(cell, column)
    raise BadDateError("not-a-date")


def looks_like_date(cell: RawCell) -> bool:
    """Say whether a cell could be a date in either order; a bare number is none."""
    if isinstance(cell, str):
        try:
            _from_text(" ".join(cell.split()), DateColumn(), date.max)
        except BadDateError as error:
            return error.code != "not-a-date"
        return True
    return isinstance(cell, date)


def far_apart(cells: Sequence[RawCell]) -> bool:
    """Say whether a column's days are years apart, as those of births are.

    The middle half of its different years spans three or more; the cases of one sample
    were reported within one or two.
    """
    known = {cell: _year_of(cell) for cell in set(cells)}
    years = sorted(map(known.__getitem__, cells))
    years = years[bisect.bisect_right(years, 0) :]
    if len(years) < max(3, len(cells) // 2):
        return False
    return years[len(years) * 3 // 4] - years[len(years) // 4] >= 3


def _year_of(cell: RawCell) -> int:
    """Return a day's year, 0 for what is no day."""
    if isinstance(cell, date):
        return cell.year
    if not isinstance(cell, str):
        return 0
    try:
        return int(_from_text(" ".join(cell.split()), DateColumn(), date.max)[:4])
    except BadDateError:
        found = _NUMBERS.fullmatch(cell.strip())
        return int(found[4]) if found and len(found[4]) == 4 else 0


def perhaps_swapped(different: Collection[RawCell]) -> bool:
    """Say whether Excel seems to have turned days into months in part of a column.

    An American Excel reading `03/04/2018` makes 4 March a real date and leaves `13/04/2018`
    as text: then every text has a day above 12 and every real date one of at most 12.
    """
    days = [cell.day for cell in different if isinstance(cell, date)]
    if len(days) < 5:
        return False
    matches = (_NUMBERS.fullmatch(cell.strip()) for cell in different if isinstance(cell, str))
    firsts = [int(found[1]) for found in matches if found]
    return len(firsts) >= 5 and max(days) <= 12 < min(firsts)


def _from_number(number: float, column: DateColumn) -> str:
    if not 0 < number < 1e8:
        raise BadDateError("not-a-date")
    whole = int(number)
    plain = _PLAIN.fullmatch(str(whole))
    if plain and number.is_integer() and _OLDEST <= int(plain[1]) <= _FURTHEST:
        return _whole(int(plain[1]), int(plain[2]), int(plain[3]))
    if whole not in _SERIALS:
        raise BadDateError("not-a-date")
    epoch = _EPOCH_1904 if column.from_1904 else _EPOCH_1900
    return (epoch + timedelta(days=whole)).isoformat()


def _from_text(text: str, column: DateColumn, today: date) -> str:
    if found := _ISO.fullmatch(text) or _YEAR_FIRST.fullmatch(text) or _PLAIN.fullmatch(text):
        return _whole(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(text):
        return _from_numbers(found, column, today)
    if found := _MONTH.fullmatch(text):
        return _month(int(found[1] or found[4]), int(found[2] or found[3]))
    if text.isascii() and text.isdecimal() and len(text) == 5:
        return _from_number(float(text), column)
    return _from_words(text, today)


def _from_words(text: str, today: date) -> str:
    if found := _DAY_WORD.fullmatch(text):
        return _whole(_year(found[3], today), _month_number(found[2]), int(found[1]))
    if found := _WORD_DAY.fullmatch(text):
        return _whole(int(found[3]), _month_number(found[1]), int(found[2]))
    if found := _WORD_MONTH.fullmatch(text):
        return _month(_year(found[2], today), _month_number(found[1]))
    raise BadDateError("not-a-date")


def _from_numbers(found: re.Match[str], column: DateColumn, today: date) -> str:
    one, two, year = int(found[1]), int(found[3]), _year(found[4], today)
    day_first = column.order is DateOrder.DAY_FIRST or found[2] == "."
    if column.order is DateOrder.BOTH and found[2] != ".":
        if one <= 12 and two <= 12 and one != two:
            raise BadDateError("ambiguous-date")
        day_first = one > 12 or one == two
    return _whole(year, two, one) if day_first else _whole(year, one, two)


def _year(text: str, today: date) -> int:
    """Read a year of two digits as the latest one that is not after next year."""
    year = int(text)
    if len(text) == 4:
        return year
    year += today.year // 100 * 100
    return year if year <= today.year + 1 else year - 100


def _month_number(word: str) -> int:
    number = _MONTHS.get(word.casefold())
    if number is None:
        raise BadDateError("not-a-date")
    return number


def _whole(year: int, month: int, day: int) -> str:
    if not _OLDEST <= year <= _FURTHEST:
        raise BadDateError("no-such-date")
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise BadDateError("no-such-date") from None


def _month(year: int, month: int) -> str:
    if not (_OLDEST <= year <= _FURTHEST and 1 <= month <= 12):
        raise BadDateError("no-such-date")
    return f"{year:04d}-{month:02d}"
