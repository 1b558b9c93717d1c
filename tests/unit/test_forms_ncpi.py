"""The inspectorate's form: each type can be completed, each rule fires and can be settled."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from forms_sample import (
    DELAY,
    PLAIN,
    area_answers,
    assessed,
    case_of,
    codes_found,
    facts,
    review_of,
)

from reviewer.domain.form import Form, Kind, Strength
from reviewer.domain.grades import Status
from reviewer.forms.library import bundled_form

REQUIRED_AREAS = {
    "CUST": "A4 A5 A7",
    "RSO": "A2 A4 A6",
    "MISS": "A1 A2 A4 A5",
    "S46": "A1 A2 A4 A5",
    "DA": "A1 A2 A4 A5",
    "REF": "A1 A2 A4 A5",
    "S47": "A1 A2 A3 A4 A5",
    "CSE": "A1 A2 A3 A4 A5",
    "ONL": "A1 A2 A3 A4 A5",
    "CCE": "A1 A2 A3 A4 A5",
    "OTH": "",
}
EXPLAINED = "Synthetic: checked and right."
LONG = "Synthetic: " + "serious failures, each set out in turn. " * 4
NOTE = "Synthetic: not found."


@pytest.fixture(scope="module")
def form() -> Form:
    return bundled_form("ncpi")


def complete(form: Form, case_type: str, rating: str = "RI") -> dict[str, str]:
    """Answer all that a case of the type needs."""
    answers = dict(PLAIN)
    for area in (REQUIRED_AREAS[case_type] or "A2 A6").split():
        answers |= area_answers(form, area, rating)
    return answers


def rows(*given: Mapping[str, str]) -> str:
    return json.dumps(given)


def dates(*days: str) -> str:
    return rows(*({"date": day} for day in days))


@pytest.mark.parametrize("case_type", REQUIRED_AREAS)
def test_a_full_review_of_each_type_may_be_completed(form: Form, case_type: str) -> None:
    found = assessed(form, case_of(case_type), complete(form, case_type))
    assert found.unanswered == ()
    assert found.findings == ()
    assert found.may_complete
    assert found.percent == 100


@pytest.mark.parametrize("case_type", REQUIRED_AREAS)
def test_exactly_the_areas_of_the_type_are_required(form: Form, case_type: str) -> None:
    required = set(assessed(form, case_of(case_type), {}).required)
    rated = [section.id for section in form.areas if section.rating in required]
    assert rated == REQUIRED_AREAS[case_type].split()
    for section in form.areas:
        asked = {item.key for item in section.items if item.codes == "item"}
        asked |= {section.rating, section.rationale}
        assert asked <= required if section.id in rated else not asked & required


def test_every_type_of_the_form_has_its_areas_listed_here(form: Form) -> None:
    assert {option.code for option in form.case_types} == set(REQUIRED_AREAS)


def test_the_confirmed_type_counts_before_the_lists(form: Form) -> None:
    found = assessed(form, case_of("S47"), {"type_confirmed": "CUST"})
    assert "A7.rating" in found.required
    assert "A1.rating" not in found.required


def test_a_case_without_a_listed_type_needs_one_confirmed(form: Form) -> None:
    assert "type_confirmed" in assessed(form, case_of(""), {}).unanswered
    assert "type_confirmed" not in assessed(form, case_of("DA"), {}).required


@pytest.mark.parametrize("key", sorted(PLAIN.keys() - {"risk.still"}))
def test_nothing_that_blocks_can_be_left_out(form: Form, key: str) -> None:
    answers = complete(form, "DA")
    del answers[key]
    found = assessed(form, case_of("DA"), answers)
    assert key in found.unanswered
    assert not found.may_complete


@pytest.mark.parametrize("code", ["N", "NE"])
def test_a_no_and_a_not_evident_need_a_note_of_ten_characters(form: Form, code: str) -> None:
    answers = complete(form, "DA") | {"A1.1": code}
    assert assessed(form, case_of("DA"), answers).unanswered == ("A1.1.note",)
    short = assessed(form, case_of("DA"), answers | {"A1.1.note": "too short"})
    assert codes_found(short) == {"too-short"}
    assert assessed(form, case_of("DA"), answers | {"A1.1.note": NOTE}).may_complete


def test_a_note_may_be_given_with_any_answer_but_not_without_one(form: Form) -> None:
    assert "A1.1.note" in assessed(form, case_of("DA"), {"A1.1": "Y"}).relevant
    assert "A1.1.note" not in assessed(form, case_of("DA"), {}).relevant


def test_an_optional_area_that_is_rated_needs_its_rationale_only(form: Form) -> None:
    answers = complete(form, "DA") | {"A6.rating": "G"}
    assert assessed(form, case_of("DA"), answers).unanswered == ("A6.rationale",)


@pytest.mark.parametrize("key", ["A1.4", "A2.3", "A3.4", "A3.5"])
def test_a_no_on_time_needs_a_delay_row_or_a_word_that_it_is_none(form: Form, key: str) -> None:
    answers = complete(form, "S47") | {key: "N", f"{key}.note": NOTE}
    found = assessed(form, case_of("S47"), answers)
    assert found.unanswered == ()
    assert [finding.at for finding in found.blocking] == [key]
    assert assessed(form, case_of("S47"), answers | {f"{key}.not_delay": "Y"}).may_complete
    delayed = answers | {"delay.flag": "DEL_UNNEC", "delay.rows": rows(DELAY)}
    assert assessed(form, case_of("S47"), delayed).may_complete


@pytest.mark.parametrize("flag", ["SUP_NONE", "SUP_INEFF", "SUP_NA"])
def test_supervision_other_than_effective_needs_its_note(form: Form, flag: str) -> None:
    answers = complete(form, "DA") | {"supervision.flag": flag}
    assert assessed(form, case_of("DA"), answers).unanswered == ("supervision.note",)
    assert assessed(form, case_of("DA"), answers | {"supervision.note": NOTE}).may_complete


@pytest.mark.parametrize("flag", ["DEL_JUST", "DEL_UNNEC"])
def test_a_flagged_delay_needs_a_whole_row(form: Form, flag: str) -> None:
    answers = complete(form, "DA") | {"delay.flag": flag}
    assert codes_found(assessed(form, case_of("DA"), answers)) == {"delay_needs_row"}
    for column in DELAY:
        partial = rows({name: text for name, text in DELAY.items() if name != column})
        found = assessed(form, case_of("DA"), answers | {"delay.rows": partial})
        assert [finding.code for finding in found.findings] == ["row-incomplete"]
    assert assessed(form, case_of("DA"), answers | {"delay.rows": rows(DELAY)}).may_complete


def test_a_delay_still_open_needs_no_end(form: Form) -> None:
    still = {name: text for name, text in DELAY.items() if name != "end"} | {"open": "Y"}
    answers = complete(form, "DA") | {"delay.flag": "DEL_UNNEC", "delay.rows": rows(still)}
    assert assessed(form, case_of("DA"), answers).may_complete


def test_no_delay_has_no_rows(form: Form) -> None:
    answers = complete(form, "DA") | {"delay.rows": rows(DELAY)}
    assert codes_found(assessed(form, case_of("DA"), answers)) == {"delay_none_rows"}


def test_a_child_still_at_risk_needs_urgency_with_whom_and_when(form: Form) -> None:
    answers = complete(form, "DA") | {"risk.still": "Y"}
    found = assessed(form, case_of("DA"), answers)
    assert found.unanswered == ("risk.urgency", "risk.raised_with", "risk.raised_at")
    raised = {"risk.urgency": "H24", "risk.raised_with": "Duty inspector"}
    raised["risk.raised_at"] = "2018-05-01T10:00"
    assert assessed(form, case_of("DA"), answers | raised).may_complete


def test_an_inadequate_case_needs_a_longer_rationale(form: Form) -> None:
    answers = complete(form, "DA", "I") | {"overall.grade": "I"}
    assert codes_found(assessed(form, case_of("DA"), answers)) == {"too-short"}
    assert assessed(form, case_of("DA"), answers | {"overall.rationale": LONG}).may_complete


@pytest.mark.parametrize("number", [0, 1])
def test_another_type_needs_two_areas_rated(form: Form, number: int) -> None:
    answers = dict(PLAIN)
    for area in ["A3", "A5"][:number]:
        answers |= area_answers(form, area)
    assert codes_found(assessed(form, case_of("OTH"), answers)) == {"two_areas"}


def test_a_rated_area_of_another_type_needs_its_items(form: Form) -> None:
    answers = complete(form, "OTH")
    del answers["A2.1"]
    assert assessed(form, case_of("OTH"), answers).unanswered == ("A2.1",)


@pytest.mark.parametrize(("code", "status"), [("EXC", Status.EXCLUDED), ("REP", Status.REPLACED)])
def test_a_case_not_reviewed_asks_for_its_reason_and_nothing_else(
    form: Form, code: str, status: Status
) -> None:
    answers = complete(form, "DA") | {"reviewable": code}
    found = assessed(form, case_of("DA"), answers)
    wanted = ["exclusion"] if code == "EXC" else ["exclusion", "replaced_by"]
    assert list(found.unanswered) == wanted
    assert set(found.required) == {"reviewable", *wanted}
    settled = assessed(
        form, case_of("DA"), answers | {"exclusion": "X1", "replaced_by": "TEST-0002"}
    )
    assert settled.may_complete
    assert review_of(form, answers).status(form) is status


def test_an_answer_not_relevant_any_more_is_not_counted(form: Form) -> None:
    answers = complete(form, "DA") | {"reviewable": "EXC"}
    assert facts(form, case_of("DA"), answers).value("overall.grade") is None
    answers |= {"reviewable": "YES"}
    assert facts(form, case_of("DA"), answers).value("overall.grade") == "RI"


def _good(**more: str) -> dict[str, str]:
    return {"overall.grade": "G", **{key.replace("__", "."): text for key, text in more.items()}}


MUST_EXPLAIN: dict[str, dict[str, str]] = {
    "good_area_inadequate": _good(A1__rating="I"),
    "good_child_at_risk": _good()
    | {
        "risk.still": "Y",
        "risk.urgency": "NOW",
        "risk.raised_with": "Duty inspector",
        "risk.raised_at": "2018-05-01T10:00",
    },
    "good_harmful_delay": _good(delay__flag="DEL_UNNEC")
    | {"delay.rows": rows(DELAY | {"impact": "EVID;RISK"})},
    "inadequate_areas_good": {"overall.grade": "I", "overall.rationale": LONG}
    | {f"A{n}.rating": "G" for n in range(1, 6)},
    "improvement_areas_good": {f"A{n}.rating": "G" for n in range(1, 6)},
    "effective_long_gap": {
        "supervision.standard_days": "28",
        "supervision.entries": dates("2018-01-15", "2018-04-10"),
    },
    "not_gradeable_area_rated": {"overall.grade": "NG"},
    "period_future": {"period.to": "2018-06-02"},
    "period_before_incident": {"period.from": "2018-01-11"},
    "entries_future": {"supervision.entries": dates("2018-06-02")},
    "entries_before_incident": {"supervision.entries": dates("2018-01-11")},
    "delay_future": {
        "delay.flag": "DEL_JUST",
        "delay.rows": rows(DELAY, DELAY | {"end": "2018-06-02"}),
    },
    "delay_before_incident": {
        "delay.flag": "DEL_JUST",
        "delay.rows": rows(DELAY | {"start": "2018-01-11"}),
    },
}
_REFERRED = {"risk.still": "Y", "risk.urgency": "D5", "risk.raised_with": "Duty inspector"}
MUST_EXPLAIN |= {
    "raised_future": _REFERRED | {"risk.raised_at": "2018-06-02T08:00"},
    "raised_before_incident": _REFERRED | {"risk.raised_at": "2018-01-11T23:59"},
    "response_future": _REFERRED
    | {"risk.raised_at": "2018-05-01T10:00", "risk.response_at": "2018-06-02T00:00"},
    "response_before_incident": _REFERRED
    | {"risk.raised_at": "2018-01-10T10:00", "risk.response_at": "2018-01-11T10:00"}
    | {"explain.raised_before_incident": EXPLAINED},
    "grade_changed": {},
}


def test_every_rule_that_must_be_explained_is_tried_here(form: Form) -> None:
    rules = {rule.id for rule in form.rules if rule.strength is Strength.EXPLAIN}
    assert rules == MUST_EXPLAIN.keys()


@pytest.mark.parametrize("rule", sorted(MUST_EXPLAIN))
def test_a_finding_remains_until_it_is_explained(form: Form, rule: str) -> None:
    answers = complete(form, "S47") | MUST_EXPLAIN[rule]
    first = "G" if rule == "grade_changed" else answers["overall.grade"]
    key = f"explain.{rule}"
    found = assessed(form, case_of("S47"), answers, first)
    assert codes_found(found) == {rule}
    assert found.unanswered == (key,)
    short = assessed(form, case_of("S47"), answers | {key: "yes"}, first)
    assert codes_found(short) == {"too-short"}
    settled = assessed(form, case_of("S47"), answers | {key: EXPLAINED}, first)
    assert settled.findings == ()
    assert settled.may_complete
    assert key not in assessed(form, case_of("S47"), complete(form, "S47"), "RI").relevant


@pytest.mark.parametrize("day", ["2018-01-12", "2018-06-01"])
def test_the_day_of_the_incident_and_today_need_no_explanation(form: Form, day: str) -> None:
    answers = complete(form, "S47") | {"period.from": day, "period.to": day}
    answers |= {"supervision.entries": dates(day), "delay.flag": "DEL_JUST"}
    answers |= {"delay.rows": rows(DELAY | {"start": day, "end": day})} | _REFERRED
    answers |= {"risk.raised_at": f"{day}T12:00", "risk.response_at": f"{day}T12:00"}
    assert assessed(form, case_of("S47"), answers).findings == ()


def test_a_gap_of_exactly_three_times_the_standard_is_no_finding(form: Form) -> None:
    answers = complete(form, "DA") | {"supervision.standard_days": "28"}
    answers["supervision.entries"] = dates("2018-04-09", "2018-01-15")
    assert assessed(form, case_of("DA"), answers).findings == ()
    seen = facts(form, case_of("DA"), answers)
    assert seen.value("supervision.longest_gap") == 84
    assert seen.value("supervision.gap_limit") == 84
    assert seen.value("supervision.first") == "2018-01-15"
    assert seen.value("supervision.last") == "2018-04-09"
    assert seen.value("supervision.number") == 2


BLOCKS: dict[str, dict[str, str]] = {
    "period_order": {"period.to": "2018-01-31", "period.from": "2018-02-01"},
    "delay_order": {
        "delay.flag": "DEL_JUST",
        "delay.rows": rows(DELAY, DELAY | {"end": "2018-01-19"}),
    },
    "response_order": _REFERRED
    | {"risk.raised_at": "2018-05-02T10:00", "risk.response_at": "2018-05-02T09:59"},
}
TRIED_ABOVE = {
    "acted_in_time",
    "delay_needs_row",
    "delay_none_rows",
    "evidence_in_time",
    "shared_in_time",
    "suspect_in_time",
    "two_areas",
}


def test_every_rule_that_blocks_is_tried_here(form: Form) -> None:
    rules = {rule.id for rule in form.rules if rule.strength is Strength.BLOCKS}
    assert rules == BLOCKS.keys() | TRIED_ABOVE


@pytest.mark.parametrize("rule", sorted(BLOCKS))
def test_dates_in_the_wrong_order_block(form: Form, rule: str) -> None:
    found = assessed(form, case_of("DA"), complete(form, "DA") | BLOCKS[rule])
    assert codes_found(found) == {rule}
    assert not found.may_complete


def test_the_finding_of_a_row_names_the_row(form: Form) -> None:
    found = assessed(form, case_of("DA"), complete(form, "DA") | BLOCKS["delay_order"])
    assert [finding.row for finding in found.findings] == [2]


WARNED: dict[str, dict[str, str]] = {
    "delay_open_ended": {"delay.flag": "DEL_JUST", "delay.rows": rows(DELAY | {"open": "Y"})},
    "delay_other_unsaid": {"delay.flag": "DEL_JUST", "delay.rows": rows(DELAY | {"stage": "ST99"})},
    "risk_unanswered": {"risk.still": ""},
}


@pytest.mark.parametrize("rule", sorted(WARNED))
def test_a_warning_does_not_hold_up_completion(form: Form, rule: str) -> None:
    found = assessed(form, case_of("DA"), complete(form, "DA") | WARNED[rule])
    assert codes_found(found) == {rule}
    assert found.may_complete


def test_every_warning_is_tried_here(form: Form) -> None:
    assert {r.id for r in form.rules if r.strength is Strength.WARNS} == WARNED.keys()


def test_the_days_of_an_open_delay_run_to_the_end_of_the_period(form: Form) -> None:
    still = {"stage": "ST10", "start": "2018-04-01", "open": "Y"}
    answers = PLAIN | {"delay.rows": rows(DELAY, still, {"start": "2018-04-20"})}
    seen = facts(form, case_of("DA"), answers)
    assert [row.value("delay.days") for row in seen.each_row("delay.rows")] == [31, 29, 10]


@pytest.mark.parametrize(
    ("grade", "first", "scale", "force", "needed"),
    [
        ("RI", "RI", "GRI3", "G", True),
        ("RI", "RI", "GRI3", "RI", False),
        ("RI", "RI", "GAI", "GOOD", False),
        ("NG", "NG", "GRI3", "G", False),
        ("RI", "G", "GRI3", "G", False),
        ("RI", "G", "GRI3", "RI", True),
    ],
)
def test_a_reason_is_needed_where_the_blind_grade_differs_from_the_forces(
    form: Form, grade: str, first: str, scale: str, force: str, *, needed: bool
) -> None:
    case = case_of("DA", force_grade=force, force_scale=scale)
    found = assessed(form, case, complete(form, "DA") | {"overall.grade": grade}, first)
    assert ("force.reason" in found.required) is needed
    assert "force.reason" in found.relevant


def test_the_forces_grade_shows_nowhere_before_the_grade_is_saved(form: Form) -> None:
    answers = complete(form, "DA")
    del answers["overall.grade"]
    with_grade = case_of("DA", force_grade="I", force_scale="GRI3")
    assert assessed(form, with_grade, answers) == assessed(form, case_of("DA"), answers)


def test_labels_fit_one_line_and_items_have_guidance(form: Form) -> None:
    for item in form.items.values():
        if item.note_of is None and not item.key.startswith("explain."):
            assert len(str(item.label)) <= 60, item.key
            assert item.guidance or item.codes == "area_rating" or item.least == 20, item.key


def test_titles_and_answers_are_given_in_welsh_too(form: Form) -> None:
    texts = [form.title, *(section.title for section in form.sections)]
    texts += [option.label for options in form.answer_sets.values() for option in options]
    assert [str(text) for text in texts if not text.cy] == []


def test_no_word_of_a_force_means_two_types(form: Form) -> None:
    words = [word for option in form.case_types for word in option.words]
    assert len(words) == len(set(words))
    assert words == [word.lower() for word in words]
    assert "burglary" not in words


def test_themes_are_at_most_five(form: Form) -> None:
    assert form.item("themes").most == 5
    assert form.item("themes").kind is Kind.MULTI
