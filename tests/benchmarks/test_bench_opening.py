"""How long a file of a hundred and of ten thousand cases takes to its first page (`make bench`).

Each opening is the first of a process, as a person's is, in turns of both sizes. The key's
derivation takes half a second by design and is measured beside, on the same busy computer.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1] / "window"))  # the samples of the window's tests

from window_sample import KEY, make_file

pytestmark = pytest.mark.bench

FEW, MANY = 100, 10_000
OPENINGS = 10
MOST, MOST_RATIO = 100, 1.3
"""Milliseconds to the first page beside the key, and how much longer ten thousand may take."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Milliseconds of one opening."""

    key: float
    beside: float
    window: float

    @property
    def whole(self) -> float:
        """From the key to the painted page."""
        return self.beside + self.window


def opening(path: Path, home: Path) -> Opening:
    """Open a file in a process of its own."""
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("one_opening.py"), path, KEY.raw.hex()],
        env={**os.environ, "REVIEWER_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Opening(*map(float, done.stdout.split()))


def test_a_file_of_ten_thousand_cases_is_open_as_soon_as_one_of_a_hundred(tmp_path: Path) -> None:
    taken: dict[int, list[Opening]] = {FEW: [], MANY: []}
    for count in taken:
        make_file(tmp_path / f"{count}.review", count)
    for _ in range(OPENINGS):
        for count, openings in taken.items():
            openings.append(opening(tmp_path / f"{count}.review", tmp_path / "home"))
    print("\nms, p50 / p99          beside the window      in the window      from the key")
    for count, openings in taken.items():
        parts = [[getattr(o, part) for o in openings] for part in ("beside", "window", "whole")]
        print(f"{count:6,} cases     " + "     ".join(map(spread, parts)))
    few, many = (statistics.median(o.window for o in taken[count]) for count in (FEW, MANY))
    key = statistics.median(o.key for openings in taken.values() for o in openings)
    print(f"ratio in the window {many / few:.2f}; a key's derivation {key:.0f}")
    assert many / few <= MOST_RATIO
    slowest = longest([o.key + o.whole for o in taken[MANY]])
    assert slowest < 1.3 * longest([o.key for o in taken[MANY]]) + MOST


def longest(times: list[float]) -> float:
    """Return the 99th percentile."""
    return statistics.quantiles(times, n=100, method="inclusive")[98]


def spread(times: list[float]) -> str:
    """Return median and 99th percentile."""
    return f"{statistics.median(times):6.1f} / {longest(times):6.1f}"
