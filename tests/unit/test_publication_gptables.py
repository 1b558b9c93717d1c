"""An annex is laid out as gptables, the statisticians' own library, lays out the same tables."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reviewer.domain.message import verbatim
from reviewer.figures.design import NO_DRAW
from reviewer.figures.publication import notes_of
from reviewer.figures.published import PublishedTable, Symbol, Value
from reviewer.workbook.publication_book import Publication, publication_xlsx

REFERENCES = Path(__file__).parents[1] / "references"
CONTENT = json.loads((REFERENCES / "annex.json").read_text("utf-8"))
NOTE = re.compile(r"\[note \d+\]")


def value(cell: object) -> Value:
    return Symbol(cell) if isinstance(cell, str) else cell  # type: ignore[return-value]  # JSON


@pytest.fixture(scope="module")
def ours() -> openpyxl.Workbook:
    tables = tuple(
        PublishedTable(
            name=table["name"],
            title=verbatim(table["title"]),
            headings=tuple(map(verbatim, table["headings"])),
            rows=tuple(
                (verbatim(label), tuple(map(value, cells))) for label, *cells in table["rows"]
            ),
            notes=tuple(table["notes"]),
        )
        for table in CONTENT["tables"]
    )
    published = Publication(
        force="Synthetic Constabulary",
        inspection="NCPI-TST-2018Q4",
        visit="",
        published_at=datetime(2018, 12, 1, 10, tzinfo=UTC),
        threshold=5,
        tables=tables,
        notes=notes_of(NO_DRAW),
    )
    return openpyxl.load_workbook(io.BytesIO(publication_xlsx(published)))


@pytest.fixture(scope="module")
def theirs() -> openpyxl.Workbook:
    return openpyxl.load_workbook(REFERENCES / "gptables.xlsx")


@dataclass(frozen=True)
class Layout:
    """What the guidance asks of a sheet with a table."""

    title: str
    notes: frozenset[str]
    counts_its_tables: bool
    first_column: int
    headings: tuple[str, ...]
    cells: tuple[tuple[object, ...], ...]
    merged: int
    filtered: bool
    lines_of_the_grid: bool


def layout(sheet: Worksheet) -> Layout:
    (table,) = sheet.tables.values()
    heading, *rows = sheet[table.ref]
    title = str(sheet["A1"].value)
    return Layout(
        title=NOTE.sub("", title).strip(),
        notes=frozenset(NOTE.findall(title)),
        counts_its_tables=str(sheet["A2"].value).startswith("This worksheet contains one table."),
        first_column=heading[0].column,
        headings=tuple(cell.value for cell in heading),
        cells=tuple(tuple(cell.value for cell in row) for row in rows),
        merged=len(sheet.merged_cells.ranges),
        filtered=table.autoFilter is not None,
        lines_of_the_grid=bool(sheet.sheet_view.showGridLines),
    )


def test_the_sheets_are_the_same_in_the_same_order(
    ours: openpyxl.Workbook, theirs: openpyxl.Workbook
) -> None:
    assert ours.sheetnames == theirs.sheetnames


@pytest.mark.parametrize("name", ["1", "2"])
def test_a_sheet_with_figures_is_laid_out_alike(
    ours: openpyxl.Workbook, theirs: openpyxl.Workbook, name: str
) -> None:
    assert layout(ours[name]) == layout(theirs[name])


def test_contents_and_notes_are_one_table_each_and_link_to_the_same_sheets(
    ours: openpyxl.Workbook, theirs: openpyxl.Workbook
) -> None:
    for name in ("Contents", "Notes"):
        mine, other = layout(ours[name]), layout(theirs[name])
        assert mine.counts_its_tables == other.counts_its_tables
        assert (mine.first_column, len(mine.headings)) == (other.first_column, len(other.headings))
        assert (mine.merged, mine.filtered) == (other.merged, other.filtered)
    found = [
        {
            cell.value: cell.hyperlink.location
            for (cell,) in book["Contents"].iter_rows(min_row=4, max_col=1)
            if cell.hyperlink
        }
        for book in (ours, theirs)
    ]
    assert found[1].items() <= found[0].items()
    assert set(found[0]) - set(found[1]) == {"Notes"}


def test_each_note_that_they_number_is_numbered_by_us(
    ours: openpyxl.Workbook, theirs: openpyxl.Workbook
) -> None:
    numbers = {f"[note {row[0]}]" for row in layout(theirs["Notes"]).cells}
    assert numbers <= {row[0] for row in layout(ours["Notes"]).cells}


def test_properties_that_they_leave_empty_are_filled(
    ours: openpyxl.Workbook, theirs: openpyxl.Workbook
) -> None:
    for name in ("title", "creator", "subject", "language", "keywords"):
        assert getattr(ours.properties, name)
        assert not getattr(theirs.properties, name)
