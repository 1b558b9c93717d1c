"""What is being typed is on the disk before it is an answer, and gone once it is one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from db_sample import AT, CODE, KEY, PERSON, SALT, SESSION, sample_cases, sample_stamp

from db.chain import check_file
from db.engine import log_of
from db.file import creating, open_file
from db.store import ReviewFile
from reviewer.app.answer_sheets import load_answers
from reviewer.app.answering import answer
from reviewer.app.drafting import (
    DRAFT_LIMIT,
    Dialog,
    dialog_fields,
    drafts_of,
    drop_dialog,
    drop_draft,
    keep_dialog,
    keep_draft,
)
from reviewer.app.handing_over import hand_over
from reviewer.app.redacting import redact
from reviewer.app.store import Draft
from reviewer.domain.case_actions import AnswerGiven
from reviewer.domain.errors import RefusalError
from reviewer.domain.event import typed_text
from reviewer.domain.file_actions import FileCreated
from reviewer.domain.ids import CaseId, Key, case_id
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.forms.library import bundled_form

NOW = datetime(2018, 1, 29, 14, 2, 11, tzinfo=UTC)
FIRST = case_id(CODE, 1)
TEXT = Key("overall.rationale")
ITEM = Key("A1.1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Make a file with the bundled form, which has texts to type."""
    form, cases = bundled_form("ncpi"), sample_cases()
    about = Inspection(
        code=CODE,
        force="Sample Constabulary",
        marking="OFFICIAL-SENSITIVE",
        form=form.stamp,
        kind=FileKind.REVIEW,
        person=PERSON,
    )
    file = tmp_path / "a.review"
    with (
        creating(file, KEY, salt=SALT, person=PERSON, session_id=SESSION) as store,
        store.transaction(NOW) as unit,
    ):
        unit.begin(about, form, sample_stamp(cases), cases)
        unit.log(FileCreated.of(about))
    return file


@pytest.fixture
def store(path: Path) -> Iterator[ReviewFile]:
    """Open that file for writing."""
    with open_file(path, KEY, person=PERSON, session_id=SESSION) as opened:
        yield opened


def test_a_draft_survives_the_program_and_is_readable_nowhere(
    store: ReviewFile, path: Path, tmp_path: Path
) -> None:
    keep_draft(store, FIRST, TEXT, "half a sen", now=NOW)
    keep_draft(store, FIRST, TEXT, "half a sentence", now=NOW)
    (tmp_path / "crash").mkdir()
    copy = tmp_path / "crash" / path.name
    for each, to in ((path, copy), (log_of(path), log_of(copy))):
        to.write_bytes(each.read_bytes())
        assert b"half a sen" not in to.read_bytes()
    with open_file(copy, KEY, person=PERSON, session_id=SESSION) as after:
        kept = drafts_of(after, FIRST)
        assert {key: draft.text for key, draft in kept.items()} == {TEXT: "half a sentence"}
        assert check_file(after).ok
        assert after.review(FIRST, PERSON).answers == {}
        assert drafts_of(after, case_id(CODE, 2)) == {}


def test_leaving_the_field_makes_one_event_and_drops_the_draft(store: ReviewFile) -> None:
    for text in ("a", "ab", "abc"):
        keep_draft(store, FIRST, TEXT, text, now=NOW)
    keep_draft(store, FIRST, Key("A1.1.note"), "other", now=NOW)
    answer(store, FIRST, {TEXT: "abc"}, now=NOW)
    assert [draft.key for draft in store.drafts()] == ["A1.1.note"]
    assert [type(event.action) for event in store.events()] == [FileCreated, AnswerGiven]
    keep_draft(store, FIRST, TEXT, "abcd", now=NOW)
    answer(store, FIRST, {TEXT: "abc"}, now=NOW)
    drop_draft(store, FIRST, Key("A1.1.note"))
    assert store.drafts() == ()
    last = store.last_event()
    assert last is not None
    assert last.seq == 2


def test_a_draft_is_of_a_case_and_of_a_text(store: ReviewFile) -> None:
    for case, key, text in (
        (FIRST, "A1.1", "Y"),
        (CaseId("X-1"), TEXT, "a"),
        (FIRST, "no.key", "a"),
        (FIRST, TEXT, "a" * (DRAFT_LIMIT + 1)),
    ):
        with pytest.raises(RefusalError):
            keep_draft(store, case, Key(key), text, now=NOW)
    assert store.drafts() == ()


def test_a_file_is_not_handed_over_with_a_text_that_would_be_nobodys(store: ReviewFile) -> None:
    keep_draft(store, FIRST, TEXT, "half", now=NOW)
    with pytest.raises(RefusalError) as refusal:
        hand_over(store, "B. Reader", "leave", now=NOW)
    assert FIRST in str(refusal.value)
    assert store.inspection().person == PERSON


def test_what_is_typed_into_a_dialog_is_a_draft_of_its_own(store: ReviewFile) -> None:
    keep_draft(store, FIRST, TEXT, "an answer", now=NOW)
    keep_dialog(store, Dialog.LIST_VALUES, FIRST, {"reason": "half", "value-unit": "B"}, now=NOW)
    keep_dialog(store, Dialog.ADDED_CASE, "", {"reason": "found"}, now=NOW)
    keep_dialog(store, Dialog.LIST_VALUES, FIRST, {"reason": "half a", "value-unit": "B"}, now=NOW)
    assert dialog_fields(store, Dialog.LIST_VALUES, FIRST) == {
        "reason": "half a",
        "value-unit": "B",
    }
    assert dialog_fields(store, Dialog.ADDED_CASE, "") == {"reason": "found"}
    assert list(drafts_of(store, FIRST)) == [TEXT]
    drop_dialog(store, Dialog.LIST_VALUES, FIRST)
    assert dialog_fields(store, Dialog.LIST_VALUES, FIRST) == {}
    assert check_file(store).problems == ()
    with pytest.raises(RefusalError):
        keep_dialog(store, Dialog.ADDED_CASE, "", {"reason": "a" * (DRAFT_LIMIT + 1)}, now=NOW)


def test_a_dialog_about_a_case_keeps_a_file_from_being_handed_over(store: ReviewFile) -> None:
    keep_dialog(store, Dialog.HANDOVER, "", {"handover-to": "B. Reader"}, now=NOW)
    keep_dialog(store, Dialog.COMMENT, FIRST, {"comment-text": "half"}, key=ITEM, now=NOW)
    with pytest.raises(RefusalError, match=FIRST):
        hand_over(store, "B. Reader", "leave", now=NOW)
    drop_dialog(store, Dialog.COMMENT, FIRST, key=ITEM)
    hand_over(store, "B. Reader", "leave", now=NOW)


def test_a_case_that_is_being_added_keeps_a_file_from_being_handed_over(store: ReviewFile) -> None:
    keep_dialog(store, Dialog.ADDED_CASE, "", {"value-reference": "half"}, now=NOW)
    with pytest.raises(RefusalError, match="a case to be added"):
        hand_over(store, "B. Reader", "leave", now=NOW)


def test_words_are_removed_from_what_is_typed_into_a_dialog(store: ReviewFile) -> None:
    keep_dialog(store, Dialog.COMMENT, FIRST, {"comment-text": "ask Jo Sample"}, key=ITEM, now=NOW)
    assert redact(store, FIRST, "", "jo sample", "a name", now=NOW).drafts == 1
    assert dialog_fields(store, Dialog.COMMENT, FIRST, key=ITEM) == {
        "comment-text": "ask [redacted]"
    }


def test_words_are_removed_from_drafts_and_from_what_is_left_of_a_text(
    store: ReviewFile,
) -> None:
    keep_draft(store, FIRST, TEXT, "said Jo  SAMPLE", now=NOW)
    done = redact(store, FIRST, TEXT, "jo sample", "a name", now=NOW)
    assert (done.values, done.drafts) == (0, 1)
    assert [draft.text for draft in store.drafts()] == ["said [redacted]"]
    answer(store, FIRST, {TEXT: "Jo Sample met Al Specimen"}, now=NOW)
    redact(store, FIRST, TEXT, "Jo Sample", "a name", now=NOW)
    done = redact(store, FIRST, TEXT, "Al Specimen", "a name", now=NOW)
    assert done.values == 1
    assert store.review(FIRST, PERSON).get(TEXT) == "[redacted] met [redacted]"
    held = [typed for event in store.events() if (typed := typed_text(event.action))]
    assert held == [
        '{"reason":"a name"}',
        '{"reason":"a name"}',
        '{"left":{"answer":"[redacted] met [redacted]"}}',
    ]
    assert check_file(store).ok


def test_an_index_of_replaced_texts_is_sound_and_forgets_what_was_removed(
    store: ReviewFile,
) -> None:
    """FTS5's own secure-delete failed this: hundreds of texts replaced, then checked."""
    for number in range(300):
        case = case_id(CODE, 1 + number % 3)
        answer(store, case, {TEXT: f"specimen {number} " + "word " * (number * 37 % 400)}, now=NOW)
    answer(store, FIRST, {TEXT: "Quixotina Sample was named"}, now=NOW)
    answer(store, FIRST, {TEXT: "nobody was named"}, now=NOW)
    assert check_file(store).problems == ()
    redact(store, FIRST, TEXT, "Quixotina Sample", "a name", now=NOW)
    held = store.read(lambda d: d.execute("SELECT block FROM typed_data").fetchall())
    assert not [block for (block,) in held if b"uixotina" in block]
    assert store.typed("nobody") == {FIRST}
    assert check_file(store).problems == ()


def test_a_sheet_of_answers_takes_no_draft_away(store: ReviewFile) -> None:
    answer(store, FIRST, {TEXT: "as the sheet has it"}, now=NOW)
    keep_draft(store, FIRST, TEXT, "as the sheet has it, and more that was typed", now=NOW)
    sheet = f"case,{TEXT}\n{FIRST},as the sheet has it\n".encode()
    assert load_answers(store, sheet, now=NOW).problems == ()
    assert [draft.text for draft in store.drafts()] == [
        "as the sheet has it, and more that was typed"
    ]
    answer(store, FIRST, {TEXT: "as the sheet has it"}, now=NOW)
    assert store.drafts() == ()


def test_no_name_of_an_item_makes_its_text_a_dialogs(store: ReviewFile) -> None:
    with store.transaction() as unit:
        unit.put_draft(Draft(case=FIRST, key=Key("list"), text="an answer", at=AT))
    keep_dialog(store, Dialog.LIST_VALUES, FIRST, {"reason": "half"}, now=NOW)
    drop_dialog(store, Dialog.LIST_VALUES, FIRST)
    assert list(drafts_of(store, FIRST)) == ["list"]
    assert dialog_fields(store, Dialog.LIST_VALUES, FIRST) == {}
