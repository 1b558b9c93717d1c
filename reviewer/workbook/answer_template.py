"""The answer sheet: an unsigned workbook to fill in outside, when the program can't be used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reviewer.domain.case import Case
from reviewer.domain.form import Column, Form, Item, Kind
from reviewer.domain.ids import Key
from reviewer.domain.inspection import Inspection
from reviewer.domain.message import message, term, verbatim
from reviewer.domain.sheet_names import HOW_TO, SheetName
from reviewer.workbook.cells import Value, letters
from reviewer.workbook.code_rows import code_rows
from reviewer.workbook.grid import Grid, Paper, Records, set_columns, set_paper
from reviewer.workbook.layout import layout_of, list_column, title_of
from reviewer.workbook.looks import (
    COLUMN_KEY,
    COLUMN_LABEL,
    LEAD,
    MARKING,
    SECTION,
    TITLE,
    Look,
    Stylebook,
)
from reviewer.workbook.package import workbook_bytes

HELP_KEYS: Final = (Key("type"), Key("reported"), Key("unit"))
"""List values that are beside the case so that a person knows it; they are never read back."""

ROW_LINES: Final = 500
"""Rows of a rows sheet that offer their codes to choose from."""

_LIST_LIMIT = 255
"""Characters of the codes that Excel takes in a list of its own; longer ones are on Codes."""

_NARROW, _WIDE, _NAME = 13, 40, 24

GUIDE: Final = (
    (
        term("answer sheet", "Cases"),
        message("One row per case, one column per question. The key in bold names the question."),
    ),
    (
        term("answer sheet", "Codes"),
        message("Enter codes, not words. The sheet Codes lists them. Separate several with “;”."),
    ),
    (
        term("answer sheet", "Dates"),
        message("Enter 12/01/2018 or 2018-01-12, and a time as 12/01/2018 14:30."),
    ),
    (
        term("answer sheet", "Blank"),
        message("A blank cell leaves the answer in the review file as it is."),
    ),
    (verbatim("-"), message("A single hyphen clears the answer in the review file.")),
    (
        term("answer sheet", "Rows"),
        message(
            "On the sheets of rows, name the case in every row. The rows for a case replace all "
            "its rows in the review file."
        ),
    ),
    (
        term("answer sheet", "Help"),
        message("Columns that begin with “case.” are there to help you. They are not read."),
    ),
    (
        term("answer sheet", "Loading"),
        message("Load it into the review file. Loading it a second time changes nothing."),
    ),
    (
        term("answer sheet", "Security"),
        message(
            "This file is neither encrypted nor signed. Keep it as safe as the case files, and "
            "delete it once it has been loaded."
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One column of the answer sheet."""

    key: str
    label: str
    kind: Kind | None = None
    codes: tuple[str, ...] = ()
    width: int = _NARROW


def write_template(form: Form, cases: Sequence[Case], inspection: Inspection) -> bytes:
    """Write an answer sheet for these cases: Cases, one sheet per rows item, Codes, How to.

    The inspection's marking is at the top and bottom of every sheet and page. References
    and the force's own grades are not in it.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    styles = Stylebook(workbook)
    layout = layout_of(form)
    names = (HOW_TO, SheetName.CASES, *(s.name for s in layout.rows_sheets), SheetName.CODES)
    grids = {str(name): Grid(sheet=workbook.create_sheet(name), styles=styles) for name in names}
    paper = Paper(marking=inspection.marking, head=inspection.code, foot="Answer sheet")
    _write_guide(grids[HOW_TO], form, paper)
    columns = (*_help_columns(), *(_asked(form, item) for item in _cells_of(form)))
    lines = [[case.id, *(case.get(key) for key in HELP_KEYS)] for case in cases]
    _write_sheet(grids[SheetName.CASES], columns, lines, len(lines), paper)
    for sheet in layout.rows_sheets:
        if sheet.item is not None:
            asked = (_Asked(key="case", label="Case", width=_NAME), *_row_columns(form, sheet.item))
            _write_sheet(grids[sheet.name], asked, (), ROW_LINES, paper)
    codes = layout.data[SheetName.CODES]
    asked = tuple(_Asked(key=c.key, label=str(c.label), width=c.width) for c in codes.columns)
    _write_sheet(grids[SheetName.CODES], asked, list(code_rows(layout, form)), 0, paper)
    styles.close()
    workbook.active = names.index(SheetName.CASES)
    return workbook_bytes(workbook, grids)


def _help_columns() -> Iterator[_Asked]:
    yield _Asked(key="case", label="Case", width=_NAME)
    for key in HELP_KEYS:
        column = list_column(key)
        yield _Asked(key=column.key, label=str(column.label), width=column.width)


def _cells_of(form: Form) -> Iterator[Item]:
    return (item for item in form.items.values() if item.kind is not Kind.ROWS)


def _asked(form: Form, asked: Item | Column, prefix: str = "") -> _Asked:
    return _Asked(
        key=f"{prefix}{asked.key}",
        label=str(asked.label),
        kind=asked.kind,
        codes=tuple(map(str, form.codes_of(asked))),
        width=_WIDE if asked.kind is Kind.TEXT else _NARROW,
    )


def _row_columns(form: Form, item: Item) -> Iterator[_Asked]:
    return (_asked(form, column, f"{item.key}.") for column in item.columns)


def _write_sheet(
    grid: Grid,
    columns: Sequence[_Asked],
    lines: Iterable[Sequence[Value]],
    offered: int,
    paper: Paper,
) -> None:
    """Write a sheet to fill in: labels, keys, lines; codes to choose from in `offered` rows."""
    grid.add([(1, paper.marking, MARKING)], height=18)
    grid.add(
        ((at, column.label, COLUMN_LABEL) for at, column in enumerate(columns, start=1)), height=60
    )
    grid.add(
        ((at, column.key, COLUMN_KEY) for at, column in enumerate(columns, start=1)), height=26
    )
    head = grid.number
    wrapped = [column.width if column.kind is Kind.TEXT else 0 for column in columns]
    records = Records(grid, wrapped, ["" for _ in columns], range(len(columns)))
    for line in lines:
        records.add([*line, *(None for _ in range(len(columns) - len(line)))])
    for at, column in enumerate(columns, start=1):
        if offered:
            _offer(grid.sheet, column, f"{letters(at)}{head + 1}:{letters(at)}{head + offered}")
    last = letters(len(columns))
    grid.sheet.freeze_panes = f"B{head + 1}"
    grid.sheet.auto_filter.ref = f"A{head}:{last}{max(grid.number, head + 1)}"
    set_columns(grid.sheet, (column.width for column in columns))
    set_paper(grid.sheet, replace(paper, landscape=True, repeated=f"1:{head}"))


def _offer(sheet: Worksheet, column: _Asked, cells: str) -> None:
    """Let a person choose among a column's codes; several codes can still be typed."""
    listed = f'"{",".join(column.codes)}"'
    if column.kind is not Kind.CHOICE or not column.codes or len(listed) > _LIST_LIMIT:
        return
    offer = DataValidation(
        type="list",
        formula1=listed,
        allow_blank=True,
        showErrorMessage=False,
        sqref=cells,
    )
    sheet.add_data_validation(offer)


def _write_guide(grid: Grid, form: Form, paper: Paper) -> None:
    grid.add([(1, paper.marking, MARKING)], height=18)
    grid.add([(1, str(message("How to fill in this answer sheet")), TITLE)], height=28)
    grid.add([(1, f"{form.title}, version {form.version}", LEAD)], height=18)
    grid.add(height=10)
    for word, words in GUIDE:
        sentence = str(words)
        grid.add(
            [
                (1, str(word), Look(bold=True, down="top")),
                (2, sentence, Look(wrap=True, down="top")),
            ],
            height=13.5 * -(-len(sentence) // 84) + 6,
        )
    grid.add(height=10)
    grid.add([(1, str(message("Sheets of rows")), SECTION), (2, None, SECTION)], height=22)
    for sheet in layout_of(form).rows_sheets:
        grid.add(
            [(1, sheet.name, Look(down="top")), (2, title_of(sheet), Look(down="top"))], height=18
        )
    set_columns(grid.sheet, (16, 90))
    set_paper(grid.sheet, paper)
