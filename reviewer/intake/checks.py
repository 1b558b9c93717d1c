"""From mapped columns to canonical values, with a problem for each row that can't be a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from reviewer.cells.sheet import RawCell, is_blank
from reviewer.domain.case import LIST_KEYS
from reviewer.domain.ids import Key
from reviewer.domain.kinds import TEXT_LIMIT, Kind
from reviewer.domain.list_options import DateOrder
from reviewer.domain.list_reading import MANDATORY_KEYS, ListNotice, ListProblem, UnknownType
from reviewer.domain.quoting import shown
from reviewer.intake.column import Column
from reviewer.intake.dates import (
    DateColumn,
    decide_order,
    perhaps_swapped,
    read_date,
)
from reviewer.intake.gradings import take_force, take_grades
from reviewer.intake.references import check_references
from reviewer.intake.rowcheck import RowCheck, converted
from reviewer.intake.suggestions import suggested_code
from reviewer.intake.values import (
    BadValueError,
    clean_text,
    code_of,
    is_rounded,
    read_integer,
    read_reference,
    says_nothing,
    unseen_characters,
)
from reviewer.intake.vocabulary import Vocabulary

_ROW_SENTENCES: Final = {
    "no-reference": "The case has no reference.",
    "no-type": "The case has no type.",
    "no-date": "The case has no date on which it was reported.",
    "reference-digits-lost": "Excel has rounded this reference; ask for the column as text.",
    "reference-became-date": "Excel has taken this reference for a date; ask for it as text.",
    "reference-too-long": "A reference is longer than any is; check that it is the right column.",
    "text-too-long": f"A text has more than {TEXT_LIMIT:,} characters; shorten it.",
}
_LONGEST_REFERENCE: Final = 200
"""Characters of a reference: the longest seen has 40."""
_SUGGESTED: Final = 100
"""Different unknown words that a code is suggested for: more are not a column of types."""
_LEFT_EMPTY: Final = {
    "not-a-date": "values that are no dates",
    "no-such-date": "dates that do not exist",
    "ambiguous-date": "dates whose day and month can't be told apart",
    "not-a-number": "values that are no whole numbers",
}
_ORDER: Final = (
    ("incident", "reported", "incident-after-reported", "was after the report"),
    ("reported", "allocated", "allocated-before-reported", "was before the report"),
    ("reported", "closed", "closed-before-reported", "was before the report"),
)


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
    columns: Mapping[Key, Column],
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
        _READERS.get(LIST_KEYS[key], _read_texts)(check, key)
        _note_unseen(check, key)
    if Key("reference") in columns:
        check_references(check)
    _check_order_of_dates(check)
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
    if column.plain is None or (key == "reference" and any(map(_is_odd, column.plain))):
        values, bad = converted(column, _text_reader(key))
    else:
        values, bad = list(column.plain), {}
    check.values[key] = values
    for code, indexes in bad.items():
        for index in indexes:
            check.refuse(index, key, code, _ROW_SENTENCES[code])
    if key == "reference" and "" in values:
        already = {index for indexes in bad.values() for index in indexes}
        for index, value in enumerate(values):
            if not value and index not in already:
                check.refuse(index, key, "no-reference", _ROW_SENTENCES["no-reference"])


def _text_reader(key: Key) -> Callable[[RawCell], str]:
    def read(cell: RawCell) -> str:
        if key == "reference":
            text = read_reference(cell)
        else:
            text = clean_text(cell, keep_lines=key == "force_comment")
        if len(text) > TEXT_LIMIT:
            raise BadValueError("text-too-long")
        if key == "reference" and len(text) > _LONGEST_REFERENCE:
            raise BadValueError("reference-too-long")
        return text

    return read


def _is_odd(reference: str) -> bool:
    return len(reference) > _LONGEST_REFERENCE or is_rounded(reference)


def _read_types(check: RowCheck, key: Key) -> None:
    column = check.columns[key]
    values, bad = converted(column, lambda cell: _type_code(cell, check.words))
    check.values[key] = values
    for index in column.rows_of(column.blanks):
        check.refuse(index, key, "no-type", _ROW_SENTENCES["no-type"])
    _refuse_unknown_types(check, key, bad.get("unknown-type", ()))


def _refuse_unknown_types(check: RowCheck, key: Key, indexes: Sequence[int]) -> None:
    cells = check.columns[key].cells
    at_index = {index: (type(cells[index]), cells[index]) for index in indexes}  # True is not 1.0
    read = {told: clean_text(told[1]) for told in set(at_index.values())}
    rows: dict[str, list[int]] = {}
    for index, told in at_index.items():
        rows.setdefault(read[told], []).append(index)
    for at, (words, where) in enumerate(rows.items()):
        code = suggested_code(words, check.words.types) if at < _SUGGESTED else ""
        quoted = shown(words)
        perhaps = f"; perhaps it is {code}" if code else ""
        text = (
            f"“{quoted}” is no case type of the form{perhaps}; say which it is with --type"
            f' "{quoted}={code or "CODE"}", or correct it.'
        )
        for index in where:
            check.refuse(index, key, "unknown-type", text)
        if at < _SUGGESTED:
            found = UnknownType(words=shown(words, 120), rows=len(where), suggestion=code)
            check.unknown_types.append(found)


def _type_code(cell: RawCell, words: Vocabulary) -> str:
    if is_blank(cell):
        return ""
    code = code_of(cell, words.types)
    if code is None:
        raise BadValueError("unknown-type")
    return code


def _read_dates(check: RowCheck, key: Key) -> None:
    column = check.columns[key]
    order = decide_order(
        column.cells, column.name, from_1904=check.from_1904, said=check.orders.get(key)
    )
    mandatory = key in MANDATORY_KEYS

    def read(cell: RawCell) -> str:
        if is_blank(cell) or (not mandatory and says_nothing(cell)):
            return ""
        return read_date(cell, order, check.today)

    values, bad = converted(column, read)
    check.values[key] = values
    _say_order(check, key, order)
    if mandatory:
        for index in column.rows_of(column.blanks):
            check.refuse(index, key, "no-date", _ROW_SENTENCES["no-date"])
        for code, indexes in bad.items():
            for index in indexes:
                text = _date_sentence(
                    code, shown(clean_text(column.cells[index]), 24), check, order
                )
                check.refuse(index, key, code, text)
    else:
        _say_left_empty(check, key, bad)
    _check_future(check, key, mandatory=mandatory)


def _date_sentence(code: str, quoted: str, check: RowCheck, order: DateColumn) -> str:
    if code == "no-such-date":
        return f"There is no date {quoted}; correct it."
    if code == "ambiguous-date":
        first_day, first_month = order.first_day, order.first_month
        proofs = " and ".join(
            f"row {check.numbers[index]} has the {what} first"
            if index is not None and index >= 0
            else f"the header says {what} first"
            for index, what in ((first_day, "day"), (first_month, "month"))
        )
        return f"{quoted} can be two days: {proofs} in this column; write it as 2018-01-31."
    return f"“{quoted}” is not a date; write it as 31/01/2018 or 2018-01-31."


def _say_order(check: RowCheck, key: Key, order: DateColumn) -> None:
    name = check.columns[key].name
    if not order.proven or order.order is DateOrder.BOTH:
        check.undecided_dates.append(key)
    if not order.proven:
        text = f"Nothing in “{name}” says whether 03/04 is 3 April: the day was taken to be first."
        check.notice("day-first-taken", key, (), text)
    elif order.order is DateOrder.MONTH_FIRST and key not in check.orders:
        text = f"“{name}” has the month first (04/13/2018): it was read so throughout."
        check.notice("month-first", key, (), text)
    if perhaps_swapped(check.columns[key].different):
        text = (
            f"In “{name}” every text has a day above 12 and every real date a day up to 12: Excel"
            " may have exchanged day and month; compare some with the force's record."
        )
        check.notice("perhaps-swapped", key, (), text)


def _say_left_empty(check: RowCheck, key: Key, bad: Mapping[str, Sequence[int]]) -> None:
    name = check.columns[key].name
    for code, indexes in bad.items():
        text = f"“{name}” has {_LEFT_EMPTY[code]}, which were left empty: {{rows}}."
        check.notice(code, key, indexes, text)


def _check_future(check: RowCheck, key: Key, *, mandatory: bool) -> None:
    today = check.today.isoformat()
    values = check.values[key]
    days = {value for value in set(values) if value > today[: len(value)]}
    later = [i for i, value in enumerate(values) if value in days] if days else []
    if mandatory:
        for index in later:
            text = f"The date {values[index]} is in the future; correct it."
            check.refuse(index, key, "in-the-future", text)
    elif later:
        text = f"“{check.columns[key].name}” has dates in the future: {{rows}}."
        check.notice("in-the-future", key, later, text)


def _read_integers(check: RowCheck, key: Key) -> None:
    def read(cell: RawCell) -> str:
        return "" if is_blank(cell) or says_nothing(cell) else read_integer(cell)

    check.values[key], bad = converted(check.columns[key], read)
    _say_left_empty(check, key, bad)


_READERS: Final[Mapping[Kind, Callable[[RowCheck, Key], None]]] = {
    Kind.CHOICE: _read_types,
    Kind.DATE: _read_dates,
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
        found = column.rows_of(frozenset(odd))
        names = ", ".join(sorted({name for names in odd.values() for name in names})[:8])
        text = f"“{column.name}” has characters that are not seen ({names}): {{rows}}."
        check.notice("unseen-characters", key, found, text)


def _check_order_of_dates(check: RowCheck) -> None:
    for earlier, later, code, what in _ORDER:
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
            rows = [index for index, pair in enumerate(pairs) if pair in wrong]
            text = f"“{check.columns[key].name}” {what}: {{rows}}."
            check.notice(code, key, rows, text)
