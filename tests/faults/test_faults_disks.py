"""Disks that are full, fail, are read-only or go away, and clocks that jump."""

from __future__ import annotations

import errno
import os
import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fault_tools import (
    CASES,
    PATIENCE,
    Line,
    Place,
    answer_until,
    answered_events,
    chance,
    lines,
    recorder,
    share,
    sound,
    tally,
)

from db.file import open_file
from db.key import FileKey
from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.domain.errors import WorldError
from reviewer.domain.ids import CaseId, SessionId

pytestmark = pytest.mark.faults


@contextmanager
def small_disk(folder: Path, mebibytes: int) -> Iterator[Path]:
    """Mount a small file system in memory; skip where that is not allowed."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "none", str(folder)]
    if os.name != "posix" or os.geteuid() != 0 or subprocess.run(mount, check=False).returncode:
        pytest.skip("a small disk needs the right to mount one")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def answer_until_full(store: ReviewFile, issued: Iterable[Line]) -> int:
    """Give answers until the disk is full; return how many were taken."""
    reported = 0
    try:
        for line in issued:
            answer(store, CaseId(line.case), {line.key: line.value}, now=datetime.now(UTC))
            reported += 1
    except WorldError as full:
        if full.code != "disk-full":
            raise
        return reported
    raise AssertionError("the disk was never full")


def fill(disk: Path, left: int) -> None:
    free = os.statvfs(disk)
    (disk / "ballast").write_bytes(bytes(max(free.f_bavail * free.f_frsize - left, 0)))


def test_a_full_disk_refuses_the_answer_and_keeps_the_others(tmp_path: Path) -> None:
    origin = Place(tmp_path / "origin")
    key = origin.make()
    luck = chance("disk full")
    count, lost = share(25, 300), 0
    with small_disk(tmp_path / "disk", 4) as disk:
        path = disk / "a.review"
        for number in range(count):
            path.write_bytes(origin.file.read_bytes())
            issued = iter(lines(3000))
            session = SessionId(f"s{number}")
            with open_file(path, key, person="x", session_id=session) as store:
                if number % 2:  # else the disk is full before the first answer
                    line = next(issued)
                    answer(store, CaseId(line.case), {line.key: line.value}, now=datetime.now(UTC))
                fill(disk, luck.randrange(150_000))
                reported = number % 2 + answer_until_full(store, issued)
                if number % 2:
                    assert len(answered_events(store)) == reported, "reading goes on"
                (disk / "ballast").unlink()
                line = next(issued)
                answer(store, CaseId(line.case), {line.key: line.value}, now=datetime.now(UTC))
            with sound(path, key) as store:
                lost += max(0, reported + 1 - len(answered_events(store)))
            path.unlink()
    tally("full disks", count, lost)
    assert lost == 0


def code_of_opening(path: Path, key: FileKey) -> str:
    """Open a file for writing; return how that was refused, nothing where it was not."""
    try:
        open_file(path, key, person="x", session_id=SessionId("s")).close()
    except WorldError as refused:
        return refused.code
    return ""


def test_a_file_on_a_full_disk_is_read_and_opens_for_writing_when_there_is_room(
    tmp_path: Path,
) -> None:
    origin = Place(tmp_path / "origin")
    key = origin.make()
    luck = chance("open on a full disk")
    count, lost, refused = share(10, 60), 0, 0
    with small_disk(tmp_path / "disk", 4) as disk:
        path = disk / "a.review"
        for number in range(count):
            path.write_bytes(origin.file.read_bytes())
            # No room at all and enough room are always among them.
            fill(disk, {0: 0, 1: 500_000}.get(number, luck.randrange(60_000)))
            ends = code_of_opening(path, key)
            assert ends in {"", "disk-full"}
            refused += ends != ""
            with open_file(path, key, read_only=True) as store:
                assert len(store.cases()) == CASES
            (disk / "ballast").unlink()
            with sound(path, key) as store:
                line = lines(1)[0]
                answer(store, CaseId(line.case), {line.key: line.value}, now=datetime.now(UTC))
                lost += len(answered_events(store)) != 1
            path.unlink()
    tally("openings on a full disk", count, lost, f", {refused} refused")
    assert 0 < refused < count
    assert lost == 0


FAILURES = (errno.EIO, errno.ENOSPC, errno.EROFS)
GIVEN = 40
FOR_EVER = 10**9


@dataclass
class Failing:
    """One file answered on a disk that fails, run after run; what it reported and what it kept."""

    place: Place
    key: FileKey
    kept: int = 0
    lost: int = 0
    hit: int = 0

    def run(self, **how: str) -> None:
        """Answer until the disk fails or all is answered; the file is sound afterwards."""
        issued = lines(GIVEN, first=self.kept)
        with self.place.start("answers", "set", "a.review", "-", **how) as child:
            reported = answer_until(child, issued, threading.Event())
            err = child.stderr.read().decode() if child.stderr else ""
            child.wait(PATIENCE)
        if child.returncode:
            self.hit += 1
            assert child.returncode == 2
            *notices, last = err.splitlines()
            assert last.startswith("reviewer: "), err
            assert all(line.startswith("Notice: ") for line in notices), err
            assert "mistake of the program" not in err
        with sound(self.place.file, self.key) as store:
            here = answered_events(store)[self.kept :]
        assert here == issued[: len(here)]
        assert len(here) <= len(reported) + 1
        self.lost += max(0, len(reported) - len(here))
        self.kept += len(here)


@pytest.mark.parametrize("more", [0, FOR_EVER], ids=["once", "from then on, as a pulled stick"])
def test_a_failing_disk_ends_in_a_sentence_and_loses_nothing(tmp_path: Path, more: int) -> None:
    place = Place(tmp_path)
    failing = Failing(place, place.make())
    root = {"LD_PRELOAD": str(recorder(tmp_path)), "FAULT_ROOT": str(place.work)}
    luck = chance(f"failing {more}")
    count = share(14, 125)
    for _ in range(count):
        fail = f"{luck.randint(1, 3 * GIVEN)}:{luck.choice(FAILURES)}:{more}"
        failing.run(**root, FAULT_FAIL=fail)
    assert place.needles() == []
    how = "once" if not more else "for good"
    noticed = f", {failing.hit} noticed"
    tally(f"disks failing {how} (EIO, ENOSPC, EROFS)", count, failing.lost, noticed)
    assert failing.hit > 0
    assert failing.lost == 0


FIU = [Path("/usr/lib/fiu") / name for name in ("fiu_run_preload.so", "fiu_posix_preload.so")]
FIU_POINTS = ("rw/pwrite", "rw/pread", "sync/fsync", "sync/fdatasync", "rw/ftruncate")


def test_a_disk_that_fails_at_random_ends_in_a_sentence_and_loses_nothing(tmp_path: Path) -> None:
    if not all(library.exists() for library in FIU):
        pytest.skip("libfiu is not installed (Debian: fiu-utils)")
    place = Place(tmp_path)
    failing = Failing(place, place.make())
    luck = chance("libfiu")
    count = share(14, 125)
    for _ in range(count):
        point, often = luck.choice(FIU_POINTS), luck.choice((0.003, 0.01, 0.05))
        failing.run(
            LD_PRELOAD=":".join(map(str, FIU)),
            FIU_ENABLE=f"enable_random name=posix/io/{point},"
            f"probability={often},failinfo={errno.EIO}",
        )
    assert place.needles() == []
    tally("disks failing at random (EIO)", count, failing.lost, f", {failing.hit} noticed")
    assert failing.hit > 0
    assert failing.lost == 0


def test_a_read_only_disk_can_be_read_and_says_so_when_written_to(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 8) as disk:
        place = Place(tmp_path / "place")
        place.make()
        place.run("answers", "set", "a.review", "-", stdin="".join(map(str, lines(5))))
        file = disk / "a.review"
        file.write_bytes(place.file.read_bytes())
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        for command in ("cases", "log", "check"):
            assert place.run(command, file)[0] == 0
        refused = [
            place.run("answers", "set", file, "SYN-2018Q4-0001", "A1.1=Y"),
            place.run("passphrase", file),
            place.run("backup", file, disk / "b.review"),
        ]
        for code, out, err in refused:
            assert (code, out, err.count("\n")) == (2, "", 1), err
            assert "mistake of the program" not in err
        assert place.run("backup", file, "b.review")[0] == 0
        assert [path.name for path in disk.iterdir()] == ["a.review"]
    tally("commands on a read-only disk", 7, 0)


def test_a_folder_that_moves_away_takes_every_answer_with_it(tmp_path: Path) -> None:
    place = Place(tmp_path)
    key = place.make()
    luck = chance("vanished")
    count, lost = share(4, 30), 0
    for number in range(count):
        folder, away = place.work / f"f{number}", place.work / f"away{number}"
        folder.mkdir()
        (folder / "a.review").write_bytes(place.file.read_bytes())
        issued = lines(60)
        with place.start("answers", "set", folder / "a.review", "-") as child:
            timer = threading.Timer(luck.uniform(0.9, 1.8), lambda a=folder, b=away: a.rename(b))
            timer.start()
            reported = answer_until(child, issued, threading.Event())
            timer.join()
            child.wait(PATIENCE)
        with sound(away / "a.review", key) as store:
            here = answered_events(store)
        assert here == issued[: len(here)]
        lost += max(0, len(reported) - len(here))
        code, _, err = place.run("cases", folder / "a.review")
        assert (code, err.count("\n")) == (2, 1)
    tally("folders that moved away", count, lost)
    assert lost == 0


def test_a_clock_that_jumps_back_and_forth_loses_nothing(tmp_path: Path) -> None:
    place = Place(tmp_path)
    key = place.make()
    place.extra = {
        "LD_PRELOAD": str(recorder(tmp_path)),
        "FAULT_ROOT": str(place.work),
        "FAULT_CLOCK": "1",
    }
    count, lost, kept = share(3, 20), 0, 0
    for number in range(count):
        given = lines(50, first=50 * number)
        code, out, err = place.run(
            "answers", "set", "a.review", "-", stdin="".join(map(str, given))
        )
        assert code == 0, err
        with sound(place.file, key) as store:
            here = len(answered_events(store))
            at = [event.at for event in store.events()]
        assert at != sorted(at), "the clock did jump"
        lost += kept + out.count("\n") - here
        kept = here
    assert place.run("check", "a.review")[0] == 0
    tally("runs with a jumping clock", count, lost)
    assert lost == 0
