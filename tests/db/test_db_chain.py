"""The check finds damage and tampering, and names where."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from db_sample import AT, CODE, KEY, MOMENT, PERSON, SESSION, answer, filled, line

from db import chain, reading
from db.chain import CheckReport, check_file
from db.engine import Access, connect
from db.file import open_file
from db.statement import driver_of
from db.store import ReviewFile
from reviewer.app.store import StoredWorkbook
from reviewer.domain.case_actions import AnswerGiven, BlindGradeFixed, CaseCompleted
from reviewer.domain.decision import Decision, DecisionKind, Side
from reviewer.domain.event import GENESIS
from reviewer.domain.file_actions import ExportBegun, WordsRedacted, WorkbookMerged, WorkbookRemoved
from reviewer.domain.ids import Key, case_id
from reviewer.domain.message import Message
from reviewer.domain.register_log import decision_made
from reviewer.domain.review import Review
from reviewer.domain.submission import ExportStamp, Source

COPIED = "at, actor, action, case_id, facts, typed_digest, previous, hash FROM event LIMIT 1"
GRADE = "role.grade"
FIRST = case_id(CODE, 1)
EXPORT = ExportBegun(
    number=1, export="x", device="", final=False, with_references=False, protected=False
)


def merged(digest: str) -> WorkbookMerged:
    return WorkbookMerged(
        digest=digest, export="x", export_number=1, signer="A", new=1, replaced=0, unchanged=0
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a file with eight events: created, five answers, completed, exported."""
    file = tmp_path / "a.review"
    with filled(file) as store:
        answer(store, 1, "A1.1", "Y")
        answer(store, 1, "note", "first")
        answer(store, 1, "note", "second")
        answer(store, 2, "A1.1", "N")
        answer(store, 2, "A1.1", "")
        with store.transaction(MOMENT) as unit:
            before = store.review(FIRST, PERSON)
            review = Review(
                case=FIRST, reviewer=PERSON, answers=before.answers, completed=True, changed_at=AT
            )
            unit.put_review(review, {}, line(review))
            unit.log(CaseCompleted(), case=FIRST)
            event = unit.log(EXPORT)
            unit.add_export(
                ExportStamp(
                    id="x",
                    number=1,
                    at=AT,
                    log_head=event.hash,
                    issued_by=PERSON,
                    app_version="0",
                    final=False,
                )
            )
    return file


def checked(path: Path) -> CheckReport:
    with open_file(path, KEY, read_only=True) as store:
        return check_file(store)


def named_in(text: Message) -> str:
    """Return what a sentence names, in the order of its values."""
    return " ".join(str(value) for _, value in text.values)


def tampered(path: Path, *statements: str) -> list[tuple[str, str]]:
    """Change the file as somebody who has the key, and check it."""
    with closing(connect(path, KEY, Access.WRITE)) as connection:
        driver = driver_of(connection)
        driver.execute("PRAGMA foreign_keys = OFF")
        for (name,) in driver.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            driver.execute(f"DROP TRIGGER {name}")
        driver.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            driver.execute(statement)
    report = checked(path)
    assert not report.ok
    return [(problem.code, named_in(problem.text)) for problem in report.problems]


def test_a_sound_file_is_sound_for_reader_and_writer(path: Path) -> None:
    report = checked(path)
    assert report.problems == ()
    assert report.ok
    assert report.events == 8
    with open_file(path, KEY, person=PERSON, session_id=SESSION) as store:
        answer(store, 3, "A1.1", "Y")
        last = store.last_event()
        report = check_file(store)
        assert last is not None
        assert (report.ok, report.events, report.head) == (True, 9, last.hash)
        answer(store, 3, "A1.1", "N")
        with open_file(path, KEY, read_only=True) as reader:
            assert check_file(reader).ok


def test_an_empty_log_is_sound(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        store.read(lambda d: d.execute("DROP TRIGGER event_is_never_deleted"))
        store.read(lambda d: d.execute("DELETE FROM event"))
        report = check_file(store)
    assert (report.ok, report.events, report.head) == (True, 0, GENESIS)


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'Somebody'",
        "at = '2019'",
        "case_id = 'X'",
        "facts = replace(facts, 'note', 'other')",
        "facts = '{'",
        "facts = '[]'",
        "facts = '{}'",
        "typed_digest = 'ab'",
    ],
)
def test_a_changed_event_is_named(path: Path, change: str) -> None:
    found = tampered(path, f"UPDATE event SET {change} WHERE seq = 3")
    assert ("event-changed", "3") in found
    assert not [text for code, text in found if code == "event-changed" and text != "3"]


def test_an_action_that_is_none_is_a_changed_event(path: Path) -> None:
    found = tampered(path, "UPDATE event SET action = 'answered?' WHERE seq = 4")
    assert found[0] == ("event-changed", "4")


def test_words_that_the_search_has_and_nobody_typed_are_named(path: Path) -> None:
    found = tampered(path, "INSERT INTO typed (rowid, words) VALUES (1, 'other')")
    assert [code for code, _ in found] == ["index-differs"]
    assert case_id(CODE, 1) in found[0][1]


def test_a_changed_value_is_named(path: Path) -> None:
    found = tampered(
        path, "UPDATE event_typed SET fields = replace(fields, 'Y', 'N') WHERE seq = 2"
    )
    assert found == [
        ("value-changed", "2"),
        ("answers-differ", f"{FIRST} A1.1"),
    ]


def test_a_lost_value_is_named_unless_it_was_redacted(path: Path) -> None:
    lost = "DELETE FROM event_typed WHERE seq = 3"
    assert tampered(path, lost) == [("value-missing", f"3 answered {FIRST}")]
    with (
        open_file(path, KEY, person=PERSON, session_id=SESSION) as store,
        store.transaction(MOMENT) as unit,
    ):
        unit.log(WordsRedacted(event=3, reason_event=3, left={"answer": ""}), case=FIRST)
    assert checked(path).ok


def test_events_cut_out_are_named(path: Path) -> None:
    found = tampered(path, "DELETE FROM event WHERE seq IN (3, 4)")
    assert ("events-missing", "3 4") in found
    assert "structure-damaged" in {code for code, _ in found}


def test_cut_and_closed_up_events_are_out_of_place(path: Path) -> None:
    found = tampered(
        path,
        "DELETE FROM event_typed WHERE seq = 3",
        "DELETE FROM event WHERE seq = 3",
        "UPDATE event_typed SET seq = seq - 1 WHERE seq > 3",
        "UPDATE event SET seq = seq - 1 WHERE seq > 3",
    )
    assert ("event-out-of-place", "3 2") in found


def test_reordered_events_are_out_of_place(path: Path) -> None:
    found = tampered(
        path,
        "UPDATE event SET seq = -3 WHERE seq = 3",
        "UPDATE event SET seq = 3 WHERE seq = 4",
        "UPDATE event SET seq = 4 WHERE seq = -3",
    )
    texts = [text for _, text in found]
    assert "3 2" in texts
    assert "3" in texts
    assert "4" in texts


def test_an_inserted_event_is_named(path: Path) -> None:
    found = tampered(
        path,
        "INSERT INTO event SELECT 9, at, actor, action, case_id, facts, typed_digest, "
        "(SELECT hash FROM event WHERE seq = 8), hash FROM event WHERE seq = 7",
    )
    assert ("event-changed", "9") in found


def test_an_event_put_behind_a_gap_is_named(path: Path) -> None:
    found = tampered(path, f"INSERT INTO event SELECT 12, {COPIED}")
    assert ("events-missing", "9 11") in found


def test_a_log_cut_at_its_end_differs_from_the_tables(path: Path) -> None:
    found = tampered(path, "DELETE FROM event WHERE seq > 6")
    assert {code for code, _ in found} == {"state-differs", "export-unknown"}
    found = tampered(path, "DELETE FROM event_typed", "DELETE FROM event")
    assert {code for code, _ in found} == {"answers-differ", "state-differs", "export-unknown"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE answer SET value = 'N' WHERE key = 'A1.1'", "answers-differ"),
        ("DELETE FROM answer WHERE key = 'A1.1'", "answers-differ"),
        ("INSERT INTO answer", ""),
        ("UPDATE review SET completed = 0 WHERE case_id LIKE '%1'", "state-differs"),
        ("UPDATE review SET changed_at = '2018' WHERE case_id LIKE '%2'", "state-differs"),
        ("UPDATE review SET blind_grade = 'G' WHERE case_id LIKE '%1'", "blind-grade-differs"),
        (
            "UPDATE review SET person = 'b', reviewer = 'B' WHERE case_id LIKE '%1'",
            "answers-differ",
        ),
        ('UPDATE "case" SET listed = \'{"reference":"else"}\' WHERE position = 2', "list-changed"),
        ('DELETE FROM "case" WHERE position = 3', "list-changed"),
        ("UPDATE export SET log_head = 'ab'", "export-unknown"),
    ],
)
def test_tables_that_differ_from_the_log_are_named(path: Path, change: str, code: str) -> None:
    if not code:
        many = " UNION ALL ".join(
            f"SELECT '{FIRST}', 'a. inspector', 'k{n}', 'x'" for n in range(12)
        )
        ((code, text),) = tampered(path, f"INSERT INTO answer {many}")
        assert (code, text.count("k1")) == ("answers-differ", 3)
        assert "and 4 more" in text
        return
    found = tampered(path, change)
    assert code in {code for code, _ in found}
    assert not {"event-changed", "event-out-of-place"} & {code for code, _ in found}


def test_the_blind_grade_is_replayed(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        for value, blind in (("I", ""), ("RI", "RI"), ("G", "RI")):
            with store.transaction(MOMENT) as unit:
                answers = {Key(GRADE): value}
                review = Review(
                    case=FIRST, reviewer=PERSON, answers=answers, blind_grade=blind, changed_at=AT
                )
                unit.put_review(review, answers, line(review))
                given = AnswerGiven(key=Key(GRADE), answer=value)
                unit.log(given, case=FIRST, actor=PERSON.upper())
                if value == "RI":
                    fixed = BlindGradeFixed(grade="RI", revealed=True)
                    unit.log(fixed, case=FIRST, actor=PERSON.upper())
        assert check_file(store).ok


def test_a_changed_workbook_is_named(path: Path) -> None:
    source = Source(
        digest="0" * 64,
        name="a.xlsx",
        signer="A",
        fingerprint="ff",
        issued_by="A",
        export_id="x",
        export_number=1,
        exported_at=AT,
    )
    with open_file(path, KEY, person=PERSON, session_id=SESSION) as store:
        with store.transaction(MOMENT) as unit:
            unit.add_workbook(StoredWorkbook(source=source, content=b"PK"))
            unit.log(merged(source.digest))
        (problem,) = check_file(store).problems
    assert problem.code == "workbook-changed"


GONE, KEPT = (hashlib.sha256(content).hexdigest() for content in (b"PK1", b"PK2"))


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Return a register of two workbooks, one of them removed again, and a decision."""
    file = tmp_path / "r.review"
    contents = {GONE: b"PK1", KEPT: b"PK2"}
    decision = Decision(
        id="d1",
        case=FIRST,
        kind=DecisionKind.GRADE,
        grade="G",
        between=(Side(reviewer="A", digest="1"), Side(reviewer="B", digest="2")),
        moderator=PERSON,
        at=AT,
        reason="read again",
    )
    with filled(file) as store, store.transaction(MOMENT) as unit:
        for digest, content in contents.items():
            source = Source(
                digest=digest,
                name="a.xlsx",
                signer="A",
                fingerprint="ff",
                issued_by="A",
                export_id="x",
                export_number=1,
                exported_at=AT,
            )
            unit.add_workbook(StoredWorkbook(source=source, content=content))
            unit.log(merged(digest))
        unit.remove_workbook(GONE)
        unit.log(WorkbookRemoved(digest=GONE))
        unit.add_decision(decision)
        unit.log(decision_made(decision), case=FIRST)
    return file


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("DELETE FROM workbook", KEPT[:12]),
        ("UPDATE workbook SET digest = 'ab'", "ab"),
        ("DELETE FROM decision", "d1"),
        ("UPDATE decision SET reason = 'none'", "d1 "),
        (
            "UPDATE decision SET decided = json_set(decided, '$.grade', 'I')",
            "d1 ",
        ),
        (
            "UPDATE decision SET decided = json_set(decided, '$.between', json('[]'))",
            "d1 ",
        ),
        ("UPDATE decision SET id = 'd2'", "d2 "),
    ],
)
def test_a_register_that_differs_from_its_log_is_named(
    register: Path, change: str, named: str
) -> None:
    assert checked(register).problems == ()
    found = tampered(register, change)
    assert [text for code, text in found if code == "register-differs" and text.startswith(named)]


def test_another_form_in_the_file_is_named(path: Path) -> None:
    other = """replace(value, '"version":1', '"version":2')"""
    change = f"UPDATE meta SET value = {other} WHERE name = 'form'"
    assert [code for code, _ in tampered(path, change)] == ["form-changed"]


def test_flipped_bits_are_named_by_page(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[3 * 4096 + 50] ^= 1
    path.write_bytes(content)
    report = checked(path)
    assert not report.ok
    assert report.problems[0].code == "page-damaged"
    assert "page 4" in str(report.problems[0].text)


def test_an_old_page_put_back_is_found(path: Path) -> None:
    # Its authentication code is right: only the log can tell. It need not tell of the page that
    # says how far the index of the words reaches, nor of a part of it that no search needs here.
    old = path.read_bytes()
    with open_file(path, KEY, person=PERSON, session_id=SESSION) as store:
        answer(store, 1, "A1.1", "N", at="2018-01-13T08:00:00.000Z")
        answer(store, 1, "A1.2", "Quartz", at="2018-01-13T08:01:00.000Z")
    new = path.read_bytes()
    assert checked(path).ok
    changed = [n for n in range(0, len(old), 4096) if old[n : n + 4096] != new[n : n + 4096]]
    with open_file(path, KEY, read_only=True) as store:
        roots = dict(store.read(lambda d: d.execute("SELECT rootpage, name FROM sqlite_master")))
    silent = set()
    for start in changed[1:]:
        path.write_bytes(new[:start] + old[start : start + 4096] + new[start + 4096 :])
        if checked(path).ok:
            silent.add(roots[start // 4096 + 1])
            with open_file(path, KEY, read_only=True) as store:
                assert store.typed("quartz") == {case_id(CODE, 1)}
    assert len(changed) > 3
    assert silent <= {"meta", "typed_idx", "typed_docsize"}


def _raising(statement: str) -> Callable[[Path], None]:
    def run(path: Path) -> None:
        with closing(connect(path, KEY, Access.WRITE)) as connection:
            driver_of(connection).execute(statement)

    return run


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET actor = 'x' WHERE seq = 2",
        "DELETE FROM event WHERE seq = 8",
        "UPDATE event_typed SET fields = 'x' WHERE seq = 2",
        f"INSERT INTO event SELECT 3, {COPIED}",
        f"INSERT INTO event SELECT 0, {COPIED}",
    ],
)
def test_the_database_itself_refuses_to_change_the_log(path: Path, statement: str) -> None:
    with pytest.raises(Exception, match=r"append-only|constraint failed"):
        _raising(statement)(path)
    assert checked(path).ok


def test_a_long_log_is_read_in_stretches(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "EVENTS_AT_ONCE", 3)
    assert checked(path).events == 8
    assert checked(path).ok


def test_an_answer_given_while_a_file_is_checked_is_no_damage(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare, answered = chain._tables, []
    with open_file(path, KEY, person=PERSON, session_id=SESSION) as store:

        def interrupted(store: ReviewFile, log: chain._Log) -> list[chain.Problem]:
            if not answered:
                answered.append(answer(store, 1, "A1.1", "N"))
            return list(compare(store, log))

        monkeypatch.setattr(chain, "_tables", interrupted)
        assert check_file(store).problems == ()
    assert answered
