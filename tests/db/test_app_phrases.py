"""A reader's own phrases: in the encrypted file alone, carried by hand, redacted with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from db_sample import KEY, PERSON, make
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.file import open_file
from db.store import ReviewFile
from reviewer.app.phrases import (
    MOST_PHRASES,
    PHRASE_LIMIT,
    add_phrase,
    export_phrases,
    import_phrases,
    remove_phrase,
)
from reviewer.app.redacting import redact
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.file_actions import PhrasesWritten, RedactionReasoned
from reviewer.domain.identifier import IdentifiersError
from reviewer.domain.ids import CaseId, SessionId

NOW = datetime(2018, 11, 5, 14, 2, 11, tzinfo=UTC)
NAME = "Quixotina Sample"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ReviewFile]:
    path = tmp_path / "a.review"
    make(path, 3)
    with open_file(path, KEY, person=PERSON, session_id=SessionId("5")) as opened:
        yield opened


def test_phrases_begin_empty_and_are_there_when_the_file_is_opened_again(
    store: ReviewFile,
) -> None:
    assert store.phrases() == ()
    add_phrase(store, "  No entry on file.\r\n\r\nNone at all. ")
    add_phrase(store, "Seen by a social worker.")
    add_phrase(store, "No entry on file.\nNone at all.")
    path = store.path
    store.close()
    with open_file(path, KEY, read_only=True) as again:
        assert again.phrases() == ("No entry on file.\nNone at all.", "Seen by a social worker.")
    assert b"No entry" not in path.read_bytes()


@pytest.mark.parametrize("bad", ["", "  \n ", "x" * (PHRASE_LIMIT + 1), "a\0b"])
def test_what_is_no_phrase_is_refused(store: ReviewFile, bad: str) -> None:
    with pytest.raises(RefusalError):
        add_phrase(store, bad)
    assert store.phrases() == ()


def test_half_a_character_is_refused(store: ReviewFile) -> None:
    with pytest.raises(RefusalError):
        add_phrase(store, "half \ud800 of one")
    assert store.phrases() == ()


def test_a_set_is_exported_and_imported_with_what_is_there_already(
    store: ReviewFile, tmp_path: Path
) -> None:
    for phrase in ("First.", "Second,\nof two lines.", "Third."):
        add_phrase(store, phrase)
    out = tmp_path / "set.txt"
    assert export_phrases(store, out, now=NOW) == 3
    assert [e.action for e in store.events(PhrasesWritten)] == [PhrasesWritten(phrases=3)]
    before = store.phrases()
    remove_phrase(store, "Third.")
    windows = out.read_bytes().replace(b"\n", b"\r\n")
    assert import_phrases(store, b"\xef\xbb\xbf" + windows) == 1
    assert store.phrases() == before
    assert import_phrases(store, windows) == 0
    out.write_text("the reader's own notes", "utf-8")
    with pytest.raises(WorldError):
        export_phrases(store, out, now=NOW)
    assert out.read_text("utf-8") == "the reader's own notes"


@pytest.mark.parametrize(
    "bad",
    [
        b"\xff\xfe\x00",
        b"PK\x03\x04" + bytes(200),
        b"x" * (PHRASE_LIMIT + 1),
        b"\n\n".join(b"%d" % n for n in range(MOST_PHRASES + 1)),
        b"x" * 5_000_000,
    ],
)
def test_a_set_with_anything_wrong_in_it_brings_nothing(store: ReviewFile, bad: bytes) -> None:
    add_phrase(store, "Mine.")
    with pytest.raises(RefusalError):
        import_phrases(store, bad)
    assert store.phrases() == ("Mine.",)


def test_a_phrase_that_names_somebody_leaves_only_with_a_reason(
    store: ReviewFile, tmp_path: Path
) -> None:
    add_phrase(store, "Ring Mrs Kowalska on 07911 123456.")
    out = tmp_path / "set.txt"
    with pytest.raises(IdentifiersError):
        export_phrases(store, out, now=NOW)
    assert not out.exists()
    assert export_phrases(store, out, now=NOW, keep_identifiers="my own contact") == 1


@pytest.mark.parametrize("key", ["", "phrases"])
def test_words_are_redacted_in_phrases_and_the_log_says_why(
    store: ReviewFile, tmp_path: Path, key: str
) -> None:
    add_phrase(store, f"As {NAME} told us.")
    add_phrase(store, "Nothing of a person.")
    done = redact(store, "", key, NAME, "a name typed by mistake", now=NOW)
    assert done.phrases == 1
    assert NAME not in " ".join(store.phrases())
    assert "Nothing of a person." in store.phrases()
    reasons = [e.action for e in store.events(RedactionReasoned)]
    assert [a.reason for a in reasons if isinstance(a, RedactionReasoned)] == [
        "a name typed by mistake"
    ]


def test_a_redaction_of_one_case_leaves_the_phrases(store: ReviewFile) -> None:
    add_phrase(store, f"As {NAME} told us.")
    first = store.cases()[0].id
    with pytest.raises(RefusalError):
        redact(store, CaseId(first), "", NAME, "a name typed by mistake", now=NOW)
    assert NAME in store.phrases()[0]


texts = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=60
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts, max_size=6))
def test_whatever_was_kept_comes_back_from_its_own_set(
    store: ReviewFile, tmp_path: Path, wanted: list[str]
) -> None:
    for phrase in store.phrases():
        remove_phrase(store, phrase)
    for text in wanted:
        if text.strip():
            try:
                add_phrase(store, text)
            except RefusalError:
                continue
    before = store.phrases()
    if before:
        out = tmp_path / "set.txt"
        export_phrases(store, out, now=NOW, replace=True, keep_identifiers="synthetic")
        for phrase in before:
            remove_phrase(store, phrase)
        import_phrases(store, out.read_bytes())
        assert store.phrases() == before
