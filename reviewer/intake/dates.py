"""Dates as forces write them: day or month first is decided for a column, never for a cell."""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from reviewer.cells.sheet import Month, RawCell, is_number
from reviewer.domain.list_options import DateOrder
from reviewer.domain.written_day import (
    FURTHEST,
    OLDEST,
    BadDateError,
    WrittenDay,
    day_in_the_uk,
    written,
)

_EPOCH_1900: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)
_SERIAL: Final = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_NO_MONTH: Final = (1, "00")
"""What a spreadsheet shows as the month of an empty cell: `Jan-00`."""
_FAR: Final = 1e8
_SERIALS: Final = range(18_264, 73_051)
"""1950 to 2099 as Excel's 1900 day numbers: what else is a number is no day of a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateColumn:
    """How a column's dates are read; `first_day` and `first_month` index the first proofs."""

    order: DateOrder = DateOrder.DAY_FIRST
    proven: bool = True
    """False where some cells could be either and none proves which."""
    dots_follow: bool = False
    """Whether dates with dots are in the column's order; else they are day first."""
    from_1904: bool = False
    first_day: int | None = None
    first_month: int | None = None


def decide_order(
    cells: Sequence[RawCell],
    header: str = "",
    *,
    from_1904: bool = False,
    chosen: DateOrder | None = None,
) -> DateColumn:
    """Decide for a whole column whether the day or the month is first; `chosen` settles it.

    A cell proves an order by a number above 12; the header proves one by `dd/mm` or `mm/dd`.
    Real date cells prove nothing. Dots ask nothing, `03.04.2018` is day first, until one of them
    has the month first.
    """
    different = dict.fromkeys(cells)
    dots_follow = _dots_follow(different, chosen=chosen is not None)
    if chosen is not None:
        return DateColumn(order=chosen, from_1904=from_1904, dots_follow=dots_follow)
    hint = header.casefold().replace(" ", "")
    first_day = -1 if "dd/mm" in hint or "dd-mm" in hint else None
    first_month = -1 if "mm/dd" in hint or "mm-dd" in hint else None
    either = False
    for cell in different:
        found = _open(cell)
        if found is None or (found.dotted and not dots_follow):
            continue
        one, two = found.first, found.second
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
        dots_follow=dots_follow,
        first_day=first_day,
        first_month=first_month,
    )


def _dots_follow(cells: Iterable[RawCell], *, chosen: bool) -> bool:
    """Say whether dates with dots are in the column's order.

    They are where one has the month first, and where a person settled a column of nothing else.
    """
    texts = [cell for cell in cells if isinstance(cell, str)]
    if not any("." in text for text in texts):
        return False
    found = [day for text in texts if (day := _open(text))]
    dotted = [day for day in found if day.dotted]
    month_first = any(day.second > 12 >= day.first for day in dotted)
    return month_first or (chosen and bool(dotted) and len(dotted) == len(found))


def _open(cell: RawCell) -> WrittenDay | None:
    """Return the parts of a date that may be in either order, None for another cell."""
    try:
        found = written(cell) if isinstance(cell, str) else _of_digits(cell)
    except BadDateError:
        return None
    return None if found is None or found.settled else found


def _of_digits(cell: RawCell) -> WrittenDay | None:
    """Return the parts of a number whose eight digits are a date."""
    if not is_number(cell) or not float(cell).is_integer() or not 1e7 <= cell < 1e8:
        return None
    return written(str(int(cell)))


def read_date(cell: RawCell, column: DateColumn, today: date) -> str:
    """Return an ISO day, or a month (`2018-01`) where the cell has no more.

    A moment with a zone is the day it was in the United Kingdom. Raises BadDateError:
    `not-a-date`, `no-such-date`, `zero-date`, `too-old`, `ambiguous-date`, `order-not-known` or
    `zone-in-doubt`.
    """
    if isinstance(cell, date):
        return _whole(cell.year, cell.month, cell.day)
    if isinstance(cell, Month):
        return _month(cell.year, cell.month)
    if isinstance(cell, str):
        return _from_text(cell, column, today)
    if is_number(cell):
        return _from_number(cell, column, today)
    raise BadDateError("zero-date" if cell == time() else "not-a-date")


def looks_like_date(cell: RawCell) -> bool:
    """Say whether a cell is written as a date, in either order; a bare number is none."""
    if not isinstance(cell, str):
        return isinstance(cell, date | Month)
    if not any(map(str.isdigit, cell)):
        return False
    try:
        _from_text(cell, DateColumn(), date.max)
    except BadDateError as error:
        return error.code != "not-a-date"
    return True


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
    if isinstance(cell, date | Month):
        return cell.year
    if not isinstance(cell, str):
        return 0
    try:
        year = written(cell).year
    except BadDateError:
        return 0
    return int(year) if len(year) == 4 else 0


def perhaps_swapped(different: Collection[RawCell]) -> bool:
    """Say whether Excel seems to have turned days into months in part of a column.

    An American Excel reading `03/04/2018` makes 4 March a real date and leaves `13/04/2018`
    as text: then every text has a day above 12 and every real date one of at most 12.
    """
    days = [cell.day for cell in different if isinstance(cell, date)]
    if len(days) < 5:
        return False
    matches = (_open(cell) for cell in different if isinstance(cell, str))
    firsts = [found.first for found in matches if found]
    return len(firsts) >= 5 and max(days) <= 12 < min(firsts)


def _from_number(number: float, column: DateColumn, today: date) -> str:
    if found := _of_digits(number):
        return _day(found, column, today)
    whole = int(number) if 0 < number < _FAR else 0
    if whole not in _SERIALS:
        raise BadDateError("not-a-date")
    epoch = _EPOCH_1904 if column.from_1904 else _EPOCH_1900
    return (epoch + timedelta(days=whole)).isoformat()


def _from_text(text: str, column: DateColumn, today: date) -> str:
    if _SERIAL.fullmatch(text.strip()):
        return _from_number(float(text), column, today)
    return _day(written(text), column, today)


def _day(found: WrittenDay, column: DateColumn, today: date) -> str:
    year = _year(found.year, today)
    one, two = found.first, found.second
    if found.settled and not two:
        if (one, found.year) == _NO_MONTH:
            raise BadDateError("zero-date")
        return _month(year, one)
    if found.settled:
        read = _whole(year, one, two)
    elif found.spaced and not column.proven:
        raise BadDateError("order-not-known")
    else:
        apart = found.dotted and not column.dots_follow
        day_first = column.order is not DateOrder.MONTH_FIRST or (apart and two <= 12)
        if column.order is DateOrder.BOTH and not apart:
            if one <= 12 and two <= 12 and one != two:
                raise BadDateError("ambiguous-date")
            day_first = one > 12 or one == two
        read = _whole(year, two, one) if day_first else _whole(year, one, two)
    if found.clock is not None and found.clock["zone"]:
        return day_in_the_uk(date.fromisoformat(read), found.clock).isoformat()
    return read


def _year(text: str, today: date) -> int:
    """Read a year of two digits as the latest one that is not after next year."""
    year = int(text)
    if len(text) == 4:
        return year
    year += today.year // 100 * 100
    return year if year <= today.year + 1 else year - 100


def _whole(year: int, month: int, day: int) -> str:
    try:
        found = date(year, month, day)
    except ValueError:
        raise BadDateError("no-such-date") from None
    return found.isoformat() if _in_range(year) else ""


def _month(year: int, month: int) -> str:
    if not 1 <= month <= 12:
        raise BadDateError("no-such-date")
    return f"{year:04d}-{month:02d}" if _in_range(year) else ""


def _in_range(year: int) -> bool:
    """Raise BadDateError for a year that no case is of."""
    if year > FURTHEST:
        raise BadDateError("no-such-date")
    if year < OLDEST:
        raise BadDateError("too-old")
    return True
