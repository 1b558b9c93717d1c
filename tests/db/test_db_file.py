"""A file is made whole or not at all, opens for its key only, and is complete when closed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from db_sample import CODE, KEY, MOMENT, OTHER_KEY, PERSON, SALT, SESSION, answer, filled, make
from privacy import is_private

from db.chain import check_file
from db.engine import Access, _write_ahead, connect, log_of
from db.file import creating, open_file
from db.lock import LockedError, lock_file
from db.statement import driver_of
from reviewer.domain.case_actions import CaseViewed
from reviewer.domain.errors import WorldError
from reviewer.domain.ids import SessionId, case_id

ROOT = Path(__file__).parents[2]


def code_of_opening(path: Path, *, read_only: bool) -> str:
    with pytest.raises(WorldError) as world:
        open_file(path, KEY, read_only=read_only, person=PERSON, session_id=SESSION)
    assert str(world.value).count("\n") == 0
    return world.value.code


def test_a_closed_file_is_complete_by_itself_and_private(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        answer(store, 1, "A1.1", "Y")
        beside = {path.name for path in tmp_path.iterdir()}
        assert beside == {"a.review", "a.review-wal", "a.review-shm", ".a.review.lock"}
        for path in tmp_path.iterdir():
            assert is_private(path), path.name
    assert [path.name for path in tmp_path.iterdir()] == ["a.review"]
    assert (tmp_path / "a.review").read_bytes()[:16] == SALT


def test_reading_leaves_nothing_beside_the_file(tmp_path: Path) -> None:
    make(tmp_path / "a.review")
    before = (tmp_path / "a.review").read_bytes()
    with open_file(tmp_path / "a.review", KEY, read_only=True) as store:
        assert len(store.cases()) == 3
        with pytest.raises(WorldError) as world, store.transaction():
            pass
    assert world.value.code == "read-only"
    assert [path.name for path in tmp_path.iterdir()] == ["a.review"]
    assert (tmp_path / "a.review").read_bytes() == before


def test_a_reader_sees_what_the_writer_saved(tmp_path: Path) -> None:
    with (
        filled(tmp_path / "a.review") as writer,
        open_file(tmp_path / "a.review", KEY, read_only=True) as reader,
    ):
        answer(writer, 1, "A1.1", "Y")
        assert reader.review(writer.cases()[0].id, PERSON).answers == {"A1.1": "Y"}


def test_closing_while_somebody_reads_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    make(path)
    with open_file(path, KEY, read_only=True) as reader:
        with open_file(path, KEY, person=PERSON, session_id=SESSION) as writer:
            answer(writer, 1, "A1.1", "Y")
            events = reader.events()
            assert next(events).seq == 1
        assert len(reader.reviews()) == 1
    with open_file(path, KEY, person=PERSON, session_id=SESSION) as writer:
        assert len(writer.reviews()) == 1
    assert [found.name for found in tmp_path.iterdir()] == ["a.review"]


@pytest.mark.parametrize("read_only", [True, False])
def test_the_wrong_key_is_reported_and_changes_nothing(tmp_path: Path, *, read_only: bool) -> None:
    path = tmp_path / "a.review"
    make(path, key=OTHER_KEY)
    before = path.read_bytes()
    assert code_of_opening(path, read_only=read_only) == "wrong-passphrase"
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["a.review"]


@pytest.mark.parametrize("read_only", [True, False])
def test_what_is_no_review_file_is_reported(tmp_path: Path, *, read_only: bool) -> None:
    plain = tmp_path / "plain.review"
    with closing(sqlite3.connect(plain)) as database:
        database.execute("CREATE TABLE t (a)")
    zipped = tmp_path / "zip.review"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("a", os.urandom(9000))
    (tmp_path / "text.review").write_text("Caf\u00e9, one line\n" * 900)
    (tmp_path / "short.review").write_bytes(os.urandom(100))
    (tmp_path / "empty.review").write_bytes(b"")
    (tmp_path / "folder.review").mkdir()
    for path in sorted(tmp_path.glob("*.review")):
        assert code_of_opening(path, read_only=read_only) == "not-a-review-file", path.name
    (tmp_path / "random.review").write_bytes(os.urandom(9000))
    assert code_of_opening(tmp_path / "random.review", read_only=read_only) == "wrong-passphrase"
    assert code_of_opening(tmp_path / "none.review", read_only=read_only) == "no-such-file"


def _changed_by_hand(path: Path, sql: str) -> None:
    with closing(connect(path, KEY, Access.WRITE)) as connection:
        database = driver_of(connection)
        database.execute(sql)
        database.execute("PRAGMA journal_mode = DELETE").fetchall()


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    make(tmp_path / "a.review")
    _changed_by_hand(tmp_path / "a.review", "PRAGMA user_version = 2")
    assert code_of_opening(tmp_path / "a.review", read_only=False) == "newer-file"
    assert code_of_opening(tmp_path / "a.review", read_only=True) == "newer-file"
    assert [found.name for found in tmp_path.iterdir()] == ["a.review"]


def test_another_programs_encrypted_file_is_refused(tmp_path: Path) -> None:
    make(tmp_path / "a.review")
    _changed_by_hand(tmp_path / "a.review", "PRAGMA application_id = 5")
    assert code_of_opening(tmp_path / "a.review", read_only=True) == "not-a-review-file"


def test_a_damaged_page_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    make(path, 2000)
    content = bytearray(path.read_bytes())
    for start in range(len(content) // 2 // 4096 * 4096, len(content), 4096):
        content[start + 99] ^= 1
    path.write_bytes(content)
    with open_file(path, KEY, read_only=True) as store, pytest.raises(WorldError) as world:
        store.cases()
    assert world.value.code == "damaged"


def test_a_second_writer_is_told_who_has_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    with filled(path):
        link = path
        if os.name == "posix":  # elsewhere few people may make links
            link = tmp_path / "link.review"
            link.symlink_to(path)
        for name in (path, link):
            with pytest.raises(LockedError) as locked:
                open_file(name, KEY, person="B", session_id=SessionId("s2"))
            assert locked.value.person == PERSON
            assert locked.value.program.startswith("Reviewer")
            assert PERSON in str(locked.value)
            assert "read-only" in str(locked.value)
        with open_file(link, KEY, read_only=True) as reader:
            assert len(reader.cases()) == 3
    with open_file(path, KEY, person="B", session_id=SessionId("s2")) as store:
        assert store.session == "s2"


def test_a_lock_file_left_by_a_crash_locks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    make(path)
    lock_file(path).write_bytes(b"\xff not ours")
    with open_file(path, KEY, person=PERSON, session_id=SESSION) as store:
        assert b"not ours" not in lock_file(path).read_bytes()
        assert answer(store, 1, "A1.1", "Y") == 2
    assert not lock_file(path).exists()


def test_a_strange_lock_file_still_names_nobody_wrongly(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    with filled(path):
        lock_file(path).write_bytes(b" []")
        with pytest.raises(LockedError) as locked:
            open_file(path, KEY, person="B", session_id=SessionId("s2"))
    assert "somebody" in str(locked.value)


def test_a_file_with_a_second_name_is_read_and_not_written_to(tmp_path: Path) -> None:
    first, second = tmp_path / "a.review", tmp_path / "b.review"
    make(first)
    second.hardlink_to(first)
    for name in (first, second):
        assert code_of_opening(name, read_only=False) == "several-names"
        open_file(name, KEY, read_only=True).close()
    second.unlink()
    open_file(first, KEY, person=PERSON, session_id=SESSION).close()


@pytest.mark.skipif(os.name != "posix", reason="only Linux mounts a file under a name")
def test_a_file_that_is_mounted_under_its_name_is_read_and_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, mounts = tmp_path / "a file\tof\rtoday.review", tmp_path / "mounts"
    make(path)
    name = str(path).replace(" ", "\\040").replace("\t", "\\011")
    monkeypatch.setattr("reviewer.disk.MOUNTS", mounts)
    mounts.write_bytes(f"proc /proc proc rw 0 0\n/dev/sda1 {name} ext4 rw 0 0\n".encode())
    assert code_of_opening(path, read_only=False) == "several-names"
    open_file(path, KEY, read_only=True).close()
    mounts.write_text(f"/dev/sda1 {tmp_path} ext4 rw 0 0\n", "utf-8")
    open_file(path, KEY, person=PERSON, session_id=SESSION).close()


def test_a_folder_is_not_taken_for_a_file_with_several_names(tmp_path: Path) -> None:
    (tmp_path / "a.review" / "inside").mkdir(parents=True)
    assert code_of_opening(tmp_path / "a.review", read_only=False) == "not-a-review-file"


@pytest.mark.parametrize(
    "kind",
    ["hard link", "folder", *(["symbolic link", "pipe"] if os.name == "posix" else [])],
)
def test_a_lock_is_written_into_no_other_file(tmp_path: Path, kind: str) -> None:
    path, victim = tmp_path / "a.review", tmp_path / "notes.txt"
    make(path)
    victim.write_text("somebody's notes")
    match kind:
        case "hard link":
            lock_file(path).hardlink_to(victim)
        case "symbolic link":
            lock_file(path).symlink_to(victim)
        case "pipe":
            os.mkfifo(lock_file(path))
        case "folder":
            lock_file(path).mkdir()
    assert code_of_opening(path, read_only=False) == "lock-file"
    assert victim.read_text() == "somebody's notes"


def test_nothing_appears_when_filling_fails(tmp_path: Path) -> None:
    def fail() -> None:
        with creating(
            tmp_path / "a.review", KEY, salt=SALT, person=PERSON, session_id=SESSION
        ) as store:
            with store.transaction(MOMENT) as unit:
                unit.log(CaseViewed())
            assert not (tmp_path / "a.review").exists()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_replaced_only_when_told(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    make(path, 2)
    with (
        pytest.raises(WorldError) as world,
        creating(path, KEY, salt=SALT, person=PERSON, session_id=SESSION),
    ):
        pass
    assert world.value.code == "file-exists"
    log_of(path).write_bytes(b"a log of the old file")
    (tmp_path / ".a.review.0123.new").write_bytes(b"left by a kill")
    with creating(path, KEY, salt=SALT, person=PERSON, session_id=SESSION, replace=True):
        assert path.exists()
    with open_file(path, KEY, read_only=True) as store:
        assert store.cases() == ()
    assert [found.name for found in tmp_path.iterdir()] == ["a.review"]


def test_a_folder_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with (
        pytest.raises(WorldError) as world,
        creating(tmp_path / "no" / "a", KEY, salt=SALT, person=PERSON, session_id=SESSION),
    ):
        pass
    assert world.value.code == "no-such-folder"
    assert list(tmp_path.iterdir()) == []


def test_writing_needs_a_session(tmp_path: Path) -> None:
    make(tmp_path / "a.review")
    with pytest.raises(ValueError, match="session"):
        open_file(tmp_path / "a.review", KEY, person=PERSON)


def test_a_full_disk_is_reported_and_the_file_stays_usable(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    with filled(path) as store:
        answer(store, 1, "A1.1", "Y")
        pages = store.read(lambda d: d.execute("PRAGMA page_count").fetchone()[0])
        store.read(lambda d: d.execute(f"PRAGMA max_page_count = {pages}").fetchone())
        with pytest.raises(WorldError) as world:
            answer(store, 2, "A1.1", "long " * 9000)
        assert world.value.code == "disk-full"
        assert [r.answers for r in store.reviews()] == [{"A1.1": "Y"}]
        store.read(lambda d: d.execute("PRAGMA max_page_count = 100000").fetchone())
        assert answer(store, 2, "A1.1", "long " * 9000) == 3


def test_after_a_failed_disk_nothing_more_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failure = driver.OperationalError("disk I/O error")
    monkeypatch.setattr(failure, "sqlite_errorcode", 10 | 4 << 8, raising=False)

    def fail(store_of: object) -> None:
        raise failure

    with filled(tmp_path / "a.review") as store:
        with pytest.raises(WorldError) as world, store.transaction() as unit:
            fail(unit)
        assert world.value.code == "disk-failed"
        with pytest.raises(WorldError) as again:
            answer(store, 1, "A1.1", "Y")
        assert again.value.code == "disk-failed"
    with open_file(tmp_path / "a.review", KEY, person=PERSON, session_id=SESSION) as store:
        assert answer(store, 1, "A1.1", "Y") == 2


def test_a_folder_without_write_ahead_log_is_refused() -> None:
    with closing(driver.connect(":memory:")) as database, pytest.raises(WorldError) as world:
        _write_ahead(database, Path("a.review"))
    assert world.value.code == "unsafe-folder"


NEEDLE = "Zxqvkneedle"


def test_no_text_of_a_case_is_readable_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    with filled(path) as store:
        for position in (1, 2, 3):
            answer(store, position, f"{NEEDLE}.key", f"{NEEDLE} value " * 400)
        seen = 0
        for found in tmp_path.iterdir():
            if found != lock_file(path):
                seen += 1
                content = found.read_bytes()
                assert NEEDLE.encode() not in content, found.name
                assert PERSON.encode() not in content, found.name
        assert seen == 3
    assert NEEDLE.encode() not in path.read_bytes()


def test_an_error_of_the_database_shows_no_value(tmp_path: Path) -> None:
    with filled(tmp_path / "a.review") as store:
        with pytest.raises(driver.IntegrityError) as error, store.transaction() as unit:
            unit._driver.execute("INSERT INTO meta VALUES (?, NULL)", (NEEDLE,))
        assert NEEDLE not in str(error.value)


READ_AS_NOBODY = """
import os, sys
from pathlib import Path
from db.file import open_file
from db.key import FileKey
from reviewer.domain.errors import WorldError
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
for name in sys.argv[1:]:
    try:
        with open_file(Path(name), FileKey(raw=bytes(range(32))), read_only=True) as store:
            print(len(store.cases()), len(store.reviews()))
    except WorldError as error:
        print(error.code)
"""


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="permissions of another kind")
def test_files_open_in_a_folder_that_is_read_only() -> None:
    # Not below tmp_path: nobody but its owner may enter that.
    base = Path(tempfile.mkdtemp())
    try:
        closed, left, crashed = base / "a.review", base / "left.review", base / "crashed.review"
        with filled(closed) as store:
            answer(store, 1, "A1.1", "Y")
            shutil.copy(closed, crashed)
            shutil.copy(log_of(closed), log_of(crashed))
        shutil.copy(closed, left)
        connect(left, KEY, Access.WRITE).close()  # and does not leave WAL mode
        for found in base.iterdir():
            found.chmod(0o444)
        base.chmod(0o555)
        command = [sys.executable, "-c", READ_AS_NOBODY, *map(str, (closed, left, crashed))]
        child = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        names = {found.name for found in base.iterdir()}
    finally:
        base.chmod(0o755)
        shutil.rmtree(base)
    assert child.stdout.splitlines() == ["3 1", "3 1", "unfinished"]
    assert names == {"a.review", "left.review", "crashed.review", "crashed.review-wal"}


def test_a_change_of_the_whole_file_that_was_cut_short_is_taken_back_by_who_works(
    tmp_path: Path,
) -> None:
    path, cut = tmp_path / "a.review", tmp_path / "cut" / "a.review"
    with filled(path) as store:
        answer(store, 1, "A1.1", "Y")
    cut.parent.mkdir()
    with closing(connect(path, KEY, Access.WRITE)) as connection:
        own = driver_of(connection)
        own.execute("PRAGMA journal_mode = DELETE").fetchall()
        own.execute("PRAGMA cache_size = 1")  # so that pages are written before the commit
        own.execute("BEGIN IMMEDIATE")
        own.execute('UPDATE "case" SET listed = hex(randomblob(60000))')
        for name in ("a.review", "a.review-journal"):
            shutil.copy(tmp_path / name, cut.with_name(name))
        own.execute("ROLLBACK")
    with pytest.raises(WorldError) as unfinished:
        open_file(cut, KEY, read_only=True)
    assert unfinished.value.code == "unfinished"
    assert "a.review-journal" in str(unfinished.value)
    with pytest.raises(WorldError) as wrong:
        open_file(cut, OTHER_KEY, person=PERSON, session_id=SESSION)
    assert wrong.value.code == "wrong-passphrase"
    with open_file(cut, KEY, person=PERSON, session_id=SESSION) as store:
        assert check_file(store).problems == ()
        assert store.review(case_id(CODE, 1), PERSON).answers == {"A1.1": "Y"}
    with open_file(cut, KEY, read_only=True) as store:
        assert store.cases()[0].reference == "REF/1"
