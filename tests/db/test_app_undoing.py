"""Undo and redo: one act of a person at a time, its answers and where its case stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from db_sample import CODE, KEY, PERSON, SALT, sample_cases, sample_inspection, sample_stamp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.chain import check_file
from db.file import creating, open_file
from db.store import ReviewFile
from reviewer.app.answering import answer, answer_many
from reviewer.app.case_notes import comment, postpone
from reviewer.app.completing import complete_case
from reviewer.app.demonstration.sample_answers import sample_answers
from reviewer.app.redacting import redact
from reviewer.app.undoing import acts_of, redo, undo
from reviewer.domain.case_actions import CaseReturned
from reviewer.domain.file_actions import FileCreated
from reviewer.domain.ids import CaseId, Key, SessionId, case_id
from reviewer.domain.returning import open_returns
from reviewer.domain.times import moment
from reviewer.forms.library import bundled_form

NOW = datetime(2018, 11, 5, 14, 2, 11, tzinfo=UTC)
FIRST, SECOND = case_id(CODE, 1), case_id(CODE, 2)
FORM = bundled_form("ncpi")
RATIONALE = Key("overall.rationale")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    cases = sample_cases(3)
    inspection = replace(sample_inspection(), form=FORM.stamp)
    target = tmp_path / "work.review"
    with (
        creating(target, KEY, salt=SALT, person=PERSON, session_id=SessionId("make")) as store,
        store.transaction(moment("2018-11-01T09:00:00.000Z")) as unit,
    ):
        unit.begin(inspection, FORM, sample_stamp(cases), cases)
        unit.log(FileCreated.of(inspection))
    return target


@pytest.fixture
def store(path: Path) -> Iterator[ReviewFile]:
    with open_file(path, KEY, person=PERSON, session_id=SessionId("one")) as opened:
        yield opened
        assert check_file(opened).ok


def state(store: ReviewFile, case: CaseId = FIRST) -> tuple[dict[Key, str], bool]:
    review = store.review(case, PERSON)
    return dict(review.answers), review.completed


def undo_last(store: ReviewFile, since: int = 0, *, now: datetime = NOW) -> bool:
    acts = acts_of(store, since).done
    if acts:
        undo(store, acts[-1], now=now)
    return bool(acts)


def redo_last(store: ReviewFile) -> bool:
    acts = acts_of(store, 0).undone
    if acts:
        redo(store, acts[-1], now=NOW)
    return bool(acts)


def whole(store: ReviewFile, case: CaseId = FIRST) -> None:
    given = sample_answers(FORM, store.case(case), PERSON, "RI", seed=1, today=date(2018, 11, 5))
    answer(store, case, given, now=NOW)


def test_what_was_answered_in_one_act_is_undone_and_done_again_in_one(store: ReviewFile) -> None:
    answer(store, FIRST, {Key("A1.1"): "Y"}, now=NOW)
    before = state(store)
    answer(store, FIRST, {Key("A1.1"): "N", Key("A1.2"): "Y", RATIONALE: "Some words"}, now=NOW)
    after = state(store)
    assert undo_last(store)
    assert state(store) == before
    assert redo_last(store)
    assert state(store) == after
    assert not redo_last(store)


def test_undo_stops_where_the_sitting_began(path: Path) -> None:
    with open_file(path, KEY, person=PERSON, session_id=SessionId("one")) as store:
        answer(store, FIRST, {Key("A1.1"): "Y"}, now=NOW)
    with open_file(path, KEY, person=PERSON, session_id=SessionId("two")) as store:
        last = store.last_event()
        assert last is not None
        answer(store, FIRST, {Key("A1.1"): "N"}, now=NOW)
        assert undo_last(store, last.seq)
        assert store.review(FIRST, PERSON).get("A1.1") == "Y"
        assert not undo_last(store, last.seq)
        assert store.review(FIRST, PERSON).get("A1.1") == "Y"


def test_the_last_act_is_undone_in_whichever_case_it_was(store: ReviewFile) -> None:
    answer(store, FIRST, {Key("A1.1"): "Y"}, now=NOW)
    answer(store, SECOND, {Key("A1.1"): "N"}, now=NOW)
    (*_, act) = acts_of(store, 0).done
    assert act.cases == (SECOND,)
    undo_last(store)
    (act,) = acts_of(store, 0).done
    assert act.cases == (FIRST,)


def test_one_act_on_several_cases_is_undone_whole(store: ReviewFile) -> None:
    values = {FIRST: {Key("A1.1"): "Y"}, SECOND: {Key("A1.1"): "N", Key("A1.2"): "Y"}}
    answer_many(store, values, now=NOW)
    undo_last(store)
    assert (state(store), state(store, SECOND)) == (({}, False), ({}, False))
    redo_last(store)
    assert state(store, SECOND)[0] == values[SECOND]


def test_an_answer_that_opened_a_complete_case_is_undone_with_its_status(
    store: ReviewFile,
) -> None:
    whole(store)
    complete_case(store, FIRST, now=NOW)
    complete = state(store)
    answer(store, FIRST, {RATIONALE: ""}, now=NOW)
    opened = state(store)
    assert not opened[1]
    undo_last(store)
    assert state(store) == complete
    redo_last(store)
    assert state(store) == opened


def test_completing_is_undone_and_done_again(store: ReviewFile) -> None:
    whole(store)
    postpone(store, FIRST, now=NOW)
    back = CaseReturned(
        decision="d1", moderator="A lead", decided_at=NOW.isoformat(), comment="Look again."
    )
    with store.transaction(NOW) as unit:
        unit.log(back, case=FIRST)
    complete_case(store, FIRST, now=NOW + timedelta(seconds=1))
    undo_last(store, now=NOW + timedelta(seconds=2))
    assert not state(store)[1]
    assert (store.postponed(), store.returned()) == ({FIRST}, {FIRST})
    (returned,) = open_returns(store.history(FIRST))
    assert returned.comment == "Look again."
    redo_last(store)
    assert state(store)[1]
    assert (store.postponed(), store.returned()) == (frozenset(), frozenset())


def test_a_new_answer_ends_what_could_be_done_again(store: ReviewFile) -> None:
    answer(store, FIRST, {Key("A1.1"): "Y"}, now=NOW)
    undo_last(store)
    answer(store, FIRST, {Key("A1.2"): "Y"}, now=NOW)
    assert not redo_last(store)
    undo_last(store)
    assert state(store) == ({}, False)


def test_redacted_words_do_not_come_back_by_undo(store: ReviewFile) -> None:
    answer(store, FIRST, {RATIONALE: "Spoke to the needle family"}, now=NOW)
    answer(store, FIRST, {RATIONALE: "Spoke to them"}, now=NOW + timedelta(hours=1))
    redact(store, FIRST, RATIONALE, "needle", "a name", now=NOW + timedelta(hours=2))
    assert not undo_last(store)


@pytest.mark.parametrize("where", ["an earlier text", "a comment"])
def test_undo_after_a_redaction_brings_back_what_was_there(store: ReviewFile, where: str) -> None:
    if where == "a comment":
        comment(store, FIRST, RATIONALE, "The needle family", now=NOW)
    else:
        answer(store, FIRST, {RATIONALE: "Spoke to the needle family"}, now=NOW)
    answer(store, FIRST, {RATIONALE: "Spoke to them"}, now=NOW + timedelta(hours=1))
    redact(store, FIRST, RATIONALE, "needle", "a name", now=NOW + timedelta(hours=2))
    answer(store, FIRST, {RATIONALE: "Spoke to nobody"}, now=NOW + timedelta(hours=3))
    undo_last(store)
    assert store.review(FIRST, PERSON).get(RATIONALE) == "Spoke to them"


STEPS = st.lists(
    st.one_of(
        st.just("undo"),
        st.just("redo"),
        st.dictionaries(
            st.sampled_from([Key("A1.1"), Key("A1.2"), Key("A2.1")]),
            st.sampled_from(["Y", "N", ""]),
            min_size=1,
        ),
    ),
    max_size=14,
)


@given(steps=STEPS)
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_undo_and_redo_go_back_and_forth_through_every_state(
    path: Path, steps: list[object]
) -> None:
    with open_file(path, KEY, person=PERSON, session_id=SessionId("one")) as store:
        last = store.last_event()
        since = last.seq if last else 0
        past, future = [state(store)], []
        for step in steps:
            acts = acts_of(store, since)
            if step == "undo" and acts.done:
                undo(store, acts.done[-1], now=NOW)
                future.append(past.pop())
            elif step == "redo" and acts.undone:
                redo(store, acts.undone[-1], now=NOW)
                past.append(future.pop())
            elif isinstance(step, dict):
                answer(store, FIRST, step, now=NOW)
                if state(store) != past[-1]:
                    past.append(state(store))
                    future.clear()
            assert state(store) == past[-1]
            assert len(acts_of(store, since).done) == len(past) - 1
        assert check_file(store).ok
