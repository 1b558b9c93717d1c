"""Any actions come back from a real file as they were logged, and any change of them is found."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from action_sample import actions, json_values
from db_sample import KEY, MOMENT, PERSON, filled, make
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from db.chain import check_file
from db.engine import Access, connect
from db.file import open_file
from db.statement import driver_of
from db.store import ReviewFile
from reviewer.domain.action import Action, UnknownAction
from reviewer.domain.case_actions import (
    AnswerGiven,
    CommentWritten,
    DecisionMade,
    ListValueCorrected,
)
from reviewer.domain.decision import DecisionKind, Side
from reviewer.domain.event import typed_text
from reviewer.domain.file_actions import (
    EarlierVisitKept,
    ExportBegun,
    FileHandedOver,
    WorkbookMerged,
)
from reviewer.domain.ids import CaseId, Key

SIDE = Side(reviewer="A", digest="1")
LOGGED: tuple[Action, ...] = (
    AnswerGiven(key=Key("A1.1"), answer="Y"),
    CommentWritten(key=Key("A1.2"), text="a remark"),
    ListValueCorrected(key=Key("unit"), before="Barnet", after="Brent", reason="misread"),
    DecisionMade(
        decision="d1",
        about=DecisionKind.GRADE,
        grade="G",
        chosen=SIDE,
        between=(SIDE, Side(reviewer="B", digest="2")),
        reason="read again",
    ),
    FileHandedOver(before="A", after="B", reason="leave"),
    EarlierVisitKept(graded=10, below_good=5, source="", label="2015"),
    ExportBegun(
        number=1, export="e", device="L7", final=True, with_references=False, protected=True
    ),
    WorkbookMerged(
        digest="ab", export="e", export_number=1, signer="A", new=1, replaced=0, unchanged=2
    ),
)
"""What a person typed, nested values, numbers, truths and lists are among their fields."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReviewFile]:
    with filled(tmp_path_factory.mktemp("any") / "a.review") as store:
        yield store


@settings(deadline=None)
@given(logged=st.lists(st.tuples(actions, st.text(max_size=20), st.text()), max_size=8))
def test_any_sequence_of_actions_comes_back_as_it_was_logged(
    shared: ReviewFile, logged: list[tuple[Action, str, str]]
) -> None:
    last = shared.last_event()
    assert last is not None
    with shared.transaction(MOMENT) as unit:
        events = [unit.log(action, case=case, actor=actor) for action, case, actor in logged]
    assert [e for e in shared.events() if e.seq > last.seq] == events
    for event, (action, case, actor) in zip(events, logged, strict=True):
        assert (event.action, event.case, event.actor) == (action, case, actor or PERSON)
        of_its_kind = shared.events(type(action))
        assert event in of_its_kind
        if case:
            assert event in shared.history(CaseId(case))
            assert event in shared.history(CaseId(case), type(action))


def problems(path: Path) -> list[tuple[str, str]]:
    with open_file(path, KEY, read_only=True) as store:
        report = check_file(store)
    return [(p.code, str(p.text)) for p in report.problems if p.code.startswith(("event", "value"))]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with an event of each of `LOGGED`, from number 2."""
    path = tmp_path_factory.mktemp("sound") / "a.review"
    make(path)
    with (
        open_file(path, KEY, person=PERSON, session_id="s") as store,
        store.transaction(MOMENT) as unit,
    ):
        for action in LOGGED:
            unit.log(action)
    assert problems(path) == []
    with closing(connect(path, KEY, Access.WRITE)) as connection:
        run = driver_of(connection).execute
        for (name,) in run("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            run(f"DROP TRIGGER {name}")
    return path


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), place=st.integers(0, len(LOGGED) - 1), value=json_values)
def test_any_change_of_a_typed_field_is_found_and_named(
    sound: Path, data: st.DataObject, place: int, value: object
) -> None:
    action, seq = LOGGED[place], place + 2
    name = data.draw(st.sampled_from([*action.facts, *action.redactable]))
    table, column, code = (
        ("event_typed", "fields", "value-changed")
        if name in action.redactable
        else ("event", "facts", "event-changed")
    )
    path = sound.with_name("changed.review")
    shutil.copy(sound, path)
    with closing(connect(path, KEY, Access.WRITE)) as connection:
        run = driver_of(connection).execute
        (text,) = run(f"SELECT {column} FROM {table} WHERE seq = ?", (seq,)).fetchone()
        held = json.loads(text)
        assume(held[name] != value or type(held[name]) is not type(value))
        changed = json.dumps({**held, name: value}, ensure_ascii=False)
        run(f"UPDATE {table} SET {column} = ? WHERE seq = ?", (changed, seq))
    found = problems(path)
    assert code in {code for code, _ in found}
    assert all(f" {seq} " in f"{text[:-1]} " for _, text in found), found


def test_an_action_of_a_newer_version_leaves_the_file_sound(tmp_path: Path) -> None:
    later = UnknownAction(recorded="signed off", known={"by": "A"}, typed={"why": "complete"})
    with filled(tmp_path / "a.review") as store:
        with store.transaction(MOMENT) as unit:
            event = unit.log(later)
        assert check_file(store).problems == ()
        assert store.last_event() == event
        assert store.read(
            lambda driver: driver.execute(
                "SELECT action, facts FROM event WHERE seq = 2"
            ).fetchall()
        ) == [("signed off", '{"by":"A"}')]
        assert typed_text(later) == '{"why":"complete"}'


def test_an_action_with_other_fields_than_its_kind_in_a_sound_chain_is_named(
    tmp_path: Path,
) -> None:
    wrong = UnknownAction(recorded=AnswerGiven.kind, known={"item": "A1.1"}, typed={"answer": "Y"})
    with filled(tmp_path / "a.review") as store:
        with store.transaction(MOMENT) as unit:
            unit.log(wrong)
        assert [p.code for p in check_file(store).problems] == ["event-unreadable"]


def test_a_transaction_without_a_moment_logs_nothing(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        with pytest.raises(RuntimeError, match="moment"), store.transaction() as unit:
            unit.log(LOGGED[0])
        assert len(tuple(store.events())) == 1


def test_a_handover_is_logged_by_who_hands_over_and_the_next_act_by_who_takes_over(
    tmp_path: Path,
) -> None:
    with filled(tmp_path / "a.review") as store:
        for person in ("B", "C"):
            with store.transaction(MOMENT) as unit:
                before = store.inspection()
                unit.put_inspection(replace(before, person=person))
                unit.log(FileHandedOver(before=before.person, after=person, reason="leave"))
        assert [event.actor for event in store.events()] == [PERSON, PERSON, "B"]
