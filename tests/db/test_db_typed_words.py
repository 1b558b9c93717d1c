"""The search in typed texts: whatever was answered, undone or killed, it finds what counts."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from db_sample import CODE, KEY, MOMENT, PERSON, SESSION, answer, line, make
from hypothesis import given, settings
from hypothesis import strategies as st

from db.chain import check_file
from db.file import open_file
from db.store import ReviewFile
from reviewer.app.completing import reopen
from reviewer.app.handing_over import hand_over
from reviewer.app.redacting import redact
from reviewer.domain.case_actions import CaseCompleted
from reviewer.domain.ids import CaseId, case_id

WORDS = ("quartz", "heron", "lantern")
CASES = 3
NOW = datetime(2018, 11, 5, 14, 2, 11, tzinfo=UTC)

_texts = st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join)
_acts = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.integers(1, CASES), _texts),
        st.tuples(st.sampled_from(["close", "kill", "search", "read"])),
    ),
    max_size=12,
)


def opened(path: Path, *, read_only: bool = False) -> ReviewFile:
    if read_only:
        return open_file(path, KEY, read_only=True)
    return open_file(path, KEY, person=PERSON, session_id=SESSION)


def standing(store: ReviewFile) -> dict[str, set[CaseId]]:
    """What is in the answers, without any index."""
    typed = {r.case: r.get("A1.2").split() for r in store.reviews()}
    return {word: {case for case, words in typed.items() if word in words} for word in WORDS}


def found(store: ReviewFile) -> dict[str, set[CaseId]]:
    return {word: set(store.typed(word[:4])) for word in WORDS}


@settings(max_examples=40, deadline=None)
@given(_acts)
def test_a_search_finds_the_current_text_wherever_the_index_was_left(
    acts: list[tuple[object, ...]],
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.review"
        make(path, CASES)
        store = opened(path)
        reader = opened(path, read_only=True)
        try:
            for number, (act, *particulars) in enumerate(acts):
                match act:
                    case "answer":
                        position, text = particulars
                        assert isinstance(position, int)
                        answer(store, position, "A1.2", str(text))
                    case "close":
                        reader.close()
                        store.close()
                        store, reader = opened(path), opened(path, read_only=True)
                    case "kill":
                        path = killed(path, Path(folder) / f"{number}.review")
                        reader.close()
                        store.close()
                        store, reader = opened(path), opened(path, read_only=True)
                    case "search":
                        assert found(store) == standing(store)
                    case _:
                        assert found(reader) == standing(store)
            assert found(store) == found(reader) == standing(store)
        finally:
            reader.close()
            store.close()


def killed(path: Path, as_left: Path) -> Path:
    """Copy a file as a program that is killed leaves it: with its log, its index not written."""
    shutil.copy(path, as_left)
    log = path.with_name(f"{path.name}-wal")
    if log.exists():
        shutil.copy(log, as_left.with_name(f"{as_left.name}-wal"))
    return as_left


def test_closing_writes_the_words_into_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    make(path, CASES)
    with opened(path) as store:
        answer(store, 2, "A1.2", "quartz")
    with opened(path, read_only=True) as store:
        held = store.read(lambda d: d.execute("SELECT rowid, words FROM typed").fetchall())
    assert held == [(2, "quartz")]


def test_a_case_that_is_only_reopened_after_a_handover_is_indexed_as_it_is(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.review"
    make(path, CASES)
    first = case_id(CODE, 1)
    with opened(path) as store:
        answer(store, 1, "A1.2", "heron")
        with store.transaction(MOMENT) as unit:
            review = replace(store.review(first, PERSON), completed=True)
            unit.put_review(review, {}, line(review))
            unit.log(CaseCompleted(), case=first)
    with opened(path) as store:
        hand_over(store, "B. Reader", "leave", now=NOW)
        with store.transaction(NOW) as unit:
            reopen(store, unit, first, person="B. Reader", now=NOW)
    with opened(path, read_only=True) as store:
        assert not check_file(store).problems
        assert store.typed("hero") == {first}


def test_words_that_are_redacted_leave_the_index_in_memory_too(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    make(path, CASES)
    with opened(path) as store:
        answer(store, 1, "A1.2", "quartz heron")
        assert found(store) == standing(store)
        memory = store._words._since
        assert memory is not None
        redact(store, "", "", "quartz", "a name", now=datetime(2018, 1, 29, tzinfo=UTC))
        assert store._words._since is None
        assert found(store) == standing(store)
        kept = store._words._since.execute("SELECT count(*) FROM typed").fetchone()
        assert kept == (0,)
