"""References as they are compared: which are one case, and which only look like it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reviewer.cells.markers import unmarked_cell
from reviewer.cells.sheet import Doubtful, RawCell, is_blank, text_of
from reviewer.domain.case import normalised_reference
from reviewer.domain.ids import Key
from reviewer.domain.list_reading import named_rows
from reviewer.domain.message import Message, message
from reviewer.domain.quoting import shown
from reviewer.domain.written_day import is_day_alone
from reviewer.intake.dates import looks_like_date
from reviewer.intake.doubtful import why_doubtful
from reviewer.intake.heading import exact_shape
from reviewer.intake.rowcheck import RowCheck, converted
from reviewer.intake.values import LONGEST_REFERENCE, BadValueError, read_reference

_WORDS: Final = re.compile(r"^[^\d\n]+$", re.MULTILINE)
_FIGURE: Final = re.compile(r"[0-9]")
_CAPITAL: Final = re.compile(r"[A-Z]")
_SMALL: Final = re.compile(r"[a-z]")
_RUN: Final = re.compile(r"[a-z]+|\d+")
_ALIKE: Final = str.maketrans("oil", "011")
_DATE_LIKE: Final = re.compile(
    r"^(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?: .*)?|\d{4}-\d{1,2}-\d{1,2}(?:[ T].*)?"
    r"|\d{1,2}[ -][A-Za-z]{3,10}(?:[ -]\d{2,4})?(?: \d{1,2}:.*)?"
    r"|[A-Za-z]{3,10}[ -]\d{2,4}"
    r"|\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?)$",
    re.MULTILINE,
)
"""What a spreadsheet makes of `12-17`, `12/3/2017` or `12:17`."""
_CLOCK: Final = re.compile(r"[\d:]+(?: ?[AaPp][Mm])?")
_NO_FIGURE: Final = re.compile(r"^[^1-9\n]*$", re.MULTILINE)
_ODD: Final = re.compile(r"\d[eE][+\d]|Err:|^[=+@'\"`-]|^[eE]\.?[gG]", re.MULTILINE)
"""What a text without a reference in it has: a rounded number, marks, “e.g.”."""
_ODD_LETTERS: Final = "eE=+@'\"`-"
"""One of them is in each odd text: few lists have any in their references."""
_MARKS: Final = "'\"`\u2018\u2019\u201c\u201d"
"""Marks that are put round a reference and are no part of it."""
_BEFORE: Final = frozenset("=+@" + _MARKS)
_MOST: Final = 0.5
"""The share of a list's references with a digit that makes one without any none."""
_COMPARED: Final = 20_000
"""References that are compared for near-duplicates: ten times the largest sample, 0.1 s."""
_PAIRS_NAMED: Final = 5


def read_references(check: RowCheck) -> None:
    """Read the column of references, and refuse what is none."""
    key = Key("reference")
    column = check.columns[key]
    bad: dict[str, list[int]] = {}
    if column.plain is None or _has_odd(column.plain, column.lines):
        values, bad = converted(column, _read)
        lines = "\n".join(values)
        _note_marks(check, key)
    else:
        values, lines = list(column.plain), column.lines
    check.values[key] = values
    for code, indexes in bad.items():
        for index in indexes:
            if not check.refuse_doubtful(index, key, code):
                check.refuse(index, key, code, _no_reference(code, text_of(column.cells[index])))
    check.refuse_blanks(key, "no-reference")
    for index in _turned_into_dates(values, lines):
        text = _no_reference("reference-became-date", values[index])
        check.refuse(index, key, "reference-became-date", text)
    for index in _words_alone(values, lines):
        text = _no_reference("reference-says-nothing", values[index])
        check.refuse(index, key, "reference-says-nothing", text)


def _read(cell: RawCell) -> str:
    bare = _bare(cell)
    if isinstance(bare, Doubtful):
        raise BadValueError(bare.code)
    reference = read_reference(bare)
    if not (reference or is_blank(cell)):
        raise BadValueError("reference-says-nothing")
    return reference


def _bare(cell: RawCell) -> RawCell:
    """Return a reference without the marks that spreadsheets and people put round it."""
    if not isinstance(cell, str) or cell.strip()[:1] not in _BEFORE:
        return cell
    plain = unmarked_cell(cell.strip())
    if not isinstance(plain, str):
        return plain
    bare = plain.strip(_MARKS)
    return unmarked_cell(bare) if bare.startswith("=") else bare


def _note_marks(check: RowCheck, key: Key) -> None:
    column = check.columns[key]
    marked = {cell for cell in column.different if isinstance(cell, str) and _is_marked(cell)}
    if marked:
        rows = check.rows_at(column.rows_of(frozenset(marked)))
        text = message(
            "Marks around references in “{column}” were removed: {rows}.",
            column=column.name,
            rows=named_rows(rows),
        )
        check.notice("marks-taken-off", key, text, rows)


def _is_marked(cell: str) -> bool:
    bare = _bare(cell)
    return isinstance(bare, str) and bare != cell


def _no_reference(code: str, cell: str) -> Message:
    match code:
        case "formula-in-text":
            return why_doubtful(Doubtful(code, cell))
        case "reference-digits-lost":
            return message(
                "Excel rounded this reference to {cell}. Ask the force for the column as text.",
                cell=shown(cell),
            )
        case "reference-became-date":
            return message(
                "Excel changed this reference into a date ({cell}). Ask the force for the "
                "column as text.",
                cell=shown(cell),
            )
        case "reference-too-long":
            return message("The reference is too long. Check that it is the right column.")
    return message(
        "“{cell}” is not a reference. Enter the case's reference, or leave the row out.",
        cell=shown(cell),
    )


def _has_odd(references: Sequence[str], lines: str) -> bool:
    """Say whether one of some plain texts may be no reference, asking all of them at once."""
    if max(map(len, references)) > LONGEST_REFERENCE:
        return True
    suspect = any(letter in lines for letter in _ODD_LETTERS)
    return bool(_NO_FIGURE.search(lines) or (suspect and _ODD.search(lines)))


def _turned_into_dates(values: Sequence[str], lines: str) -> list[int]:
    """List the references that are written as a spreadsheet writes dates, and as no other is."""
    if not _DATE_LIKE.search(lines):
        return []
    suspects = {value for value in values if _DATE_LIKE.fullmatch(value) and _is_day(value)}
    honest = {exact_shape(value) for value in values if value not in suspects}
    suspects = {value for value in suspects if exact_shape(value) not in honest}
    return [index for index, value in enumerate(values) if value in suspects]


def _words_alone(values: Sequence[str], lines: str) -> list[int]:
    """List the references without a digit in a list whose others have one: “to follow”."""
    if not _WORDS.search(lines):
        return []
    words = [i for i, value in enumerate(values) if value and not _FIGURE.search(value)]
    return words if len(words) <= (1 - _MOST) * sum(map(bool, values)) else []


def _is_day(text: str) -> bool:
    return looks_like_date(text) or is_day_alone(text) or _CLOCK.fullmatch(text) is not None


def compared(references: Sequence[str]) -> list[str]:
    """Do what normalised_reference does to each; plain texts, as most are, all in one go."""
    lines = "\n".join(references)
    plain = lines.isascii() and lines.replace("\n", "").isprintable()
    if plain and lines.count("\n") == len(references) - 1:
        return lines.replace(" ", "").lower().split("\n")
    return [_compared(reference) for reference in references]


def _compared(reference: str) -> str:
    if reference.isascii() and reference.isprintable():
        return reference.replace(" ", "").lower()
    return normalised_reference(reference)


def check_references(check: RowCheck) -> None:
    """Refuse a reference that is there already, and warn of those that look the same."""
    key = Key("reference")
    values = check.values[key]
    normals = compared(values)
    if len(normals) > _COMPARED and len(set(normals)) == len(normals):
        return  # no two alike in a long list, and near-duplicates are not looked for there
    first: dict[str, int] = {}
    for index, (value, normal) in enumerate(zip(values, normals, strict=True)):
        if not value:
            continue
        earlier = first.setdefault(normal, index)
        if earlier == index:
            continue
        row = check.numbers[earlier]
        if values[earlier] == value:
            text = message("Row {row} has the same reference. Keep one of the two.", row=row)
        else:
            text = message(
                "Row {row} has the same reference, written differently. Keep one of the two.",
                row=row,
            )
        check.refuse(index, key, "duplicate-reference", text)
    if len(first) <= _COMPARED:
        _note_near_duplicates(check, first)


def _note_near_duplicates(check: RowCheck, first: dict[str, int]) -> None:
    alike: dict[str, list[int]] = {}
    for normal, index in first.items():
        alike.setdefault(_skeleton(normal), []).append(index)
    groups = [indexes for skeleton, indexes in alike.items() if skeleton and len(indexes) > 1]
    if not groups:
        return
    named = _together([_named(check, indexes) for indexes in groups[:_PAIRS_NAMED]])
    if len(groups) > _PAIRS_NAMED:
        more = len(groups) - _PAIRS_NAMED
        named = message("{groups}; {count:,} more", groups=named, count=more)
    text = message(
        "Some references differ only by leading zeros, separators or look-alike "
        "characters (0 and O, 1 and I). Check that they are different cases: "
        "{groups}.",
        groups=named,
    )
    rows = check.rows_at(sorted(index for indexes in groups for index in indexes))
    check.notice("near-duplicates", Key("reference"), text, rows)


def _together(groups: Sequence[Message]) -> Message:
    together = groups[0]
    for group in groups[1:]:
        together = message("{groups}; {next}", groups=together, next=group)
    return together


def _named(check: RowCheck, indexes: Sequence[int]) -> Message:
    return named_rows(check.rows_at(indexes[:4]))


def _skeleton(reference: str) -> str:
    """Write a reference without what the eye overlooks: `MPS-0O12/17` is `mps-12-17`."""
    runs = _RUN.findall(reference.translate(_ALIKE))
    return "-".join(run.lstrip("0") or "0" for run in runs)
