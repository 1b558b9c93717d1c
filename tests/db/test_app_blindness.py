"""The force's own grade stays hidden until the reader's judgement is complete and he continues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from db_sample import CODE, KEY, PERSON, SALT, sample_cases, sample_inspection, sample_stamp

from db.chain import check_file
from db.file import creating, open_file
from db.store import ReviewFile
from reviewer.app.answering import answer, view_case
from reviewer.app.completing import complete_case, reveal_force_grade
from reviewer.app.demonstration.sample_answers import sample_answers
from reviewer.domain.case_actions import BlindGradeFixed
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import FileCreated
from reviewer.domain.ids import Key, SessionId, case_id
from reviewer.domain.times import moment
from reviewer.forms.library import bundled_form

NOW = datetime(2018, 11, 5, 14, 2, 11, tzinfo=UTC)
FIRST, UNGRADED = case_id(CODE, 1), case_id(CODE, 2)
FORCE = Key("force_grade")
GRADE, RATIONALE = "overall.grade", "overall.rationale"
WORDS = "What decided the grade, in words that the force would know. " * 3
FORM = bundled_form("ncpi")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ReviewFile]:
    """A file of two cases, of which the force graded the first."""
    first, second = sample_cases(2)
    graded = {**first.values, FORCE: "G", Key("force_scale"): "GRI3"}
    cases = (replace(first, values=graded), second)
    inspection = replace(sample_inspection(), form=FORM.stamp)
    path = tmp_path / "blind.review"
    with (
        creating(path, KEY, salt=SALT, person=PERSON, session_id=SessionId("make")) as made,
        made.transaction(moment("2018-11-01T09:00:00.000Z")) as unit,
    ):
        unit.begin(inspection, FORM, sample_stamp(cases), cases)
        unit.log(FileCreated.of(inspection))
    with open_file(path, KEY, person=PERSON, session_id=SessionId("read")) as opened:
        yield opened
        assert check_file(opened).ok


def shown(store: ReviewFile) -> str:
    return view_case(store, FIRST, now=NOW).case.get(FORCE)


def fixed(store: ReviewFile) -> list[BlindGradeFixed]:
    events = store.history(FIRST, BlindGradeFixed)
    return [event.action for event in events if isinstance(event.action, BlindGradeFixed)]


def answered(store: ReviewFile, case: str, **others: str) -> None:
    """Answer everything that a case asks for."""
    given = sample_answers(
        FORM, store.case(case_id(CODE, int(case[-4:]))), PERSON, "RI", seed=1, today=NOW.date()
    )
    answer(store, case_id(CODE, int(case[-4:])), {**given, **others}, now=NOW)


@pytest.mark.parametrize(
    "given",
    [{GRADE: "RI"}, {RATIONALE: WORDS}, {GRADE: "RI", RATIONALE: "Too short."},
     {GRADE: "I", RATIONALE: WORDS[:90]}],
)  # fmt: skip
def test_an_incomplete_judgement_reveals_nothing(store: ReviewFile, given: dict[Key, str]) -> None:
    answer(store, FIRST, given, now=NOW)
    assert not view_case(store, FIRST, now=NOW).may_reveal
    with pytest.raises(RefusalError) as refused:
        reveal_force_grade(store, FIRST, now=NOW)
    assert refused.value.code == "not-judged"
    assert shown(store) == ""
    assert store.review(FIRST, PERSON).blind_grade == ""
    assert not fixed(store)


def test_the_grade_at_the_moment_of_the_revealing_is_the_blind_one(store: ReviewFile) -> None:
    for grade in ("G", "I", "RI"):
        answer(store, FIRST, {GRADE: grade, RATIONALE: WORDS}, now=NOW)
        assert shown(store) == ""
    assert view_case(store, FIRST, now=NOW).may_reveal
    reveal_force_grade(store, FIRST, now=NOW)
    reveal_force_grade(store, FIRST, now=NOW)
    answer(store, FIRST, {GRADE: "G"}, now=NOW)
    assert shown(store) == "G"
    assert store.review(FIRST, PERSON).blind_grade == "RI"
    assert fixed(store) == [BlindGradeFixed(grade="RI", revealed=True)]


def test_clearing_the_grade_hides_nothing_that_was_revealed(store: ReviewFile) -> None:
    answer(store, FIRST, {GRADE: "RI", RATIONALE: WORDS}, now=NOW)
    reveal_force_grade(store, FIRST, now=NOW)
    answer(store, FIRST, {GRADE: "", RATIONALE: ""}, now=NOW)
    assert shown(store) == "G"
    assert store.review(FIRST, PERSON).blind_grade == "RI"


def test_completing_fixes_the_blind_grade_and_may_then_ask_why_the_grades_differ(
    store: ReviewFile,
) -> None:
    answered(store, FIRST, **{"force.reason": ""})
    with pytest.raises(RefusalError) as refused:
        complete_case(store, FIRST, now=NOW)
    assert refused.value.code == "not-complete"
    assert shown(store) == "G"
    assert view_case(store, FIRST, now=NOW).assessment.unanswered == (Key("force.reason"),)
    answer(store, FIRST, {"force.reason": WORDS}, now=NOW)
    assert complete_case(store, FIRST, now=NOW).review.completed
    assert fixed(store) == [BlindGradeFixed(grade="RI", revealed=True)]


def test_completing_an_unfinished_case_reveals_nothing(store: ReviewFile) -> None:
    answer(store, FIRST, {GRADE: "RI", RATIONALE: WORDS}, now=NOW)
    with pytest.raises(RefusalError):
        complete_case(store, FIRST, now=NOW)
    assert shown(store) == ""


def test_a_case_that_the_force_did_not_grade_has_a_blind_grade_once_complete(
    store: ReviewFile,
) -> None:
    answered(store, UNGRADED)
    with pytest.raises(RefusalError) as refused:
        reveal_force_grade(store, UNGRADED, now=NOW)
    assert refused.value.code == "no-force-grade"
    assert complete_case(store, UNGRADED, now=NOW).review.blind_grade == "RI"
