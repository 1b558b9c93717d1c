"""Records: what workbooks share is kept once, and each comes back as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from workbook_sample import submission

from reviewer.domain.case import FORCE_GRADE, Case
from reviewer.domain.submission import Submission
from reviewer.register.record import records_of, submission_in


def with_force_grade_of(place: int) -> Submission:
    """Return a workbook that shows the force's own grade of one case."""
    whole = submission(6)
    return replace(whole, cases=tuple(map(bare, whole.cases))[:place] + whole.cases[place:])


def bare(case: Case) -> Case:
    return case.without((FORCE_GRADE,))


def test_workbooks_that_show_the_force_s_grades_of_other_cases_share_one_list() -> None:
    books = [with_force_grade_of(1), with_force_grade_of(4)]
    one, other = records_of(books)
    assert (one.cases, one.form) == (other.cases, other.form)
    read = [replace(known(submission_in(record)), form=books[0].form) for record in (one, other)]
    assert read == books


def known(submission: Submission | None) -> Submission:
    assert submission is not None
    return submission


def test_a_record_by_another_version_is_left_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    (mine,) = records_of([with_force_grade_of(1)])
    monkeypatch.setattr("reviewer.register.record._LAYOUT", 2)
    assert submission_in(mine) is None
