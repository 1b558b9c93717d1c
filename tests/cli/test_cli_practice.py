"""Practising on invented cases, by command."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Command

from reviewer.app.practice import practice_cases, practice_form
from ui.operations.practice import PRACTICE_PASSPHRASE


@pytest.fixture
def practice(cli: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    made = cli("practice", "new", "practice.review", "--reviewer", "A. Inspector")
    assert made.code == 0, made.err
    monkeypatch.setenv("REVIEWER_PASSPHRASE", PRACTICE_PASSPHRASE)
    return cli


def test_every_practice_case_has_a_file_and_agreed_answers_of_the_form() -> None:
    form = practice_form()
    cases = practice_cases()
    assert len(cases) == 10
    types = {option.code for option in form.case_types}
    for practice in cases:
        assert practice.case.type in types
        assert form.roles.grade in practice.agreed
        assert len(practice.file.split()) > 60
        assert practice.why
        for key, code in practice.agreed.items():
            assert code in form.codes_of(form.item(key))
    grades = {practice.agreed[form.roles.grade] for practice in cases}
    assert grades == {"G", "RI", "I"}


def test_a_practice_file_has_the_ten_cases(practice: Command) -> None:
    listed = practice("cases", "practice.review", "--json").json
    assert [case["id"] for case in listed] == [one.case.id for one in practice_cases()]


def test_graded_cases_are_compared_with_the_agreed_answers(practice: Command) -> None:
    first, second, *_ = practice_cases()
    for key, code in first.agreed.items():
        set_ = practice("answers", "set", "practice.review", first.case.id, f"{key}={code}")
        assert set_.code == 0, set_.out + set_.err
    practice("answers", "set", "practice.review", second.case.id, "overall.grade=G")
    compared = practice("practice", "compare", "practice.review", "--json").json
    assert [one["case"] for one in compared] == [first.case.id, second.case.id]
    assert all(answer["alike"] for answer in compared[0]["answers"])
    assert not any(answer["alike"] for answer in compared[1]["answers"])
    shown = practice("practice", "compare", "practice.review")
    assert second.why[:40] in shown.out
    assert first.why[:40] not in shown.out


def test_the_files_of_the_invented_cases_can_be_read(practice: Command) -> None:
    text = practice("practice", "read").out
    assert all(one.file[:60] in text for one in practice_cases())


def test_a_real_file_is_not_compared(cli: Command, review_file: Path) -> None:
    refused = cli("practice", "compare", review_file)
    assert refused.code == 2
    assert "practice" in refused.err


def test_a_file_that_is_there_stays(practice: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Path("practice.review").read_bytes()
    assert practice("practice", "new", "practice.review").code == 2
    assert Path("practice.review").read_bytes() == before
