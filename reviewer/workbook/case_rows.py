"""The cases of a list, taken from the rows of the sheet Cases."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache, partial
from typing import Final

from reviewer.domain.case import LIST_KEYS, Case
from reviewer.domain.form import Form, Kind
from reviewer.domain.ids import CaseId, Key, case_id
from reviewer.domain.message import message
from reviewer.workbook.cover import is_day
from reviewer.workbook.layout import DataSheet, list_column
from reviewer.workbook.record_values import refused
from reviewer.workbook.sheet_parts import Record, filled, picked
from reviewer.workbook.taken_values import TakenValues

DIGITS: Final = re.compile(r"0|[1-9][0-9]*", re.ASCII)
_MONTH: Final = re.compile(r"\d{4}-\d{2}", re.ASCII)

_ROWS_LIMIT: Final = 20_000
"""Rows of one inspection that are kept for its next workbook: twice the largest list."""


class CaseRows:
    """Takes the cases of one workbook's list, row by row."""

    def __init__(self, form: Form, code: str, sheet: DataSheet) -> None:
        """Take cases of an inspection's code from the sheet Cases as the form has it."""
        self._code = code
        self._sheet = sheet
        self._listed = [column.list_key for column in sheet.columns if column.list_key is not None]
        self._listed_of = picked(sheet, *(list_column(key).key for key in self._listed))
        self._values = TakenValues(partial(_fits_list, form))
        self._known = _known_rows(code, form.stamp.digest)
        self._cases: dict[CaseId, Case] = {}

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases taken so far, each with what all of its rows show."""
        return tuple(self._cases.values())

    @property
    def ids(self) -> Collection[CaseId]:
        """The ids of the cases taken so far."""
        return self._cases.keys()

    def take(self, record: Record) -> CaseId:
        """Take a row's case; raises RefusalError for one that does not fit the list's columns."""
        case = self._known.get(record.texts)
        if case is None:
            case = self._case(record)
            if not record.get("reviewer") and len(self._known) < _ROWS_LIMIT:
                self._known[record.texts] = case
        known = self._cases.setdefault(case.id, case)
        if known is not case:
            self._cases[case.id] = self._joined(record, known, case)
        return case.id

    def _case(self, record: Record) -> Case:
        sheet, position = self._sheet, record.get("position")
        if not DIGITS.fullmatch(position) or len(position) > 9 or int(position) < 1:
            raise refused(sheet, record, "position", message("this is not a row number."))
        case = case_id(self._code, int(position))
        if record.get("case") != case:
            raise refused(
                sheet, record, "case", message("the case does not match its position in the list.")
            )
        values = filled(self._listed, self._listed_of(record.texts))
        strange = self._values.strange(values)
        if strange is not None:
            key = list_column(strange).key
            raise refused(sheet, record, key, message("the column does not accept this value."))
        return Case(id=case, position=int(position), values=values)

    def _joined(self, record: Record, known: Case, case: Case) -> Case:
        for key, text in case.values.items():
            if known.values.get(key, text) != text:
                column = list_column(key).key
                raise refused(
                    self._sheet,
                    record,
                    column,
                    message("this differs from the other row of the case."),
                )
        return replace(known, values={**known.values, **case.values})


@lru_cache(maxsize=1)
def _known_rows(code: str, form_digest: str) -> dict[tuple[str, ...], Case]:  # noqa: ARG001 - it is kept by them
    """Return the rows without a review that were read of the last inspection, with their cases.

    Each workbook of a team has the whole list, and most rows of it as its colleagues have them.
    """
    return {}


def _fits_list(form: Form, key: Key, text: str) -> bool:
    """Say whether a value of the list is in the form of its column."""
    match LIST_KEYS[key]:
        case Kind.CHOICE:
            return text in form.options[form.types]
        case Kind.INTEGER:
            return DIGITS.fullmatch(text) is not None
        case Kind.DATE:
            return is_day(text) or (_MONTH.fullmatch(text) is not None and is_day(f"{text}-01"))
        case _:
            return True
