"""What a review still needs."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from forms_sample import DELAY, PLAIN, TODAY, area_answers, assessed, case_of, facts, review_of
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.domain.assessment import assess, least_length
from reviewer.domain.form import Form, Kind
from reviewer.domain.ids import Key
from reviewer.forms.library import BUNDLED, bundled_form

FORM = bundled_form("ncpi")


def test_percent_is_answered_of_required_rounded_down() -> None:
    nothing = assessed(FORM, case_of("DA"), {})
    assert nothing.percent == 0
    assert nothing.unanswered == nothing.required
    one = assessed(FORM, case_of("DA"), {"reviewable": "YES"})
    assert one.percent == 100 // len(one.required)


def test_percent_is_a_hundred_only_when_all_is_answered() -> None:
    answers = PLAIN | {
        key: text
        for area in ("A1", "A2", "A4", "A5")
        for key, text in area_answers(FORM, area).items()
    }
    assert assessed(FORM, case_of("DA"), answers).percent == 100
    del answers["A5.3"]
    assert assessed(FORM, case_of("DA"), answers).percent == 97


@pytest.mark.parametrize(("grade", "least"), [("", 60), ("G", 60), ("NG", 60), ("I", 120)])
def test_the_least_length_follows_the_grade(grade: str, least: int) -> None:
    seen = facts(FORM, case_of("DA"), {"overall.grade": grade})
    assert least_length(FORM.item("overall.rationale"), seen) == least


def test_blanks_do_not_count_as_length() -> None:
    answers = {"overall.rationale": "short" + " " * 200}
    (finding,) = assessed(FORM, case_of("DA"), answers).findings
    assert (finding.code, finding.at) == ("too-short", "overall.rationale")
    assert finding.text == "At least 60 characters; this text has 5."


def test_a_gap_in_a_row_names_row_and_column() -> None:
    rows = [DELAY, {k: v for k, v in DELAY.items() if k != "reason"}]
    answers = {"delay.flag": "DEL_CT", "delay.rows": json.dumps(rows)}
    (finding,) = assessed(FORM, case_of("DA"), answers).findings
    assert finding.text == "Delay 2 needs “Primary reason”."
    assert (finding.at, finding.row) == ("delay.rows", 2)


def test_numbers_are_numbers_wherever_they_come_from() -> None:
    answers = {"supervision.standard_days": "28"}
    answers["delay.rows"] = json.dumps([DELAY | {"expected_days": "5"}])
    seen = facts(FORM, case_of("DA", age="9", stratum_population="120"), answers)
    assert seen.value("supervision.standard_days") == 28
    assert seen.value("case.age") == 9
    assert seen.value("case.stratum_population") == 120
    assert seen.value("case.children") is None
    assert [row.value("expected_days") for row in seen.each_row("delay.rows")] == [5]


def test_a_row_sees_its_columns_first_then_the_review() -> None:
    answers = PLAIN | {"delay.rows": json.dumps([DELAY])}
    (row,) = facts(FORM, case_of("DA"), answers).each_row("delay.rows")
    assert row.value("stage") == "ST3"
    assert row.value("note") is None
    assert row.value("overall.grade") == "RI"
    assert row.value("today") == TODAY.isoformat()
    assert row.codes("reason") == {"R04"}
    assert row.codes("note") == frozenset()
    assert [inner.value("stage") for inner in row.each_row("delay.rows")] == ["ST3"]


def test_rows_of_an_item_that_is_not_relevant_are_not_seen() -> None:
    answers = PLAIN | {"delay.rows": json.dumps([DELAY]), "reviewable": "EXC"}
    assert list(facts(FORM, case_of("DA"), answers).each_row("delay.rows")) == []


def test_an_item_applies_where_it_and_its_section_are_relevant() -> None:
    seen = facts(FORM, case_of("DA"), {"risk.still": "N"})
    assert seen.section_relevant(FORM.section_of[Key("risk.urgency")])
    assert seen.relevant(Key("risk.still"))
    assert not seen.relevant(Key("risk.urgency"))


def _answers(form: Form) -> st.SearchStrategy[dict[Key, str]]:
    texts = {
        Kind.TEXT: st.sampled_from(["short", "x" * 150]),
        Kind.DATE: st.sampled_from(["2018-01-01", "2018-03-01", "2019-01-01"]),
        Kind.DATETIME: st.sampled_from(["2018-01-01T08:00", "2018-03-01T09:00"]),
        Kind.INTEGER: st.sampled_from(["0", "5", "90"]),
    }

    def of(key: Key) -> st.SearchStrategy[str]:
        item = form.items[key]
        if item.kind is Kind.ROWS:
            dates = {c.key for c in item.columns if c.kind is Kind.DATE}
            row = {key: st.sampled_from(["2018-01-01", "2018-03-01"]) for key in dates}
            one = st.fixed_dictionaries({}, optional=row).filter(bool)
            return st.lists(one, min_size=1, max_size=3).map(json.dumps)
        if item.kind in texts:
            return texts[item.kind]
        return st.sampled_from(list(form.codes_of(item)))

    return st.fixed_dictionaries({}, optional={key: of(key) for key in form.items})


REVIEWS = st.one_of(*(st.tuples(st.just(name), _answers(bundled_form(name))) for name in BUNDLED))


@settings(max_examples=60, deadline=None)
@given(REVIEWS, st.sampled_from(["", "S47", "CUST", "OTH"]))
def test_an_assessment_is_consistent_whatever_is_answered(
    given_review: tuple[str, dict[Key, str]], case_type: str
) -> None:
    name, answers = given_review
    form = bundled_form(name)
    review = replace(review_of(form, {}), answers=answers)
    found = assess(form, case_of(case_type), review, TODAY)
    assert set(found.required) <= found.relevant
    assert set(found.unanswered) == set(found.required) - answers.keys()
    assert {finding.at for finding in found.findings} <= found.relevant
    assert (found.percent == 100) == (not found.unanswered)
    counted = {key: text for key, text in answers.items() if key in found.relevant}
    again = assess(form, case_of(case_type), replace(review, answers=counted), TODAY)
    assert again == found
