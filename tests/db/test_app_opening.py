"""Opening a file is an act of the log; where one was comes back and is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from db_sample import CODE, KEY, PERSON, answer, filled, make

from db.chain import check_file
from db.file import open_file
from reviewer.app.bookmarks import leave_bookmark
from reviewer.app.opening_entry import opening_entry
from reviewer.app.store import Bookmark
from reviewer.app.surroundings import LEAST_FREE, place_notices
from reviewer.domain.case_actions import AnswerGiven
from reviewer.domain.file_actions import FileOpened
from reviewer.domain.ids import Key, SessionId, case_id
from reviewer.domain.log_sentences import sentence
from reviewer.domain.times import moment, stamp

NOW = moment("2018-11-05T14:02:11.000Z")


def test_the_first_change_logs_the_opening_with_what_is_unsafe_about_the_place(
    tmp_path: Path,
) -> None:
    unsafe = place_notices(
        tmp_path / "a.review",
        free=lambda _: LEAST_FREE - 1,
        mounts=lambda: (("/", "ext4"), (str(tmp_path), "vfat")),
    )
    with filled(tmp_path / "a.review") as store:
        store.log_first(opening_entry(store, unsafe), now=NOW)
        answer(store, 1, "A1.1", "Y")
        answer(store, 2, "A1.1", "Y")
        events = list(store.events())
        assert [type(event.action) for event in events[1:]] == [
            *(FileOpened, AnswerGiven, AnswerGiven)
        ]
        assert (events[1].actor, events[1].at) == (PERSON, stamp(NOW))
        detail = "session session-, little room on the disk, on a USB drive or memory card"
        assert str(sentence(events[1].action)) == detail
        assert check_file(store).ok


def test_an_opening_that_changed_nothing_is_not_logged(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        before = store.last_event()
        store.log_first(opening_entry(store, ()), now=NOW)
        with pytest.raises(ZeroDivisionError), store.transaction():
            raise ZeroDivisionError
        assert store.last_event() == before
        answer(store, 1, "A1.1", "Y")
        assert [type(event.action) for event in store.events()][1] is FileOpened


def test_a_bookmark_comes_back_and_is_no_act_of_the_log(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    here = Bookmark(place="cases", case=case_id(CODE, 2), key=Key("A1.1"))
    with filled(path) as store:
        assert store.bookmark() is None
        before = store.last_event()
        leave_bookmark(store, Bookmark(place="log"))
        leave_bookmark(store, here)
        assert store.last_event() == before
    with open_file(path, KEY, read_only=True) as store:
        assert store.bookmark() == here
        assert check_file(store).ok


def test_an_unchanged_bookmark_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    make(path)
    here = Bookmark(place="summary")
    with open_file(path, KEY, person=PERSON, session_id=SessionId("s")) as store:
        leave_bookmark(store, here)
    with open_file(path, KEY, read_only=True) as store:
        leave_bookmark(store, here)  # a read-only file would refuse a transaction
