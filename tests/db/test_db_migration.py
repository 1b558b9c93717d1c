"""A file of an earlier format is brought up to date whole, after a copy, or stays as it was.

No format but the first was ever released, so the later one and its scripts are synthetic
(`format_sample`); what runs them is what every opening goes through.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from db_sample import AT, MOMENT, PERSON, SESSION
from format_sample import BALLAST, LATER, OPEN_AS_LATER, write_scripts

from db import migration, schema
from db.backup import backup_file, restore_file
from db.chain import check_file
from db.engine import Access, OlderFormatError, connect
from db.file import Upgrade, Upgrading, open_file
from db.key import FileKey
from db.statement import driver_of
from db.store import ReviewFile
from reviewer.domain.case_actions import CaseViewed
from reviewer.domain.errors import WorldError
from reviewer.domain.file_actions import CopyRestored, FormatChanged

ROOT = Path(__file__).parents[2]
SAMPLES = Path(__file__).parent
FORMATS = Path(__file__).parents[1] / "files" / "formats"
KEY = FileKey(raw=bytes(range(32)))
"""Of the file that is kept as a fixture: its cases are synthetic, so it is no secret."""

Later = pytest.MonkeyPatch


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "work" / "a.review"
    path.parent.mkdir()
    shutil.copy(FORMATS / "version-1.review", path)
    return path


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be the later program, and return where its scripts are."""
    scripts = write_scripts(tmp_path / "scripts")
    monkeypatch.setattr(migration, "SCRIPTS", scripts)
    monkeypatch.setattr(schema, "FORMAT_VERSION", LATER)
    return scripts


def opened(path: Path, upgrades: list[Upgrade] | None = None) -> ReviewFile:
    upgrading = Upgrading(at=AT, progress=(upgrades if upgrades is not None else []).append)
    return open_file(path, KEY, person=PERSON, session_id=SESSION, upgrading=upgrading)


def format_of(path: Path) -> int:
    with closing(connect(path, KEY, Access.READ, older=True)) as connection:
        (version,) = driver_of(connection).execute("PRAGMA user_version").fetchone()
        return int(version)


def names(path: Path) -> set[str]:
    return {found.name for found in path.parent.iterdir()}


def assert_as_it_was(path: Path) -> None:
    """The file is of format 1, and the program that wrote it finds it sound."""
    with pytest.MonkeyPatch.context() as earlier:
        earlier.setattr(schema, "FORMAT_VERSION", 1)
        with open_file(path, KEY, read_only=True) as store:
            report = check_file(store)
            assert (report.problems, report.events) == ((), 5)


def test_opening_to_work_brings_an_earlier_file_up_to_date_and_keeps_a_copy(
    path: Path, later: Path
) -> None:
    upgrades: list[Upgrade] = []
    with opened(path, upgrades) as store:
        assert check_file(store).problems == ()
        events = list(store.events())
        assert [e.action for e in events[5:]] == [FormatChanged(before=1, after=3)]
        assert (events[5].actor, events[5].at) == ("Reader A", AT)
        strata = store.read(lambda d: d.execute('SELECT stratum, id FROM "case"').fetchall())
        lengths = store.read(lambda d: d.execute("SELECT count(*) FROM value_length").fetchone())
        assert [stratum for stratum, _ in strata] == [f"of {case}" for _, case in strata]
        assert lengths == (3,)
        assert len(store.reviews()) == 2
    kept = path.with_name("a.before-format-3-1.review")
    assert upgrades == [Upgrade(kept=kept, step=step, of=2) for step in range(3)]
    assert (format_of(path), format_of(kept)) == (3, 1)
    assert names(path) == {"a.review", kept.name}
    assert_as_it_was(kept)
    again: list[Upgrade] = []
    opened(path, again).close()
    assert (again, len(names(path))) == ([], 2)


def test_an_earlier_file_is_left_alone_by_who_only_reads(path: Path, later: Path) -> None:
    before = path.read_bytes()
    for read_only in (True, False):
        with pytest.raises(OlderFormatError) as older:
            open_file(path, KEY, read_only=read_only, person=PERSON, session_id=SESSION)
        assert older.value.code == "older-format"
    assert path.read_bytes() == before
    assert names(path) == {"a.review"}


def test_a_backup_of_an_earlier_format_is_made_and_put_back(path: Path, later: Path) -> None:
    backup = path.with_name("backup.review")
    backup_file(path, KEY, backup)
    assert_as_it_was(backup)
    opened(path).close()
    restore_file(backup, KEY, path, now=MOMENT)
    with open_file(path, KEY, read_only=True) as store:
        assert check_file(store).problems == ()
        last = [event.action for event in store.events()][5:]
    assert last == [FormatChanged(before=1, after=3), CopyRestored(events=6, last_at=AT)]
    assert_as_it_was(backup)


@pytest.mark.parametrize(
    "end",
    [
        "    raise RuntimeError('a mistake of ours')\n",
        "    op.execute('INSERT INTO value_length VALUES (99, 1)')\n",
        "    op.execute('SELECT a FROM nowhere')\n",
    ],
)
def test_a_step_that_fails_leaves_the_file_in_its_format(path: Path, later: Path, end: str) -> None:
    write_scripts(later, end)
    with pytest.raises(Exception, match=r"mistake|that do not exist|no such table") as failed:
        opened(path)
    assert not isinstance(failed.value, OlderFormatError)
    assert_as_it_was(path)
    assert_as_it_was(path.with_name("a.before-format-3-1.review"))
    with pytest.raises(Exception, match=r"mistake|that do not exist|no such table"):
        opened(path)
    assert names(path) == {"a.review", "a.before-format-3-1.review"}
    write_scripts(later)
    opened(path).close()
    assert format_of(path) == 3
    assert names(path) == {"a.review", "a.before-format-3-1.review"}


def test_a_file_that_was_worked_on_since_is_kept_once_more(path: Path, later: Path) -> None:
    write_scripts(later, "    raise RuntimeError('a mistake of ours')\n")
    with pytest.raises(RuntimeError):
        opened(path)
    with pytest.MonkeyPatch.context() as earlier:
        earlier.setattr(schema, "FORMAT_VERSION", 1)
        with opened(path) as store, store.transaction(MOMENT) as unit:
            unit.log(CaseViewed())
    with pytest.raises(RuntimeError):
        opened(path)
    assert names(path) == {"a.review", *(f"a.before-format-3-{n}.review" for n in (1, 2))}


def test_a_disk_that_fills_on_the_way_leaves_the_file_in_its_format(
    path: Path, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filling = "    op.execute('PRAGMA max_page_count = 1')\n" + BALLAST
    write_scripts(later, filling)
    with pytest.raises(WorldError) as full:
        opened(path)
    assert full.value.code == "disk-full"
    assert_as_it_was(path)


@pytest.mark.parametrize("after", ["0", "1", "2"])
def test_killed_on_the_way_the_file_is_of_one_format_whole(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    scripts = write_scripts(tmp_path / "scripts", BALLAST)
    chance = random.Random()
    with subprocess.Popen(
        [sys.executable, "-c", OPEN_AS_LATER, str(path), str(scripts)],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{SAMPLES}"},
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        while (line := child.stdout.readline().strip()) not in {after, ""}:
            pass
        assert line == after
        for _ in range(chance.randrange(200_000)):
            pass
        child.kill()
    monkeypatch.setattr(migration, "SCRIPTS", scripts)
    monkeypatch.setattr(schema, "FORMAT_VERSION", LATER)
    if format_of(path) == 1:
        assert_as_it_was(path)
    opened(path).close()
    with open_file(path, KEY, read_only=True) as store:
        assert check_file(store).problems == ()
        assert len(tuple(store.events(FormatChanged))) == 1
    kept = [found for found in path.parent.iterdir() if "before-format" in found.name]
    assert kept
    for copy in kept:
        if not copy.name.endswith((".lock", ".new")):
            assert_as_it_was(copy)
