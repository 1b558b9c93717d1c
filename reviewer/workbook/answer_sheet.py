"""An answer sheet filled in outside, read back: canonical answers, or every problem named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from reviewer.cells.sheet import Doubtful, RawCell, Sheet, is_blank, is_error_text, text_of
from reviewer.cells.short_rows import lacking_a_cell
from reviewer.domain.case import LIST_KEYS
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form, Item, Kind
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.meanings import codes_that_mean, column_at
from reviewer.domain.message import Message, message
from reviewer.domain.options import Meaning
from reviewer.domain.quoting import shown
from reviewer.domain.sheet_names import HOW_TO, SheetName
from reviewer.domain.values import ROWS_LIMIT, canonical, canonical_cell, canonical_rows
from reviewer.workbook.layout import layout_of
from reviewer.workbook.untrusted_cells import (
    CASE,
    Sheets,
    canonical_text,
    text_cells,
    workbook_cells,
)

CLEARS: Final = "-"
"""A cell with this alone clears the answer."""

PROBLEMS_LIMIT: Final = 1_000
"""Problems named at most: a sheet with more was filled in for another form."""

_HEADING_ROWS: Final = 10
"""Rows among which the headings are looked for: a title may be above them."""

_NO_VALUE: Final[Mapping[str, Callable[[str], Message]]] = {
    "error-value": lambda cell: message("The cell contains the error {cell}.", cell=cell),
    "no-result": lambda _: message(
        "The cell contains a formula, and its result is not in the file."
    ),
    "not-shown": lambda cell: message(
        "The cell contains {cell}, which its format hides.", cell=cell
    ),
    "format-not-known": lambda cell: message(
        "The cell contains {cell} in a format that Reviewer does not know.", cell=cell
    ),
    "no-year": lambda cell: message("The cell shows “{cell}”, without a year.", cell=cell),
    "zero-date": lambda cell: message("The cell shows {cell}, which is not a date.", cell=cell),
    "formula-in-text": lambda cell: message(
        "The cell contains the formula “{cell}”, not its result.", cell=cell
    ),
}

_KeyOf = Callable[[str], str | None]
"""Gives the key that a heading names; None where it names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellProblem:
    """One thing in an answer sheet that cannot be loaded: where, and why in one sentence.

    `row` is as the spreadsheet counts, 0 where the whole sheet is meant; `column` its heading.
    """

    code: str
    sheet: str
    row: int
    column: str
    text: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSheet:
    """What an answer sheet says: canonical answers by case and key; empty text clears.

    Rows items are among the answers, as their canonical text. `problems` are in the order of
    sheets and rows; a sheet with any is not to be loaded. `places` says in which sheet and row
    a case is first.
    """

    answers: Mapping[CaseId, Mapping[Key, str]]
    places: Mapping[CaseId, tuple[str, int]] = field(default_factory=dict, compare=False)
    problems: tuple[CellProblem, ...] = ()


def read_answers(untrusted: bytes, form: Form, *, csv: bool = False) -> AnswerSheet:
    """Read an answer sheet (`.xlsx`, or CSV) against a form.

    Blank leaves as it is, `-` clears, several codes are written as `A;B`; list columns are ignored.
    Whether a case is in the list is for the caller to see. Raises RefusalError for a file that
    cannot be read at all.
    """
    reading = _Reading(form=form)
    if csv:
        reading.read_cases("CSV", text_cells(untrusted))
    else:
        reading.read_workbook(workbook_cells(untrusted))
    return reading.result()


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One answer sheet while it is read."""

    form: Form
    answers: dict[CaseId, dict[Key, str]] = field(default_factory=dict)
    places: dict[CaseId, tuple[str, int]] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)

    @property
    def _keys(self) -> Mapping[str, str]:
        """The keys of the form by their names in small letters."""
        return {str(key).casefold(): str(key) for key in self.form.items}

    def result(self) -> AnswerSheet:
        return AnswerSheet(
            answers={case: dict(found) for case, found in self.answers.items() if found},
            places=self.places,
            problems=tuple(self.problems[:PROBLEMS_LIMIT]),
        )

    def read_workbook(self, sheets: Sheets) -> None:
        if {SheetName.COVER, SheetName.CASES, SheetName.FORM} <= sheets.keys():
            raise RefusalError(
                "exported-workbook",
                message("This is an exported workbook, not an answer sheet. Nothing was loaded."),
            )
        rows_items = {
            sheet.name: sheet.item for sheet in layout_of(self.form).rows_sheets if sheet.item
        }
        ignored = {SheetName.CODES, HOW_TO}
        known = {SheetName.CASES, *rows_items}
        if not known & sheets.keys() and len(sheets) == 1:
            ((name, sheet),) = sheets.items()
            self.read_cases(name, sheet)
            return
        if not known & sheets.keys():
            text = message("There is no sheet “{sheet}”.", sheet=SheetName.CASES)
            self._problem("no-sheet", SheetName.CASES, 0, "", text)
        for name, sheet in sheets.items():
            if name == SheetName.CASES:
                self.read_cases(name, sheet)
            elif name in rows_items:
                self._read_rows(name, sheet, rows_items[name])
            elif name not in ignored and not all(all(map(is_blank, row)) for row in sheet.rows):
                text = message(
                    "An answer sheet has no sheet “{sheet}”. Delete it or rename it.", sheet=name
                )
                self._problem("unknown-sheet", name, 0, "", text)

    def read_cases(self, name: str, sheet: Sheet) -> None:
        """Read one row per case, one column per key."""
        found = self._headings(name, sheet, self._case_key)
        if found is None:
            return
        start, columns = found
        seen: dict[CaseId, int] = {}
        for number, case, cells in self._lines(name, sheet, start, columns):
            if case in seen:
                text = message(
                    "{case} is already in row {row}. Give each case one row only.",
                    case=case,
                    row=seen[case],
                )
                self._problem("case-twice", name, number, "case", text)
                continue
            seen[case] = number
            answers = self.answers.setdefault(case, {})
            for key, untrusted in cells.items():
                value = self._value(name, number, key, untrusted)
                if value is not None:
                    answers[Key(key)] = value

    def _read_rows(self, name: str, sheet: Sheet, item: Item) -> None:
        """Read the rows of a rows item; they take the place of those of the cases they name."""
        local = {str(column.key).casefold(): str(column.key) for column in item.columns}

        def key_of(heading: str) -> str | None:
            return local.get(heading.casefold().removeprefix(f"{item.key}.".casefold()))

        found = self._headings(name, sheet, key_of)
        if found is None:
            return
        start, columns = found
        given: dict[CaseId, list[Mapping[str, str]]] = {}
        for number, case, cells in self._lines(name, sheet, start, columns):
            kept = given.setdefault(case, [])
            if len(kept) == ROWS_LIMIT:
                text = message(
                    "“{question}” can have at most {most} rows for one case.",
                    question=str(item.label),
                    most=ROWS_LIMIT,
                )
                self._problem("too-many-rows", name, number, "case", text)
            row = {
                key: value
                for key, untrusted in cells.items()
                if (value := self._value(name, number, key, untrusted, item))
            }
            kept.append(row)
        if not self.problems:
            for case, lines in given.items():
                rows = canonical_rows(self.form, item, [line for line in lines if line])
                self.answers.setdefault(case, {})[item.key] = rows

    def _case_key(self, heading: str) -> str | None:
        key = self._keys.get(heading.casefold())
        item = self.form.items.get(Key(key)) if key else None
        return key if item is not None and item.kind is not Kind.ROWS else None

    def _headings(
        self, name: str, sheet: Sheet, key_of: _KeyOf
    ) -> tuple[int, dict[int, str]] | None:
        """Find the row of headings and the key of each column; the case's column is `case`."""
        first = [[text_of(cell).strip() for cell in row] for row in sheet.rows[:_HEADING_ROWS]]
        written = (at for at, headings in enumerate(first) if CASE in headings)
        alike = (at for at, row in enumerate(first) if CASE in map(str.casefold, row))
        at = next(written, next(alike, None))
        if at is not None:
            return at + 1, self._columns(name, sheet, at, first[at], key_of)
        if not all(all(map(is_blank, row)) for row in sheet.rows) or key_of == self._case_key:
            text = message(
                "There is no column with the heading “case” to say which case the answers are for."
            )
            self._problem("no-case-column", name, 0, CASE, text)
        return None

    def _columns(
        self, name: str, sheet: Sheet, index: int, headings: Sequence[str], key_of: _KeyOf
    ) -> dict[int, str]:
        columns: dict[int, str] = {}
        row = sheet.row_number(index)
        for at, heading in enumerate(headings):
            key = CASE if heading.casefold() == CASE else key_of(heading)
            if key is not None and key in columns.values():
                text = message(
                    "There are two columns “{heading}”. Keep one of them.", heading=heading
                )
                self._problem("column-twice", name, row, heading, text)
            elif key is not None:
                columns[at] = key
            elif heading and not _ignored(heading):
                text = message(
                    "The heading “{heading}” in column {column} is not a key of the form {form}. "
                    "The sheet {codes} lists the keys.",
                    heading=heading[:60],
                    column=sheet.letter(at),
                    form=self.form.id,
                    codes=SheetName.CODES,
                )
                self._problem("unknown-heading", name, row, heading[:60], text)
        return columns

    def _lines(
        self, name: str, sheet: Sheet, start: int, columns: Mapping[int, str]
    ) -> Iterator[tuple[int, CaseId, dict[str, RawCell]]]:
        """Yield each filled row's number, case and filled cells by key."""
        headed = {at for at, cell in enumerate(sheet.rows[start - 1]) if not is_blank(cell)}
        self._refuse_short_rows(name, sheet, start, max(headed, default=0) + 1)
        for index, row in enumerate(sheet.rows[start:], start=start):
            number = sheet.row_number(index)
            filled = {at: cell for at, cell in enumerate(row) if not is_blank(cell)}
            for at in filled.keys() - headed:
                text = message(
                    "The cell “{cell}” in column {column} has no heading above it. A text that "
                    "contains the separator may be missing its quotation marks.",
                    cell=shown(text_of(filled[at])),
                    column=sheet.letter(at),
                )
                self._problem("cell-without-heading", name, number, "", text)
            cells = {columns[at]: cell for at, cell in filled.items() if at in columns}
            case = text_of(cells.pop(CASE, "")).strip()
            if case:
                self.places.setdefault(CaseId(case), (name, number))
                yield number, CaseId(case), cells
            elif cells:
                text = message("The row has answers, but no case.")
                self._problem("no-case", name, number, CASE, text)

    def _refuse_short_rows(self, name: str, sheet: Sheet, start: int, least: int) -> None:
        if not sheet.is_text:
            return
        rows = {
            sheet.row_number(index): row
            for index, row in enumerate(sheet.rows[start:], start=start)
            if not all(map(is_blank, row))
        }
        short = [number for number, row in rows.items() if len(row) < least]
        for number in lacking_a_cell(rows, short):
            text = message(
                "The row has fewer cells than there are headings. Give it a cell for each."
            )
            self._problem("short-row", name, number, "", text)

    def _value(
        self,
        name: str,
        number: int,
        key: str,
        cell: RawCell,
        item: Item | None = None,
    ) -> str | None:
        """Return a cell's canonical text, empty where it clears; None for a problem."""
        if isinstance(cell, Doubtful) or is_error_text(cell):
            why = _NO_VALUE[cell.code if isinstance(cell, Doubtful) else "error-value"]
            sentence = message(
                "{why} Enter the answer itself, save the sheet in Excel and load it again.",
                why=why(shown(text_of(cell))),
            )
            self._problem("no-value", name, number, key, sentence)
            return None
        if isinstance(cell, bool):
            cell = self._truth(key, item, cell)
        untrusted = canonical_text(cell)
        if untrusted.strip() == CLEARS:
            return ""
        try:
            if item is None:
                return canonical(self.form, key, untrusted)
            return canonical_cell(self.form, item, key, untrusted)
        except RefusalError as error:
            self._problem(error.code, name, number, key, error.sentence)
            return None

    def _truth(self, key: str, item: Item | None, cell: bool) -> str:  # noqa: FBT001 - a cell's value
        """Return the code that a ticked cell, or one that is not, stands for."""
        asked = self.form.item(key) if item is None else column_at(self.form, item.key, key)
        meaning = Meaning.YES if cell else Meaning.NO
        return next(iter(codes_that_mean(self.form, asked, meaning)), text_of(cell))

    def _problem(self, code: str, sheet: str, row: int, column: str, text: Message) -> None:
        if len(self.problems) < PROBLEMS_LIMIT:
            self.problems.append(
                CellProblem(code=code, sheet=sheet, row=row, column=column, text=text)
            )


def _ignored(heading: str) -> bool:
    plain = heading.casefold()
    return plain.startswith("case.") or Key(plain) in LIST_KEYS
