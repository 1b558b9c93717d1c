"""The workbook for publication: one marked-up table a sheet, in the accessible layout.

It follows the Analysis Function's guidance on releasing statistics in spreadsheets: cover,
contents and notes, no merged cells, nothing empty inside a table, explained symbols, document
properties.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from reviewer.domain.message import Message, message
from reviewer.domain.spreadsheet_text import inert
from reviewer.domain.times import long_day
from reviewer.figures.published import PublishedTable, Symbol
from reviewer.figures.table import figure_code
from reviewer.workbook.cells import allowed_text, letters
from reviewer.workbook.grid import set_columns
from reviewer.workbook.looks import TYPEFACE
from reviewer.workbook.table_sheet import lines_in

_TITLE = Font(name=TYPEFACE, size=15, bold=True)
_TEXT = Font(name=TYPEFACE, size=12)
_HEADING = Font(name=TYPEFACE, size=12, bold=True)
_LINK = Font(name=TYPEFACE, size=12, underline="single", color="0563C1")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_ACROSS = Alignment(vertical="top")
"""A text above a table continues over the columns beside it, which are empty there."""
_NUMBER = Alignment(horizontal="right", wrap_text=True, vertical="top")
_WIDE, _NARROW = 70, 18
_LINE = 16.0
"""Points of a line of text; a row has a height, because not every program finds it itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What is published: of which inspection and when, its tables, and from which count on."""

    force: str
    inspection: str
    visit: str
    published_at: datetime
    threshold: int
    tables: tuple[PublishedTable, ...]
    notes: tuple[Message, ...]

    @property
    def title(self) -> Message:
        """The title of the whole."""
        return message("{force}: results of the inspection {code}", force=self.force,
                       code=self.inspection)  # fmt: skip


def symbols(threshold: int) -> tuple[tuple[Symbol, Message], ...]:
    """Return what each symbol means."""
    return (
        (
            Symbol.CONFIDENTIAL,
            message(
                "Left out to protect confidentiality: a count from 1 to {most}, or "
                "one from which such a count could be worked out.",
                most=threshold - 1,
            ),
        ),
        (
            Symbol.NOT_AVAILABLE,
            message(
                "Not available: fewer than 10 cases, cases that do not all count the same, or too "
                "many delays still open."
            ),
        ),
    )


def publication_xlsx(published: Publication) -> bytes:
    """Write the workbook, unsigned."""
    book = Workbook()
    cover = book.worksheets[0]
    cover.title = "Cover"
    contents, notes = book.create_sheet("Contents"), book.create_sheet("Notes")
    _write_cover(cover, published)
    _write_contents(contents, published)
    _write_notes(notes, published)
    for number, table in enumerate(published.tables, start=1):
        _write_table(book.create_sheet(str(number)), number, table, published)
    about = book.properties
    about.title, about.language = str(published.title), "en-GB"
    about.creator = published.force
    about.subject = str(message("Statistics from a child protection inspection"))
    about.keywords = published.inspection
    about.created = published.published_at.replace(tzinfo=None)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _put(
    sheet: Worksheet,
    place: str,
    text: object,
    font: Font = _TEXT,
    alignment: Alignment = _WRAPPED,
) -> None:
    cell = sheet[place]
    cell.value = allowed_text(text) if isinstance(text, str) else text
    if isinstance(text, str):
        cell.data_type = "s"  # a label that begins as a formula does is still a label
    cell.font = font
    cell.alignment = alignment


def _head(sheet: Worksheet, title: str) -> None:
    """Write a sheet's title, marked as its heading for those who cannot see that it is large."""
    sheet["A1"].style = "Headline 1"
    _put(sheet, "A1", title, _TITLE, _ACROSS)
    sheet["A1"].border = Border()


def _write_cover(sheet: Worksheet, published: Publication) -> None:
    _head(sheet, str(published.title))
    lines = (
        message("Visit: {visit}", visit=published.visit or str(message("not given"))),
        message("Published on {day}", day=long_day(published.published_at.date().isoformat())),
        message(
            "This workbook contains only counts and shares: no text from a case, "
            "no references and no names of reviewers."
        ),
        message(
            "The sheet Contents lists the tables, and the sheet Notes explains notes and symbols."
        ),
        message(
            "The file beside it that ends in .p7s is its signature. Any change "
            "to the workbook breaks the signature."
        ),
    )
    for row, line in enumerate(lines, start=2):
        _put(sheet, f"A{row}", str(line))
    _fit(sheet, (100,))


def _write_contents(sheet: Worksheet, published: Publication) -> None:
    _head(sheet, str(message("Contents")))
    _put(sheet, "A2", str(message("This worksheet contains one table.")), alignment=_ACROSS)
    rows = [("Notes", str(message("Notes and symbols")))]
    rows += [(str(n), str(table.title)) for n, table in enumerate(published.tables, start=1)]
    _table(sheet, "Contents", 3, (str(message("Worksheet")), str(message("Title"))), rows)
    for at, (name, _) in enumerate(rows, start=4):
        cell = sheet[f"A{at}"]
        cell.hyperlink = Hyperlink(ref=f"A{at}", location=f"'{name}'!A1")
        cell.font = _LINK
    _fit(sheet, (_NARROW, _WIDE))


def _write_notes(sheet: Worksheet, published: Publication) -> None:
    _head(sheet, str(message("Notes and symbols")))
    _put(sheet, "A2", str(message("This worksheet contains one table.")), alignment=_ACROSS)
    rows = [(f"[note {n}]", str(note)) for n, note in enumerate(published.notes, start=1)]
    rows += [(symbol.value, str(meaning)) for symbol, meaning in symbols(published.threshold)]
    _table(sheet, "Notes", 3, (str(message("Mark")), str(message("Meaning"))), rows)
    _fit(sheet, (_NARROW, 100))


def _write_table(
    sheet: Worksheet, number: int, table: PublishedTable, published: Publication
) -> None:
    marks = " ".join(f"[note {note}]" for note in table.notes)
    title = message("Table {n}: {title} {marks}", n=number, title=table.title, marks=marks)
    _head(sheet, str(title))
    _put(
        sheet,
        "A2",
        str(
            message(
                "This worksheet contains one table. Some cells refer to notes and symbols, which "
                "can be found on the sheet Notes."
            )
        ),
        alignment=_ACROSS,
    )
    _put(
        sheet,
        "A3",
        str(message("Counts from 1 to {most} are left out: [c].", most=published.threshold - 1)),
        alignment=_ACROSS,
    )
    headings = tuple(map(str, table.headings))
    rows = [(str(label), *cells) for label, cells in table.rows]
    _table(sheet, table.name, 4, headings, rows)
    _fit(sheet, (60, *(_NARROW for _ in headings[1:])))


def _table(
    sheet: Worksheet,
    name: str,
    first: int,
    headings: Sequence[str],
    rows: Sequence[Sequence[object]],
) -> None:
    """Write a marked-up, named table; no two of its headings are alike."""
    distinct = _distinct(headings)
    figures = {at for cells in rows for at, value in enumerate(cells, start=1) if _is_figure(value)}
    for column, heading in enumerate(distinct, start=1):
        side = _NUMBER if column in figures else _WRAPPED
        _put(sheet, f"{letters(column)}{first}", heading, _HEADING, side)
    for row, cells in enumerate(rows, start=first + 1):
        for column, value in enumerate(cells, start=1):
            text = value.value if isinstance(value, Symbol) else value
            side = _NUMBER if column in figures else _WRAPPED
            _put(sheet, f"{letters(column)}{row}", text, alignment=side)
            if isinstance(value, float):
                sheet[f"{letters(column)}{row}"].number_format = "0.0"
    last = f"{letters(len(distinct))}{first + len(rows)}"
    marked: Any = Table(displayName=f"{name}_table", ref=f"A{first}:{last}")
    marked.tableStyleInfo = TableStyleInfo(name=None, showFirstColumn=True)
    marked._initialise_columns()  # noqa: SLF001 - so that the button of a filter can be left out
    for column, heading in zip(marked.tableColumns, distinct, strict=True):
        column.name = heading
    marked.autoFilter = None
    sheet.add_table(marked)


def _distinct(headings: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for heading in headings:
        name, number = heading, 2
        while name.casefold() in {known.casefold() for known in found}:
            name, number = f"{heading} ({number})", number + 1
        found.append(name)
    return tuple(found)


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float | Symbol)


def _fit(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Set columns and rows so that no text is cut, and print every sheet one page wide."""
    set_columns(sheet, widths)
    for number, row in enumerate(sheet.iter_rows(), start=1):
        lines = 1
        for cell, width in zip(row, widths, strict=False):
            if isinstance(cell.value, str) and cell.alignment.wrap_text:
                lines = max(lines, lines_in(cell.value, width, cell.font.sz))
        sheet.row_dimensions[number].height = _LINE * lines + 2
    sheet.row_dimensions[1].height = 24
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def publication_csv(published: Publication) -> bytes:
    """Write every table as one tidy list: a line for each cell, with its symbol."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["figure", "table", "title", "row", "column", "value", "symbol"])
    for number, table in enumerate(published.tables, start=1):
        columns = _distinct(tuple(map(str, table.headings)))[1:]
        figures = table.as_table(number)
        for row, (label, cells) in enumerate(table.rows):
            for at, (column, value) in enumerate(zip(columns, cells, strict=True)):
                code = figure_code(figures, row, at)
                shown = ("", value.value) if isinstance(value, Symbol) else (value, "")
                writer.writerow(
                    [
                        *(
                            code,
                            number,
                            inert(str(table.title)),
                            inert(str(label)),
                            inert(column),
                        ),
                        *shown,
                    ]
                )
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def publication_metadata(published: Publication, csv_name: str) -> bytes:
    """Describe the list for programs, as the W3C's CSV on the Web has it."""
    described = {
        "figure": "its code, by which the inspectors find the cases behind it: table and cell",
        "table": "number of the table in the workbook",
        "title": "what the table shows",
        "row": "label of the row",
        "column": "heading of the column",
        "value": "the number; empty where a symbol stands for it",
        "symbol": "why there is no number",
    }
    document = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": csv_name,
        "dc:title": str(published.title),
        "dc:issued": published.published_at.date().isoformat(),
        "dc:language": "en-GB",
        "tableSchema": {
            "columns": [
                {
                    "name": name,
                    "dc:description": description,
                    "datatype": {"table": "integer", "value": "number"}.get(name, "string"),
                }
                for name, description in described.items()
            ]
        },
        "notes": [
            *(
                {"mark": f"[note {n}]", "text": str(note)}
                for n, note in enumerate(published.notes, start=1)
            ),
            *(
                {"mark": symbol.value, "text": str(description)}
                for symbol, description in symbols(published.threshold)
            ),
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()
