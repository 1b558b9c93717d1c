"""The one layout of the workbook: its sheets, their columns by key, the fields of Cover.

Writer, reader and answer template all take it from here. It follows from the form; nothing in
it knows a question. A column is found by the key in its heading, never by its position.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import Final

from reviewer.domain.case import LIST_KEYS
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Column, Form, Item
from reviewer.domain.ids import Key
from reviewer.domain.kinds import TYPED_KINDS, Kind
from reviewer.domain.list_words import LIST_WORDS
from reviewer.domain.message import Message, message, verbatim
from reviewer.domain.sheet_names import SheetName

LAYOUT_VERSION: Final = 1
"""Rises with whatever changes the bytes of a workbook, which are compared when one comes in."""

HEADING_ROW: Final = 4
"""On a data sheet: the columns' keys; title and marking are above. What each holds in words
is on Codes, so that every program takes one row as the heading."""

PRINTED_COLUMNS: Final = 12
"""Columns of Cases that are printed: what names the case, and the judgements; more would not
be legible on one page's width."""

PRINTED_WIDTH: Final = 200
"""Characters of a sheet of rows that are legible on one page's width; columns after are not
printed."""


TABLE_SHEETS: Final = (
    SheetName.SUMMARY,
    SheetName.SUPERVISION,
    SheetName.DELAY,
    SheetName.AGREEMENT,
    SheetName.SAMPLE,
    SheetName.ITEMS,
    SheetName.EARLIER,
)
"""The sheets that hold tables of figures, in order."""

TITLES: Final[Mapping[str, Message]] = {
    SheetName.SUMMARY: message("Summary of grades"),
    SheetName.SUPERVISION: message("Supervision"),
    SheetName.DELAY: message("Delay"),
    SheetName.AGREEMENT: message("Agreement"),
    SheetName.SAMPLE: message("The sample"),
    SheetName.ITEMS: message("Items"),
    SheetName.EARLIER: message("Earlier visits"),
    SheetName.CASES: message("Cases"),
    SheetName.NARRATIVES: message("Narratives"),
    SheetName.LOG: message("Exports, merges and sources"),
    SheetName.DECISIONS: message("Decisions"),
    SheetName.CODES: message("Keys and codes"),
    SheetName.FORM: message("The whole form"),
}

CURRENT: Final = "current"
SUPERSEDED: Final = "superseded"

LOG_LINE: Final = "line"
LOG_SOURCE: Final = "source"


class Derived(StrEnum):
    """What a column shows that follows from others: it is written for people, and never read."""

    TYPE = "type"
    GRADE = "grade"
    DAYS = "days"
    LABEL = "label"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """One column of a data sheet.

    `label` says in words what it holds; `width` is in characters. `list_key` or `answer` names
    the list value or the answer it holds, `row_key` the column of a rows item; with `derived`
    LABEL it is that column's code in words.
    """

    key: str
    label: Message
    width: int = 14
    wrap: bool = False
    kind: Kind = Kind.TEXT
    list_key: Key | None = None
    answer: Key | None = None
    row_key: str | None = None
    derived: Derived | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSheet:
    """One data sheet: its columns, and which of them name a record.

    Two neighbouring rows with the same `identity` are one record: the later continues texts
    that are too long for one cell. `item` is the rows item whose rows it holds; `printed` the
    number of leading columns that are printed.
    """

    name: str
    columns: tuple[SheetColumn, ...]
    identity: tuple[str, ...]
    printed: int
    item: Item | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns' keys in order."""
        return tuple(column.key for column in self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All sheets of a form's workbook, in order; the data sheets among them by name."""

    names: tuple[str, ...]
    data: Mapping[str, DataSheet]

    @property
    def rows_sheets(self) -> tuple[DataSheet, ...]:
        """The sheets that hold the rows of a rows item."""
        return tuple(sheet for sheet in self.data.values() if sheet.item is not None)


def layout_of(form: Form) -> Layout:
    """Derive the layout from a form; raises RefusalError where its sheet names clash."""
    rows = tuple(_rows_sheet(form, item) for item in form.of_kind(Kind.ROWS) if item.sheet)
    taken = {name.casefold() for name in SheetName}
    for sheet in rows:
        if sheet.name.casefold() in taken:
            twice = message("The form has two sheets with the name “{name}”.", name=sheet.name)
            raise RefusalError("sheet-name", twice)
        taken.add(sheet.name.casefold())
    fixed = (_narratives(), _log(), _decisions(), _codes(), FORM_SHEET)
    data = (_cases(form), *rows, *fixed)
    names = (SheetName.COVER, *TABLE_SHEETS, *(sheet.name for sheet in data))
    return Layout(names=tuple(str(name) for name in names), data={s.name: s for s in data})


def in_narratives(item: Item) -> bool:
    """Say whether an answer is on Narratives: texts, and rows without a sheet."""
    return item.kind is Kind.TEXT or (item.kind is Kind.ROWS and not item.sheet)


def title_of(sheet: DataSheet) -> str:
    """Return a data sheet's title."""
    return str(sheet.item.label if sheet.item else TITLES[sheet.name])


_LONG: Final = frozenset({"unit", "area"})
"""List values that are names."""


def list_column(key: Key) -> SheetColumn:
    """Return the column of one list value."""
    return SheetColumn(
        key=f"case.{key}",
        label=LIST_WORDS[key],
        kind=LIST_KEYS[key],
        list_key=key,
        width=24 if key in _LONG else max(14, _width(f"case.{key}")),
    )


def _cases(form: Form) -> DataSheet:
    roles = form.roles
    first = (roles.grade, roles.supervision, roles.delay, roles.referral)
    answers = {item.key: _answer(item) for item in form.items.values() if _coded(item)}
    listed = {key: list_column(key) for key in LIST_KEYS}
    leading = (
        _meta("case", message("Case"), 24),
        _meta("reviewer", message("Reviewer"), 26),
        _meta("standing", message("Current or superseded"), 13),
        _meta("status", message("Status of the review"), 13),
        *(listed.pop(Key(key)) for key in ("type", "reported", "unit")),
        *(answers.pop(key) for key in first if key in answers),
        _meta("changed_at", message("Last changed (UTC)"), 24),
    )
    following = (
        _meta("side", message("Number of this version among the reviewer's"), 8, Kind.INTEGER),
        _meta("position", message("Row of the case in the force's list"), 9, Kind.INTEGER),
        _meta("completed", message("Marked complete"), 10),
        _meta("blind_grade", message("Overall grade before the force's own was shown"), 12),
        *listed.values(),
        *answers.values(),
        _meta("vector", message("Version: session and number of changes"), 24),
        _meta("digest", message("SHA-256 of the review"), 24),
        _meta("source", message("Workbook it came from (SHA-256)"), 24),
    )
    return DataSheet(
        name=SheetName.CASES,
        columns=leading + following,
        identity=("case", "reviewer", "side"),
        printed=PRINTED_COLUMNS,
    )


def _coded(item: Item) -> bool:
    return item.kind not in TYPED_KINDS


def _answer(item: Item) -> SheetColumn:
    return SheetColumn(
        key=item.key,
        label=verbatim(str(item.label)),
        kind=item.kind,
        answer=item.key,
        width=_width(item.key),
    )


def _width(key: str) -> int:
    """Return a width that shows the key beside the button of its filter."""
    return max(12, min(28, len(key) + 4))


def _rows_sheet(form: Form, item: Item) -> DataSheet:
    columns = (
        *_owner(),
        *_of_the_case(form),
        _meta("row", message("Row"), 6, Kind.INTEGER),
        *_days(form, item),
        *(shown for column in item.columns for shown in _row_columns(item, column)),
    )
    return DataSheet(
        name=str(item.sheet),
        columns=columns,
        identity=("case", "reviewer", "side", "row"),
        printed=_legible(columns),
        item=item,
    )


def _of_the_case(form: Form) -> Iterator[SheetColumn]:
    """Yield what of the case its rows are sorted and counted by."""
    grade = form.item(form.roles.grade)
    label = verbatim(str(grade.label))
    yield _meta("case.type", LIST_WORDS[Key("type")], 12, derived=Derived.TYPE)
    yield _meta(grade.key, label, 14, derived=Derived.GRADE)


def _days(form: Form, item: Item) -> Iterator[SheetColumn]:
    key = form.roles.delay_days
    if item.key == form.roles.delay_rows and key:
        label = message("Days (to date if still open)")
        yield _meta(key, label, _width(key), Kind.INTEGER, derived=Derived.DAYS)


def _row_columns(item: Item, column: Column) -> Iterator[SheetColumn]:
    """Yield the column that holds an answer of a row, and the one that says it in words."""
    key = f"{item.key}.{column.key}"
    yield SheetColumn(
        key=key,
        label=verbatim(str(column.label)),
        kind=column.kind,
        row_key=column.key,
        width=48 if column.kind is Kind.TEXT else _width(key),
        wrap=column.kind in {Kind.TEXT, Kind.MULTI},
    )
    if column.kind in {Kind.CHOICE, Kind.MULTI}:
        yield SheetColumn(
            key=f"{key}.label",
            label=message("{question}, in words", question=str(column.label)),
            row_key=column.key,
            derived=Derived.LABEL,
            width=30,
            wrap=column.kind is Kind.MULTI,
        )


def _legible(columns: Sequence[SheetColumn]) -> int:
    """Return how many leading columns fit on a page's width."""
    reached = accumulate(column.width for column in columns)
    return sum(width <= PRINTED_WIDTH for width in reached)


def _narratives() -> DataSheet:
    columns = (
        *_owner(),
        _meta("key", message("Key"), 20),
        _long("item", message("Question"), 32),
        _long("text", message("Answer"), 90),
    )
    return DataSheet(
        name=SheetName.NARRATIVES,
        columns=columns,
        identity=("case", "reviewer", "side", "key"),
        printed=len(columns),
    )


def _log() -> DataSheet:
    columns = (
        _meta("number", message("Number"), 8, Kind.INTEGER),
        _meta("entry", message("Log line or source"), 10),
        _meta("at", message("When (UTC)"), 24),
        _meta("action", message("What was done"), 16),
        _long("detail", message("Details"), 44),
        _long("head", message("Head of the log's chain"), 34),
        _meta("name", message("Source: file name"), 26),
        _meta("signer", message("Source: signed by"), 22),
        _meta("issued_by", message("Source: issued by"), 20),
        _meta("export_id", message("Source: export"), 16),
        _meta("export_number", message("Source: export number"), 9, Kind.INTEGER),
        _meta("exported_at", message("Source: exported (UTC)"), 24),
        _long("fingerprint", message("Source: signer's fingerprint"), 34),
        _long("digest", message("Source: SHA-256 of the file"), 34),
        _meta("kind", message("Source: contents"), 10),
        _meta("file", message("Source: file's id"), 16),
        _meta("persons", message("Source: people who worked in the file"), 26),
        _meta("readers", message("Source: reviewers whose reviews it holds"), 26),
        _meta("log_head", message("Source: head of its log"), 34),
        _meta("heads", message("Source: heads of its earlier exports"), 34),
        _meta("held_by", message("Source: SHA-256 of the team workbook it came in"), 34),
    )
    return DataSheet(name=SheetName.LOG, columns=columns, identity=("number",), printed=8)


def _decisions() -> DataSheet:
    columns = (
        _meta("case", message("Case"), 22),
        _meta("kind", message("Decision"), 12),
        _meta("grade", message("Grade"), 8),
        _meta("moderator", message("Moderator"), 22),
        _meta("at", message("When (UTC)"), 24),
        _long("reason", message("Reason"), 60),
        _meta("items", message("Decisions on other questions"), 20),
        _meta("revoked", message("Withdraws the decisions it replaces"), 10),
        _meta("chosen", message("Chosen: reviewer, SHA-256 of the review, finding"), 34),
        _meta("between", message("Choice between: reviewer, SHA-256 and finding of each"), 40),
        _meta("alias", message("Name, what it counts as, and whose signature"), 34),
        _meta("replaces", message("Ids of the decisions it replaces"), 34),
        _meta("id", message("Decision's id"), 34),
        _meta("number", message("Number"), 8, Kind.INTEGER),
    )
    return DataSheet(name=SheetName.DECISIONS, columns=columns, identity=("number",), printed=7)


def _codes() -> DataSheet:
    columns = (
        _meta("sheet", message("Sheet"), 14),
        _meta("key", message("Key"), 26),
        _long("label", message("Contents"), 64),
        _meta("kind", message("Kind"), 12),
        _meta("code", message("Code"), 14),
        _long("meaning", message("Meaning of the code"), 44),
    )
    return DataSheet(
        name=SheetName.CODES,
        columns=columns,
        identity=("sheet", "key", "code"),
        printed=len(columns),
    )


def _form() -> DataSheet:
    columns = (
        _meta("line", message("Number"), 8, Kind.INTEGER),
        _meta("part", message("Part of the form"), 12),
        _meta("key", message("Key, or name of the answers"), 24),
        _meta("code", message("Code"), 12),
        _long("label", message("Text"), 44),
        _long("label.cy", message("Text in Welsh"), 44),
        _long("guidance", message("Guidance, or meaning of the answer"), 60),
        _long("guidance.cy", message("Text in Welsh"), 44),
        _long("definition", message("Everything else (JSON)"), 60),
    )
    return DataSheet(name=SheetName.FORM, columns=columns, identity=("line",), printed=7)


def _owner() -> Iterator[SheetColumn]:
    yield _meta("case", message("Case"), 24)
    yield _meta("reviewer", message("Reviewer"), 26)
    yield _meta("side", message("Version"), 7, Kind.INTEGER)


def _meta(
    key: str, label: Message, width: int, kind: Kind = Kind.TEXT, derived: Derived | None = None
) -> SheetColumn:
    return SheetColumn(key=key, label=label, width=width, kind=kind, derived=derived)


def _long(key: str, label: Message, width: int) -> SheetColumn:
    return SheetColumn(key=key, label=label, width=width, wrap=True)


FORM_SHEET: Final = _form()
"""The one sheet of rows that does not follow from the form: it holds it."""
