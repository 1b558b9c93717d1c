"""An answer sheet filled in outside: canonical answers, or every problem with its place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from renamed_form import renamed_form
from workbook_sample import FORM, submission

from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.review import rows_of
from reviewer.workbook.answer_sheet import AnswerSheet, read_answers
from reviewer.workbook.answer_template import HOW_TO, write_template

CASES = submission(3).cases
INSPECTION = submission(3).inspection
ONE = CASES[0].id
KINDS = Path(__file__).parents[1] / "files" / "kinds"


def xlsx(**sheets: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(**sheets: Sequence[Sequence[object]]) -> AnswerSheet:
    return read_answers(xlsx(**sheets), FORM)


def only(found: AnswerSheet) -> tuple[str, str, int, str]:
    (problem,) = found.problems
    assert str(problem.text).endswith(".")
    return problem.code, problem.sheet, problem.row, problem.column


def test_the_template_says_nothing_until_it_is_filled_in() -> None:
    assert read_answers(write_template(FORM, CASES, INSPECTION), FORM) == AnswerSheet(answers={})


def test_a_filled_template_gives_its_answers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_template(FORM, CASES, INSPECTION)))
    cases, delays = book["Cases"], book["Delays"]
    keys = [cell.value for cell in cases[3]]
    for key, value in {
        "A1.1": "N",
        "A1.1.note": "=not a formula",
        "records_examined": "",
        "period.from": date(2018, 3, 1),
        "risk.raised_at": datetime(2018, 3, 2, 14, 30),  # noqa: DTZ001 - a cell has no zone
        "supervision.standard_days": 28,
        "overall.grade": "ri",
    }.items():
        cell = cases.cell(4, keys.index(key) + 1)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    headings = [cell.value for cell in delays[3]]
    row = {"case": ONE, "delay.rows.stage": "ST3", "delay.rows.expected_days": 5}
    for key, value in row.items():
        delays.cell(4, headings.index(key) + 1).value = value
    buffer = io.BytesIO()
    book.save(buffer)
    found = read_answers(buffer.getvalue(), FORM)
    assert found.problems == ()
    answers = dict(found.answers[ONE])
    assert rows_of(answers.pop(Key("delay.rows"))) == ({"stage": "ST3", "expected_days": "5"},)
    assert answers == {
        "A1.1": "N",
        "A1.1.note": "=not a formula",
        "period.from": "2018-03-01",
        "risk.raised_at": "2018-03-02T14:30",
        "supervision.standard_days": "28",
        "overall.grade": "RI",
    }
    assert list(found.answers) == [ONE]


def test_the_marking_is_at_the_top_and_bottom_of_every_sheet_of_the_template() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_template(FORM, CASES, INSPECTION)))
    for sheet in book:
        assert sheet["A1"].value == INSPECTION.marking
        assert sheet.oddHeader.center.text == sheet.oddFooter.center.text == INSPECTION.marking


def test_the_template_helps_and_holds_no_reference_and_no_grade_of_the_force() -> None:
    content = write_template(FORM, CASES, INSPECTION)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == [HOW_TO, "Cases", "Entries", "Delays", "Codes"]
    offers = book["Cases"].data_validations.dataValidation
    assert any(offer.formula1 == '"Y,N,NA,NE"' for offer in offers)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        everything = b"".join(map(archive.read, archive.namelist()))
    assert CASES[0].reference.encode() not in everything
    assert b"GRI3" not in everything


def test_blank_leaves_a_hyphen_clears_and_several_codes_are_sorted() -> None:
    themes = [str(code) for code in FORM.codes_of(FORM.item("themes"))][:2]
    found = read(
        Cases=[
            ["case", "A1.1", "A1.2", "themes", "case.unit", "unit"],
            [ONE, None, "-", ";".join(reversed(themes)), "ignored", "ignored too"],
        ]
    )
    assert found == AnswerSheet(answers={ONE: {Key("A1.2"): "", Key("themes"): ";".join(themes)}})


def test_true_and_false_are_what_the_form_calls_yes_and_no() -> None:
    renamed = renamed_form("ncpi")
    key = renamed.name("A1.1")
    for cell, code in ((True, "Y"), (False, "N")):
        sheet = xlsx(Cases=[["case", key], [CASES[0].id, cell]])
        found = read_answers(sheet, renamed.form)
        assert found.problems == ()
        assert found.answers == {CASES[0].id: {key: renamed.code(code)}}


def test_rows_take_the_place_of_those_of_the_cases_they_name() -> None:
    found = read(
        Cases=[["case"]],
        Delays=[["case", "stage", "delay.rows.note"], [ONE, "ST1", "a"], [ONE, "ST2", "-"]],
        Entries=[["case", "date"], [ONE, None]],
    )
    assert found.problems == ()
    assert rows_of(found.answers[ONE][Key("delay.rows")]) == (
        {"stage": "ST1", "note": "a"},
        {"stage": "ST2"},
    )
    assert found.answers[ONE][Key("supervision.entries")] == ""


def test_every_problem_is_named_with_its_place() -> None:
    found = read(
        Cases=[
            ["case", "A1.1", "A9.9", "period.from"],
            [ONE, "Q", None, "31/02/2018"],
            [None, "Y", None, None],
            [ONE, "Y", None, None],
        ],
        Delays=[["case", "stage", "colour"], ["X-1", "ST0", "red"]],
        Notes=[["something"]],
    )
    assert [(p.code, p.sheet, p.row, p.column) for p in found.problems] == [
        ("unknown-heading", "Cases", 1, "A9.9"),
        ("bad-value", "Cases", 2, "A1.1"),
        ("bad-value", "Cases", 2, "period.from"),
        ("no-case", "Cases", 3, "case"),
        ("case-twice", "Cases", 4, "case"),
        ("unknown-heading", "Delays", 1, "colour"),
        ("bad-value", "Delays", 2, "stage"),
        ("unknown-sheet", "Notes", 0, ""),
    ]
    assert all(str(problem.text).endswith(".") for problem in found.problems)


def test_a_sheet_without_a_case_column_is_a_problem() -> None:
    assert only(read(Cases=[["A1.1"], ["Y"]])) == ("no-case-column", "Cases", 0, "case")


def test_a_column_there_twice_is_a_problem() -> None:
    found = read(Cases=[["case", "A1.1", "A1.1"], [ONE, "Y", "N"]])
    assert only(found) == ("column-twice", "Cases", 1, "A1.1")


def test_too_many_rows_are_a_problem() -> None:
    found = read(Cases=[["case"]], Delays=[["case", "stage"], *[[ONE, "ST1"]] * 201])
    assert only(found) == ("too-many-rows", "Delays", 202, "case")


def test_a_workbook_with_sheets_of_other_names_is_a_problem() -> None:
    found = read(One=[["a"]], Two=[["b"]])
    assert {problem.code for problem in found.problems} == {"no-sheet", "unknown-sheet"}


def test_a_single_sheet_may_have_any_name() -> None:
    assert read(Sheet1=[["case", "A1.1"], [ONE, "Y"]]).answers == {ONE: {Key("A1.1"): "Y"}}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_is_read_in_the_usual_encodings_and_delimiters(delimiter: str, encoding: str) -> None:
    lines = [["case", "A1.1", "A1.1.note"], [ONE, "N", '"Café, said; the father"']]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    found = read_answers(text.encode(encoding), FORM, csv=True)
    assert found == AnswerSheet(
        answers={ONE: {Key("A1.1"): "N", Key("A1.1.note"): "Café, said; the father"}}
    )


@pytest.mark.parametrize(
    ("untrusted", "code"),
    [
        (b"", "not-a-workbook"),
        (b"PK\x03\x04 nothing", "not-a-workbook"),
        (b"\xd0\xcf\x11\xe0" * 100, "not-a-workbook"),
    ],
)
def test_what_is_no_workbook_is_refused(untrusted: bytes, code: str) -> None:
    with pytest.raises(RefusalError) as refused:
        read_answers(untrusted, FORM)
    assert refused.value.code == code


def changed(part: str, content: bytes) -> bytes:
    """Put another part into a small workbook."""
    buffer = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(xlsx(Cases=[["case", "A1.1"], [ONE, "Y"]])))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, content if name == part else source.read(name))
    return buffer.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.mark.parametrize(
    "content",
    [
        b"<worksheet %s><sheetData>%s</sheetData></worksheet>"
        % (NAMESPACE, b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        b'<x:worksheet><x:row r="900000"><x:c r="A900000"><v>1</v></x:c></x:row></x:worksheet>',
        b" " * 40_000_000,
    ],
)
def test_bombs_are_refused_before_they_are_laid_out(content: bytes) -> None:
    with pytest.raises(RefusalError) as refused:
        read_answers(changed(SHEET, content), FORM)
    assert refused.value.code == "too-large"


def test_a_document_type_is_refused() -> None:
    with pytest.raises(RefusalError):
        read_answers(changed(SHEET, b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'), FORM)


def test_a_file_larger_than_any_answer_sheet_is_refused() -> None:
    with pytest.raises(RefusalError) as refused:
        read_answers(b"," * (50 * 1024 * 1024 + 1), FORM, csv=True)
    assert refused.value.code == "too-large"


def test_a_text_file_is_read_as_a_list_is() -> None:
    found = read_answers((KINDS / "answers-unicode-text/l3-u16.csv").read_bytes(), FORM, csv=True)
    assert found.answers
    assert not found.problems


def test_headings_are_known_whatever_their_case_and_spaces() -> None:
    content = (KINDS / "answers-heading-spelt-Case/l18-header-spaces.csv").read_bytes()
    (answers,) = read_answers(content, FORM, csv=True).answers.values()
    assert answers == {Key("A1.rationale"): "first text of twenty characters"}


def test_a_quotation_mark_that_does_not_close_is_refused_with_its_row() -> None:
    content = (KINDS / "answers-stray-quote/l13-stray.csv").read_bytes()
    with pytest.raises(RefusalError, match="In row 2") as refused:
        read_answers(content, FORM, csv=True)
    assert refused.value.code == "open-quote"


def test_a_line_of_another_case_is_not_part_of_a_text() -> None:
    text = f'case,A1.rationale\n{ONE},"child was not seen\n{CASES[1].id},twenty more"\n'
    with pytest.raises(RefusalError, match="In row 2"):
        read_answers(text.encode(), FORM, csv=True)


def test_an_error_value_is_no_answer() -> None:
    content = (KINDS / "answers-error-value/l8-err.csv").read_bytes()
    found = read_answers(content, FORM, csv=True)
    assert only(found) == ("no-value", "CSV", 2, "A1.rationale")
    assert "#N/A" in str(found.problems[0].text)
    workbook = read(Cases=[["case", "A1.rationale"], [ONE, "#N/A"]])
    assert only(workbook) == ("no-value", "Cases", 2, "A1.rationale")


def test_a_formula_without_its_result_is_no_answer() -> None:
    found = read(Cases=[["case", "A1.rationale"], [ONE, '="seen "&"at home"']])
    assert only(found) == ("no-value", "Cases", 2, "A1.rationale")


def test_a_row_longer_than_the_headings_is_refused() -> None:
    text = f"case,A1.rationale,A2.rationale\n{ONE},child was seen, but late at home,other text\n"
    found = read_answers(text.encode(), FORM, csv=True)
    assert only(found) == ("cell-without-heading", "CSV", 2, "")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["case", "A1.1", "-", "Y", ONE, "x", "", "type"]) | st.text()),
        max_size=6,
    )
)
def test_no_csv_ends_in_anything_but_answers_or_problems(rows: list[list[str]]) -> None:
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    untrusted = text.encode("utf-8", "surrogatepass")
    try:
        found = read_answers(untrusted, FORM, csv=True)
    except RefusalError:
        return
    for answers in found.answers.values():
        assert set(answers) <= set(FORM.items)
    assert all(isinstance(case, str) and CaseId(case) for case in found.answers)


def test_a_row_of_a_text_file_that_lacks_a_cell_is_refused() -> None:
    lines = ["case,A1.rationale,A2.rationale", f"{ONE},late review", f"{CASES[1].id},one,two"]
    found = read_answers("\n".join(lines).encode(), FORM, csv=True)
    assert [(problem.code, problem.row) for problem in found.problems] == [("short-row", 2)]
