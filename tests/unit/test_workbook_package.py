"""The workbook as a file: no temporary file, no formula, within the signature's profile."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from workbook_sample import FORM, HOSTILE, empty, parts_of, register, submission

from reviewer.domain.ids import Key
from reviewer.domain.message import verbatim
from reviewer.figures.grade_counts import grade_heading
from reviewer.figures.shades import shades
from reviewer.figures.table import Counted, Heading, Row, Share, Style, Table
from reviewer.signing.package import canonical_package, read_package
from reviewer.workbook.answer_template import write_template
from reviewer.workbook.layout import HEADING_ROW, TABLE_SHEETS, layout_of
from reviewer.workbook.reader import read_workbook
from reviewer.workbook.table_sheet import LEFT_OUT
from reviewer.workbook.writer import write_workbook

_WRITING = ("w", "a", "x", "+")
_opened: list[str] = []
_watching = [False]


def _watch(event: str, args: tuple[object, ...]) -> None:
    if not _watching[0]:
        return
    if event in {"tempfile.mkstemp", "tempfile.mkdtemp"}:
        _opened.append(f"{event} {args}")
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set(_WRITING):
        _opened.append(str(args[0]))


sys.addaudithook(_watch)


@pytest.fixture
def files_written() -> Iterator[list[str]]:
    _opened.clear()
    _watching[0] = True
    yield _opened
    _watching[0] = False


def stacked(name: str) -> Table:
    cells = (Counted(n=3), Counted(n=12), Counted(n=5), Share(n=17, of=20, tenths=850))
    return Table(
        id=name,
        title=verbatim("Grades by something"),
        headings=(
            Heading(label=verbatim("What")),
            *(grade_heading(FORM, grade) for grade in FORM.grades.graded),
            Heading(label=verbatim("Below good, %")),
        ),
        rows=(
            Row(label=verbatim("=One & <two>"), cells=cells),
            Row(label=verbatim("Three"), cells=(*cells[:3], Share(n=1, of=3, tenths=None))),
            Row(label=verbatim("All"), cells=cells, style=Style.TOTAL),
        ),
        notes=("A note & more.",),
        bars=(0, 1, 2),
    )


TABLES = {
    "Summary": (stacked("T2"), stacked("T3")),
    "Supervision": (stacked("T5.1"),),
    "Delay": (stacked("T6.1"),),
}


def written(**how: object) -> bytes:
    return write_workbook(register(), TABLES, **{"with_references": True, **how}).content


def test_no_file_is_written_while_a_workbook_is_made(files_written: list[str]) -> None:
    written()
    write_template(FORM, submission(3).cases, submission(3).inspection)
    assert files_written == []


def test_the_watch_would_see_openpyxls_own_temporary_files(files_written: list[str]) -> None:
    openpyxl.Workbook().save(io.BytesIO())
    assert files_written


def test_the_package_fits_the_signatures_profile() -> None:
    package = read_package(canonical_package(written()))
    references = [name for name in package.parts if name != "[Content_Types].xml"]
    assert len(references) <= 30
    assert all(name.startswith(("xl/", "_rels/")) for name in references)
    assert canonical_package(written()) == canonical_package(written())
    assert read_workbook(package.parts).cases


def test_a_package_has_no_formula_no_link_no_hidden_sheet_no_properties() -> None:
    parts = parts_of(written())
    everything = b"".join(parts.values())
    for unwanted in (b'state="hidden"', b"veryHidden", b"External"):
        assert unwanted not in everything
    links = [name for name, part in parts.items() if b"<hyperlink " in part]
    assert links == ["xl/worksheets/sheet1.xml"]
    assert "xl/worksheets/_rels/sheet1.xml.rels" not in parts
    sheets = b"".join(part for name, part in parts.items() if name.startswith("xl/worksheets/"))
    assert b"<f>" not in sheets
    assert b"<f " not in sheets
    assert not any(name.startswith("docProps") for name in parts)


def test_the_sheets_are_in_the_order_of_the_layout() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written()))
    assert book.sheetnames == [
        *("Cover", "Summary", "Supervision", "Delay", "Agreement", "Sample", "Items"),
        *(
            "Earlier visits",
            "Cases",
            "Entries",
            "Delays",
            "Narratives",
            "Log",
            "Decisions",
            "Codes",
            "Form",
        ),
    ]


def test_each_sheet_is_marked_numbered_framed_and_one_page_wide() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written()))
    data = layout_of(FORM).data
    for sheet in book.worksheets:
        assert sheet.oddHeader.center.text == sheet.oddFooter.center.text == "OFFICIAL-SENSITIVE"
        assert sheet.oddFooter.right.text == "Page &P of &N"
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area
        if sheet.title != "Cover":
            assert sheet.print_title_rows
            assert sheet.freeze_panes
        assert bool(sheet.auto_filter.ref) == (sheet.title in data)


def test_the_charts_are_native_and_all_on_summary() -> None:
    parts = parts_of(written())
    charts = [name for name in parts if name.startswith("xl/charts/")]
    assert len(charts) == 2
    chart = parts[charts[0]].decode()
    for shade in shades(option.mark for option in [*FORM.grades.options.values()][:3]):
        assert f'<a:srgbClr val="{shade.fill}"/>' in chart
    assert [n for n in parts if n.startswith("xl/drawings/drawing")] == ["xl/drawings/drawing1.xml"]


def test_tables_hold_numbers_and_words() -> None:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(written())).get_sheet_by_name("Summary")
    lines = [row[:5] for row in rows.to_python()]
    assert ["=One & <two>", 3.0, 12.0, 5.0, 85.0] in lines
    assert ["Three", 3.0, 12.0, 5.0, "–"] in lines
    assert any(line[0] == "Table 2. Grades by something" for line in lines)


def test_tables_that_do_not_add_up_are_left_out_and_named_and_the_data_is_whole() -> None:
    fault = verbatim("T2 does not add up: graded make 11, but the table shows 12.")
    whole, cut = parts_of(written()), parts_of(written(faults=(fault,)))
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(faults=(fault,))))
    for name in TABLE_SHEETS:
        texts = [cell for row in book.get_sheet_by_name(name).to_python() for cell in row if cell]
        assert texts[-2:] == [str(LEFT_OUT), str(fault)]
        assert not any(str(text).startswith("Table ") for text in texts)
    assert read_workbook(cut) == read_workbook(whole)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_other_programs_read_a_hostile_text_as_text(hostile: str) -> None:
    base = submission(1)
    case = replace(base.cases[0], values={Key("unit"): hostile})
    content = write_workbook(replace(base, cases=(case,)), {}, with_references=True).content
    calamine = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Cases")
    rows = calamine.to_python(skip_empty_area=False)
    at = rows[HEADING_ROW - 1].index("case.unit")
    assert rows[HEADING_ROW][at] == hostile
    cell = openpyxl.load_workbook(io.BytesIO(content))["Cases"].cell(HEADING_ROW + 1, at + 1)
    assert cell.data_type != "f"
    if hostile.startswith(("=", "+", "-", "@")):
        assert cell.quotePrefix


def test_a_marking_with_ampersands_stays_a_text_in_the_pages_head() -> None:
    base = empty()
    marked = replace(base, inspection=replace(base.inspection, marking="A&P &D"))
    content = write_workbook(marked, {}, with_references=True).content
    assert b"A&amp;&amp;P &amp;&amp;D" in parts_of(content)["xl/worksheets/sheet1.xml"]


def test_the_archive_says_no_time() -> None:
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not re.search(rb"20\d\d-\d\d-\d\dT", parts_of(written())["xl/workbook.xml"])
