"""What the fault suite shares: its sizes, the real program in a place of its own, its tally.

REVIEWER_FAULTS=full runs the sizes of the design, REVIEWER_FAULTS=share what CI can carry.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from db.chain import check_file
from db.file import open_file
from db.key import FileKey, derive_key
from db.store import ReviewFile
from reviewer.domain.case_actions import AnswerGiven
from reviewer.domain.errors import WorldError
from reviewer.domain.ids import SessionId

ROOT = Path(__file__).parents[2]
FULL = os.environ.get("REVIEWER_FAULTS") == "full"
SEED = int(os.environ.get("REVIEWER_FAULTS_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
PASSPHRASE = "violet lantern gravel orchid thursday"
NEW_PASSPHRASE = "copper meadow thimble walrus eleven"
NEEDLE = "zqxneedlewort"
"""Begins small, so that the check for identifiers takes it for no name."""
CODE = "SYN-2018Q4"
CASES = 12
PATIENCE = 120
"""Seconds until a program that should have answered is a failure, on the slowest machine."""


def share(small: int, full: int) -> int:
    return full if FULL else small


def chance(name: str) -> random.Random:
    """Random numbers that a run can be repeated with: REVIEWER_FAULTS_SEED."""
    return random.Random(f"{SEED} {name}")


@dataclass(frozen=True)
class Tried:
    """What was done to the program, how often, and how many acknowledged answers it lost."""

    kind: str
    times: int
    lost: int
    more: str


TRIED: list[Tried] = []
"""What this run has tried so far; it is summed up at its end."""


def tally(kind: str, tried: int, lost: int, more: str = "") -> None:
    """Count what was tried and how much was lost, and say it at once where pytest has -s."""
    TRIED.append(Tried(kind, tried, lost, more))
    sys.stdout.write(f"\nfaults: {kind}: {tried} tried, {lost} lost{more}\n")


@dataclass
class Place:
    """A folder in which the program finds home, temporary folder and settings."""

    root: Path
    extra: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("work", "home", "tmp"):
            (self.root / name).mkdir(parents=True, exist_ok=True)

    @property
    def work(self) -> Path:
        return self.root / "work"

    @property
    def file(self) -> Path:
        return self.work / "a.review"

    def environment(self, **more: str) -> Mapping[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": str(self.root / "home"),
            "XDG_CONFIG_HOME": str(self.root / "home"),
            "XDG_CACHE_HOME": str(self.root / "home" / "cache"),
            "TMPDIR": str(self.root / "tmp"),
            "REVIEWER_HOME": str(self.root / "home" / "settings"),
            "REVIEWER_PASSPHRASE": PASSPHRASE,
            "REVIEWER_NEW_PASSPHRASE": NEW_PASSPHRASE,
            "REVIEWER_IDENTITY_PASSPHRASE": PASSPHRASE,
            "QT_QPA_PLATFORM": "offscreen",
            **self.extra,
            **more,
        }

    def start(self, *arguments: object, before: str = "", **more: str) -> subprocess.Popen[bytes]:
        """Start the real program; `before` is Python that runs first in its process."""
        command = ["-c", f"{before}\nfrom ui.main import main; main()"] if before else ["-m", "ui"]
        return subprocess.Popen(
            [sys.executable, *command, *map(str, arguments)],
            bufsize=0,  # what a killed program did not take is nobody's
            cwd=self.work,
            env=self.environment(**more),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: object, stdin: str = "", **more: str) -> tuple[int, str, str]:
        """Run the real program to its end."""
        with self.start(*arguments, **more) as child:
            out, err = child.communicate(stdin.encode(), timeout=PATIENCE)
        return child.returncode, out.decode(), err.decode()

    def make(self, name: str = "a.review", reader: str = "Reader A") -> FileKey:
        """Make a review file of synthetic cases by the real program."""
        listed = self.work / "list.csv"
        rows = [f"00{n}/17,DA,2017-03-{n:02d}\n" for n in range(1, CASES + 1)]
        listed.write_text("Reference,Type,Date reported\n" + "".join(rows), "utf-8")
        code, _, err = self.run(
            *("new", name, "--list", "list.csv", "--inspection", CODE),
            *("--force", "Synthetic Constabulary", "--reviewer", reader),
        )
        assert code == 0, err
        return derive_key(self.work / name, PASSPHRASE)

    def needles(self, *given: str) -> list[str]:
        """Return the files in which an answer's text is readable; `given` are ours."""
        marks = (NEEDLE.encode(), NEEDLE.encode("utf-16-le"), NEEDLE.encode("utf-16-be"))
        return [
            str(path.relative_to(self.root))
            for path in self.root.rglob("*")
            if path.is_file()
            and path.name not in given
            and any(mark in path.read_bytes() for mark in marks)
        ]


@dataclass(frozen=True)
class Line:
    """One answer as it is handed to `answers set FILE -`."""

    case: str
    key: str
    value: str

    def __str__(self) -> str:
        return f"{self.case} {self.key}={self.value}\n"


def lines(count: int, first: int = 0) -> list[Line]:
    """Return answers each of which changes something, some longer than a page of the file."""
    return [
        Line(
            f"{CODE}-{1 + number % CASES:04d}",
            "overall.rationale",
            f"{NEEDLE} {number} " + "word " * (number * 37 % 400) + "end",
        )
        for number in range(first, first + count)
    ]


def answer_until(
    child: subprocess.Popen[bytes],
    issued: Sequence[Line],
    stop: threading.Event,
    begun: Callable[[], object] = bool,
) -> list[str]:
    """Feed answers as fast as they are taken; return what was acknowledged until the end.

    `begun` is called at the first.
    """
    assert child.stdin is not None
    assert child.stdout is not None
    stdin = child.stdin

    def feed() -> None:
        try:
            for line in issued:
                if stop.is_set():
                    break
                stdin.write(str(line).encode())
        except BrokenPipeError:
            pass  # it was killed
        stdin.close()

    feeder = threading.Thread(target=feed)
    feeder.start()
    reported = []
    for line in child.stdout:
        if not reported:
            begun()
        if line.endswith(b"\n"):
            reported.append(line.decode().strip())
    stop.set()
    feeder.join()
    return reported


def answered_events(store: ReviewFile) -> list[Line]:
    return [
        Line(e.case, e.action.key, (e.action.answer or "").strip())
        for e in store.events()
        if isinstance(e.action, AnswerGiven)
    ]


def sound(path: Path, key: FileKey) -> ReviewFile:
    """Open a file for writing as the next start does, and check it."""
    store = open_file(path, key, person="after", session_id=SessionId("after"))
    report = check_file(store)
    assert report.problems == (), report.problems
    return store


def opening(path: Path, keys: Sequence[FileKey]) -> list[int]:
    """Return which of the keys open a file; where it asks to be opened to work, it is."""
    return [index for index, key in enumerate(keys) if _opens(path, key)]


def _opens(path: Path, key: FileKey) -> bool:
    try:
        try:
            open_file(path, key, read_only=True).close()
        except WorldError as error:
            if error.code != "unfinished":
                raise
            open_file(path, key, person="x", session_id=SessionId("x")).close()
    except WorldError as error:
        if error.code != "wrong-passphrase":
            raise
        return False
    return True


def recorder(folder: Path) -> Path:
    """Build the preloaded recorder; skip where it can't be."""
    if not sys.platform.startswith("linux") or shutil.which("gcc") is None:
        pytest.skip("the recorder needs Linux and gcc")
    built = folder / "fault_recorder.so"
    source = Path(__file__).with_name("fault_recorder.c")
    subprocess.run(
        ["gcc", "-shared", "-fPIC", "-O1", "-o", str(built), str(source), "-ldl"], check=True
    )
    return built
