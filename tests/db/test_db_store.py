"""The store keeps what use cases hand it, whole or not at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from db_sample import (
    AT,
    CODE,
    KEY,
    MOMENT,
    PERSON,
    SESSION,
    answer,
    filled,
    line,
    make,
    sample_cases,
    sample_form,
    sample_inspection,
    sample_stamp,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from db.file import creating, open_file
from db.store import ReviewFile
from reviewer.app.exporting import log_of
from reviewer.app.store import Store, StoredWorkbook, Unit
from reviewer.domain.case_actions import AnswerGiven, CaseViewed
from reviewer.domain.decision import Decision, DecisionKind, Side
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.event import GENESIS, event_hash
from reviewer.domain.file_actions import ExportBegun, FileCreated
from reviewer.domain.grades import Status
from reviewer.domain.ids import CaseId, Key, SessionId, case_id
from reviewer.domain.inspection import FileKind
from reviewer.domain.review import Review
from reviewer.domain.submission import ExportStamp, Source

FIRST = case_id(CODE, 1)


def test_the_review_file_keeps_the_promise_of_the_store(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        promised: Store = store
        assert promised.session == SESSION
        with store.transaction(MOMENT) as unit:
            promise: Unit = unit
            assert promise.log(CaseViewed()).seq == 2


def test_what_a_file_begins_with_comes_back(tmp_path: Path) -> None:
    make(tmp_path / "a.review")
    with open_file(tmp_path / "a.review", KEY, read_only=True) as store:
        assert store.inspection() == sample_inspection()
        assert store.form() == sample_form()
        assert store.form().stamp == sample_form().stamp
        assert store.cases() == sample_cases()
        assert store.lists() == (sample_stamp(sample_cases()),)
        assert store.case(FIRST) == sample_cases()[0]
        assert store.reviews() == ()
        assert store.progress() == {}
        assert store.review(FIRST, PERSON) == Review(case=FIRST, reviewer=PERSON)


def test_an_unknown_case_is_refused(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store, pytest.raises(RefusalError) as refusal:
        store.case(CaseId("NCPI-TST-2018Q4-9999"))
    assert refusal.value.code == "unknown-case"


def test_reviews_come_back_in_the_order_of_the_list(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review", 12) as store:
        for position in (11, 2, 7):
            answer(store, position, "A1.1", f"{position}")
    with open_file(tmp_path / "a.review", KEY, read_only=True) as store:
        found = store.reviews()
        assert [r.case for r in found] == [case_id(CODE, p) for p in (2, 7, 11)]
        assert found[0].answers == {"A1.1": "2"}
        assert found[0].vector == {SESSION: 1}
        assert store.review(case_id(CODE, 7), "a.  INSPECTOR") == found[1]
        assert set(store.progress()) == {r.case for r in found}


def test_a_review_and_its_line_come_back_as_they_were_put(tmp_path: Path) -> None:
    review = Review(
        case=FIRST,
        reviewer=PERSON,
        answers={Key("A1.1"): "Y", Key("note"): "café\0=1+1"},
        completed=True,
        blind_grade="RI",
        vector={SessionId("s1"): 4, SessionId("s2"): 1},
        changed_at=AT,
    )
    progress = line(review, status=Status.COMPLETE, delay_days=62, referral_open=False)
    with filled(tmp_path / "a.review") as store:
        with store.transaction() as unit:
            unit.put_review(review, review.answers, progress)
        assert store.review(FIRST, PERSON) == review
        assert store.progress() == {FIRST: progress}
        assert repr(store.progress()[FIRST]) == repr(progress)  # True is True and not 1
        assert store.review(FIRST, PERSON).digest == review.digest


def test_an_empty_answer_clears_and_a_cleared_review_keeps_its_vector(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        answer(store, 1, "A1.1", "Y")
        answer(store, 1, "A1.1", "")
        assert store.review(FIRST, PERSON).answers == {}
        assert store.review(FIRST, PERSON).vector == {SESSION: 2}
        assert [review.touched for review in store.reviews()] == [False]


def test_progress_is_that_of_the_latest_review_of_each_case(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        answer(store, 1, "A1.1", "Y")
        answer(store, 2, "A1.1", "Y")
        with store.transaction() as unit:
            unit.put_inspection(replace(store.inspection(), person="B. Reader"))
        first = store.review(FIRST, PERSON)
        assert store.inspection().person == "B. Reader"
        assert store.progress()[FIRST] == line(first)
        vector = {**first.vector, SessionId("other"): 1}
        other = Review(case=FIRST, reviewer="b. reader", answers={Key("A1.1"): "N"}, vector=vector)
        with store.transaction() as unit:
            unit.put_review(other, other.answers, line(other, percent=70))
        assert store.progress()[FIRST].percent == 70
        assert len(store.progress()) == 2
        assert store.case_reviews(FIRST) == (first, other)
        assert [r.reviewer for r in store.reviews()] == ["b. reader", PERSON]
        assert store.earlier_reviews() == (first,)


def test_the_log_is_a_chain_and_streams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.reading.EVENTS_AT_ONCE", 4)
    with filled(tmp_path / "a.review") as store:
        for number in range(10):
            answer(store, 1, "A1.1", f"{number}")
        events = list(store.events())
        assert [e.seq for e in events] == list(range(1, 12))
        previous = GENESIS
        rows = store.read(
            lambda driver: driver.execute("SELECT * FROM event ORDER BY seq").fetchall()
        )
        for event, (*hashed, own_hash) in zip(events, rows, strict=True):
            assert hashed[-1] == previous
            assert event.hash == own_hash == event_hash(*hashed)
            previous = own_hash
        assert store.last_event() == events[-1]
        assert events[-1].action == AnswerGiven(key=Key("A1.1"), answer="9")
        assert events[0].action == FileCreated.of(store.inspection())


def test_the_log_continues_after_a_reopening(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        answer(store, 1, "A1.1", "Y")
        head = store.last_event()
    with open_file(tmp_path / "a.review", KEY, person=PERSON, session_id=SESSION) as store:
        assert answer(store, 2, "A1.1", "Y") == 3
        last = store.last_event()
        assert head is not None
        assert last is not None
        previous = store.read(lambda d: d.execute("SELECT previous FROM event WHERE seq = 3"))
        assert previous.fetchall() == [(head.hash,)]


def _write_and_fail(store: ReviewFile) -> None:
    with store.transaction(MOMENT) as unit:
        changed = replace(store.review(FIRST, PERSON), blind_grade="G")
        unit.put_review(changed, {Key("A1.1"): "N", Key("B"): "1"}, line(changed))
        unit.put_inspection(replace(store.inspection(), person="Nobody"))
        assert store.inspection().person == "Nobody"
        unit.log(CaseViewed())
        raise ZeroDivisionError


def test_an_error_undoes_the_whole_transaction(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        answer(store, 1, "A1.1", "Y")
        with pytest.raises(ZeroDivisionError):
            _write_and_fail(store)
        assert store.review(FIRST, PERSON).answers == {"A1.1": "Y"}
        assert store.review(FIRST, PERSON).blind_grade == ""
        assert store.inspection().person == PERSON
        assert [e.seq for e in store.events()] == [1, 2]
        assert answer(store, 1, "A1.1", "N") == 3


def test_a_unit_ends_with_its_block_and_blocks_do_not_nest(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        with store.transaction() as unit, pytest.raises(RuntimeError), store.transaction():
            pass
        with pytest.raises(RuntimeError):
            unit.log(CaseViewed())
        assert answer(store, 1, "A1.1", "Y") == 2


def test_half_a_character_is_refused_and_nothing_is_kept(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        with pytest.raises(RefusalError) as refusal:
            answer(store, 1, "A1.1", "half \ud83d")
        assert refusal.value.code == "bad-text"
        assert store.reviews() == ()
        assert answer(store, 1, "A1.1", "Y") == 2


def test_another_thread_waits_for_the_end_of_a_transaction(tmp_path: Path) -> None:
    seen: list[int] = []
    with filled(tmp_path / "a.review") as store:
        with store.transaction(MOMENT) as unit:
            reader = threading.Thread(target=lambda: seen.append(len(list(store.events()))))
            reader.start()
            unit.log(CaseViewed())
            unit.log(CaseViewed())
            assert seen == []
        reader.join(timeout=30)
    assert seen == [3]


EXPORT = ExportBegun(
    number=1, export="x1", device="", final=True, with_references=False, protected=False
)


def test_exports_and_log_lines_come_back(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        with store.transaction(MOMENT) as unit:
            begun = unit.log(EXPORT)
            stamp = ExportStamp(
                id="x1",
                number=1,
                at=AT,
                log_head=begun.hash,
                issued_by=PERSON,
                app_version="0.1",
                final=True,
            )
            unit.add_export(stamp)
        answer(store, 1, "A1.1", "Y")
        assert store.exports() == (stamp,)
        (shown,) = log_of(store)
        assert (shown.at, shown.action, shown.detail) == (AT, "export begun", "export 1, x1, final")
        assert shown.head == begun.hash


def _source(digest: str) -> Source:
    return Source(
        digest=digest,
        name="a.xlsx",
        signer="A",
        fingerprint="ff",
        issued_by=PERSON,
        export_id="x",
        export_number=2,
        exported_at=AT,
        merged_at=AT,
    )


def test_a_register_keeps_workbooks_and_decisions(tmp_path: Path) -> None:
    path = tmp_path / "team.review"
    with (
        creating(path, KEY, salt=bytes(16), person=PERSON, session_id=SESSION) as store,
        store.transaction() as unit,
    ):
        unit.begin(sample_inspection(FileKind.REGISTER), sample_form(), None, ())
    decision = Decision(
        id="d1",
        case=FIRST,
        kind=DecisionKind.SIDE,
        chosen=Side(reviewer="A", digest="1"),
        between=(Side(reviewer="A", digest="1"), Side(reviewer="B", digest="2")),
        moderator="Lead",
        at=AT,
        reason="because",
    )
    later = replace(decision, id="c2", kind=DecisionKind.GRADE, grade="G", chosen=None)
    with open_file(path, KEY, person=PERSON, session_id=SESSION) as store:
        assert store.cases() == ()
        assert store.lists() == ()
        with store.transaction() as unit:
            for digest in ("b", "a"):
                unit.add_workbook(StoredWorkbook(source=_source(digest), content=b"PK" * 9999))
            again = StoredWorkbook(source=replace(_source("a"), name="other"), content=b"other")
            unit.add_workbook(again)
            unit.add_decision(decision)
            unit.add_decision(later)
        assert store.sources() == (_source("a"), _source("b"))
        assert store.workbook("a") == b"PK" * 9999
        assert store.decisions() == (decision, later)
        with store.transaction() as unit:
            unit.remove_workbook("a")
        assert store.sources() == (_source("b"),)
        with pytest.raises(RefusalError) as refusal:
            store.workbook("a")
        assert refusal.value.code == "unknown-workbook"


def test_a_file_that_was_never_filled_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    with creating(path, KEY, salt=bytes(16), person=PERSON, session_id=SESSION):
        pass
    with open_file(path, KEY, read_only=True) as store, pytest.raises(WorldError) as world:
        store.inspection()
    assert world.value.code == "unfinished-file"


hostile = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReviewFile]:
    with filled(tmp_path_factory.mktemp("any") / "a.review") as store:
        yield store


@settings(deadline=None)
@given(value=hostile.filter(bool), key=hostile, grade=hostile, actor=hostile)
def test_any_text_comes_back_as_it_was(
    shared: ReviewFile, value: str, key: str, grade: str, actor: str
) -> None:
    before = shared.review(FIRST, PERSON)
    review = Review(
        case=FIRST,
        reviewer=PERSON,
        answers={Key(key): value},
        blind_grade=grade,
        vector={SessionId(key): 1},
        changed_at=actor,
    )
    given = AnswerGiven(key=Key(key), answer=value)
    cleared = dict.fromkeys(before.answers, "")
    with shared.transaction(MOMENT) as unit:
        unit.put_review(review, {**cleared, **review.answers}, line(review, grade=grade))
        event = unit.log(given, case=FIRST, actor=actor)
    assert shared.review(FIRST, PERSON) == review
    assert shared.reviews() == (review,)
    assert shared.last_event() == event
    assert (event.action, event.at) == (given, AT)
    assert shared.progress()[FIRST].grade == grade
