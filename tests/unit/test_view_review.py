"""A review as its page shows it: sections, items, where to go next, and what is missing."""

from __future__ import annotations

import json

import pytest
from forms_sample import PLAIN, area_answers
from view_sample import FORM, view_of

from reviewer.app.case_notes import Comment
from reviewer.app.store import Draft
from reviewer.domain.form import Section
from reviewer.domain.ids import CaseId, Key
from ui.window.review.review_view import ReviewView

CASE = CaseId("TEST-0001")
OPTIONAL = ("R.1", "R.2", "R.3")
"""The choices of a section nothing of which is required."""

WHOLE = PLAIN | {
    key: text for area in ("A1", "A2", "A4", "A5") for key, text in area_answers(FORM, area).items()
}
DELAYED = {"reviewable": "YES", "A1.4": "N"}
"""Police did not act in time: a delay row would settle it, as the form's rule says."""

ROW = {"stage": "ST1", "start": "2018-01-05", "end": "2018-01-25", "reason": "R03"}


def draft(key: str) -> Draft:
    return Draft(case=CASE, key=Key(key), text="half a", at="2018-06-01T09:00:00.000Z")


def section(section_id: str) -> Section:
    return next(one for one in FORM.sections if one.id == section_id)


def keys_of(view: ReviewView, section_id: str) -> list[str]:
    return [str(item.key) for item in view.items(section(section_id))]


def test_the_next_unanswered_is_the_next_that_must_be_answered_going_round_once() -> None:
    view = view_of({"reviewable": "YES", "A1.1": "Y"})
    assert view.next_unanswered(Key("reviewable")) == "period.from"
    assert view.next_unanswered(Key("A1.1")) == "A1.2"
    assert view.next_unanswered(Key("overall.rationale")) == "period.from"
    assert view_of({}).next_unanswered(None) == "reviewable"


def test_in_an_optional_section_its_own_open_choices_come_first() -> None:
    view = view_of({"reviewable": "YES"})
    assert [view.next_unanswered(Key(key)) for key in OPTIONAL] == [
        "R.2",
        "R.3",
        "supervision.flag",
    ]


def test_what_is_answered_in_an_optional_section_is_passed_over() -> None:
    view = view_of({"reviewable": "YES", "R.2": "Y"})
    assert view.next_unanswered(Key("R.1")) == "R.3"
    answered = view_of({"reviewable": "YES", "R.1": "Y", "R.2": "Y", "R.3": "Y"})
    assert answered.next_unanswered(Key("R.1")) == "supervision.flag"


def test_a_choice_that_is_not_asked_is_never_the_next() -> None:
    view = view_of({"reviewable": "YES", "risk.still": "N"})
    assert view.next_unanswered(Key("risk.still")) == "overall.grade"


def test_nothing_is_next_where_all_is_answered() -> None:
    view = view_of(WHOLE)
    assert view.assessment.may_complete
    assert view.next_unanswered(None) is None
    assert view.next_finding(None) is None
    assert view.first_missing() is None


def test_the_next_finding_goes_round_once_and_starts_behind_the_item() -> None:
    view = view_of({**DELAYED, "delay.flag": "DEL_UNNEC"})
    assert [finding.at for finding in view.assessment.findings] == ["A1.4", "delay.rows"]
    assert view.next_finding(None) == "A1.4"
    assert view.next_finding(Key("A1.4")) == "delay.rows"
    assert view.next_finding(Key("delay.rows")) == "A1.4"


def test_a_finding_that_a_delay_row_settles_offers_one() -> None:
    view = view_of({**DELAYED, "delay.flag": "DEL_UNNEC"})
    assert view.shown(FORM.item(Key("A1.4"))).asks_for_delay


@pytest.mark.parametrize("key", ["delay.flag", "delay.rows"])
def test_beside_the_delays_themselves_no_row_is_offered(key: str) -> None:
    given = {"delay.rows": {"delay.flag": "DEL_UNNEC"}, "delay.flag": {"delay.flag": "DEL_NONE"}}
    rows = json.dumps([ROW]) if key == "delay.flag" else ""
    view = view_of({"reviewable": "YES", "delay.rows": rows, **given[key]})
    shown = view.shown(FORM.item(Key(key)))
    assert shown.findings
    assert not shown.asks_for_delay


def test_a_finding_that_no_delay_row_settles_offers_none() -> None:
    view = view_of({**WHOLE, "A1.1": "N"})
    assert not view.shown(FORM.item(Key("A1.1"))).asks_for_delay
    short = view_of({**WHOLE, "overall.rationale": "short"})
    shown = short.shown(FORM.item(Key("overall.rationale")))
    assert [finding.code for finding in shown.findings] == ["too-short"]
    assert not shown.asks_for_delay


def test_beside_the_judgement_entries_are_counted_with_their_longest_gap() -> None:
    entries = [{"date": "2018-03-01"}, {"date": "2018-05-01"}, {"date": "2018-05-11"}]
    item = FORM.item(Key("supervision.entries"))
    assert view_of({}).rows_summary(item) == ""
    one = view_of({"reviewable": "YES", "supervision.entries": json.dumps(entries[:1])})
    assert one.rows_summary(item) == "1 entry"
    three = view_of({"reviewable": "YES", "supervision.entries": json.dumps(entries)})
    assert three.rows_summary(item) == "3 entries · longest gap 61 days"


def test_other_rows_are_not_summed_up_beside_the_judgement() -> None:
    entries = json.dumps([{"date": "2018-03-01"}, {"date": "2018-05-01"}])
    view = view_of({"supervision.entries": entries, "delay.rows": json.dumps([ROW])})
    assert view.rows_summary(FORM.item(Key("delay.rows"))) == ""


def test_each_delay_has_its_days_beside_it_and_one_without_an_end_none() -> None:
    rows = json.dumps([ROW, {"stage": "ST1"}, {**ROW, "end": "2018-01-06"}])
    view = view_of({"reviewable": "YES", "delay.rows": rows})
    assert view.shown(FORM.item(Key("delay.rows"))).asides == ["20 days", "", "1 day"]
    entries = json.dumps([{"date": "2018-03-01"}])
    other = view_of({"reviewable": "YES", "supervision.entries": entries})
    assert other.shown(FORM.item(Key("supervision.entries"))).asides == []


def test_an_item_no_longer_asked_is_shown_while_it_holds_an_answer() -> None:
    asked = view_of({"reviewable": "YES", "risk.still": "Y"})
    assert "risk.urgency" in keys_of(asked, "risk")
    gone = view_of({"reviewable": "YES", "risk.still": "N"})
    assert keys_of(gone, "risk") == ["risk.still"]
    kept = view_of({"reviewable": "YES", "risk.still": "N", "risk.urgency": "H24"})
    assert keys_of(kept, "risk") == ["risk.still", "risk.urgency"]
    assert not kept.shown(FORM.item(Key("risk.urgency"))).relevant


@pytest.mark.parametrize("key", ["exclusion", "exclusion.note"])
def test_an_item_no_longer_asked_is_shown_while_something_is_typed_at_it_or_its_note(
    key: str,
) -> None:
    plain = view_of({"reviewable": "YES"})
    assert "exclusion" not in keys_of(plain, "reviewability")
    typed = view_of({"reviewable": "YES"}, drafts=[draft(key)])
    assert "exclusion" in keys_of(typed, "reviewability")
    assert typed.shown(FORM.item(Key("exclusion"))).draft == draft(key)
    other = view_of({"reviewable": "YES"}, drafts=[draft("A1.1.note")])
    assert "exclusion" not in keys_of(other, "reviewability")


def test_a_note_is_in_the_card_of_its_choice() -> None:
    comments = tuple(
        Comment(seq=n, key=Key(key), author="A", at="2018-06-01T09:00:00.000Z", text=key)
        for n, key in enumerate(("A1.1", "A1.1.note", "A1.2"))
    )
    view = view_of({"reviewable": "YES", "A1.1": "N", "A1.1.note": "why"}, comments=comments)
    assert "A1.1.note" not in keys_of(view, "A1")
    shown = view.shown(FORM.item(Key("A1.1")))
    assert (shown.note.key, shown.note_text, shown.note_required) == ("A1.1.note", "why", True)
    assert [comment.text for comment in shown.comments] == ["A1.1", "A1.1.note"]
    answered = view_of({"reviewable": "YES", "A1.1": "Y"})
    assert not answered.shown(FORM.item(Key("A1.1"))).note_required


def test_a_section_counts_what_must_be_answered_else_its_choices() -> None:
    view = view_of({"reviewable": "YES", "A1.1": "Y", "R.1": "Y"})
    required = view.line(section("A1"))
    assert (required.answered, required.asked, required.required) == (1, 9, True)
    optional = view.line(section("records"))
    assert (optional.answered, optional.asked, optional.required) == (1, 3, False)


def test_a_section_counts_its_own_findings() -> None:
    view = view_of({**DELAYED, "delay.flag": "DEL_UNNEC"})
    found = {one.id: view.line(one).findings for one in view.sections()}
    assert {name: n for name, n in found.items() if n} == {"A1": 1, "delay": 1}


def test_a_section_that_does_not_apply_is_shown_while_it_holds_an_answer() -> None:
    assert section("force") not in view_of({"reviewable": "YES"}).sections()
    held = view_of({"reviewable": "YES", "force.reason": "They say so."})
    assert section("force") in held.sections()


def test_what_keeps_a_case_from_being_complete_is_reported_and_where_it_begins() -> None:
    open_ = view_of({key: text for key, text in WHOLE.items() if key != "A5.3"})
    assert open_.missing_words() == "Not complete: 1 answer is missing. Showing the first."
    assert open_.first_missing() == "A5.3"
    both = view_of({**{k: t for k, t in WHOLE.items() if k != "A5.3"}, "delay.flag": "DEL_UNNEC"})
    assert "1 answer is missing and 1 problem to fix" in both.missing_words()
    wrong = view_of({**WHOLE, "overall.rationale": "short"})
    assert wrong.missing_words() == "Not complete: 1 problem to fix. Showing the first."
    assert wrong.first_missing() == "overall.rationale"


def test_a_card_knows_whether_its_item_must_be_answered_and_how_long_a_text_must_be() -> None:
    view = view_of({"reviewable": "YES", "overall.grade": "I", "R.1": "N"})
    needed = {key: view.shown(FORM.item(Key(key))) for key in ("A1.1", "R.1", "overall.rationale")}
    assert {key: one.required for key, one in needed.items()} == {
        "A1.1": True,
        "R.1": False,
        "overall.rationale": True,
    }
    assert {key: one.least for key, one in needed.items()} == {
        "A1.1": 0,
        "R.1": 0,
        "overall.rationale": 120,
    }
