"""Words typed by mistake leave every place a person can type into, and the chain shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from db_sample import CODE, KEY, PERSON, SALT, sample_cases, sample_inspection, sample_stamp

from db.chain import check_file
from db.file import creating, open_file
from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.app.case_history import history_of
from reviewer.app.case_notes import comment, comments_of
from reviewer.app.drafting import keep_draft
from reviewer.app.earlier_visits import keep_earlier_visit
from reviewer.app.handing_over import hand_over
from reviewer.app.list_corrections import accepted_cases, add_case, correct_case
from reviewer.app.redacting import redact
from reviewer.domain.case import list_digest
from reviewer.domain.case_actions import CaseReturned
from reviewer.domain.decision import Decision, DecisionKind
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import FileCreated, PrintMade, Printout
from reviewer.domain.ids import Key, SessionId, case_id
from reviewer.domain.inspection import EarlierVisit, FileKind
from reviewer.domain.log_sentences import sentences
from reviewer.domain.register_log import decision_made
from reviewer.domain.returning import open_returns
from reviewer.domain.times import moment, stamp
from reviewer.forms.library import bundled_form

NOW = datetime(2018, 11, 5, 14, 2, 11, tzinfo=UTC)
FIRST, SECOND = case_id(CODE, 1), case_id(CODE, 2)
REFERENCE, UNIT, TYPE = Key("reference"), Key("unit"), Key("type")
TEXT = Key("overall.rationale")
NAME = "Quixotina Sample"


def make(path: Path, kind: FileKind = FileKind.REVIEW, unit_of_list: str = "Barnet") -> Path:
    cases = tuple(
        replace(case, values={**case.values, UNIT: unit_of_list}) for case in sample_cases(3)
    )
    form = bundled_form("ncpi")
    about = replace(sample_inspection(kind), form=form.stamp)
    with (
        creating(path, KEY, salt=SALT, person=PERSON, session_id=SessionId("make")) as store,
        store.transaction(moment("2018-11-01T09:00:00.000Z")) as unit,
    ):
        if kind is FileKind.REVIEW:
            unit.begin(about, form, sample_stamp(cases), cases)
        else:
            unit.begin(about, form, None, ())
        unit.log(FileCreated.of(about))
    return path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ReviewFile]:
    with opened(make(tmp_path / "work.review")) as store:
        yield store


def opened(path: Path) -> ReviewFile:
    return open_file(path, KEY, person=PERSON, session_id=SessionId("one"))


def given_back(store: ReviewFile, comment: str) -> None:
    back = CaseReturned(decision="d1", moderator="M. Lead", decided_at=stamp(NOW), comment=comment)
    with store.transaction(NOW) as unit:
        unit.log(back, case=FIRST)


def decided(store: ReviewFile, reason: str, id_: str = "d1") -> None:
    decision = Decision(
        id=id_,
        case=FIRST,
        kind=DecisionKind.GRADE,
        grade="RI",
        between=(),
        moderator="M. Lead",
        at=stamp(NOW),
        reason=reason,
    )
    with store.transaction(NOW) as unit:
        unit.add_decision(decision)
        unit.log(decision_made(decision), case=FIRST, actor="M. Lead")


def everything(store: ReviewFile) -> str:
    """All text a table holds, whatever its name: nothing is forgotten that was added later."""

    def read(driver: object) -> str:
        run = driver.execute  # type: ignore[attr-defined]  # the driver's connection
        tables = [row[0] for row in run("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [row for table in tables for row in run(f'SELECT * FROM "{table}"')]
        held = [
            v.decode("utf-8", "replace") if isinstance(v, bytes) else v for r in rows for v in r
        ]
        return "\n".join(map(str, held)).casefold()

    return store.read(read)


def type_everywhere(store: ReviewFile) -> None:
    """Type the name into whatever takes a person's text."""
    answer(store, FIRST, {TEXT: f"{NAME} waited"}, now=NOW)
    answer(store, FIRST, {TEXT: "The child waited"}, now=NOW)
    answer(store, SECOND, {"A1.1": "N", "A1.1.note": f"Nobody asked {NAME} anything"}, now=NOW)
    rows = f'[{{"stage":"ST1","note":"until {NAME} came"}}]'
    answer(store, FIRST, {"delay.flag": "DEL_UNNEC", "delay.rows": rows}, now=NOW)
    comment(store, FIRST, "A1.1", f"Ask {NAME.upper()}", now=NOW)
    correct_case(store, FIRST, {UNIT: f"Brent, {NAME}"}, f"{NAME} said so", now=NOW)
    correct_case(store, FIRST, {UNIT: "Brent"}, "no name here", now=NOW)
    new = {REFERENCE: "NEW/1", TYPE: "DA", UNIT: f"of {NAME}"}
    add_case(store, new, f"found by {NAME}", random_below=lambda _: 0, now=NOW)
    given_back(store, f"Look at {NAME} again")
    visit = EarlierVisit(label=f"of {NAME}", graded=10, below_good=5)
    keep_earlier_visit(store, visit, now=NOW)
    hand_over(store, "B. Inspector", f"{NAME} is known to her", now=NOW)
    answer(store, FIRST, {"A1.2": "Y"}, now=NOW)
    keep_draft(store, SECOND, Key("A1.2.note"), f"and {NAME}", now=NOW)
    answer(store, SECOND, {TEXT: "Mr Specimen called"}, now=NOW)
    redact(store, SECOND, TEXT, "Mr Specimen", f"not {NAME}, another", now=NOW)


def test_a_name_leaves_the_whole_file_at_once(store: ReviewFile) -> None:
    type_everywhere(store)
    assert everything(store).count("quixotina") > 12
    done = redact(store, "", "", NAME, "a name typed by mistake", now=NOW + timedelta(hours=1))
    assert "quixotina" not in everything(store)
    assert "mr specimen" not in everything(store)
    assert (done.values, done.reviews, done.cases, done.drafts) == (11, 4, 1, 1)
    assert done.returned
    assert check_file(store).problems == ()
    assert store.typed("quixotina") == frozenset()
    assert store.typed("waited") == {FIRST}
    assert [c.text for c in comments_of(store, FIRST)] == ["Ask [redacted]"]
    (waiting,) = open_returns(store.history(FIRST))
    assert waiting.comment == "Look at [redacted] again"
    assert store.case(FIRST).get(UNIT) == "Brent"
    assert [visit.label for visit in store.inspection().earlier] == ["of [redacted]"]
    assert [d.text for d in store.drafts()] == ["and [redacted]"]
    with pytest.raises(RefusalError) as refused:
        redact(store, "", "", NAME, "again", now=NOW)
    assert refused.value.code == "not-there"


def test_the_log_and_the_history_tell_the_reason_and_what_is_left(store: ReviewFile) -> None:
    type_everywhere(store)
    redact(store, "", "", NAME, "a name", now=NOW + timedelta(hours=1))
    events = tuple(store.events())
    details = [str(detail) for e, detail in zip(events, sentences(events), strict=True) if e.case]
    assert "value of event 2: a name" in details
    assert "reason: not [redacted], another" in details
    over = next(d for d in map(str, sentences(events)) if d.startswith("from A. Inspector"))
    assert over == "from A. Inspector to B. Inspector: [redacted] is known to her"
    assert any("“of [redacted]”" in str(one) for one in sentences(events))
    lines = history_of(store, FIRST, "case.unit")
    assert [(line.before, line.after, line.reason) for line in reversed(lines)] == [
        ("Barnet", "Brent, [redacted]", "[redacted] said so"),
        ("Brent, [redacted]", "Brent", "no name here"),
        ("", "", "a name"),
        ("", "", "a name"),
    ]
    answers = [line.after for line in history_of(store, FIRST, TEXT)]
    assert answers == ["", "The child waited", "[redacted] waited"]


def test_what_is_redacted_is_redacted_again_with_other_words(store: ReviewFile) -> None:
    comment(store, FIRST, "A1.1", f"{NAME} met Al Specimen", now=NOW)
    given_back(store, f"{NAME} met Al Specimen")
    for words in (NAME, "Al Specimen"):
        redact(store, FIRST, "", words, "a name", now=NOW)
    assert [c.text for c in comments_of(store, FIRST)] == ["[redacted] met [redacted]"]
    (waiting,) = open_returns(store.history(FIRST))
    assert waiting.comment == "[redacted] met [redacted]"
    assert "specimen" not in everything(store)
    assert check_file(store).problems == ()


@pytest.mark.parametrize("key", ["returned", "list", "comment.A1.1", TEXT])
def test_a_key_narrows_what_is_removed(store: ReviewFile, key: str) -> None:
    type_everywhere(store)
    before = everything(store).count("quixotina")
    done = redact(store, FIRST, key, NAME, "a name", now=NOW)
    assert done.values >= 1
    assert 0 < everything(store).count("quixotina") < before
    assert check_file(store).problems == ()


def test_a_name_that_the_forces_list_held_leaves_it_too(tmp_path: Path) -> None:
    with opened(make(tmp_path / "a.review", unit_of_list=f"{NAME}'s unit")) as store:
        done = redact(store, SECOND, "list", NAME, "a name", now=NOW)
        assert (done.values, done.cases) == (0, 1)
        assert store.case(SECOND).get(UNIT) == "[redacted]'s unit"
        assert NAME in store.case(FIRST).get(UNIT)
        (line,) = history_of(store, SECOND, "case.unit")
        assert (line.after, line.reason) == ("[redacted]'s unit", "a name")
        assert check_file(store).problems == ()
        assert list_digest(accepted_cases(store)) == store.lists()[-1].digest


def test_a_list_whose_reference_was_redacted_is_sound_and_named_by_no_digest(
    store: ReviewFile,
) -> None:
    correct_case(store, FIRST, {REFERENCE: f"{NAME}/1"}, "typed", now=NOW)
    correct_case(store, FIRST, {REFERENCE: "REF/1b"}, "a name", now=NOW)
    redact(store, FIRST, "list", NAME, "a name", now=NOW)
    assert list_digest(accepted_cases(store)) == store.lists()[-1].digest
    redact(store, FIRST, "list", "REF", "it named a child", now=NOW)
    assert check_file(store).problems == ()
    with pytest.raises(RefusalError, match="redacted"):
        accepted_cases(store)


def test_a_list_value_changed_behind_the_log_is_found_after_a_redaction_too(
    store: ReviewFile,
) -> None:
    correct_case(store, FIRST, {UNIT: f"Brent, {NAME}"}, "typed", now=NOW)
    redact(store, FIRST, "list", NAME, "a name", now=NOW)
    assert store.case(FIRST).get(UNIT) == "Brent, [redacted]"
    assert check_file(store).problems == ()
    with store.transaction() as unit:
        unit.put_case(replace(store.case(FIRST), values={**store.case(FIRST).values, UNIT: "B"}))
    assert [p.code for p in check_file(store).problems] == ["list-value-differs"]


def test_codes_dates_and_names_of_staff_are_no_typed_texts(store: ReviewFile) -> None:
    answer(store, FIRST, {"A1.1": "Y", "delay.flag": "DEL_UNNEC"}, now=NOW)
    correct_case(store, FIRST, {TYPE: "S47", Key("reported"): "12/01/2018"}, "typed", now=NOW)
    for words in ("DEL_UNNEC", "S47", "2018-01-12", PERSON):
        with pytest.raises(RefusalError) as refused:
            redact(store, "", "", words, "a try", now=NOW)
        assert refused.value.code == "not-there"


def test_only_what_can_have_travelled_is_said_to_be_in_workbooks(store: ReviewFile) -> None:
    comment(store, FIRST, "A1.1", f"Ask {NAME}", now=NOW)
    later = NOW + timedelta(minutes=1)
    printed = PrintMade(
        printout=Printout.CASES,
        cases=2,
        copy=None,
        copies=None,
        with_references=False,
        signed=False,
        pages=2,
    )
    with store.transaction(later) as unit:
        unit.log(printed)
    assert redact(store, FIRST, "", NAME, "a name", now=NOW).prints == ()
    answer(store, FIRST, {TEXT: f"{NAME} waited"}, now=NOW)
    assert redact(store, FIRST, "", NAME, "a name", now=NOW).prints == (stamp(later),)


def test_a_registers_decisions_are_redacted_and_its_workbooks_are_not(tmp_path: Path) -> None:
    with opened(make(tmp_path / "team.review", FileKind.REGISTER)) as store:
        decided(store, f"{NAME} was not seen")
        decided(store, "nobody was seen", "d2")
        for key in ("list", TEXT):
            with pytest.raises(RefusalError, match="signed workbooks"):
                redact(store, FIRST, key, NAME, "a name", now=NOW)
        done = redact(store, FIRST, "decision", NAME, "a name", now=NOW)
        assert done.values == 1
        reasons = [decision.reason for decision in store.decisions()]
        assert reasons == ["[redacted] was not seen", "nobody was seen"]
        assert "quixotina" not in everything(store)
        assert check_file(store).problems == ()
        with pytest.raises(RefusalError) as refused:
            redact(store, "", "", NAME, "a name", now=NOW)
        assert refused.value.code == "not-there"
        with store.transaction() as unit:
            unit.add_decision(replace(store.decisions()[0], reason="another"))
        assert [p.code for p in check_file(store).problems] == ["register-differs"]


def test_only_whole_words_are_removed(store: ReviewFile) -> None:
    answer(store, FIRST, {TEXT: "Ann planned it; ann's plan, Ann-Marie, ANN."}, now=NOW)
    redact(store, FIRST, TEXT, "ann", "a name", now=NOW)
    kept = store.review(FIRST, PERSON).get(TEXT)
    assert kept == "[redacted] planned it; [redacted]'s plan, [redacted]-Marie, [redacted]."
    with pytest.raises(RefusalError) as refused:
        redact(store, FIRST, TEXT, "lan", "a name", now=NOW)
    assert refused.value.code == "not-there"
