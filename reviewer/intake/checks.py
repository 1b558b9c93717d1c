"""From mapped columns to canonical values, with a problem for each row that can't be a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from reviewer.domain.case import LIST_KEYS, normalised_name, normalised_reference
from reviewer.domain.form import TEXT_LIMIT, Kind
from reviewer.domain.ids import Key
from reviewer.intake.dates import (
    BadDateError,
    DateColumn,
    Order,
    decide_order,
    perhaps_swapped,
    read_date,
)
from reviewer.intake.findings import ListNotice, ListProblem, named_rows
from reviewer.intake.mapping import MANDATORY, Column
from reviewer.intake.sheet import RawCell, is_blank, text_of
from reviewer.intake.synonyms import normalised_words
from reviewer.intake.values import (
    NOTHING,
    BadValueError,
    clean_text,
    code_of,
    read_integer,
    read_reference,
    says_nothing,
    shown,
    unseen_characters,
)
from reviewer.intake.vocabulary import Vocabulary

_ROW_SENTENCES: Final = {
    "no-reference": "The case has no reference.",
    "no-type": "The case has no type.",
    "no-date": "The case has no date on which it was reported.",
    "reference-digits-lost": "Excel has rounded this reference; ask for the column as text.",
    "reference-became-date": "Excel has taken this reference for a date; ask for it as text.",
    "text-too-long": f"A text has more than {TEXT_LIMIT:,} characters; shorten it.",
}
_MISSING: Final = {"reference": "no-reference", "type": "no-type", "reported": "no-date"}
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

    values: Mapping[Key, Sequence[str]]
    problems: Sequence[ListProblem]
    notices: Sequence[ListNotice]


@dataclass(slots=True, kw_only=True)
class _Check:
    """One check under way."""

    columns: Mapping[Key, Column]
    numbers: Sequence[int]
    words: Vocabulary
    today: date
    from_1904: bool
    values: dict[Key, list[str]] = field(default_factory=dict)
    problems: list[ListProblem] = field(default_factory=list)
    notices: list[ListNotice] = field(default_factory=list)

    def refuse(self, index: int, key: Key, code: str, text: str) -> None:
        column = self.columns[key].name
        self.problems.append(
            ListProblem(row=self.numbers[index], column=column, code=code, text=text)
        )

    def notice(self, code: str, key: Key, indexes: Sequence[int], text: str) -> None:
        """Add a notice; `{rows}` in the text names the rows."""
        rows = tuple(self.numbers[i] for i in indexes)
        sentence = text.replace("{rows}", named_rows(rows)) if rows else text
        self.notices.append(
            ListNotice(code=code, text=sentence, column=self.columns[key].name, rows=rows)
        )


def check_rows(
    columns: Mapping[Key, Column],
    numbers: Sequence[int],
    words: Vocabulary,
    *,
    force: str | None,
    scale: str | None,
    today: date,
    from_1904: bool,
) -> Checked:
    """Read every mapped cell and judge every row; `numbers` are the rows of the file.

    A row with a problem is no case; a value of an optional column that can't be read is left
    empty and said in a notice.
    """
    check = _Check(columns=columns, numbers=numbers, words=words, today=today, from_1904=from_1904)
    for key in columns:
        _READERS.get(LIST_KEYS[key], _read_texts)(check, key)
        _note_unseen(check, key)
    if Key("reference") in columns:
        _check_duplicates(check)
    _check_order_of_dates(check)
    _take_force(check, force)
    _take_grades(check, scale)
    check.problems.sort(key=lambda problem: problem.row)
    return Checked(values=check.values, problems=check.problems, notices=check.notices)


def _converted(
    cells: Sequence[RawCell], read: Callable[[RawCell], str]
) -> tuple[list[str], dict[str, list[int]]]:
    """Read each different cell once: the values, and the indexes of bad ones by code."""
    if bool in set(map(type, cells)):  # True and 1.0 are one key of a dictionary
        cells = [text_of(cell) if isinstance(cell, bool) else cell for cell in cells]
    known: dict[RawCell, str] = {}
    failed: dict[RawCell, str] = {}
    for cell in set(cells):
        try:
            known[cell] = read(cell)
        except (BadDateError, BadValueError) as error:
            known[cell], failed[cell] = "", error.code
    bad: dict[str, list[int]] = {}
    if failed:
        for index, cell in enumerate(cells):
            if cell in failed:
                bad.setdefault(failed[cell], []).append(index)
    return list(map(known.__getitem__, cells)), bad


def _blanks(cells: Sequence[RawCell]) -> list[int]:
    blank = {cell for cell in set(cells) if is_blank(cell)}
    return [index for index, cell in enumerate(cells) if cell in blank] if blank else []


def _read_texts(check: _Check, key: Key) -> None:
    column = check.columns[key]
    keep_lines = key == "force_comment"
    read = read_reference if key == "reference" else _text_reader(keep_lines=keep_lines)
    values, bad = _converted(column.cells, read)
    check.values[key] = values
    for code, indexes in bad.items():
        for index in indexes:
            check.refuse(index, key, code, _ROW_SENTENCES[code])
    long: list[int] = []
    if max(map(len, values), default=0) > TEXT_LIMIT:
        long = [i for i, value in enumerate(values) if len(value) > TEXT_LIMIT]
    for index in long:
        values[index] = ""
        check.refuse(index, key, "text-too-long", _ROW_SENTENCES["text-too-long"])
    if key in _MISSING and "" in values:
        already = {index for indexes in (*bad.values(), long) for index in indexes}
        for index, value in enumerate(values):
            if not value and index not in already:
                check.refuse(index, key, _MISSING[key], _ROW_SENTENCES[_MISSING[key]])


def _text_reader(*, keep_lines: bool) -> Callable[[RawCell], str]:
    def read(cell: RawCell) -> str:
        return clean_text(cell, keep_lines=keep_lines)

    return read


def _read_types(check: _Check, key: Key) -> None:
    cells = check.columns[key].cells
    values, bad = _converted(cells, lambda cell: _type_code(cell, check.words))
    check.values[key] = values
    for index in _blanks(cells):
        check.refuse(index, key, "no-type", _ROW_SENTENCES["no-type"])
    for index in bad.get("unknown-type", ()):
        words = shown(clean_text(cells[index]))
        check.refuse(
            index,
            key,
            "unknown-type",
            f"“{words}” is no case type of the form; say which it is with --type"
            f' "{words}=CODE", or correct it.',
        )


def _type_code(cell: RawCell, words: Vocabulary) -> str:
    if is_blank(cell):
        return ""
    code = code_of(cell, words.types)
    if code is None:
        raise BadValueError("unknown-type")
    return code


def _read_dates(check: _Check, key: Key) -> None:
    column = check.columns[key]
    order = decide_order(column.cells, column.name, from_1904=check.from_1904)
    mandatory = key in MANDATORY

    def read(cell: RawCell) -> str:
        if is_blank(cell) or (not mandatory and says_nothing(cell)):
            return ""
        return read_date(cell, order, check.today)

    values, bad = _converted(column.cells, read)
    check.values[key] = values
    _say_order(check, key, order)
    if mandatory:
        for index in _blanks(column.cells):
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


def _date_sentence(code: str, quoted: str, check: _Check, order: DateColumn) -> str:
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


def _say_order(check: _Check, key: Key, order: DateColumn) -> None:
    name = check.columns[key].name
    if not order.proven:
        text = f"Nothing in “{name}” says whether 03/04 is 3 April: the day was taken to be first."
        check.notice("day-first-taken", key, (), text)
    elif order.order is Order.MONTH_FIRST:
        text = f"“{name}” has the month first (04/13/2018): it was read so throughout."
        check.notice("month-first", key, (), text)
    if perhaps_swapped(check.columns[key].cells):
        text = (
            f"In “{name}” every text has a day above 12 and every real date a day up to 12: Excel"
            " may have exchanged day and month; compare some with the force's record."
        )
        check.notice("perhaps-swapped", key, (), text)


def _say_left_empty(check: _Check, key: Key, bad: Mapping[str, Sequence[int]]) -> None:
    name = check.columns[key].name
    for code, indexes in bad.items():
        text = f"“{name}” has {_LEFT_EMPTY[code]}, which were left empty: {{rows}}."
        check.notice(code, key, indexes, text)


def _check_future(check: _Check, key: Key, *, mandatory: bool) -> None:
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


def _read_integers(check: _Check, key: Key) -> None:
    def read(cell: RawCell) -> str:
        return "" if is_blank(cell) or says_nothing(cell) else read_integer(cell)

    check.values[key], bad = _converted(check.columns[key].cells, read)
    _say_left_empty(check, key, bad)


_READERS: Final[Mapping[Kind, Callable[[_Check, Key], None]]] = {
    Kind.CHOICE: _read_types,
    Kind.DATE: _read_dates,
    Kind.INTEGER: _read_integers,
}


def _note_unseen(check: _Check, key: Key) -> None:
    cells = check.columns[key].cells
    odd = {
        cell: characters
        for cell in set(cells)
        if isinstance(cell, str) and not cell.isprintable()
        if (characters := unseen_characters(cell))
    }
    if odd:
        found = [index for index, cell in enumerate(cells) if cell in odd]
        names = ", ".join(sorted({name for names in odd.values() for name in names})[:8])
        name = check.columns[key].name
        text = f"“{name}” has characters that are not seen ({names}): {{rows}}."
        check.notice("unseen-characters", key, found, text)


def _compared(reference: str) -> str:
    """Do what normalised_reference does, ten times faster for the plain texts most are."""
    if reference.isascii() and reference.isprintable():
        return reference.replace(" ", "").lower()
    return normalised_reference(reference)


def _check_duplicates(check: _Check) -> None:
    key = Key("reference")
    first: dict[str, int] = {}
    values = check.values[key]
    for index, value in enumerate(values):
        if not value:
            continue
        normal = _compared(value)
        earlier = first.setdefault(normal, index)
        if earlier == index:
            continue
        how = "" if values[earlier] == value else ", written another way"
        check.refuse(
            index,
            key,
            "duplicate-reference",
            f"The reference is that of row {check.numbers[earlier]}{how}; keep one of the two.",
        )


def _check_order_of_dates(check: _Check) -> None:
    for earlier, later, code, what in _ORDER:
        if Key(earlier) not in check.values or Key(later) not in check.values:
            continue
        pairs = zip(check.values[Key(earlier)], check.values[Key(later)], strict=True)
        wrong = [
            index
            for index, (first, second) in enumerate(pairs)
            if first > second and second and first[: len(second)] > second[: len(first)]
        ]
        if wrong:
            key = Key(later if earlier == "reported" else earlier)
            text = f"“{check.columns[key].name}” {what}: {{rows}}."
            check.notice(code, key, wrong, text)


def _take_force(check: _Check, force: str | None) -> None:
    key = Key("force")
    values = check.values.get(key)
    if values is None:
        if force:
            check.values[key] = [force] * len(check.numbers)
        return
    if not force:
        return
    ours = normalised_name(force)
    other = {value for value in set(values) if value and normalised_name(value) != ours}
    if other:
        named = ", ".join(f"“{shown(name)}”" for name in sorted(other)[:3])
        rows = [index for index, value in enumerate(values) if value in other]
        text = f"The list names another force than “{shown(force)}” ({named}): {{rows}}."
        check.notice("other-force", key, rows, text)
    check.values[key] = [value or force for value in values]


def _take_grades(check: _Check, scale: str | None) -> None:
    key, scale_key = Key("force_grade"), Key("force_scale")
    _name_scales(check)
    if key not in check.values:
        return
    cells = check.columns[key].cells
    chosen = check.words.scale_named(scale) if scale else None
    chosen = chosen or _only_scale(check, cells)
    named = check.values.get(scale_key, [""] * len(cells))
    scales = [name or chosen or "" for name in named]
    no_scale: list[int] = []
    no_word: list[int] = []
    words, _bad = _converted(cells, lambda cell: normalised_words(text_of(cell)))
    for index in range(len(cells)):
        if words[index] in NOTHING:
            check.values[key][index] = scales[index] = ""
            continue
        codes = check.words.scales.get(scales[index])
        code = codes.get(words[index]) if codes is not None else None
        if code is not None:
            check.values[key][index] = code
        else:
            (no_scale if codes is None else no_word).append(index)
    check.values[scale_key] = scales
    if no_scale:
        fitting = " or ".join(_fitting(check, cells)) or "none of the form's"
        text = (
            "The force's grades are kept as they are written, for nothing says which scale they"
            f" are on ({fitting}); say it with --scale."
        )
        check.notice("no-scale", key, no_scale, text)
    if no_word:
        text = "Grades that are not on the scale are kept as they are written: {rows}."
        check.notice("not-on-the-scale", key, no_word, text)


def _name_scales(check: _Check) -> None:
    key = Key("force_scale")
    values = check.values.get(key)
    if values is None:
        return
    unknown = []
    for index, value in enumerate(values):
        name = check.words.scale_named(value) if value else None
        if name is not None:
            values[index] = name
        elif value:
            unknown.append(index)
    if unknown:
        text = "The form has no scale of the name the list gives: {rows}."
        check.notice("unknown-scale", key, unknown, text)


def _fitting(check: _Check, cells: Sequence[RawCell]) -> list[str]:
    distinct = {cell for cell in cells if isinstance(cell, str) and not says_nothing(cell)}
    if not distinct:
        return []
    return [
        name
        for name, codes in check.words.scales.items()
        if all(code_of(cell, codes) is not None for cell in distinct)
    ]


def _only_scale(check: _Check, cells: Sequence[RawCell]) -> str | None:
    if Key("force_scale") in check.columns:
        return None
    fitting = _fitting(check, cells)
    if len(fitting) != 1:
        return None
    text = f"The force's grades fit only the scale {fitting[0]}, which was taken."
    check.notice("scale-taken", Key("force_grade"), (), text)
    return fitting[0]
