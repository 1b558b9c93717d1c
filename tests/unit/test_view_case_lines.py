"""The lines of the case list: their words, and which a search and filters leave."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import pytest
from view_sample import FORM, Listed, begun, listed_case

from reviewer.domain.case import Case
from reviewer.domain.correction import ADDED_FROM
from reviewer.domain.grades import Status
from reviewer.domain.ids import CaseId
from reviewer.domain.progress import Progress
from ui.window.review.cases.case_line import LineWriter, due_words
from ui.window.review.cases.case_lines import CaseFilter, FindTyped, Lines, Search, Sorting

ONE, TWO, THREE = listed_case(1), listed_case(2, "S47"), listed_case(12, "MISS", unit="Barnet")
CASES = (ONE, TWO, THREE)
NOW = datetime(2018, 11, 5, 14, 0)  # noqa: DTZ001 - a clock on the wall


def words(person: str = "A. Inspector") -> LineWriter:
    return LineWriter(FORM, person)


def nothing(_: str) -> Collection[CaseId]:
    return ()


def lines(
    *progress: Progress,
    cases: Sequence[Case] = CASES,
    of: LineWriter | None = None,
    typed: FindTyped = nothing,
) -> Lines:
    reviews = {one.case: one for one in progress}
    return Lines(of or words(), Listed(*cases), reviews, typed)


def found(
    of: Lines,
    *typed: str,
    filters: Collection[CaseFilter] = (),
    sorting: Sorting = Sorting.NUMBER,
    only: frozenset[CaseId] | None = None,
) -> list[int]:
    search = Search(words=typed, filters=frozenset(filters), sorting=sorting, only=only)
    return [int(case.rpartition("-")[2]) for case in of.found(search)]


def test_a_search_leaves_what_holds_every_word() -> None:
    of = lines()
    assert found(of) == [1, 2, 12]
    assert found(of, "barnet") == [12]
    assert found(of, "barnet", "syn/2") == []
    assert found(of, "syn/1") == [1, 12]


def test_a_number_typed_out_comes_first() -> None:
    assert found(lines(), "2") == [2, 12]
    assert found(lines(), "0012") == [12]


def test_a_word_of_three_letters_is_looked_for_in_what_is_typed_too() -> None:
    asked: list[str] = []

    def typed(word: str) -> Collection[CaseId]:
        asked.append(word)
        return {TWO.id}

    assert found(lines(typed=typed), "log") == [2]
    assert found(lines(typed=typed), "lo") == []
    assert asked == ["log"]


def test_several_filters_leave_what_meets_all_and_no_filter_is_changed_by_a_search() -> None:
    of = lines(begun(ONE, grade="I"), begun(TWO, grade="I", status=Status.COMPLETE))
    both = {CaseFilter.OPEN, CaseFilter.BELOW_GOOD}
    assert found(of, filters=both) == [1]
    assert found(of, filters={CaseFilter.BELOW_GOOD}) == [1, 2]
    assert found(of, filters=both, only=frozenset({TWO.id})) == []
    assert found(of, only=frozenset({TWO.id, THREE.id})) == [2, 12]
    assert found(of, filters={CaseFilter.OPEN}) == [1, 12]


@pytest.mark.parametrize(
    ("fields", "filters"),
    [
        ({}, {CaseFilter.OPEN, CaseFilter.IN_PROGRESS}),
        ({"status": Status.COMPLETE}, {CaseFilter.COMPLETE}),
        ({"status": Status.EXCLUDED}, {CaseFilter.OUT}),
        ({"status": Status.REPLACED}, {CaseFilter.OUT}),
        ({"grade": "RI"}, {CaseFilter.OPEN, CaseFilter.IN_PROGRESS, CaseFilter.BELOW_GOOD}),
        ({"grade": "G"}, {CaseFilter.OPEN, CaseFilter.IN_PROGRESS}),
        ({"findings": 1}, {CaseFilter.OPEN, CaseFilter.IN_PROGRESS, CaseFilter.FINDINGS}),
        ({"supervision": "SUP_EFF"}, {CaseFilter.OPEN, CaseFilter.IN_PROGRESS}),
        ({"delay": "DEL_NONE"}, {CaseFilter.OPEN, CaseFilter.IN_PROGRESS}),
        ({"delay": "DEL_UNNEC"}, {CaseFilter.OPEN, CaseFilter.IN_PROGRESS, CaseFilter.FLAGGED}),
        (
            {"referral_open": True},
            {CaseFilter.OPEN, CaseFilter.IN_PROGRESS, CaseFilter.FLAGGED, CaseFilter.REFERRAL},
        ),
        (None, {CaseFilter.OPEN, CaseFilter.NOT_STARTED}),
    ],
)
def test_a_case_meets_the_same_filters_whether_it_was_so_or_becomes_so(
    fields: dict[str, object] | None, filters: set[CaseFilter]
) -> None:
    review = None if fields is None else begun(ONE, **fields)
    was = lines(*([review] if review else []))
    becomes = lines(begun(ONE, status=Status.COMPLETE, grade="I", findings=3, referral_open=True))
    becomes.put(ONE, review)
    for of in (was, becomes):
        assert {one for one in CaseFilter if 1 in found(of, filters={one})} == filters


def test_a_case_is_mine_by_its_inspector_however_the_name_is_written() -> None:
    mine = listed_case(1, inspector="a.  inspector")
    theirs = listed_case(2, inspector="B. Inspector")
    of = lines(begun(theirs), begun(mine), cases=(mine, theirs, THREE))
    assert found(of, filters={CaseFilter.MINE}) == [1]
    assert found(of, filters={CaseFilter.SECOND_READ}) == [2]
    of.put(theirs, None)
    assert found(of, filters={CaseFilter.SECOND_READ}) == []


def test_returned_and_postponed_cases_follow_what_is_known_of_them() -> None:
    known = words()
    known.returned, known.postponed = frozenset({ONE.id}), frozenset({TWO.id})
    of = lines(of=known)
    assert found(of, filters={CaseFilter.RETURNED}) == [1]
    assert found(of, filters={CaseFilter.POSTPONED}) == [2]
    known.returned, known.postponed = frozenset(), frozenset()
    of.put(ONE, None)
    of.put(TWO, None)
    assert of.count(CaseFilter.RETURNED) == of.count(CaseFilter.POSTPONED) == 0


def test_what_changed_after_the_export_is_changed_and_nothing_without_one() -> None:
    at = "2018-11-03T00:00:00.000Z"
    exported = begun(THREE, changed_at=at)
    of = lines(begun(ONE), begun(TWO, changed_at="2018-11-04T00:00:00.000Z"), exported)
    assert of.count(CaseFilter.CHANGED) == 0
    assert of.compare(at)
    assert not of.compare(at)
    assert found(of, filters={CaseFilter.CHANGED}) == [2]
    of.put(ONE, begun(ONE, changed_at="2018-11-05T00:00:00.000Z"))
    assert found(of, filters={CaseFilter.CHANGED}) == [1, 2]
    assert of.compare("")
    assert of.count(CaseFilter.CHANGED) == 0


def test_open_referrals_are_on_top_in_every_order() -> None:
    of = lines(begun(THREE, referral_open=True), begun(TWO, percent=90, grade="I"), begun(ONE))
    for sorting in Sorting:
        assert found(of, sorting=sorting)[0] == 12, sorting
    assert found(of) == [12, 1, 2]
    of.put(THREE, begun(THREE))
    assert found(of) == [1, 2, 12]


def test_orders_by_grade_percent_type_and_change() -> None:
    of = lines(
        begun(ONE, grade="G", percent=20, changed_at="2018-11-02T00:00:00.000Z"),
        begun(TWO, grade="I", percent=10, changed_at="2018-11-04T00:00:00.000Z"),
    )
    assert found(of, sorting=Sorting.GRADE) == [2, 1, 12]
    assert found(of, sorting=Sorting.PERCENT) == [1, 2, 12]
    assert found(of, sorting=Sorting.CHANGED) == [2, 1, 12]
    assert found(of, sorting=Sorting.TYPE) == [1, 12, 2]


def test_a_line_shows_what_the_list_says_until_something_is_flagged() -> None:
    case = listed_case(1, unit="Barnet", risk="high")
    line = words().line(case, None)
    assert (line.number, line.second, line.state) == ("0001", "Barnet · high risk", "")
    flagged = words().line(case, begun(case, supervision="SUP_INEFF", delay="DEL_UNNEC"))
    assert flagged.second == "Supervision ineffective · Delay unnecessary"
    long = words().line(case, begun(case, delay="DEL_UNNEC", delay_days=20))
    assert long.second == "Delay 20 days"
    fine = words().line(case, begun(case, supervision="SUP_EFF", delay="DEL_NONE"))
    assert fine.second == "Barnet · high risk"


def test_a_line_shows_the_status_of_the_review_where_there_is_no_grade() -> None:
    states = {status: words().line(ONE, begun(ONE, status=status)).state for status in Status}
    assert states[Status.IN_PROGRESS] == "10%"
    assert (states[Status.NOT_STARTED], states[Status.COMPLETE]) == ("", "")
    assert (states[Status.EXCLUDED], states[Status.REPLACED]) == ("Excluded", "Replaced")


def test_a_returned_case_and_one_added_on_site_say_so() -> None:
    known = words()
    known.returned = frozenset({ONE.id})
    returned = known.line(ONE, begun(ONE, referral_open=True))
    assert returned.second.startswith("Referral open")
    assert "returned" in returned.accessible_text
    assert known.line(ONE, begun(ONE)).second == "Returned"
    added = listed_case(ADDED_FROM, unit="Barnet")
    assert words().line(added, None).second == "Added on site · Barnet"
    assert not words().line(listed_case(ADDED_FROM - 1), None).added


def test_an_open_referral_says_how_long_the_force_still_has() -> None:
    known = words()
    urgent = begun(ONE, referral_open=True, referral_urgency="H24")
    assert "due" not in known.line(ONE, urgent).referral
    known.due, known.now = {ONE.id: NOW + timedelta(hours=3)}, NOW
    assert known.line(ONE, urgent).referral == "Referral open · due in 3 h"
    assert known.line(ONE, begun(ONE)).referral == ""


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(0), "due in 0 min"),
        (timedelta(minutes=59), "due in 59 min"),
        (timedelta(minutes=60), "due in 1 h"),
        (timedelta(hours=47, minutes=59), "due in 47 h"),
        (timedelta(hours=48), "due in 2 days"),
        (timedelta(minutes=-1), "1 min late"),
        (timedelta(days=-3), "3 days late"),
    ],
)
def test_the_time_left_is_reported_in_the_unit_that_matters(left: timedelta, words: str) -> None:
    assert due_words(NOW + left, NOW) == words


def test_a_screen_reader_is_given_the_whole_line() -> None:
    known = words()
    known.returned, known.postponed = frozenset({ONE.id}), frozenset({ONE.id})
    case = listed_case(1, unit="Barnet")
    open_ = known.line(case, begun(case, grade="RI", referral_open=True))
    type_word = "Domestic abuse with a child"
    assert open_.accessible_text == (
        f"0001, {type_word}, In progress, 10%, graded, not complete, returned, not sure, "
        "Requires improvement, Referral open"
    )
    plain = words().line(case, None)
    assert plain.accessible_text == f"0001, {type_word}, Not started, Barnet"
    settled = known.line(case, begun(case, status=Status.COMPLETE))
    assert settled.accessible_text == f"0001, {type_word}, Complete, not sure, Returned"


def test_a_narrow_line_has_a_type_s_and_a_grade_s_short_words() -> None:
    line = words().line(TWO, begun(TWO, grade="RI"))
    assert (line.type, line.short_type) == ("Section 47 enquiry", "s.47")
    assert (line.grade, line.short_grade) == ("Requires improvement", "Req. improvement")


def test_without_a_moment_it_is_due_an_open_referral_says_how_urgent_it_is() -> None:
    known = words()
    urgent = begun(ONE, referral_open=True, referral_urgency="H24")
    assert known.line(ONE, urgent).referral == "Referral open · within 24 hours"
    assert known.line(ONE, begun(ONE, referral_open=True)).referral == "Referral open"
    known.due = {ONE.id: NOW}
    assert known.line(ONE, urgent).referral == "Referral open · within 24 hours"
