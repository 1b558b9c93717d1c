"""From what a person or a file gives as an answer to its canonical text.

Canonical text is what the review file, the workbook and the command line all hold, so that
written is read is shown. Empty text means: not answered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence

from reviewer.domain.errors import RefusalError
from reviewer.domain.form import TEXT_LIMIT, Column, Form, Item, Kind
from reviewer.domain.language import current_language
from reviewer.domain.message import Message, message
from reviewer.domain.pasted import plain_characters
from reviewer.domain.review import Row, rows_text
from reviewer.domain.written_day import typed_day, typed_moment

ROWS_LIMIT = 200
"""Rows of one rows item: far above any case seen, and a workbook stays readable."""

INTEGER_LIMIT = 99_999
"""The largest whole number an answer takes: days, children; more is a slip of the hand."""

_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def canonical(form: Form, key: str, untrusted: str) -> str:
    """Return the canonical text of an answer to `key`; empty for blank text.

    Raises RefusalError with one sentence for an unknown key or a value of the wrong kind.
    """
    return _canonical(form, form.item(key), untrusted)


def is_canonical(form: Form, asked: Item | Column, untrusted: str) -> bool:
    """Say whether a text is exactly the canonical text of an answer to `asked`."""
    try:
        return _canonical(form, asked, untrusted) == untrusted
    except (RefusalError, RecursionError):
        return False


def canonical_rows(form: Form, item: Item, untrusted_rows: Sequence[Mapping[str, str]]) -> str:
    """Return the canonical text of rows given column by column; blank cells are left out.

    Raises RefusalError naming the row and column of a value that does not fit.
    """
    columns = {column.key: column for column in item.columns}
    if len(untrusted_rows) > ROWS_LIMIT:
        raise RefusalError(
            "too-many-rows",
            message(
                "“{label}” can have at most {limit} rows.",
                label=_shown(item),
                limit=ROWS_LIMIT,
            ),
        )
    rows: list[Row] = []
    for number, untrusted in enumerate(untrusted_rows, start=1):
        for name in untrusted.keys() - columns.keys():
            raise RefusalError(
                "unknown-key",
                message(
                    "Row {number} of “{label}” has no column “{name}”.",
                    number=number,
                    label=_shown(item),
                    name=name,
                ),
            )
        row = {}
        for name, column in columns.items():
            try:
                text = _canonical(form, column, str(untrusted.get(name) or ""))
            except RefusalError as error:
                raise RefusalError(
                    error.code,
                    message("Row {number}: {sentence}", number=number, sentence=error.sentence),
                ) from None
            if text:
                row[str(name)] = text
        if row:
            rows.append(row)
    return rows_text(tuple(rows))


def canonical_cell(form: Form, item: Item, column: str, untrusted: str) -> str:
    """Return the canonical text of one value of a row, empty for a blank one.

    Raises RefusalError as `canonical` does.
    """
    asked = next(found for found in item.columns if found.key == column)
    return _canonical(form, asked, untrusted)


def _canonical(form: Form, asked: Item | Column, untrusted: str) -> str:
    if not untrusted.strip():
        return ""
    if asked.kind is Kind.ROWS:
        return _rows(form, asked, untrusted)
    if asked.kind is Kind.CHOICE:
        return _code(form, asked, untrusted)
    if asked.kind is Kind.MULTI:
        return _codes(form, asked, untrusted)
    return _PLAIN[asked.kind](asked, untrusted)


def _shown(asked: Item | Column) -> str:
    return asked.label.in_language(current_language())


def _bad(sentence: Message) -> RefusalError:
    return RefusalError("bad-value", sentence)


def _code(form: Form, asked: Item | Column, untrusted: str) -> str:
    options = form.codes_of(asked)
    wanted = untrusted.strip().upper()
    for code in options:
        if code == wanted:
            return code
    raise _bad(
        message(
            "“{label}” must be one of: {codes}.",
            label=_shown(asked),
            codes=", ".join(options),
        )
    )


def _codes(form: Form, asked: Item | Column, untrusted: str) -> str:
    options = form.codes_of(asked)
    given = {part.strip().upper() for part in untrusted.split(";") if part.strip()}
    if given - options.keys():
        raise _bad(
            message(
                "“{label}” must be any of these, separated by semicolons: {codes}.",
                label=_shown(asked),
                codes=", ".join(options),
            )
        )
    most = asked.most if isinstance(asked, Item) else None
    if most is not None and len(given) > most:
        raise _bad(
            message("“{label}” can have at most {most} codes.", label=_shown(asked), most=most)
        )
    return ";".join(code for code in options if code in given)


def _text(asked: Item | Column, untrusted: str) -> str:
    text = plain_characters(untrusted)
    if len(text) > TEXT_LIMIT:
        raise _bad(
            message(
                "“{label}” can have at most {limit:,} characters. This text has {length:,}.",
                label=_shown(asked),
                limit=TEXT_LIMIT,
                length=len(text),
            )
        )
    if _NO_TEXT.search(text):
        raise _bad(
            message("“{label}” contains invalid characters. Type it again.", label=_shown(asked))
        )
    return text


def _date(asked: Item | Column, untrusted: str) -> str:
    if day := typed_day(untrusted):
        return day.isoformat()
    raise _bad(
        message(
            "“{label}” must be a real date, like 12/01/2018 or 2018-01-12.",
            label=_shown(asked),
        )
    )


def _datetime(asked: Item | Column, untrusted: str) -> str:
    if moment := typed_moment(untrusted):
        return moment.isoformat(timespec="minutes")
    raise _bad(
        message(
            "“{label}” must be a date and time, like 12/01/2018 14:30 or 2018-01-12T14:30.",
            label=_shown(asked),
        )
    )


def _integer(asked: Item | Column, untrusted: str) -> str:
    text = untrusted.strip()
    digits = text.lstrip("0") or "0"
    # The length first: Python refuses to read thousands of digits.
    short = text.isascii() and text.isdecimal() and len(digits) <= len(str(INTEGER_LIMIT))
    if short and int(digits) <= INTEGER_LIMIT:
        return digits
    raise _bad(
        message(
            "“{label}” must be a whole number from 0 to {limit:,}.",
            label=_shown(asked),
            limit=INTEGER_LIMIT,
        )
    )


def _rows(form: Form, asked: Item | Column, untrusted: str) -> str:
    try:
        given = json.loads(untrusted)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
        raise _bad(message("“{label}” must be a JSON list of rows.", label=_shown(asked)))
    if not isinstance(asked, Item):
        raise TypeError(asked)
    rows = [{name: _cell(asked, cell) for name, cell in row.items()} for row in given]
    return canonical_rows(form, asked, rows)


def _cell(item: Item, cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool) or not isinstance(cell, (str, int)):
        raise _bad(
            message("“{label}” must have rows of text and whole numbers.", label=_shown(item))
        )
    return str(cell)


_PLAIN: Mapping[Kind, Callable[[Item | Column, str], str]] = {
    Kind.TEXT: _text,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
    Kind.INTEGER: _integer,
}
