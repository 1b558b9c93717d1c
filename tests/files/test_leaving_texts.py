"""The texts listed as leaving are those that a reader of the file finds in it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import count
from typing import Final

import openpyxl
import pytest
from printing_sample import case, graded_page, inspection, printed, text_of
from workbook_sample import FORM, register

from reviewer.app.answer_sheets import sheet_texts
from reviewer.app.exporting import workbook_texts
from reviewer.app.print_pages import page_texts
from reviewer.domain.case import LIST_KEYS, WITHHELD, Case
from reviewer.domain.ids import Key
from reviewer.domain.kinds import TYPED_KINDS, Kind
from reviewer.domain.leaving_text import LeavingText
from reviewer.domain.review import Review, rows_of, rows_text
from reviewer.domain.submission import Submission
from reviewer.workbook.answer_template import write_template
from reviewer.workbook.writer import write_workbook

MARK: Final = re.compile(r"Mark\d{4}")


class Marks:
    """Gives out words that occur once."""

    def __init__(self) -> None:
        self._next = count(1)

    def word(self) -> str:
        return f"Mark{next(self._next):04d}"

    def case(self, case: Case) -> Case:
        texts = {key: self.word() for key, kind in LIST_KEYS.items() if kind is Kind.TEXT}
        kept = {Key("force_scale"): "GRI3", Key("force_grade"): "G"}
        return replace(case, values={**case.values, **texts, **kept})

    def review(self, review: Review) -> Review:
        answers = {key: self._answer(key, text) for key, text in review.answers.items()}
        return replace(review, answers=answers)

    def _answer(self, key: Key, text: str) -> str:
        item = FORM.items[key]
        if item.kind not in TYPED_KINDS:
            return text
        if item.kind is Kind.TEXT:
            return self.word()
        typed = {str(column.key) for column in item.columns if column.kind is Kind.TEXT}
        rows = ({k: self.word() if k in typed else v for k, v in r.items()} for r in rows_of(text))
        return rows_text(tuple(rows))


def found_in(texts: Iterable[LeavingText]) -> set[str]:
    return {mark for one in texts for mark in MARK.findall(one.text)}


def shown_in(content: bytes) -> set[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = (str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    return {mark for text in cells for mark in MARK.findall(text)}


@pytest.fixture
def marked() -> Submission:
    """A register's content in which every text of a person is a word of its own."""
    marks, base = Marks(), register()
    reviews = tuple(map(marks.review, base.reviews))
    ungraded, (older,) = replace(reviews[1], blind_grade=""), base.superseded
    return replace(
        base,
        cases=tuple(map(marks.case, base.cases)),
        reviews=(reviews[0], ungraded, *reviews[2:]),
        superseded=(marks.review(replace(older, answers=base.reviews[0].answers)),),
        decisions=tuple(replace(one, reason=marks.word()) for one in base.decisions),
    )


@pytest.mark.parametrize("with_references", [True, False])
def test_a_workbook_s_texts_are_those_in_its_sheets(
    marked: Submission, *, with_references: bool
) -> None:
    content = write_workbook(marked, {}, with_references=with_references).content
    texts = tuple(workbook_texts(FORM, marked, with_references=with_references))
    assert shown_in(content) == found_in(texts)
    assert any(one.key == "reference" for one in texts) is with_references


def test_each_text_says_of_which_case_and_where_it_is(marked: Submission) -> None:
    places: Mapping[str, set[tuple[str, str]]] = {
        mark: {(review.case, key)}
        for review in marked.reviews
        for key, text in review.answers.items()
        for mark in MARK.findall(text)
    }
    texts = workbook_texts(FORM, marked, with_references=False)
    expected = {mark: (one.case, one.key) for one in texts for mark in MARK.findall(one.text)}
    assert {mark: {expected[mark]} for mark in places} == places


@pytest.mark.parametrize("with_references", [True, False])
@pytest.mark.parametrize("blind_grade", ["RI", ""])
def test_a_case_summary_s_texts_are_those_on_its_pages(
    blind_grade: str, *, with_references: bool
) -> None:
    marks, page = Marks(), graded_page()
    assert page.review is not None
    read = replace(marks.review(page.review), blind_grade=blind_grade)
    marked = replace(page, case=marks.case(page.case), review=read)
    content = printed(marked, with_references=with_references).content
    texts = tuple(page_texts(FORM, [marked], with_references=with_references))
    shown = set(MARK.findall(text_of(content)))
    assert shown <= found_in(texts)
    assert len(shown) > 10
    assert any(one.key in WITHHELD for one in texts) is bool(blind_grade)
    assert any(one.key == "reference" for one in texts) is with_references


def test_an_answer_sheet_s_texts_are_those_beside_its_cases() -> None:
    cases = [Marks().case(case(position)) for position in (1,)]
    content = write_template(FORM, cases, inspection())
    assert shown_in(content) == found_in(sheet_texts(cases)) != set()
