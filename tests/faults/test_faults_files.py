"""Files changed behind our back, and two programs at one: refused, or named by the check."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from fault_tools import (
    CODE,
    NEEDLE,
    PATIENCE,
    Place,
    answered_events,
    chance,
    lines,
    share,
    sound,
    tally,
)

from db.backup import backup_file, restore_file
from db.chain import check_file
from db.engine import Access, connect
from db.file import open_file
from db.key import FileKey, key_of_recovery_code, recovery_code
from db.statement import driver_of
from db.typed_words import TYPED_UP_TO
from reviewer.domain.errors import WorldError
from reviewer.domain.ids import SessionId
from reviewer.domain.times import moment

pytestmark = pytest.mark.faults

PAGE = 4096


def pages(content: bytes) -> list[bytes]:
    return [content[start : start + PAGE] for start in range(0, len(content), PAGE)]


def flipped(content: bytes, luck: random.Random, older: bytes) -> bytes:
    at = luck.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << luck.randrange(8))]) + content[at + 1 :]


def swapped(content: bytes, luck: random.Random, older: bytes) -> bytes:
    all_pages = pages(content)
    a, b = luck.sample(range(len(all_pages)), 2)
    all_pages[a], all_pages[b] = all_pages[b], all_pages[a]
    return b"".join(all_pages)


def cut(content: bytes, luck: random.Random, older: bytes) -> bytes:
    return content[: luck.randrange(len(content))]


def cut_at_a_page(content: bytes, luck: random.Random, older: bytes) -> bytes:
    return content[: PAGE * luck.randrange(1, len(content) // PAGE)]


def overwritten(content: bytes, luck: random.Random, older: bytes) -> bytes:
    at = luck.randrange(len(content))
    junk = luck.randbytes(luck.randrange(1, 9000))
    return (content[:at] + junk + content[at + len(junk) :])[: len(content)]


def with_an_old_page(content: bytes, luck: random.Random, older: bytes) -> bytes:
    mine, theirs = pages(content), pages(older)
    differing = [n for n, page in enumerate(theirs) if n < len(mine) and mine[n] != page]
    place = luck.choice(differing)
    mine[place] = theirs[place]
    return b"".join(mine)


def with_old_pages(content: bytes, luck: random.Random, older: bytes) -> bytes:
    mine, theirs = pages(content), pages(older)
    differing = [n for n, page in enumerate(theirs) if n < len(mine) and mine[n] != page]
    for place in luck.sample(differing, luck.randint(1, len(differing) - 1)):
        mine[place] = theirs[place]
    return b"".join(mine)


WAYS: dict[str, tuple[Callable[[bytes, random.Random, bytes], bytes], int, int]] = {
    "bit flips": (flipped, 40, 1000),
    "pages swapped": (swapped, 15, 120),
    "cut anywhere": (cut, 15, 120),
    "cut at a page": (cut_at_a_page, 10, 80),
    "overwritten": (overwritten, 15, 120),
    "one old page put back": (with_an_old_page, 20, 120),
    "old pages put back": (with_old_pages, 10, 60),
}


@pytest.fixture(scope="module")
def two_states(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes, FileKey]:
    """A file's content now and as it was thirty answers before, and its key."""
    place = Place(tmp_path_factory.mktemp("states"))
    key = place.make()
    place.run("answers", "set", "a.review", "-", stdin="".join(map(str, lines(30))))
    older = place.file.read_bytes()
    place.run("answers", "set", "a.review", "-", stdin="".join(map(str, lines(30, first=30))))
    return place.file.read_bytes(), older, key


def everything(path: Path, key: FileKey) -> list[object]:
    """Return every row of every table, and what the tables are.

    Without the insides of the search index, which SQLite's own check looks after, and how far
    it reaches: what it is behind is made up for by the log.
    """
    with closing(connect(path, key, Access.READ)) as connection:
        driver = driver_of(connection)
        tables = driver.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        return [
            (
                name,
                sql,
                [row for row in driver.execute(f'SELECT * FROM "{name}"') if row[0] != TYPED_UP_TO],
            )
            for name, sql in tables
            if str(sql).startswith("CREATE TABLE") and not str(name).startswith("typed_")
        ]


@pytest.mark.parametrize("way", WAYS)
def test_a_tampered_file_is_refused_or_named(
    two_states: tuple[bytes, bytes, FileKey], tmp_path: Path, way: str
) -> None:
    content, older, key = two_states
    change, small, full = WAYS[way]
    luck = chance(way)
    path = tmp_path / "a.review"
    refused = named = harmless = 0
    path.write_bytes(content)
    truth = everything(path, key)
    path.write_bytes(older)
    # All old pages at once are the old file, which only the head that was seen last tells.
    rolled_back = everything(path, key)
    for _ in range(share(small, full)):
        changed = change(content, luck, older)
        if changed == content:
            continue
        path.write_bytes(changed)
        try:
            with open_file(path, key, read_only=True) as store:
                report = check_file(store)
        except WorldError:
            refused += 1
        else:
            named += not report.ok
            assert NEEDLE not in repr(report.problems)
            if report.ok:  # a page that says nothing of its own, as the head of the free ones
                harmless += 1
                assert everything(path, key) in (truth, rolled_back)
    ends = f", {refused} refused, {named} named, {harmless} without any effect"
    tally(f"tampering: {way}", refused + named + harmless, 0, ends)
    assert refused + named > harmless


def test_a_whole_old_file_put_back_is_named_by_the_head_seen_last(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.make()
    count, named = share(3, 20), 0
    for number in range(count):
        older = place.file.read_bytes()
        line = str(lines(1, first=number)[0])
        assert place.run("answers", "set", "a.review", "-", stdin=line)[0] == 0
        newer = place.file.read_bytes()
        place.file.write_bytes(older)
        code, out, _ = place.run("check", "a.review")
        named += code == 1 and "earlier copy" in out
        place.file.write_bytes(newer)
        assert place.run("check", "a.review")[0] == 0
    tally("tampering: roll-backs", count, 0, f", {named} named")
    assert named == count


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, FileKey, int]:
    """A file with backups b0, b1, …; each has three answers more than the one before."""
    place = Place(tmp_path_factory.mktemp("backed_up"))
    key = place.make()
    count = share(5, 20)
    for number in range(count):
        given = "".join(map(str, lines(3, first=number * 3)))
        assert place.run("answers", "set", "a.review", "-", stdin=given)[0] == 0
        backup_file(place.file, key, place.work / f"b{number}.review")
    return place, key, count


def test_each_backup_comes_back_whole_from_the_recovery_code(
    backed_up: tuple[Place, FileKey, int],
) -> None:
    place, key, count = backed_up
    code = recovery_code(key)
    for number in range(count):
        restore_file(
            place.work / f"b{number}.review",
            key_of_recovery_code(code),
            place.work / "r.review",
            now=moment("2018-01-29T14:02:11.000Z"),
        )
        with sound(place.work / "r.review", key) as store:
            assert answered_events(store) == lines(3 * (number + 1))
    tally("backups restored from the recovery code", count, 0)


def test_each_backup_comes_back_whole_with_the_passphrase(
    backed_up: tuple[Place, FileKey, int],
) -> None:
    place, key, count = backed_up
    for number in range(count):
        assert place.run("restore", f"b{number}.review", "p.review")[0] == 0
        with sound(place.work / "p.review", key) as store:
            assert answered_events(store) == lines(3 * (number + 1))
    tally("backups restored with the passphrase", count, 0)


def test_another_program_reads_every_backup(backed_up: tuple[Place, FileKey, int]) -> None:
    """The rescue reader: another cipher library, which knows the key and nothing of ours."""
    apsw = pytest.importorskip("apsw", reason="the rescue reader is apsw-sqlite3mc")
    place, key, count = backed_up
    for number in range(count):
        path = place.work / f"b{number}.review"
        raw = f"raw:{key.raw.hex()}{path.read_bytes()[:16].hex()}"
        rescued = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        for name, value in (("cipher", "sqlcipher"), ("legacy", 4), ("key", raw)):
            rescued.pragma(name, value)
        assert rescued.pragma("integrity_check") == "ok"
        rows = rescued.execute(
            "SELECT fields ->> 'answer' FROM event_typed ORDER BY seq"
        ).fetchall()
        rescued.close()
        assert [value.strip() for (value,) in rows] == [
            line.value for line in lines(3 * (number + 1))
        ]
    tally("backups read by the rescue reader", count, 0)


def test_one_writes_others_read_and_a_dead_writers_lock_is_no_lock(tmp_path: Path) -> None:
    place = Place(tmp_path)
    key = place.make()
    (place.work / "link.review").symlink_to("a.review")
    count, lost = share(2, 12), 0
    for number in range(count):
        line = lines(1, first=number)[0]
        with place.start("answers", "set", "a.review", "-") as child:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(str(line).encode())
            child.stdin.flush()
            assert child.stdout.readline()
            for name in ("a.review", "link.review"):
                code, out, err = place.run("answers", "set", name, f"{CODE}-0002", "A1.1=Y")
                assert (code, out) == (2, "")
                assert "is already open" in err
            assert place.run("cases", "link.review")[0] == 0
            assert place.run("backup", "a.review", f"b{number}.review")[0] == 0
            child.kill()
            child.wait(PATIENCE)
        assert (place.work / ".a.review.lock").exists()
        with sound(place.file, key) as store:
            lost += max(0, number + 1 - len(answered_events(store)))
        with sound(place.work / f"b{number}.review", key) as store:
            assert len(answered_events(store)) == number + 1
    tally("writers beside writers, then killed", count, lost)
    assert lost == 0


def test_of_many_programs_at_once_one_writes(tmp_path: Path) -> None:
    place = Place(tmp_path)
    key = place.make()
    opened: list[SessionId] = []
    refused: list[str] = []
    gate = threading.Barrier(6)

    def attempt(number: int) -> None:
        session = SessionId(f"s{number}")
        gate.wait()
        try:
            store = open_file(place.file, key, person="x", session_id=session)
        except WorldError as error:
            refused.append(error.code)
        else:
            opened.append(session)
            last.wait()
            store.close()

    last = threading.Event()
    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    while len(opened) + len(refused) < 6:
        last.wait(0.01)
    last.set()
    for thread in threads:
        thread.join()
    assert len(opened) == 1
    assert set(refused) == {"locked"}
