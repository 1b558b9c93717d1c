"""The columns of dates: how each is read, what is refused, and what a person is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from reviewer.cells.sheet import RawCell, is_blank
from reviewer.domain.ids import Key
from reviewer.domain.list_options import DateOrder
from reviewer.domain.list_reading import MANDATORY_KEYS, named_rows
from reviewer.domain.message import Message, message
from reviewer.domain.quoting import shown
from reviewer.domain.written_day import BadDateError, has_zone
from reviewer.intake.dates import DateColumn, decide_order, perhaps_swapped, read_date
from reviewer.intake.rowcheck import RowCheck, converted
from reviewer.intake.values import clean_text, is_empty_number, is_placeholder

_FIRST_REPORT: Final = "1975"
"""The year before which no report of a case is: 1 January 1970 stands for no date."""
_OF_POLICE: Final = frozenset({"reported", "allocated", "closed", "force_audit_date"})
"""Dates of what the police did; an incident may be older than any of them."""
_ORDER: Final = (
    ("incident", "reported", "incident-after-reported"),
    ("reported", "allocated", "allocated-before-reported"),
    ("reported", "closed", "closed-before-reported"),
)


def read_dates(check: RowCheck, key: Key) -> None:
    """Read a column of dates; a row without a date on which it was reported is refused."""
    column = check.columns[key]
    order = decide_order(
        column.cells, column.name, from_1904=check.from_1904, chosen=check.orders.get(key)
    )
    mandatory = key in MANDATORY_KEYS

    def read(cell: RawCell) -> str:
        if is_blank(cell) or (not mandatory and is_placeholder(cell)):
            return ""
        day = read_date(cell, order, check.today)
        if key in _OF_POLICE and day < _FIRST_REPORT:
            raise BadDateError("too-old")
        return day

    values, bad = converted(column, read)
    check.values[key] = values
    _say_order(check, key, order)
    if mandatory:
        check.refuse_blanks(key, "no-date")
        _refuse(check, key, bad, order)
    else:
        check.say_left_empty(key, bad)
        check.notice_placeholders(key)
    _check_future(check, key, mandatory=mandatory)
    zoned = frozenset(c for c in column.different if isinstance(c, str) and has_zone(c))
    if zoned:
        rows = check.rows_at(column.rows_of(zoned))
        text = message(
            "“{column}” has times with a time zone, read as days in the UK: {rows}.",
            column=column.name,
            rows=named_rows(rows),
        )
        check.notice("time-zones", key, text, rows)


def _refuse(check: RowCheck, key: Key, bad: Mapping[str, Sequence[int]], order: DateColumn) -> None:
    cells = check.columns[key].cells
    for code, indexes in bad.items():
        for index in indexes:
            if not check.refuse_doubtful(index, key, code):
                cell = cells[index]
                quoted = "00/01/1900" if is_empty_number(cell) else shown(clean_text(cell), 24)
                check.refuse(index, key, code, _sentence(code, quoted, check, order))


def _sentence(code: str, quoted: str, check: RowCheck, order: DateColumn) -> Message:
    if code == "ambiguous-date":
        return message(
            "{date} could be two dates: {day_first} and {month_first} in this column. "
            "Enter it like 2018-01-31.",
            date=quoted,
            day_first=_proof_of_day(order.first_day, check),
            month_first=_proof_of_month(order.first_month, check),
        )
    return _REFUSED[code](quoted)


_REFUSED: Final[Mapping[str, Callable[[str], Message]]] = {
    "no-such-date": lambda date: message("{date} is not a real date. Correct it.", date=date),
    "zero-date": lambda date: message(
        "The cell shows {date}, which means it has no date. Correct it.", date=date
    ),
    "too-old": lambda date: message(
        "{date} is too old to be the date of a case. Correct it.", date=date
    ),
    "zone-in-doubt": lambda date: message(
        "{date} is a different day in UK time. Enter only the day, like 2018-01-31.", date=date
    ),
    "order-not-known": lambda date: message(
        "{date} could be two dates, and nothing in this column shows whether the day or the "
        "month comes first. Say which, or enter it like 2018-01-31.",
        date=date,
    ),
    "not-a-date": lambda date: message(
        "“{date}” is not a date. Enter it as 31/01/2018 or 2018-01-31.", date=date
    ),
}


def _proof_of_day(index: int | None, check: RowCheck) -> Message:
    if index is None or index < 0:
        return message("the heading has the day first")
    return message("row {row} has the day first", row=check.numbers[index])


def _proof_of_month(index: int | None, check: RowCheck) -> Message:
    if index is None or index < 0:
        return message("the heading has the month first")
    return message("row {row} has the month first", row=check.numbers[index])


def _say_order(check: RowCheck, key: Key, order: DateColumn) -> None:
    name = check.columns[key].name
    if not order.proven or order.order is DateOrder.BOTH:
        check.undecided_dates.append(key)
    if not order.proven:
        text = message(
            "Nothing in “{column}” shows whether 03/04 is 3 April or 4 March. It was "
            "read with the day first.",
            column=name,
        )
        check.notice("day-first-taken", key, text)
    elif order.order is DateOrder.MONTH_FIRST and key not in check.orders:
        text = message(
            "“{column}” has the month first (04/13/2018), and all of it was read that way.",
            column=name,
        )
        check.notice("month-first", key, text)
    if perhaps_swapped(check.columns[key].different):
        text = message(
            "In “{column}” every date stored as text has a day above 12 and every real "
            "date a day up to 12. Excel may have swapped day and month. Compare some "
            "with the force's records.",
            column=name,
        )
        check.notice("perhaps-swapped", key, text)


def _check_future(check: RowCheck, key: Key, *, mandatory: bool) -> None:
    today = check.today.isoformat()
    values = check.values[key]
    days = {value for value in set(values) if value > today[: len(value)]}
    later = [i for i, value in enumerate(values) if value in days] if days else []
    if mandatory:
        for index in later:
            text = message("{date} is in the future. Correct it.", date=values[index])
            check.refuse(index, key, "in-the-future", text)
    elif later:
        rows = check.rows_at(later)
        text = message(
            "“{column}” has dates in the future: {rows}.",
            column=check.columns[key].name,
            rows=named_rows(rows),
        )
        check.notice("in-the-future", key, text, rows)


def check_order_of_dates(check: RowCheck) -> None:
    """Say where a case was reported after it was allocated, and the like."""
    for earlier, later, code in _ORDER:
        if Key(earlier) not in check.values or Key(later) not in check.values:
            continue
        pairs = list(zip(check.values[Key(earlier)], check.values[Key(later)], strict=True))
        wrong = {
            (first, second)
            for first, second in set(pairs)
            if first > second and second and first[: len(second)] > second[: len(first)]
        }
        if wrong:
            key = Key(later if earlier == "reported" else earlier)
            rows = check.rows_at(index for index, pair in enumerate(pairs) if pair in wrong)
            name = check.columns[key].name
            if earlier == "incident":
                text = message(
                    "“{column}” was after the report: {rows}.", column=name, rows=named_rows(rows)
                )
            else:
                text = message(
                    "“{column}” was before the report: {rows}.", column=name, rows=named_rows(rows)
                )
            check.notice(code, key, text, rows)
