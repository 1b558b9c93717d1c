"""From mapped columns to canonical values, with a problem for each row that can't be a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from reviewer.cells.sheet import Month, RawCell, is_blank, is_error_text
from reviewer.domain.case import LIST_KEYS
from reviewer.domain.ids import Key
from reviewer.domain.kinds import TEXT_LIMIT, Kind
from reviewer.domain.list_options import DateOrder
from reviewer.domain.list_reading import ListNotice, ListProblem, UnknownType, named_rows
from reviewer.domain.message import Message, message
from reviewer.domain.quoting import shown
from reviewer.intake.column import MappedColumn
from reviewer.intake.date_checks import check_order_of_dates, read_dates
from reviewer.intake.gradings import take_force, take_grades
from reviewer.intake.references import check_references, read_references
from reviewer.intake.rowcheck import RowCheck, converted
from reviewer.intake.suggestions import suggested_code
from reviewer.intake.values import (
    BadValueError,
    clean_text,
    code_of,
    is_placeholder,
    read_integer,
    unseen_characters,
)
from reviewer.intake.vocabulary import Vocabulary

_TOO_LONG: Final = message(
    "The text is longer than {most:,} characters. Shorten it.", most=TEXT_LIMIT
)
_SUGGESTED: Final = 100
"""Different unknown words that a code is suggested for: more are not a column of types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The canonical values by key, one for each data row, and what was found on the way."""

    values: Mapping[Key, list[str]]
    problems: Sequence[ListProblem]
    notices: Sequence[ListNotice]
    unknown_types: Sequence[UnknownType]
    undecided_dates: Sequence[Key]
    """Columns of dates in which nothing, or both, says whether the day or the month is first."""


def check_rows(
    columns: Mapping[Key, MappedColumn],
    numbers: Sequence[int],
    words: Vocabulary,
    *,
    force: str | None,
    scale: str | None,
    today: date,
    from_1904: bool,
    orders: Mapping[Key, DateOrder],
) -> Checked:
    """Read every mapped cell and judge every row; `numbers` are the rows of the file.

    `orders` is what a person says of the order of dates in a column.

    A row with a problem is no case; a value of an optional column that can't be read is left
    empty and said in a notice.
    """
    check = RowCheck(
        columns=columns,
        numbers=numbers,
        words=words,
        today=today,
        from_1904=from_1904,
        orders=orders,
    )
    for key in columns:
        if key == "reference":
            read_references(check)
        else:
            _READERS.get(LIST_KEYS[key], _read_texts)(check, key)
        _note_unseen(check, key)
    if Key("reference") in columns:
        check_references(check)
    check_order_of_dates(check)
    take_force(check, force)
    take_grades(check, scale)
    check.problems.sort(key=lambda problem: problem.row)
    return Checked(
        values=check.values,
        problems=check.problems,
        notices=check.notices,
        unknown_types=check.unknown_types,
        undecided_dates=check.undecided_dates,
    )


def _read_texts(check: RowCheck, key: Key) -> None:
    column = check.columns[key]
    if column.plain is None or any(map(is_placeholder, column.different)):
        reader = partial(_read_text, keep_lines=key == "force_comment")
        values, bad = converted(column, reader)
    else:
        values, bad = list(column.plain), {}
    check.values[key] = values
    for index in bad.pop("text-too-long", ()):
        check.refuse(index, key, "text-too-long", _TOO_LONG)
    check.say_left_empty(key, bad)
    check.notice_placeholders(key)
    _note_days(check, key)


def _note_days(check: RowCheck, key: Key) -> None:
    """Say where a column of texts has days, which a spreadsheet may have made of them."""
    column = check.columns[key]
    days = frozenset(cell for cell in column.different if isinstance(cell, date | Month))
    if days:
        rows = check.rows_at(column.rows_of(days))
        text = message(
            "“{column}” has dates where text is expected, which Excel may have "
            "changed. They were read like {example}: {rows}.",
            column=column.name,
            example=min(map(clean_text, days)),
            rows=named_rows(rows),
        )
        check.notice("dates-in-text", key, text, rows)


def _read_text(cell: RawCell, *, keep_lines: bool) -> str:
    text = clean_text(cell, keep_lines=keep_lines)
    if len(text) > TEXT_LIMIT:
        raise BadValueError("text-too-long")
    return "" if is_placeholder(cell) else text


def _read_types(check: RowCheck, key: Key) -> None:
    column = check.columns[key]
    values, bad = converted(column, lambda cell: _type_code(cell, check.words))
    check.values[key] = values
    check.refuse_blanks(key, "no-type")
    for code, indexes in bad.items():
        for index in indexes:
            check.refuse_doubtful(index, key, code)
    _refuse_unknown_types(check, key, bad.get("unknown-type", ()))


def _refuse_unknown_types(check: RowCheck, key: Key, indexes: Sequence[int]) -> None:
    cells = check.columns[key].cells
    at_index = {index: (type(cells[index]), cells[index]) for index in indexes}  # True is not 1.0
    read = {raw: clean_text(raw[1]) for raw in set(at_index.values())}
    rows: dict[str, list[int]] = {}
    for index, raw in at_index.items():
        rows.setdefault(read[raw], []).append(index)
    for at, (words, where) in enumerate(rows.items()):
        code = suggested_code(words, check.words.types) if at < _SUGGESTED else ""
        quoted = shown(words)
        text = _not_a_type(quoted, code)
        for index in where:
            check.refuse(index, key, "unknown-type", text)
        if at < _SUGGESTED:
            found = UnknownType(words=shown(words, 120), rows=len(where), suggestion=code)
            check.unknown_types.append(found)


def _not_a_type(words: str, suggestion: str) -> Message:
    if suggestion:
        return message(
            "“{words}” is not a case type on this form (perhaps it is {code}). Say "
            "which type it is, or correct it.",
            words=words,
            code=suggestion,
        )
    return message(
        "“{words}” is not a case type on this form. Say which type it is, or correct it.",
        words=words,
    )


def _type_code(cell: RawCell, words: Vocabulary) -> str:
    if is_blank(cell):
        return ""
    code = None if is_error_text(cell) else code_of(cell, words.types)
    if code is None:
        raise BadValueError("unknown-type")
    return code


def _read_integers(check: RowCheck, key: Key) -> None:
    def read(cell: RawCell) -> str:
        return "" if is_blank(cell) or is_placeholder(cell) else read_integer(cell)

    check.values[key], bad = converted(check.columns[key], read)
    check.say_left_empty(key, bad)
    check.notice_placeholders(key)


_READERS: Final[Mapping[Kind, Callable[[RowCheck, Key], None]]] = {
    Kind.CHOICE: _read_types,
    Kind.DATE: read_dates,
    Kind.INTEGER: _read_integers,
}


def _note_unseen(check: RowCheck, key: Key) -> None:
    column = check.columns[key]
    if column.plain is not None:
        return
    odd = {
        cell: characters
        for cell in column.different
        if isinstance(cell, str) and not cell.isprintable()
        if (characters := unseen_characters(cell))
    }
    if odd:
        rows = check.rows_at(column.rows_of(frozenset(odd)))
        text = message(
            "“{column}” has invisible characters ({characters}): {rows}.",
            column=column.name,
            characters=", ".join(sorted({name for names in odd.values() for name in names})[:8]),
            rows=named_rows(rows),
        )
        check.notice("unseen-characters", key, text, rows)
