"""How soon the window and the list of commands are there, and how much memory a file takes.

Each is a process of its own beside the least that its toolkit does, in turns (`make bench`). The
time of the processor is beside that of the wall: it means something on a busy computer too.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1] / "window"))  # the samples of the window's tests

from window_sample import KEY, make_file

pytestmark = pytest.mark.bench

ROUNDS = 9
CASES, STEPS = 10_000, 30
SHOWN, MEMORY, LISTED = 1.6, 3.0, 1.5
"""How many times the bare toolkit's time, memory and time ours may take."""

PLAIN_COMMAND = """
import typer
app = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
@app.command()
def only(name: str) -> None:
    "Say hello."
app()
"""
OURS = "from ui.main import main; main()"


def run(*arguments: object, home: Path) -> list[str]:
    """Run Python with these arguments and return its lines; the first is milliseconds to paint."""
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        env={**os.environ, "REVIEWER_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def window(*arguments: object, home: Path) -> tuple[float, float]:
    """Return milliseconds of the processor to the first painting, and MiB at the end."""
    painted, resident = run(Path(__file__).with_name("one_start.py"), *arguments, home=home)
    return float(painted), float(resident)


def test_the_window_is_shown_soon_after_a_bare_one(tmp_path: Path) -> None:
    taken: dict[str, list[float]] = {"bare": [], "ours": []}
    for _ in range(ROUNDS):
        for what, times in taken.items():
            times.append(window(what, home=tmp_path)[0])
    bare, ours = map(statistics.median, taken.values())
    print(
        f"\nshown, ms of the processor: bare {bare:.0f}, ours {ours:.0f}: {ours / bare:.2f} times"
        f" (wanted: at most {SHOWN})"
    )


def test_ten_thousand_cases_take_little_more_memory_than_a_bare_window(tmp_path: Path) -> None:
    file = tmp_path / "many.review"
    make_file(file, CASES)
    taken = {
        "bare": window("bare", home=tmp_path)[1],
        "libraries": window("floor", home=tmp_path)[1],
        "start page": window("ours", home=tmp_path)[1],
        "file": window("file", file, KEY.raw.hex(), STEPS, home=tmp_path)[1],
    }
    print("\nMiB: " + ", ".join(f"{what} {size:.0f}" for what, size in taken.items()))
    ratio = taken["file"] / taken["bare"]
    print(f"file to bare {ratio:.2f} (wanted: at most {MEMORY})")


def test_the_list_of_commands_is_shown_as_soon_as_that_of_one_command(tmp_path: Path) -> None:
    wall: dict[str, list[float]] = {PLAIN_COMMAND: [], OURS: []}
    processor: dict[str, list[float]] = {PLAIN_COMMAND: [], OURS: []}
    for _ in range(ROUNDS):
        for program in (PLAIN_COMMAND, OURS):
            before, began = _children(), time.perf_counter()
            run("-c", program, "--help", home=tmp_path)
            wall[program].append((time.perf_counter() - began) * 1000)
            processor[program].append((_children() - before) * 1000)
    for name, times in (("wall", wall), ("processor", processor)):
        plain, ours = map(statistics.median, times.values())
        print(f"\nlisted, ms, {name}: typer {plain:.0f}, ours {ours:.0f}: {ours / plain:.2f} times")
    assert ours / plain <= LISTED


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
