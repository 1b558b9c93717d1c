"""No code, column or key of a form is known to the program: a renamed form gives the same."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pytest
from printing_sample import placed_texts
from renamed_form import Renamed, renamed_form
from workbook_sample import FORM, complete_submission, submission

from reviewer.app.demonstration.sample_answers import sample_answers
from reviewer.domain.assessment import assess
from reviewer.domain.form import Form
from reviewer.domain.message import Message
from reviewer.domain.progress import Progress, progress_of
from reviewer.domain.standing import standing_of
from reviewer.domain.submission import Submission
from reviewer.figures.summary import Summary, summarise, summary_json
from reviewer.figures.table import Table
from reviewer.printing.cases import print_cases
from reviewer.printing.inspection_summary import print_summary
from reviewer.printing.printed import CasePage, Printing
from reviewer.workbook.writer import write_workbook
from ui.window.review.cases.case_line import CaseLine, LineWriter

TODAY = date(2018, 11, 23)
DIGEST = re.compile(r"[0-9a-f]{64}")
ON_PAPER = re.compile(r"(?<=On paper: columns A to )[A-Z]+, \d+(?= of \d+\.)")
"""How many columns a page is wide enough for: a column is as wide as its name."""
NOW = datetime(2018, 11, 23, 14, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def renamed() -> Renamed:
    return renamed_form("ncpi")


@pytest.fixture(scope="module")
def original() -> Submission:
    """Cases answered at random, also with what the rules forbid, and some reviewed to the end."""
    wild, whole = submission(40, untouched=3), complete_submission(12, first=51)
    return replace(wild, cases=(*wild.cases, *whole.cases), reviews=(*wild.reviews, *whole.reviews))


@pytest.fixture(scope="module")
def renamed_submission(renamed: Renamed, original: Submission) -> Submission:
    return replace(
        original,
        inspection=replace(original.inspection, form=renamed.form.stamp),
        form=renamed.form,
        cases=tuple(renamed.case(case) for case in original.cases),
        reviews=tuple(renamed.review(review, FORM) for review in original.reviews),
    )


def summary_of(form: Form, submitted: Submission) -> Summary:
    by_case = {review.case: review for review in submitted.reviews}
    standings = [
        standing_of(form, case, [by_case[case.id]] if case.id in by_case else [])
        for case in submitted.cases
    ]
    return summarise(form, standings, random_sample=False, today=TODAY)


def progress(form: Form, submitted: Submission) -> list[Progress]:
    cases = {case.id: case for case in submitted.cases}
    return [
        progress_of(form, case, review, assess(form, case, review, TODAY), TODAY)
        for review in submitted.reviews
        if (case := cases[review.case])
    ]


def lines(form: Form, submitted: Submission) -> list[CaseLine]:
    words = LineWriter(form, "A. Inspector")
    cases = {case.id: case for case in submitted.cases}
    return [words.line(cases[line.case], line) for line in progress(form, submitted)]


def with_new_codes(table: Table, renamed: Renamed) -> Table:
    def new(code: str) -> str:
        return renamed.code(renamed.name(code))

    return replace(
        table,
        headings=tuple(replace(h, code=new(h.code)) for h in table.headings),
        rows=tuple(replace(row, code=new(row.code)) for row in table.rows),
        notes=tuple(with_new_scale(note, new) for note in table.notes),
    )


def with_new_scale(note: Message, new: Callable[[str], str]) -> Message:
    values = ((key, renamed_value(key, value, new)) for key, value in note.values)
    return replace(note, values=tuple(values))


def renamed_value(
    key: str, value: str | float | Message, new: Callable[[str], str]
) -> str | float | Message:
    if isinstance(value, Message):
        return with_new_scale(value, new)
    return new(value) if key == "scale" and isinstance(value, str) else value


def test_every_table_is_the_same(
    renamed: Renamed, original: Submission, renamed_submission: Submission
) -> None:
    first, second = summary_of(FORM, original), summary_of(renamed.form, renamed_submission)
    for sheet, tables in first.tables.items():
        assert second.tables[sheet] == tuple(with_new_codes(table, renamed) for table in tables)
    assert first.headline.counts.graded.n > 20
    assert len(first.delays.lengths.by_stage) > 5


def test_the_json_has_the_form_s_own_grades_in_their_order(
    renamed: Renamed, original: Submission, renamed_submission: Submission
) -> None:
    first = summary_json(summary_of(FORM, original))["headline"]
    second = summary_json(summary_of(renamed.form, renamed_submission))["headline"]
    assert list(second) == [renamed.code(name) for name in first]
    assert [*second.values()] == [*first.values()]


def test_every_mark_of_the_list_is_the_same(
    renamed: Renamed, original: Submission, renamed_submission: Submission
) -> None:
    first, second = lines(FORM, original), lines(renamed.form, renamed_submission)
    assert first == second
    assert any(line.supervision for line in first)
    assert any(not line.supervision for line in first)
    assert {line.mark for line in first} == {o.mark for o in FORM.grades.options.values()}


def texts_of(content: bytes) -> list[str]:
    texts = (run.text for page in placed_texts(content) for run in page)
    # The form's stamp, the record of a review and lists of items are of its keys.
    own = re.compile(r"Form |Not applicable: |Not answered yet: |\d{4}(-[0-9A-Z]{4}){4}$")
    return [text for text in texts if not own.match(text)]


def test_prints_are_the_same_but_for_the_keys(
    renamed: Renamed, original: Submission, renamed_submission: Submission
) -> None:
    def printed(form: Form, submitted: Submission) -> tuple[bytes, bytes]:
        cases = {case.id: case for case in submitted.cases}
        pages = [CasePage(case=cases[r.case], review=r) for r in submitted.reviews[-6:]]
        how = Printing(by="A. Inspector", at=NOW, copy=1)
        stamped = submitted.inspection
        cased = print_cases(stamped, form, pages, how, with_references=True)
        summed = print_summary(stamped, summary_of(form, submitted), how)
        return cased.content, summed.content

    for first, second in zip(
        printed(FORM, original), printed(renamed.form, renamed_submission), strict=True
    ):
        for before, after in zip(texts_of(first), texts_of(second), strict=True):
            assert after in {before, renamed.code(renamed.name(before))}


def test_the_workbook_is_the_same_but_for_the_names(
    renamed: Renamed, original: Submission, renamed_submission: Submission
) -> None:
    def sheets(form: Form, submitted: Submission) -> list[list[list[object]]]:
        tables = {s.value: shown for s, shown in summary_of(form, submitted).tables.items()}
        written = write_workbook(submitted, tables, with_references=True)
        book = openpyxl.load_workbook(BytesIO(written.content), read_only=True)
        names = [name for name in book.sheetnames if name != "Form"]  # it holds the names
        return [[list(row) for row in book[name].iter_rows(values_only=True)] for name in names]

    def same(before: object, after: object) -> bool:
        if before == after or not isinstance(before, str) or not isinstance(after, str):
            return before == after
        names = {renamed.code(renamed.name(before)), f"Sheet of {before}"}
        digests = DIGEST.fullmatch(before) and DIGEST.fullmatch(after)
        on_paper = ON_PAPER.sub("", before) == ON_PAPER.sub("", after)
        return after in names or bool(digests or on_paper) or (before, after) == ("ncpi", "renamed")

    first, second = sheets(FORM, original), sheets(renamed.form, renamed_submission)
    assert len(first) == len(second)
    for before, after in zip(first, second, strict=True):
        for one, other in zip(before, after, strict=True):
            for cell, its in zip(one, other, strict=True):
                assert same(cell, its), (cell, its)


def test_sample_answers_complete_a_review_of_a_renamed_form(renamed: Renamed) -> None:
    chance = random.Random(5)
    for case in complete_submission(6).cases:
        grade = chance.choice(FORM.grades.graded)
        ours = sample_answers(FORM, case, "A", grade, seed=1, today=TODAY)
        theirs = sample_answers(
            renamed.form, renamed.case(case), "A", renamed.code(grade), seed=1, today=TODAY
        )
        assert theirs == renamed.answers(ours, FORM)
