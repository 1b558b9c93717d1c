"""A rows item on paper: its rows in order of time, each with all that was written in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from reviewer.domain.computed import DaysBetween
from reviewer.domain.form import Column, Form, Item, Kind
from reviewer.domain.message import Message, message
from reviewer.domain.review import Row
from reviewer.printing.answers import ReadReview, words
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Block, Stack, TextBlock
from reviewer.printing.layout.passages import passage
from reviewer.printing.layout.table import Cell, CellRow, PrintedTable
from reviewer.printing.layout.timeline import days_words
from reviewer.printing.parts import heading

_GAP: Final = 6.0
_NUMBER: Final = 18.0
_DAYS: Final = 52.0
_DATE: Final = 52.0
_SHARES: Final = {Kind.TEXT: 3.2, Kind.MULTI: 1.6, Kind.CHOICE: 1.3}
_REST: Final = 5.4
"""How much of the width that is left a column takes, and what shares one."""

_MOST_ALONE: Final = 4
_DATED: Final = frozenset({Kind.DATE, Kind.DATETIME})


def rows_tables(read: ReadReview) -> Iterator[Block]:
    """Set the table of every rows item that says more than the timeline shows."""
    for item in read.form.of_kind(Kind.ROWS):
        rows = read.review.rows(item.key) if read.applies(item.key) else ()
        telling = [n for n, row in enumerate(rows, start=1) if set(row) - _dates(item)]
        if telling:
            yield heading(str(item.label))
            yield rows_table(read, item, telling)


def rows_table(read: ReadReview, item: Item, shown: Collection[int] | None = None) -> PrintedTable:
    """Set the rows of an item that has some, by date; the number is that of the screen.

    `shown` are the numbers of those that are set, None for all.

    Days and the first choice have columns of their own. Of what has many columns the others
    share one, each with its name, so that a row stays one row.
    """
    numbered = enumerate(read.review.rows(item.key), start=1)
    rows = [(n, row) for n, row in numbered if shown is None or n in shown]
    days = _days(read, item)
    # The days of a delay say themselves that it is open.
    left_out = read.form.roles.delay_open if days else ""
    columns = _columns(item, [row for _, row in rows], left_out)
    dated = [column.key for column in columns if column.kind in _DATED]
    rows.sort(key=lambda pair: (_first(pair[1], dated) or "9999", pair[0]))
    alone, together = _shared_out(columns)
    widths = _widths(alone, has_days=bool(days), has_rest=bool(together))
    head: list[object] = [message("No."), *(column.label for column in alone)]
    head += [message("Days")] if days else []
    head += [message("Found")] if together else []
    titles = [Cell(TextBlock(str(title), look.SMALL_QUIET), "TH") for title in head]
    body = []
    for number, row in rows:
        cells = [Cell(TextBlock(str(number), look.SMALL_QUIET))]
        cells += [Cell(_answer(read.form, column, row)) for column in alone]
        cells += [Cell(TextBlock(str(days.get(number, "–")), look.SMALL))] if days else []
        cells += [Cell(_rest(read.form, together, row))] if together else []
        body.append(CellRow(cells, widths, gap=_GAP, pad=2))
    top = CellRow(titles, widths, gap=_GAP, above=None, below=look.LINE, pad=2)
    return PrintedTable(body, top, before=2, last_grows=bool(together))


def _answer(form: Form, column: Column, row: Row) -> Block:
    blocks = passage(words(form, column, row.get(column.key, "")), look.SMALL)
    return Stack(blocks or [TextBlock("–", look.SMALL_QUIET)])


def _rest(form: Form, columns: Sequence[Column], row: Row) -> Block:
    """Set the columns that share one: short answers in a line, texts below it."""
    short: list[str] = []
    blocks: list[Block] = []
    for column in columns:
        text = words(form, column, row.get(column.key, ""))
        if text.strip():
            named = str(message("{question}: {answer}", question=str(column.label), answer=text))
            if column.kind is Kind.TEXT:
                blocks += passage(named, look.SMALL)
            else:
                short.append(named)
    return Stack([*([TextBlock(" · ".join(short), look.SMALL)] if short else []), *blocks])


def _shared_out(columns: Sequence[Column]) -> tuple[list[Column], list[Column]]:
    """Return the columns of their own, and those that share one."""
    if len(columns) <= _MOST_ALONE:
        return list(columns), []
    first = next((column for column in columns if column.kind is Kind.CHOICE), None)
    alone = [column for column in columns if column is first or column.kind in _DATED]
    return alone, [column for column in columns if column not in alone]


def _days(read: ReadReview, item: Item) -> dict[int, Message]:
    """Say of each delay how long it is, or what is wrong with its dates."""
    computed = read.form.computed_by_key.get(read.form.roles.delay_days)
    if computed is None or not isinstance(computed.value, DaysBetween):
        return {}
    if computed.value.rows != item.key or read.timeline is None:
        return {}
    found = {span.row: days_words(span) for span in read.timeline.delays}
    for row in read.timeline.misplaced:
        found[row] = message("ends before it begins")
    return found


def _columns(item: Item, rows: Sequence[Row], left_out: str) -> list[Column]:
    """Return the columns that any row answers; a column that is always empty takes no room."""
    return [
        column
        for column in item.columns
        if column.key != left_out and any(row.get(column.key) for row in rows)
    ]


def _first(row: Row, dated: Sequence[str]) -> str:
    return next((row[key] for key in dated if row.get(key)), "")


def _dates(item: Item) -> set[str]:
    return {column.key for column in item.columns if column.kind is Kind.DATE}


def _widths(columns: Sequence[Column], *, has_days: bool, has_rest: bool) -> list[float]:
    fixed = [_DATE if column.kind in _DATED else 0.0 for column in columns]
    shares = [
        0.0 if own else _SHARES.get(column.kind, 1.0)
        for column, own in zip(columns, fixed, strict=True)
    ]
    rest = _REST if has_rest else 0.0
    gaps = _GAP * (len(columns) + has_days + has_rest)
    room = look.WIDTH - _NUMBER - gaps - sum(fixed) - (_DAYS if has_days else 0.0)
    whole = sum(shares) + rest or 1.0
    widths = [own or room * share / whole for own, share in zip(fixed, shares, strict=True)]
    return [
        _NUMBER,
        *widths,
        *([_DAYS] if has_days else []),
        *([room * rest / whole] if has_rest else []),
    ]
