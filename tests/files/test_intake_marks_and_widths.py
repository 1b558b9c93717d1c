"""Marks round cells, rows of other widths, and words in the place of references."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from reviewer.domain.errors import RefusalError
from reviewer.domain.list_options import ListOptions
from reviewer.forms.library import bundled_form
from reviewer.intake.examination import examine
from reviewer.intake.form_words import vocabulary
from reviewer.intake.pipe import Examined, ReadingRequest

WORDS = vocabulary(bundled_form("ncpi"), {}, "")
HEADING = ["Reference", "Case type", "Date reported", "Team", "Status"]


def examined(content: bytes) -> Examined:
    request = ReadingRequest(
        path=Path("list"), options=ListOptions(force="X"), words=WORDS, today=date(2018, 6, 1)
    )
    return examine(content, request)


def case(number: int, *, reference: object = None, days: bool = False) -> list[object]:
    day = date(2017, 3, 2) + timedelta(days=number)
    reference = reference if reference is not None else f"00{15456 + 7 * number}/17"
    kind = ("CSE", "DA", "MISS")[number % 3]
    return [reference, kind, day if days else f"{day:%d/%m/%Y}", f"Team {number % 2}", "NFA"]


def text(rows: Sequence[Sequence[object]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


def workbook(rows: Sequence[Sequence[object]], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for column, code in (formats or {}).items():
        for cell in sheet[column][1:]:
            cell.number_format = code
    for cell in sheet["A"]:
        cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rows_of(found: Examined, code: str) -> tuple[int, ...]:
    rows = {problem.row for problem in found.reading.problems if problem.code == code}
    noted = [n.rows for n in found.reading.notices if n.code == code]
    return tuple(sorted(rows)) or (noted[0] if noted else ())


@pytest.mark.parametrize("made", [text, workbook])
@pytest.mark.parametrize(
    "marked",
    ['="{}"', '=T("{}")', "'{}", "'{}'", "''{}", "“{}”", '"{}"', "`{}", ' ="{}" '],
)
def test_marks_round_a_reference_are_taken_off_and_reported(
    made: Callable[[Sequence[Sequence[object]]], bytes], marked: str
) -> None:
    rows = [case(n) for n in range(6)]
    found = examined(made([HEADING, *([marked.format(row[0]), *row[1:]] for row in rows)]))
    assert found.values["reference"] == [row[0] for row in rows]
    assert rows_of(found, "marks-taken-off") == (2, 3, 4, 5, 6, 7)


@pytest.mark.parametrize("made", [text, workbook])
@pytest.mark.parametrize(
    "formula", ['=CONCATENATE("00","{}")', '="00"&"{}"', '+"{}"', '@"{}"', '=="{}"', "='{}'"]
)
def test_a_formula_in_the_place_of_a_reference_is_refused(
    made: Callable[[Sequence[Sequence[object]]], bytes], formula: str
) -> None:
    found = examined(made([HEADING, *(case(n, reference=formula.format(n)) for n in range(4))]))
    assert found.positions == []
    assert rows_of(found, "formula-in-text") == (2, 3, 4, 5)


@pytest.mark.parametrize(
    "words", ["to follow", "pending", "see above", "XXXXX", "not yet allocated", "ditto", "TRUE"]
)
def test_words_among_references_with_digits_are_refused(words: str) -> None:
    rows = [case(n, reference=words if n == 3 else None) for n in range(12)]
    found = examined(text([HEADING, *rows]))
    assert rows_of(found, "reference-says-nothing") == (5,)
    assert len(found.positions) == 11


def test_references_that_are_all_words_are_references() -> None:
    rows = [case(n, reference=f"case-{'abcdefgh'[n]}") for n in range(8)]
    assert len(examined(text([HEADING, *rows])).positions) == 8


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#NAME?"])
def test_an_error_is_no_case_type_whatever_letters_it_has(error: str) -> None:
    rows = [case(n) for n in range(6)]
    rows[2][1] = error
    assert rows_of(examined(text([HEADING, *rows])), "unknown-type") == (4,)


def test_the_month_of_an_empty_cell_is_no_date() -> None:
    rows = [[*case(n)[:2], "Jan-00" if n == 4 else "Oct-17", "North", "NFA"] for n in range(6)]
    assert rows_of(examined(text([HEADING, *rows])), "zero-date") == (6,)


@pytest.mark.parametrize("code", ["mm/yy", "mmm-yy", "yyyy-mm", "dd/mm/yyyy"])
def test_a_reference_that_is_a_date_or_a_month_of_a_workbook_is_refused(code: str) -> None:
    rows = [case(n, reference=date(2017, 12, 3 + n), days=True) for n in range(5)]
    found = examined(workbook([HEADING, *rows], {"A": code, "C": "dd/mm/yyyy"}))
    assert rows_of(found, "reference-became-date") == (2, 3, 4, 5, 6)


@pytest.mark.parametrize(("code", "shown"), [("mmm-yy", "2017-03"), ("dd/mm/yyyy", "2017-03-01")])
def test_dates_in_a_column_of_texts_are_reported(code: str, shown: str) -> None:
    rows = [[*case(n, days=True)[:3], date(2017, 3, 1), "NFA"] for n in range(5)]
    found = examined(workbook([HEADING, *rows], {"C": "dd/mm/yyyy", "D": code}))
    assert set(found.values["unit"]) == {shown}
    assert rows_of(found, "dates-in-text") == (2, 3, 4, 5, 6)


@pytest.mark.parametrize(
    ("code", "why"),
    [("dddd", "format-not-known"), ("hh:mm", "not-a-date"), ("yyyy", "format-not-known")],
)
def test_a_day_that_shows_no_date_is_refused_for_what_it_shows(code: str, why: str) -> None:
    rows = [case(n, days=True) for n in range(5)]
    assert rows_of(examined(workbook([HEADING, *rows], {"C": code})), why) == (2, 3, 4, 5, 6)


@pytest.mark.parametrize(("column", "code"), [("A", '"MPS"0000000'), ("C", "mmm yyyy")])
def test_numbers_and_dates_that_a_rule_may_show_otherwise_are_refused(
    column: str, code: str
) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(
            workbook([HEADING, *(case(n, reference=15456 + n, days=True) for n in range(6))])
        )
    )
    rule = Rule(
        type="expression",
        formula=["TRUE"],
        dxf=DifferentialStyle(numFmt=NumberFormat(numFmtId=170, formatCode=code)),
    )
    book.active.conditional_formatting.add(f"{column}2:{column}4", rule)
    bold = Rule(type="expression", formula=["TRUE"], dxf=DifferentialStyle(font=Font(b=True)))
    book.active.conditional_formatting.add("A2:E9", bold)
    stream = io.BytesIO()
    book.save(stream)
    found = examined(stream.getvalue())
    assert rows_of(found, "format-not-known") == (2, 3, 4)
    assert len(found.positions) == 3


def lines(*widths: int) -> bytes:
    """Write a text file of twelve cases; a width cuts the cells of a row, the first row first."""
    rows = [[*case(n), "" if n % 3 else "seen"] for n in range(12)]
    cut = [row[: widths[n]] if n < len(widths) else row for n, row in enumerate(rows)]
    return text([[*HEADING, "Comment"], *cut])


def test_a_row_here_and_there_that_lacks_a_cell_is_refused() -> None:
    found = examined(lines(6, 6, 5))
    assert rows_of(found, "short-row") == (4,)
    assert len(found.positions) == 11


def test_a_file_that_leaves_off_empty_cells_throughout_is_read_and_its_rows_named() -> None:
    rows = [[*case(n), *(["seen"] if n % 3 else [])] for n in range(30)]
    found = examined(text([[*HEADING, "Comment"], *rows]))
    assert len(found.positions) == 30
    assert rows_of(found, "short-rows") == tuple(range(2, 32, 3))


def test_rows_that_are_short_for_as_long_as_excel_leaves_off_cells_are_read_and_named() -> None:
    rows = [[*case(n), *(["seen" if n % 3 else ""] if n < 20 else [])] for n in range(40)]
    found = examined(text([[*HEADING, "Comment"], *rows]))
    assert len(found.positions) == 40
    assert rows_of(found, "short-rows") == tuple(range(22, 42))


def test_an_apostrophe_before_the_words_of_a_whole_column_is_a_mark() -> None:
    rows = [[*case(n)[:3], "'North team", "'Til May it was open" if n else "NFA"] for n in range(5)]
    found = examined(text([HEADING, *rows]))
    assert set(found.values["unit"]) == {"North team"}
    assert found.values["status"][1] == "'Til May it was open"


def test_a_short_row_in_a_section_with_its_own_heading_is_refused() -> None:
    turned = [1, 0, 2, 3, 4]
    second = [[row[at] for at in turned] for row in (case(n) for n in range(20, 25))]
    second[2] = second[2][:4]
    heading = [HEADING[at] for at in turned]
    found = examined(text([HEADING, *(case(n) for n in range(9)), heading, *second]))
    assert rows_of(found, "short-row") == (14,)


@pytest.mark.parametrize("between", [[""], []])
@pytest.mark.parametrize("names", [["", "", ""], ["Niche", "Strand", "Rptd"]])
def test_a_second_table_beside_is_refused_by_what_its_cells_hold(
    between: list[str], names: list[str]
) -> None:
    rows = [[*case(n), *between, *case(50 + n)[:3]] for n in range(8)]
    with pytest.raises(RefusalError) as refused:
        examined(text([[*HEADING, *between, *names], *rows]))
    assert refused.value.code == "tables-side-by-side"


def test_a_related_case_beside_each_is_no_second_table() -> None:
    rows = [[*case(n), case(50 + n)[0]] for n in range(8)]
    assert len(examined(text([[*HEADING, "Linked case"], *rows])).positions) == 8


def repacked(content: bytes, changed: Callable[[str, bytes], tuple[str, bytes] | None]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = changed(name, old.read(name))
            if part is not None:
                new.writestr(*part)
    return made.getvalue()


@pytest.mark.parametrize("lost", ["xl/styles.xml", "xl/worksheets/sheet1.xml"])
def test_a_package_that_lacks_a_part_it_names_is_refused(lost: str) -> None:
    whole = workbook([HEADING, *(case(n) for n in range(3))])
    with pytest.raises(RefusalError) as refused:
        examined(repacked(whole, lambda name, part: None if name == lost else (name, part)))
    assert refused.value.code == "unreadable-workbook"


def test_a_workbook_in_another_folder_of_its_package_is_read() -> None:
    def moved(name: str, part: bytes) -> tuple[str, bytes]:
        part = part.replace(b"/xl/", b"/book/").replace(b'"xl/', b'"book/')
        return name.replace("xl/", "book/"), part

    whole = workbook([HEADING, *(case(n) for n in range(3))])
    assert len(examined(repacked(whole, moved)).positions) == 3


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("xl/worksheets/sheet1.xml", "./worksheets/sheet1.xml"),
        ("xl/worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml"),
        ("xl/worksheets/sheet1.xml", "worksheets\\sheet1.xml"),
        ("xl/worksheets/sheet1.xml", "/xl/./worksheets//sheet1.xml"),
        ("xl/worksheets/my list.xml", "worksheets/my%20list.xml"),
        ("xl/pages/first.xml", "pages/first.xml"),
        ("lists/first.xml", "/lists/first.xml"),
    ],
)
def test_a_relation_may_take_any_path_to_its_part(name: str, target: str) -> None:
    sheet = "xl/worksheets/sheet1.xml"

    def moved(part: str, xml: bytes) -> tuple[str, bytes]:
        xml = xml.replace(f'"/{sheet}"'.encode(), f'"{target}"'.encode())
        return name if part == sheet else part, xml

    whole = workbook([HEADING, *(case(n) for n in range(3))])
    assert len(examined(repacked(whole, moved)).positions) == 3


def test_a_sheet_that_is_said_to_be_outside_its_package_is_not_read_without_its_styles() -> None:
    def outside(part: str, xml: bytes) -> tuple[str, bytes]:
        return part, xml.replace(b"<Relationship ", b'<Relationship TargetMode="External" ')

    whole = workbook([HEADING, *(case(n) for n in range(3))])
    with pytest.raises(RefusalError) as refused:
        examined(repacked(whole, outside))
    assert refused.value.code in {"unreadable-workbook", "not-a-workbook"}


def test_styles_under_any_name_say_what_cells_show() -> None:
    book = openpyxl.Workbook()
    for row in (["Case reference", "Case type", "Date reported"], [15456, "DA", date(2017, 10, 1)]):
        book.active.append(row)
    book.active["A2"].number_format = '"MPS"00000'
    book.active["C2"].number_format = "mmm-yy"
    stream = io.BytesIO()
    book.save(stream)

    def moved(part: str, xml: bytes) -> tuple[str, bytes]:
        return part.replace("styles", "looks"), xml.replace(b"styles.xml", b"looks.xml")

    for content in (stream.getvalue(), repacked(stream.getvalue(), moved)):
        found = examined(content)
        assert found.values["reference"] == ["MPS15456"]
        assert found.values["reported"] == ["2017-10"]


def test_a_reference_whose_marks_were_doubled_is_no_reference() -> None:
    rows = [case(n) for n in range(8)]
    rows[3][0] = '"=""0015456/17"""'
    assert rows_of(examined(text([HEADING, *rows])), "formula-in-text") == (5,)


@pytest.mark.parametrize(
    "nothing", ["''", "'", "“”", "``", "0000", "00/00", "0-0", "000000/00", "TRUE"]
)
def test_marks_or_zeros_alone_are_no_reference(nothing: str) -> None:
    rows = [case(n) for n in range(8)]
    rows[3][0] = nothing
    found = examined(text([HEADING, *rows]))
    assert rows_of(found, "reference-says-nothing") == (5,)
    assert "" not in found.values["reference"]


def test_a_day_with_a_time_is_a_reference_that_a_spreadsheet_changed() -> None:
    for day in ("12-Mar-17 00:00", "12 March 2017 14:05", "2-Apr-2017 09:30"):
        rows = [case(n) for n in range(8)]
        rows[3][0] = day
        assert rows_of(examined(text([HEADING, *rows])), "reference-became-date") == (5,), day


def test_words_among_references_with_digits_are_refused_even_where_they_are_many() -> None:
    rows = [case(n) for n in range(12)]
    for row, words in zip(
        rows[4:9], ["pending", "see log", "dim", "awaiting", "with CPS"], strict=True
    ):
        row[0] = words
    assert rows_of(examined(text([HEADING, *rows])), "reference-says-nothing") == (6, 7, 8, 9, 10)


def test_every_sheet_that_was_not_read_is_named_with_its_rows() -> None:
    book = openpyxl.Workbook()
    book.active.title = "List"
    for row in (HEADING, *(case(n) for n in range(6))):
        book.active.append(row)
    book.create_sheet("Closed").append(["0099999/17", "NFA"])
    book.create_sheet("Nothing")
    stream = io.BytesIO()
    book.save(stream)
    notices = {n.code: str(n.text) for n in examined(stream.getvalue()).reading.notices}
    assert "“Closed” (1 row)" in notices["sheet-chosen"]
    assert "Nothing" not in notices["sheet-chosen"]
