"""A canonical answer as a person reads it."""

from __future__ import annotations

from reviewer.domain.form import Column, Form, Item, Kind
from reviewer.domain.ids import Code
from reviewer.domain.review import Row, rows_of
from ui.window.parts.rows_field import row_word
from ui.window.words import localised, typed_date


def answer_words(form: Form, asked: Item | Column, answer: str) -> str:
    """Return an answer in the window's words, rows written out line by line; empty for none."""
    match asked.kind:
        case Kind.CHOICE | Kind.MULTI:
            options = form.codes_of(asked)
            codes = (Code(code) for code in answer.split(";") if code)
            return "; ".join(localised(options[c].label) if c in options else c for c in codes)
        case Kind.DATE | Kind.DATETIME:
            return typed_date(answer)
        case Kind.ROWS if isinstance(asked, Item):
            rows = enumerate(rows_of(answer), start=1)
            return "\n".join(
                f"{row_word(asked)} {n}: {_cells(form, asked, row)}" for n, row in rows
            )
    return answer


def _cells(form: Form, item: Item, row: Row) -> str:
    return ", ".join(
        f"{localised(column.label)}: {answer_words(form, column, row[column.key])}"
        for column in item.columns
        if row.get(column.key)
    )
