"""The power goes at any moment: what was reported as saved is there when it is back.

A program's writes and syncs are recorded; each image is one state that the disk may be in after
some of them. Controls with weaker settings must lose answers, or the model would prove nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from fault_disk import Op, crashed, read_trace, written
from fault_tools import (
    CASES,
    NEW_PASSPHRASE,
    PASSPHRASE,
    PATIENCE,
    Place,
    answer_until,
    answered_events,
    chance,
    lines,
    opening,
    recorder,
    share,
    sound,
    tally,
)

from db.key import FileKey, derive_key
from reviewer.domain.errors import WorldError

pytestmark = pytest.mark.faults

WEAKER = """
import db.engine
strict = db.engine._write_ahead
def weaker(connection, path):
    strict(connection, path)
    connection.execute("PRAGMA synchronous = {}")
db.engine._write_ahead = weaker
"""
ANSWERS = 90


def recorded(
    place: Place, *arguments: object, answering: bool = False, before: str = ""
) -> list[Op]:
    """Run the program with its writes and syncs on record."""
    trace = place.root / "trace"
    with place.start(
        *arguments,
        before=before,
        LD_PRELOAD=str(recorder(place.root)),
        FAULT_ROOT=str(place.work),
        FAULT_TRACE=str(trace),
    ) as child:
        if answering:
            reported = answer_until(child, lines(ANSWERS), threading.Event())
            assert len(reported) == ANSWERS
            child.wait(PATIENCE)
        else:
            _, err = child.communicate(timeout=PATIENCE)
            assert child.returncode == 0, err
    ops = read_trace(trace)
    trace.unlink()
    return ops


def images(
    place: Place, start: Mapping[str, bytes], ops: Sequence[Op], count: int, name: str
) -> Iterator[int]:
    """Lay out one image after another; yield how many lines the program had written by then.

    The first two are of the end and of the beginning, so that both are always seen.
    """
    luck = chance(name)
    # Names change in few acts, and there it is decided which of two states is the file's.
    turns = [number for number, op in enumerate(ops, start=1) if op.kind in "RUA"]
    for number in range(count):
        around = luck.choice(turns) + luck.randint(-2, 3)
        at = luck.choice((luck.randint(1, len(ops)), min(max(around, 1), len(ops))))
        done = ops[: {0: len(ops), 1: 1}.get(number, at)]
        written(place.work, crashed(start, done).image(luck), str(place.work))
        yield b"".join(op.data for op in done if op.kind == "A").count(b"\n")


def begun(place: Place) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in place.work.iterdir() if path.is_file()}


def lost_answers(place: Place, key: FileKey, acknowledged: int) -> int:
    """Open an image, and return how many acknowledged answers are missing."""
    with sound(place.file, key) as store:
        kept = answered_events(store)
    issued = lines(ANSWERS)
    assert kept == issued[: len(kept)], "an answer nobody gave"
    assert len(kept) <= acknowledged + 1, "more than the one answer that was under way"
    return max(0, acknowledged - len(kept))


def test_no_answer_is_lost_when_the_power_goes(tmp_path: Path) -> None:
    place = Place(tmp_path)
    key = place.make()
    start = begun(place)
    ops = recorded(place, "answers", "set", "a.review", "-", answering=True)
    assert sum(op.kind == "S" for op in ops) > ANSWERS, "each answer is synced"
    count = share(220, 4000)
    lost = [
        lost_answers(place, key, reported) for reported in images(place, start, ops, count, "full")
    ]
    assert place.needles() == []
    tally("power loss while answering (WAL, FULL)", count, sum(lost))
    assert sum(lost) == 0


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_the_model_sees_what_weaker_settings_lose(tmp_path: Path, synchronous: str) -> None:
    place = Place(tmp_path)
    key = place.make()
    start = begun(place)
    weaker = WEAKER.format(synchronous)
    ops = recorded(place, "answers", "set", "a.review", "-", answering=True, before=weaker)
    count, lost, damaged = share(30, 300), 0, 0
    for reported in images(place, start, ops, count, synchronous):
        try:
            lost += lost_answers(place, key, reported)
        except (WorldError, AssertionError):
            damaged += 1
    tally(
        f"control: power loss with synchronous {synchronous}", count, lost, f", {damaged} damaged"
    )
    assert lost + damaged > 0


def test_a_new_passphrase_or_the_old_one_opens_all_when_the_power_goes(tmp_path: Path) -> None:
    place = Place(tmp_path)
    old = place.make()
    answered = "".join(map(str, lines(30)))
    assert place.run("answers", "set", "a.review", "-", stdin=answered)[0] == 0
    new = derive_key(place.file, NEW_PASSPHRASE)
    start = begun(place)
    ops = recorded(place, "passphrase", "a.review")
    count, lost, both = share(40, 500), 0, [0, 0]
    for reported in images(place, start, ops, count, "passphrase"):
        found = opening(place.file, (old, new))
        assert len(found) == 1, "one of the two keys opens the file"
        assert found == [1] or not reported, "what was reported as done is done"
        both[found[0]] += 1
        with sound(place.file, (old, new)[found[0]]) as store:
            lost += 30 - len(answered_events(store))
    tally("power loss while changing the passphrase", count, lost, f", old/new key {both}")
    assert lost == 0


def test_restoring_leaves_the_present_file_or_the_backup_when_the_power_goes(
    tmp_path: Path,
) -> None:
    place = Place(tmp_path)
    key = place.make()
    given = list(map(str, lines(20)))
    place.run("answers", "set", "a.review", "-", stdin="".join(given[:10]))
    assert place.run("backup", "a.review", "b.review")[0] == 0
    place.run("answers", "set", "a.review", "-", stdin="".join(given[10:]))
    start = begun(place)
    ops = recorded(place, "restore", "b.review", "a.review")
    count, ends = share(30, 300), {10: 0, 20: 0}
    for reported in images(place, start, ops, count, "restore"):
        with sound(place.file, key) as store:
            answers = len(answered_events(store))
        ends[answers] += 1
        if answers == 10:
            kept = place.work / "a.before-restore-1.review"
            with sound(kept, key) as store:
                assert len(answered_events(store)) == 20
        assert answers == 10 or not reported
    tally("power loss while restoring", count, 0, f", answers then {ends}")
    assert all(ends.values())


def test_a_new_file_is_whole_or_not_there_when_the_power_goes(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.make("first.review")
    ops = recorded(
        place,
        *("new", "a.review", "--list", "list.csv", "--inspection", "SYN-2"),
        *("--force", "F", "--reviewer", "R"),
    )
    key = derive_key(place.file, PASSPHRASE)
    count, there = share(30, 300), 0
    for reported in images(place, {}, ops, count, "new"):
        if place.file.exists():
            there += 1
            with sound(place.file, key) as store:
                assert len(store.cases()) == CASES
        else:
            assert not reported
    tally("power loss while making a file", count, 0, f", {there} with the file")
    assert 0 < there < count
