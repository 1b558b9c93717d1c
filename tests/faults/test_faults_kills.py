"""The real program, killed (-9) at any moment of its work: nothing acknowledged is lost."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fault_tools import (
    CASES,
    CODE,
    NEEDLE,
    NEW_PASSPHRASE,
    PASSPHRASE,
    Place,
    answer_until,
    answered_events,
    chance,
    lines,
    opening,
    share,
    sound,
    tally,
)

from db.key import FileKey, derive_key
from reviewer.app.verifying import examine
from reviewer.domain.verdict import SignatureStatus
from reviewer.signing.trust import TrustList

pytestmark = pytest.mark.faults


ONE_FILE = 12
"""Kills that one file goes through: all of its log is read after each."""


def test_no_acknowledged_answer_is_lost_by_a_kill(tmp_path: Path) -> None:
    luck = chance("kill answering")
    count, acknowledged, lost, given = share(24, 600), 0, 0, 0
    for number in range(count):
        if number % ONE_FILE == 0:
            place, given = Place(tmp_path / str(number)), 0
            key = place.make()
        issued = lines(400, first=number * 400)
        stop = threading.Event()
        with place.start("answers", "set", "a.review", "-") as child:
            # One in eight while it starts, which takes a second; the others while it answers.
            early = number % 8 == 0
            timer = threading.Timer(luck.uniform(0, 1.5 if early else 0.9), child.kill)
            if early:
                timer.start()
            reported = answer_until(child, issued, stop, bool if early else timer.start)
            timer.cancel()
        acknowledged += len(reported)
        with sound(place.file, key) as store:
            kept = answered_events(store)[given:]
        assert kept == issued[: len(kept)]
        assert len(kept) <= len(reported) + 1
        lost += max(0, len(reported) - len(kept))
        given += len(kept)
        assert not (place.work / "a.review-wal").exists()
        assert number % ONE_FILE != ONE_FILE - 1 or place.needles() == []
    tally("kills while answering", count, lost, f" of {acknowledged}")
    assert acknowledged > count
    assert lost == 0


@dataclass(frozen=True)
class Job:
    """One command to kill, and what must hold afterwards; `done` says it was reported as done."""

    arguments: tuple[str, ...]
    check: Callable[[Place, bool], None]


ANSWERED = 20
MORE = 30


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, dict[str, FileKey]]:
    """A file with answers, its backup, a register of one workbook, and what commands need."""
    place = Place(tmp_path_factory.mktemp("prepared"))
    keys = {"a.review": place.make(), "b.review": place.make("b.review", "Reader B")}
    given = "".join(map(str, lines(ANSWERED)))
    assert place.run("answers", "set", "a.review", "-", stdin=given)[0] == 0
    assert place.run("backup", "a.review", "copy.review")[0] == 0
    rows = [f"M{n}/17,DA,2017-04-01\n" for n in range(MORE)]
    (place.work / "more.csv").write_text("Reference,Type,Date reported\n" + "".join(rows), "utf-8")
    one = f"{CODE}-0001 overall.rationale={NEEDLE} B\n"
    assert place.run("answers", "set", "b.review", "-", stdin=one)[0] == 0
    for name in "ab":
        identity = f"{name}.p12"
        create = ("identity", "create", identity, "--name", f"Reader {name.upper()}", "--key", "ec")
        assert place.run(*create)[0] == 0
        assert place.run("identity", "certificate", identity, f"{name}.cer")[0] == 0
        made = place.run("export", f"{name}.review", f"{name}.xlsx", "--identity", identity)
        assert made[0] == 0, made[2]
    merged = place.run("merge", "team.review", "a.xlsx", "--trust", "a.cer")
    assert merged[0] == 0, merged
    keys["team.review"] = derive_key(place.work / "team.review", PASSPHRASE)
    keys["new"] = derive_key(place.file, NEW_PASSPHRASE)
    return place, keys


def jobs(keys: dict[str, FileKey]) -> dict[str, Job]:
    def answers(place: Place, key: FileKey, name: str = "a.review") -> int:
        with sound(place.work / name, key) as store:
            return len(answered_events(store))

    def making(place: Place, done: bool) -> None:  # noqa: FBT001 - the end of a job
        path = place.work / "n.review"
        assert path.exists() or not done
        if path.exists():
            with sound(path, derive_key(path, PASSPHRASE)) as store:
                assert len(store.cases()) == CASES

    def extending(place: Place, done: bool) -> None:  # noqa: FBT001 - the end of a job
        with sound(place.file, keys["a.review"]) as store:
            assert len(answered_events(store)) == ANSWERED
            assert len(store.cases()) in ({CASES + MORE} if done else {CASES, CASES + MORE})

    def exporting(place: Place, done: bool) -> None:  # noqa: FBT001 - the end of a job
        assert answers(place, keys["a.review"]) == ANSWERED
        out = examine(place.work / "a.xlsx", TrustList(), now=datetime.now(UTC))
        assert out.verdict.status is SignatureStatus.UNKNOWN_SIGNER, (
            "the old workbook, or the new one"
        )

    def merging(place: Place, done: bool) -> None:  # noqa: FBT001 - the end of a job
        with sound(place.work / "team.review", keys["team.review"]) as store:
            assert len(store.sources()) in ({2} if done else {1, 2})

    def rekeying(place: Place, done: bool) -> None:  # noqa: FBT001 - the end of a job
        both = (keys["a.review"], keys["new"])
        found = opening(place.file, both)
        assert found == [1] if done else len(found) == 1
        assert answers(place, both[found[0]]) == ANSWERED

    def restoring(place: Place, done: bool) -> None:  # noqa: FBT001 - the end of a job
        assert answers(place, keys["a.review"]) == ANSWERED

    create = ("new", "n.review", "--list", "list.csv", "--inspection", "SYN-2", "--force", "F")
    return {
        "new": Job((*create, "--reviewer", "R"), making),
        "list extend": Job(("list", "extend", "a.review", "more.csv"), extending),
        "export": Job(("export", "a.review", "a.xlsx", "--identity", "a.p12"), exporting),
        "merge": Job(("merge", "team.review", "b.xlsx", "--trust", "b.cer"), merging),
        "passphrase": Job(("passphrase", "a.review"), rekeying),
        "restore": Job(("restore", "copy.review", "a.review"), restoring),
    }


@pytest.mark.parametrize("name", ["new", "list extend", "export", "merge", "passphrase", "restore"])
def test_a_killed_command_leaves_what_was_or_what_was_asked_for(
    prepared: tuple[Place, dict[str, FileKey]], tmp_path: Path, name: str
) -> None:
    origin, keys = prepared
    job = jobs(keys)[name]
    luck = chance(f"kill {name}")
    count, killed = share(7, 80), 0
    seconds = 0.0
    for number in range(count + 1):
        root = tmp_path / str(number)
        shutil.copytree(origin.root, root)
        place = Place(root)
        began = time.monotonic()
        with place.start(*job.arguments) as child:
            # The first runs to its end, and says how long that takes.
            if number:
                after = seconds * luck.uniform(0.35, 1.05)
                timer = threading.Timer(after, child.kill)
                timer.start()
            out, err = child.communicate()
            if number:
                timer.cancel()
        if not number:
            seconds = time.monotonic() - began
            assert child.returncode == 0, err
        killed += child.returncode < 0
        job.check(place, child.returncode == 0 and bool(out))
        assert place.needles() == []
        shutil.rmtree(root)
    tally(f"kills of {name}", count, 0, f", {killed} hit")
    assert killed > 0
