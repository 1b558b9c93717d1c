"""A person who does anything by chance, at each scale of the screen: nothing breaks or is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fault_tools import CASES, CODE, PASSPHRASE, ROOT, Place, chance, lines, share, tally

pytestmark = pytest.mark.faults

PROGRAM = ROOT / "tests" / "window" / "random_acts.py"
ACTS = share(150, 600)
MOMENTS = 2
"""Seconds that an act may take on the slowest machine, with all that is looked at after it."""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review file with answers, and a register of two readers who differ."""
    place = Place(tmp_path_factory.mktemp("acts"))
    place.make()
    place.make("b.review", "Reader B")
    begun = "".join(f"{CODE}-{n:04d} reviewable=YES\n" for n in range(1, CASES + 1))
    texts = begun + "".join(map(str, lines(20)))
    graded = {"a": "G", "b": "I"}
    merging: list[str] = []
    for name, grade in graded.items():
        one = f"{CODE}-0001 overall.grade={grade}\n"
        assert place.run("answers", "set", f"{name}.review", "-", stdin=texts + one)[0] == 0
        identity = ("identity", "create", f"{name}.p12", "--name", f"Reader {name.upper()}")
        assert place.run(*identity, "--key", "ec")[0] == 0
        assert place.run("identity", "certificate", f"{name}.p12", f"{name}.cer")[0] == 0
        book = ("export", f"{name}.review", f"{name}.xlsx", "--identity", f"{name}.p12")
        assert place.run(*book)[0] == 0
        merging += [f"{name}.xlsx", "--trust", f"{name}.cer"]
    merged = place.run("merge", "team.review", *merging)
    assert merged[0] == 0, merged
    return place.root


@pytest.mark.parametrize("scale", ["1", "1.5", "2"])
@pytest.mark.parametrize("kind", ["a", "team"])
def test_acts_by_chance_lose_no_text_and_break_nothing(
    prepared: Path, tmp_path: Path, kind: str, scale: str
) -> None:
    seed = chance(f"acts {kind} {scale}").randrange(10**6)
    place = Place(tmp_path)
    place.file.write_bytes((prepared / "work" / f"{kind}.review").read_bytes())
    ended = subprocess.run(
        [sys.executable, PROGRAM, place.file, PASSPHRASE, str(seed), str(ACTS)],
        cwd=place.work,
        env=place.environment(QT_SCALE_FACTOR=scale),
        capture_output=True,
        text=True,
        timeout=60 + MOMENTS * ACTS,
        check=False,
    )
    assert ended.returncode == 0, (seed, ended.stdout[-2000:], ended.stderr[-2000:])
    found = json.loads(ended.stdout.splitlines()[-1])
    more = f", {found['words']} texts, {found['locked']} locks, seed {seed}"
    lost = sum(times for words, times in found["faults"].items() if words.startswith("lost"))
    tally(f"acts by chance, {kind} at {scale}", found["done"], lost, more)
    assert not found["faults"], (seed, found["faults"], found["after"])
