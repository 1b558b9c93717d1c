"""The process that reads a force's list: killed, hung or out of bounds, it takes nothing along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from fault_tools import CASES, CODE, NEEDLE, PATIENCE, Place, chance, share, sound, tally

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's /proc"),
]

BOUNDS = "import reviewer.cells.limits as l; l.DEFAULT_LIMITS = l.Limits({})"


@dataclass(frozen=True)
class Way:
    """One way of losing the reader: what is sent to it, and what bounds it has."""

    bounds: str = ""
    strike: signal.Signals | None = None
    rows: int = 6_000
    """A second of reading, so that there is a time to strike at."""


WAYS = {
    "killed": (Way(strike=signal.SIGKILL), 4, 60),
    "hung": (Way("wall_seconds=3", signal.SIGSTOP), 2, 30),
    "out of memory": (Way("memory_bytes=60 * 1024 * 1024"), 2, 20),
    "out of time": (Way("cpu_seconds=1", rows=240_000), 2, 20),
    "aborted": (Way(strike=signal.SIGABRT), 2, 20),
}


def long_list(place: Place, count: int) -> None:
    """Write a list that continues from the one of `Place.make`, each row with the needle."""
    known = (place.work / "list.csv").read_text("utf-8").splitlines()
    rows = [f"{line},{NEEDLE}" for line in known[1:]]
    # Not of plain letters: those are looked at all at once, too fast for a limit of time.
    rows += [f"Ł{n} é/17,DA,2017-03-01,{NEEDLE} {n}" for n in range(count)]
    text = "\n".join([f"{known[0]},Comments", *rows])
    (place.work / "long.csv").write_text(text, "utf-8")


def reader_of(program: subprocess.Popen[bytes]) -> int | None:
    """Return the process id of a program's reader, None while it has none.

    A child that has not begun its own program yet still has the command line of its parent, and
    the parent waits for it: stopped there, it would hold its parent, which no limit can help.
    """
    parent = Path(f"/proc/{program.pid}")
    try:
        found = (parent / f"task/{program.pid}/children").read_text("ascii").split()
        if not found or _line(Path(f"/proc/{found[0]}")) in {b"", _line(parent)}:
            return None
    except OSError:
        return None
    return int(found[0])


def _line(process: Path) -> bytes:
    return (process / "cmdline").read_bytes()


def struck(
    program: subprocess.Popen[bytes], strike: signal.Signals | None, after: float
) -> tuple[int, str, str]:
    """Let the program run to its end, and strike its reader some seconds after it began."""
    over = threading.Event()

    def wait_and_strike(sign: signal.Signals) -> None:
        while not over.wait(0.005):
            reader = reader_of(program)
            if reader is not None:
                over.wait(after)
                with suppress(ProcessLookupError):  # it had ended already
                    os.kill(reader, sign)
                return

    hunter = threading.Thread(target=wait_and_strike, args=(strike,)) if strike else None
    if hunter:
        hunter.start()
    out, err = program.communicate(timeout=PATIENCE)
    over.set()
    if hunter:
        hunter.join()
    return program.returncode, out.decode(), err.decode()


def making(place: Place) -> tuple[tuple[object, ...], Callable[[bool], None]]:
    """Return the command that makes a file of the long list, and what must hold after it."""
    command = ("new", "n.review", "--list", "long.csv", "--inspection", "SYN-2", "--force", "F")

    def check(done: bool) -> None:  # noqa: FBT001 - the end of a job
        assert (place.work / "n.review").exists() == done
        (place.work / "n.review").unlink(missing_ok=True)

    return (*command, "--reviewer", "R"), check


@pytest.mark.parametrize("name", WAYS)
def test_a_reader_that_is_lost_leaves_the_file_as_it_was(tmp_path: Path, name: str) -> None:
    way, small, full = WAYS[name]
    place = Place(tmp_path)
    key = place.make()
    long_list(place, way.rows)
    luck = chance(f"reader {name}")
    count, hit = share(small, full), 0
    before = BOUNDS.format(way.bounds) if way.bounds else ""
    make, check = making(place)
    for number in range(count):
        extend = ("list", "extend", "a.review", "long.csv")
        with place.start(*(extend if number % 2 else make), before=before) as program:
            code, out, err = struck(program, way.strike, luck.uniform(0, 0.8) if number else 0)
        lost = code != 0
        hit += lost
        if lost:
            assert code in {1, 2}, err
            assert (out, err.count("\n")) == ("", 1), (out, err)
            assert "mistake of the program" not in err
        if number % 2:
            with sound(place.file, key) as store:
                assert len(store.cases()) == (CASES if lost else CASES + way.rows)
            if not lost:
                place.file.unlink()
                key = place.make()
        else:
            check(not lost)
        assert place.needles("long.csv") == []
    tally(f"readers of lists {name}", count, 0, f", {hit} noticed")
    assert hit > 0
    assert CODE in place.run("cases", "a.review")[1]
