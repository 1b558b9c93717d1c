"""The rows of Codes: what every key and every code means, sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reviewer.domain.form import Form, Option
from reviewer.domain.grades import Status
from reviewer.domain.ids import Code, Key
from reviewer.domain.message import Message, message, verbatim
from reviewer.domain.sheet_names import SheetName
from reviewer.workbook.cells import Value
from reviewer.workbook.layout import (
    CURRENT,
    SUPERSEDED,
    DataSheet,
    Derived,
    Layout,
    SheetColumn,
    in_narratives,
)

_WORDS: Mapping[str, tuple[tuple[str, Message], ...]] = {
    "standing": (
        (CURRENT, message("The version of the review that counts")),
        (SUPERSEDED, message("An older version, or one not decided on yet. It is in no figure.")),
    ),
    "status": tuple((str(status), verbatim("")) for status in Status),
}


def code_rows(layout: Layout, form: Form) -> Iterator[list[Value]]:
    """Yield one row per code of a coded key, one per key of any other."""
    for sheet in layout.data.values():
        if sheet.name == SheetName.CODES:
            continue
        for column in sheet.columns:
            for code, meaning in list(_codes(form, sheet, column)) or [("", "")]:
                yield [sheet.name, column.key, str(column.label), str(column.kind), code, meaning]
        if sheet.name == SheetName.NARRATIVES:
            for item in form.items.values():
                if in_narratives(item):
                    yield [sheet.name, item.key, str(item.label), str(item.kind), None, None]


def _codes(form: Form, sheet: DataSheet, column: SheetColumn) -> Iterator[tuple[str, str]]:
    if column.list_key == Key("type"):
        yield from _labels(form.options[form.types])
    elif column.answer is not None:
        yield from _labels(form.codes_of(form.item(column.answer)))
    elif column.key == "blind_grade":
        yield from _labels(form.codes_of(form.item(form.roles.grade)))
    elif column.derived is Derived.TYPE:
        yield from _labels(form.options[form.types])
    elif column.derived is Derived.GRADE:
        yield from _labels(form.codes_of(form.item(form.roles.grade)))
    elif column.row_key is not None and sheet.item is not None and column.derived is None:
        for asked in sheet.item.columns:
            if asked.key == column.row_key:
                yield from _labels(form.codes_of(asked))
    elif sheet.name == SheetName.CASES:
        yield from ((code, str(meaning)) for code, meaning in _WORDS.get(column.key, ()))


def _labels(options: Mapping[Code, Option]) -> Iterator[tuple[str, str]]:
    for code, option in options.items():
        yield code, str(option.label)
