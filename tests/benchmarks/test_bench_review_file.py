"""What an accepted answer costs, side by side with the least it could cost (`make bench`).

A measurement, never a timed test: what is asserted are ratios taken in one run.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from db.engine import Access, connect
from db.file import creating, open_file
from db.key import FileKey, derive_key
from db.statement import driver_of
from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.domain.case import Case, ListStamp, list_digest
from reviewer.domain.case_actions import CaseViewed
from reviewer.domain.file_actions import FileCreated
from reviewer.domain.ids import Key, SessionId, case_id
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.forms.library import bundled_form

pytestmark = pytest.mark.bench

CODE = "SYN-2018Q4"
KEY = FileKey(raw=bytes(range(32)))
SALT = bytes(range(16))
MANY = 10_000
FEW = 200
ROUNDS = 400
WARM_UP = 50
SLOWEST = 4.0
"""Milliseconds: a quarter of the time in which a window draws."""

NOW = datetime(2018, 1, 29, 14, 2, 11, tzinfo=UTC)


def make(path: Path, length: int) -> None:
    form = bundled_form("ncpi")
    cases = tuple(
        Case(
            id=case_id(CODE, place),
            position=place,
            values={Key("reference"): f"{place}/17", Key("type"): "DA"},
        )
        for place in range(1, length + 1)
    )
    about = Inspection(
        code=CODE,
        force="Synthetic Constabulary",
        marking="OFFICIAL-SENSITIVE",
        form=form.stamp,
        kind=FileKind.REVIEW,
        person="Reader A",
    )
    stamp = ListStamp(length=length, digest=list_digest(cases), file_digest="", loaded_at="2018")
    with (
        creating(path, KEY, salt=SALT, person="x", session_id=SessionId("s")) as store,
        store.transaction(NOW) as unit,
    ):
        unit.begin(about, form, stamp, cases)
        unit.log(FileCreated.of(about))


@contextmanager
def opened(path: Path) -> Iterator[ReviewFile]:
    with open_file(path, KEY, person="x", session_id=SessionId("bench")) as store:
        yield store


def milliseconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def say(sentence: str) -> None:
    sys.stdout.write(f"\nbench: {sentence}")


def value(number: int) -> str:
    return f"A sentence of some length about what was found, number {number}. " * 3


def answering(store: ReviewFile, cases: int) -> Callable[[], object]:
    """Return an act that answers a text of some case, each time another one."""
    chance, numbers = random.Random(7), count(1)
    store.form().item("A1.1")  # read once, as a window has

    def act() -> None:
        case = case_id(CODE, chance.randrange(1, cases + 1))
        answered = answer(store, case, {"overall.rationale": value(next(numbers))}, now=NOW)
        assert answered.changed

    return act


def answers(act: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    return [milliseconds(act) for _ in range(rounds)]


Executed = list[tuple[str, object, bool]]
"""Statements with their parameters, and whether these are many rows."""


class Recorder:
    """Hands statements on to the driver, and keeps them with their parameters."""

    def __init__(self, driver: sqlite3.Connection) -> None:
        self._driver = driver
        self.executed: Executed = []

    def execute(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        self.executed.append((sql, values, False))
        return self._driver.execute(sql, values)

    def executemany(self, sql: str, rows: Sequence[Sequence[object]]) -> sqlite3.Cursor:
        self.executed.append((sql, rows, True))
        return self._driver.executemany(sql, rows)

    def __getattr__(self, name: str) -> object:
        return getattr(self._driver, name)


def recorded(path: Path, rounds: int) -> list[Executed]:
    """Answer so often, and return what each answer had the driver execute."""
    each: list[Executed] = []
    with opened(path) as store:
        act = answering(store, MANY)
        recorder = Recorder(store._driver)
        store._driver = recorder
        for _ in range(rounds):
            recorder.executed = []
            act()
            each.append(recorder.executed)
        store._driver = recorder._driver
    return each


@contextmanager
def replaying(path: Path, each: Iterable[Executed]) -> Iterator[Callable[[], object]]:
    """Give an act that has the bare driver execute the next answer's statements."""
    coming = iter(each)
    with closing(connect(path, KEY, Access.WRITE)) as connection:
        driver = driver_of(connection)

        def act() -> None:
            for sql, values, many in next(coming):
                (driver.executemany if many else driver.execute)(sql, values).fetchall()

        yield act


def spread(times: list[float]) -> str:
    ordered = sorted(times)
    return (
        f"median {statistics.median(ordered):.2f} ms, 99th percentile "
        f"{ordered[int(len(ordered) * 0.99)]:.2f} ms"
    )


def test_an_answer_costs_at_most_twice_its_own_statements(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.review" for name in "abc"]
    make(paths[0], MANY)
    for copy in paths[1:]:
        shutil.copy(paths[0], copy)
    each = recorded(paths[0], WARM_UP + ROUNDS)
    with opened(paths[1]) as store, replaying(paths[2], each) as replay:
        act = answering(store, MANY)
        answers(replay, WARM_UP)
        answers(act, WARM_UP)
        bare, whole = [], []
        for _ in range(ROUNDS):  # in turns: other work on the machine slows both
            bare.append(milliseconds(replay))
            whole.append(milliseconds(act))
    ratio = statistics.median(whole) / statistics.median(bare)
    slowest, least = (sorted(times)[int(ROUNDS * 0.99)] for times in (whole, bare))
    say(f"the {len(each[-1])} statements of an answer, bare: {spread(bare)}")
    say(f"an answer at {MANY} cases: {spread(whole)}; {ratio:.2f} times its statements")
    assert ratio <= 2
    assert slowest < max(SLOWEST, 3 * least), "on a busy machine the statements are no faster"


def test_an_answer_costs_no_more_with_more_cases_or_more_log_rows(tmp_path: Path) -> None:
    make(tmp_path / "few.review", FEW)
    make(tmp_path / "many.review", MANY)
    with opened(tmp_path / "few.review") as few, opened(tmp_path / "many.review") as many:
        in_few, in_many = answering(few, FEW), answering(many, MANY)
        answers(in_few, WARM_UP)
        answers(in_many, WARM_UP)
        turns = [(milliseconds(in_few), milliseconds(in_many)) for _ in range(ROUNDS)]
        first, at_many = (statistics.median(times) for times in zip(*turns, strict=True))
        with few.transaction(NOW) as unit:
            for _ in range(100_000):
                unit.log(CaseViewed(), case="x")
        turns = [(milliseconds(in_few), milliseconds(in_many)) for _ in range(ROUNDS)]
        after, beside = (statistics.median(times) for times in zip(*turns, strict=True))
    say(f"an answer at {FEW} cases {first:.2f} ms, at {MANY} cases {at_many:.2f} ms")
    say(f"an answer after 100,000 more log rows {after:.2f} ms, without them {beside:.2f} ms")
    assert at_many < first * 1.5
    assert after < beside * 1.5


def test_opening_ten_thousand_cases_is_little_beside_the_key(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    make(path, MANY)
    with opened(path) as store:
        answers(answering(store, MANY), 1500)

    def derive() -> None:
        derive_key(path, "violet lantern gravel")

    def first_page() -> None:
        with opened(path) as store:
            store.form()
            assert len(store.cases()) == MANY
            assert len(store.progress()) > 1000

    turns = [(milliseconds(derive), milliseconds(first_page)) for _ in range(5)]
    key, opening = (statistics.median(times) for times in zip(*turns, strict=True))
    say(f"key derivation {key:.0f} ms; opening {MANY} cases with their list lines {opening:.0f} ms")
    assert key + opening < 1.3 * key + 100
