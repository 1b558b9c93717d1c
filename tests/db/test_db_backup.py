"""A backup opens before it counts; restoring and a new passphrase lose nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from db_sample import KEY, MOMENT, OTHER_KEY, PERSON, SALT, SESSION, answer, filled, make
from privacy import is_private

from db.backup import backup_file, restore_file
from db.chain import check_file
from db.engine import log_of
from db.file import open_file
from db.key import FileKey
from db.lock import LockedError
from db.passphrase import change_passphrase
from reviewer.domain.errors import WorldError
from reviewer.domain.file_actions import Proof

BY = Proof.OLD_PASSPHRASE


def answers_of(path: Path, key: FileKey = KEY) -> list[str]:
    with open_file(path, key, read_only=True) as store:
        assert check_file(store).problems == ()
        return [review.get("A1.1") for review in store.reviews()]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_backup_made_while_writing_is_whole_private_and_of_the_same_key(tmp_path: Path) -> None:
    path, copy = tmp_path / "a.review", tmp_path / "stick" / "copy.review"
    copy.parent.mkdir()
    with filled(path) as store:
        answer(store, 1, "A1.1", "Y")
        assert log_of(path).exists()
        backup_file(path, KEY, copy)
        answer(store, 2, "A1.1", "N")
    assert names(copy.parent) == {"copy.review"}
    assert is_private(copy)
    assert copy.read_bytes()[:16] == SALT
    assert answers_of(copy) == ["Y"]
    assert answers_of(path) == ["Y", "N"]
    with open_file(copy, KEY, person=PERSON, session_id=SESSION) as store:
        assert answer(store, 3, "A1.1", "Y") == 3


def test_a_backup_never_replaces_anything_silently(tmp_path: Path) -> None:
    path, copy = tmp_path / "a.review", tmp_path / "b.review"
    make(path)
    copy.write_bytes(b"precious")
    with pytest.raises(WorldError) as world:
        backup_file(path, KEY, copy)
    assert world.value.code == "file-exists"
    with pytest.raises(WorldError) as world:
        backup_file(path, KEY, path)
    assert world.value.code == "same-file"
    assert copy.read_bytes() == b"precious"
    backup_file(path, KEY, copy, replace=True)
    assert answers_of(copy) == []
    assert names(tmp_path) == {"a.review", "b.review"}


@pytest.mark.parametrize("with_wrong_key", [True, False])
def test_a_backup_that_fails_leaves_nothing(tmp_path: Path, *, with_wrong_key: bool) -> None:
    path = tmp_path / "a.review"
    make(path, 500)
    if not with_wrong_key:
        content = bytearray(path.read_bytes())
        content[-2000] ^= 1
        path.write_bytes(content)
    with pytest.raises(WorldError) as world:
        backup_file(path, OTHER_KEY if with_wrong_key else KEY, tmp_path / "b.review")
    assert world.value.code == ("wrong-passphrase" if with_wrong_key else "damaged")
    assert names(tmp_path) == {"a.review"}


def test_restoring_keeps_the_present_file_with_its_newest_changes(tmp_path: Path) -> None:
    path, copy = tmp_path / "a.review", tmp_path / "b.review"
    with filled(path) as store:
        answer(store, 1, "A1.1", "Y")
        backup_file(path, KEY, copy)
        answer(store, 2, "A1.1", "N")
        with pytest.raises(LockedError):
            restore_file(copy, KEY, path, now=MOMENT)
        crashed = path.read_bytes(), log_of(path).read_bytes()
    path.write_bytes(crashed[0])
    log_of(path).write_bytes(crashed[1])
    kept = restore_file(copy, KEY, path, now=MOMENT)
    assert kept == tmp_path / "a.before-restore-1.review"
    assert answers_of(path) == ["Y"]
    assert not log_of(path).exists()
    with open_file(kept, KEY, person=PERSON, session_id=SESSION):
        pass
    assert answers_of(kept) == ["Y", "N"]
    assert restore_file(kept, KEY, path, now=MOMENT) == tmp_path / "a.before-restore-2.review"
    assert answers_of(path) == ["Y", "N"]


def test_restoring_replaces_a_file_that_is_past_help(tmp_path: Path) -> None:
    path, copy = tmp_path / "a.review", tmp_path / "b.review"
    make(path)
    backup_file(path, KEY, copy)
    path.write_bytes(os.urandom(5000))
    restore_file(copy, KEY, path, now=MOMENT)
    assert answers_of(path) == []
    path.unlink()
    assert restore_file(copy, KEY, path, now=MOMENT) is None
    assert answers_of(path) == []


def test_a_bad_backup_changes_nothing(tmp_path: Path) -> None:
    path, bad = tmp_path / "a.review", tmp_path / "b.review"
    make(path)
    before = path.read_bytes()
    bad.write_bytes(os.urandom(9000))
    for backup, code in ((bad, "wrong-passphrase"), (path, "same-file")):
        with pytest.raises(WorldError) as world:
            restore_file(backup, KEY, path, now=MOMENT)
        assert world.value.code == code
    assert path.read_bytes() == before
    assert names(tmp_path) == {"a.review", "b.review"}


def test_a_new_passphrase_opens_the_file_and_the_old_one_does_not(tmp_path: Path) -> None:
    path, copy = tmp_path / "a.review", tmp_path / "b.review"
    with filled(path, 300) as store:
        answer(store, 1, "A1.1", "Y")
        with pytest.raises(LockedError):
            change_passphrase(path, KEY, OTHER_KEY, person=PERSON, by=BY, now=MOMENT)
    backup_file(path, KEY, copy)
    with pytest.raises(WorldError):
        change_passphrase(path, OTHER_KEY, KEY, person=PERSON, by=BY, now=MOMENT)
    change_passphrase(path, KEY, OTHER_KEY, person=PERSON, by=BY, now=MOMENT)
    assert names(tmp_path) == {"a.review", "b.review"}
    assert path.read_bytes()[:16] == SALT
    assert answers_of(path, OTHER_KEY) == ["Y"]
    with pytest.raises(WorldError) as world:
        open_file(path, KEY, read_only=True)
    assert world.value.code == "wrong-passphrase"
    assert answers_of(copy) == ["Y"]
    restore_file(copy, KEY, path, now=MOMENT)
    assert answers_of(path) == ["Y"]
