"""What is done to a case beside answering it: views, comments, corrections, additions."""

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
from reviewer.app.case_history import history_of
from reviewer.app.case_notes import comment, comments_of, postpone, take_back_comment
from reviewer.app.case_opening import record_view
from reviewer.app.completing import complete_case, reveal_force_grade
from reviewer.app.list_corrections import accepted_cases, add_case, correct_case, correctable_keys
from reviewer.app.redacting import redact
from reviewer.domain.action import Action
from reviewer.domain.case import list_digest
from reviewer.domain.case_actions import AnswerGiven, CaseAdded, CaseViewed
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import FileCreated
from reviewer.domain.ids import Key, SessionId, case_id
from reviewer.domain.times import moment
from reviewer.forms.library import bundled_form

NOW = datetime(2018, 11, 5, 14, 2, 11, tzinfo=UTC)
FIRST = case_id(CODE, 1)
JUDGED = {"overall.grade": "RI", "overall.rationale": "What decided the grade, in words. " * 3}
REFERENCE, UNIT, TYPE = Key("reference"), Key("unit"), Key("type")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    cases = tuple(
        replace(case, values={**case.values, Key("force_grade"): "G", Key("force_scale"): "GRI3"})
        for case in sample_cases(3)
    )
    form = bundled_form("ncpi")
    inspection = replace(sample_inspection(), form=form.stamp)
    target = tmp_path / "work.review"
    with (
        creating(target, KEY, salt=SALT, person=PERSON, session_id=SessionId("make")) as store,
        store.transaction(moment("2018-11-01T09:00:00.000Z")) as unit,
    ):
        unit.begin(inspection, form, sample_stamp(cases), cases)
        unit.log(FileCreated.of(inspection))
    return target


@pytest.fixture
def store(path: Path) -> Iterator[ReviewFile]:
    with opened(path) as store:
        yield store


def opened(path: Path, session: str = "one") -> ReviewFile:
    return open_file(path, KEY, person=PERSON, session_id=SessionId(session))


def actions(store: ReviewFile) -> list[Action]:
    return [event.action for event in store.history(FIRST)]


def test_a_view_is_logged_and_reading_a_case_is_not(store: ReviewFile) -> None:
    view_case(store, FIRST, now=NOW)
    assert actions(store) == []
    record_view(store, FIRST, now=NOW)
    assert actions(store) == [CaseViewed()]


def test_the_history_of_a_case_holds_its_own_events_only(store: ReviewFile) -> None:
    answer(store, FIRST, {"A1.1": "Y"}, now=NOW)
    answer(store, case_id(CODE, 2), {"A1.1": "N"}, now=NOW)
    assert actions(store) == [AnswerGiven(key=Key("A1.1"), answer="Y")]
    plan = store.read(
        lambda driver: driver.execute(
            "EXPLAIN QUERY PLAN SELECT seq FROM event WHERE case_id = 'x' AND case_id <> '' "
            "ORDER BY seq"
        ).fetchall()
    )
    assert "event_of_case" in str(plan)


def test_typed_texts_are_found_by_the_beginning_of_a_word_and_codes_are_not(
    store: ReviewFile,
) -> None:
    rows = '[{"stage": "ST1", "note": "Warrant delayed"}]'
    answer(store, FIRST, {"A1.1": "N", "A1.1.note": "No welfare check was made"}, now=NOW)
    answer(store, case_id(CODE, 2), {"delay.rows": rows}, now=NOW)
    assert store.typed("welf") == {FIRST}
    assert store.typed("WARRANT") == {case_id(CODE, 2)}
    assert store.typed("st1") == store.typed("stage") == frozenset()
    answer(store, FIRST, {"A1.1.note": "Nothing of the kind"}, now=NOW)
    assert store.typed("welf") == frozenset()


@pytest.mark.parametrize("odd", ['"', 'a"b OR c', "NEAR(", "*", "o'brien", "-x", "(", "col:word"])
def test_any_word_may_be_searched_for(store: ReviewFile, odd: str) -> None:
    assert store.typed(odd) == frozenset()


def test_redacted_words_leave_the_search(path: Path) -> None:
    with opened(path) as store:
        answer(store, FIRST, {"overall.rationale": "Spoke to the needle family"}, now=NOW)
        redact(store, FIRST, "overall.rationale", "needle", "a name", now=NOW)
        assert store.typed("needle") == frozenset()
        kept = store.read(lambda driver: driver.execute("SELECT block FROM typed_data").fetchall())
        assert b"needle" not in b"".join(bytes(row[0]) for row in kept)


def test_a_case_put_off_is_taken_up_again_by_hand_or_by_completing_it(store: ReviewFile) -> None:
    assert postpone(store, FIRST, now=NOW)
    assert store.postponed() == {FIRST}
    assert not postpone(store, FIRST, now=NOW)
    assert store.postponed() == frozenset()
    answer(store, FIRST, {"reviewable": "EXC", "exclusion": "X1"}, now=NOW)
    postpone(store, FIRST, now=NOW)
    complete_case(store, FIRST, now=NOW)
    assert store.postponed() == frozenset()


def test_a_comment_stays_at_its_item_until_it_is_removed(store: ReviewFile) -> None:
    first = comment(store, FIRST, "A1.1", "  Ask about the log. ", now=NOW)
    comment(store, FIRST, "delay.rows", "Days to check", now=NOW)
    found = comments_of(store, FIRST)
    assert [(c.key, c.text, c.author) for c in found] == [
        ("A1.1", "Ask about the log.", PERSON),
        ("delay.rows", "Days to check", PERSON),
    ]
    take_back_comment(store, FIRST, first.seq, now=NOW)
    assert [c.key for c in comments_of(store, FIRST)] == ["delay.rows"]
    with pytest.raises(RefusalError, match="no comment"):
        take_back_comment(store, FIRST, first.seq, now=NOW)
    assert check_file(store).ok


@pytest.mark.parametrize("bad", ["", "  ", "x" * 2_001, "half \ud800", "nul \0"])
def test_what_is_no_comment_is_refused(store: ReviewFile, bad: str) -> None:
    with pytest.raises(RefusalError):
        comment(store, FIRST, "A1.1", bad, now=NOW)
    assert actions(store) == []


def test_words_are_redacted_from_a_comment_at_a_rows_item(store: ReviewFile) -> None:
    comment(store, FIRST, "delay.rows", "Ask the needle family", now=NOW)
    redact(store, FIRST, "comment.delay.rows", "needle", "a name", now=NOW)
    assert [c.text for c in comments_of(store, FIRST)] == ["Ask the [redacted] family"]
    assert check_file(store).ok


def test_a_correction_is_logged_with_its_reason_and_the_list_stays_sound(path: Path) -> None:
    with opened(path) as store:
        correct_case(store, FIRST, {REFERENCE: "REF/99", UNIT: "Barnet"}, "typed wrongly", now=NOW)
        correct_case(store, FIRST, {REFERENCE: "REF/100"}, "and again", now=NOW)
        assert store.case(FIRST).reference == "REF/100"
        lines = history_of(store, FIRST, "case.reference")
        assert [(line.before, line.after, line.reason) for line in lines] == [
            ("REF/99", "REF/100", "and again"),
            ("REF/1", "REF/99", "typed wrongly"),
        ]
        assert [stamp.length for stamp in store.lists()] == [3]
        assert check_file(store).problems == ()


def test_the_accepted_list_is_given_back_whatever_was_corrected_or_added(
    store: ReviewFile,
) -> None:
    before = list_digest(store.cases())
    correct_case(store, FIRST, {REFERENCE: "REF/99"}, "typed wrongly", now=NOW)
    add_case(store, {REFERENCE: "NEW/1", TYPE: "DA"}, "found", random_below=lambda _: 0, now=NOW)
    assert list_digest(store.cases()) != before
    assert list_digest(accepted_cases(store)) == before == store.lists()[-1].digest


def test_a_list_value_changed_behind_the_log_is_found(path: Path) -> None:
    with opened(path) as store:
        correct_case(store, FIRST, {UNIT: "Barnet"}, "typed wrongly", now=NOW)
        with store.transaction() as unit:
            unit.put_case(replace(store.case(FIRST), values={**store.case(FIRST).values, UNIT: ""}))
        assert [p.code for p in check_file(store).problems] == ["list-value-differs"]


def test_a_reference_changed_without_a_correction_is_found(path: Path) -> None:
    with opened(path) as store:
        case = store.case(FIRST)
        with store.transaction() as unit:
            unit.put_case(replace(case, values={**case.values, REFERENCE: "REF/other"}))
        assert [p.code for p in check_file(store).problems] == ["list-changed"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({REFERENCE: "ref/2"}, "reference-twice"),
        ({REFERENCE: ""}, "value-missing"),
        ({TYPE: "NOPE"}, "bad-value"),
        ({Key("reported"): "31/02/2018"}, "bad-value"),
        ({Key("age"): "-1"}, "bad-value"),
        ({Key("force_grade"): "I"}, "not-correctable"),
        ({Key("nonsense"): "x"}, "unknown-key"),
    ],
)
def test_what_does_not_fit_the_list_is_refused_and_nothing_changes(
    store: ReviewFile, values: dict[Key, str], code: str
) -> None:
    before = store.case(FIRST)
    with pytest.raises(RefusalError) as refusal:
        correct_case(store, FIRST, values, "a reason", now=NOW)
    assert refusal.value.code == code
    assert store.case(FIRST) == before
    assert actions(store) == []


def test_a_correction_without_a_reason_is_refused(store: ReviewFile) -> None:
    with pytest.raises(RefusalError):
        correct_case(store, FIRST, {UNIT: "Barnet"}, "  ", now=NOW)


def test_dates_are_taken_as_days_and_months(store: ReviewFile) -> None:
    reported, closed = Key("reported"), Key("closed")
    correct_case(store, FIRST, {reported: "5/1/2018", closed: "03/2018"}, "from the log", now=NOW)
    case = store.case(FIRST)
    assert (case.get("reported"), case.get("closed")) == ("2018-01-05", "2018-03")


def test_the_force_s_grade_is_corrected_only_after_it_was_revealed(store: ReviewFile) -> None:
    answer(store, FIRST, JUDGED, now=NOW)
    assert Key("force_grade") not in correctable_keys(store, FIRST, now=NOW)
    reveal_force_grade(store, FIRST, now=NOW)
    assert Key("force_grade") in correctable_keys(store, FIRST, now=NOW)


def test_a_corrected_type_asks_for_other_areas_at_once(store: ReviewFile) -> None:
    answer(store, FIRST, {"A1.1": "Y"}, now=NOW)
    before = store.progress()[FIRST]
    correct_case(store, FIRST, {TYPE: "CUST"}, "it was in custody", now=NOW)
    after = store.progress()[FIRST]
    assert after.type == "CUST"
    assert after.unanswered != before.unanswered
    assert check_file(store).ok


def test_a_case_added_on_site_is_no_part_of_the_accepted_list(path: Path) -> None:
    with opened(path) as store:
        drawn = iter([77, 77, 78])
        case = add_case(
            store,
            {REFERENCE: "NEW/1", TYPE: "da"},
            "replaces 0002",
            now=NOW,
            random_below=lambda _: next(drawn),
        )
        assert case.id == f"{CODE}-1000077"
        assert store.cases()[-1] == case
        answer(store, case.id, {"A1.1": "Y"}, now=NOW)
        assert [stamp.length for stamp in store.lists()] == [3]
        assert check_file(store).problems == ()
        (line,) = (h for h in history_of(store, case.id) if isinstance(h.action, CaseAdded))
        assert line.reason == "replaces 0002"
        with pytest.raises(RefusalError, match="has this reference"):
            add_case(store, {REFERENCE: "new/1", TYPE: "DA"}, "x", now=NOW)
        values = {REFERENCE: "NEW/2", TYPE: "DA"}
        other = add_case(store, values, "x", now=NOW, random_below=lambda _: next(drawn))
        assert other.id == f"{CODE}-1000078"


def test_the_history_of_the_force_s_grade_is_withheld_like_the_grade(store: ReviewFile) -> None:
    answer(store, FIRST, {"A1.1": "Y", **JUDGED}, now=NOW)
    reveal_force_grade(store, FIRST, now=NOW)
    correct_case(store, FIRST, {Key("force_grade"): "I"}, "misread", now=NOW)
    assert history_of(store, FIRST, "case.force_grade")
    lines = history_of(store, FIRST, "A1.1")
    assert [(line.before, line.after) for line in lines] == [("", "Y")]
