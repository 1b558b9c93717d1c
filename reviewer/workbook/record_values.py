"""Values of a record that are no answers, and the refusal of a strange one by its place."""

from __future__ import annotations

import json

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import Message, message
from reviewer.workbook.cover import is_moment
from reviewer.workbook.layout import DataSheet
from reviewer.workbook.records import compact
from reviewer.workbook.sheet_parts import Record, place


def refused(sheet: DataSheet, record: Record, key: str, fault: Message) -> RefusalError:
    """Return the refusal of a value: where it is, and what is wrong, a clause of its own."""
    return RefusalError(
        "strange-value", message("{place}: {fault}", place=place(sheet, record, key), fault=fault)
    )


def moment(sheet: DataSheet, record: Record, key: str) -> str:
    """Return a moment in UTC, or nothing; raises RefusalError for any other text."""
    text = record.get(key)
    if text and not is_moment(text):
        raise refused(sheet, record, key, message("this is not a date and time in UTC."))
    return text


def loaded(text: str) -> object:
    """Read JSON that is exactly as this program writes it; None for any other."""
    try:
        found: object = json.loads(text)
        return found if compact(found) == text else None
    except (ValueError, RecursionError):
        return None
