"""What an accepted answer costs, side by side with the least it could cost (`make bench`).

A measurement, never a timed test: what is asserted are ratios taken in one run.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
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
FRAME = 16.0
"""Milliseconds in which a window draws: an answer must not cost one."""

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
        said = answer(store, case, {"overall.rationale": value(next(numbers))}, now=NOW)
        assert said.changed

    return act


def answers(act: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    return [milliseconds(act) for _ in range(rounds)]


@contextmanager
def inserting(path: Path) -> Iterator[Callable[[], object]]:
    """Give an act that commits the same bytes by one prebuilt INSERT, under the same settings."""
    with closing(connect(path, KEY, Access.WRITE)) as connection:
        driver, numbers = driver_of(connection), count(1)
        driver.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, value TEXT) STRICT")

        def act() -> None:
            driver.execute("BEGIN IMMEDIATE")
            driver.execute("INSERT INTO bare (value) VALUES (?)", (value(next(numbers)),))
            driver.execute("COMMIT")

        yield act


def told(times: list[float]) -> str:
    ordered = sorted(times)
    return (
        f"median {statistics.median(ordered):.2f} ms, 99th percentile "
        f"{ordered[int(len(ordered) * 0.99)]:.2f} ms"
    )


def test_an_answer_with_its_log_row_costs_at_most_three_bare_inserts(tmp_path: Path) -> None:
    make(tmp_path / "a.review", MANY)
    make(tmp_path / "b.review", FEW)
    with opened(tmp_path / "a.review") as store, inserting(tmp_path / "b.review") as insert:
        act = answering(store, MANY)
        answers(act, 50)
        bare, whole = [], []
        for _ in range(ROUNDS):  # in turns: other work on the machine slows both
            bare.append(milliseconds(insert))
            whole.append(milliseconds(act))
    ratio = statistics.median(whole) / statistics.median(bare)
    slowest, least = (sorted(times)[int(ROUNDS * 0.99)] for times in (whole, bare))
    say(f"bare INSERT: {told(bare)}")
    say(f"an answer at {MANY} cases: {told(whole)}; {ratio:.2f} bare inserts")
    assert ratio <= 3
    assert slowest < max(FRAME, 3 * least), "on a busy machine a bare INSERT is no faster"


def test_an_answer_costs_no_more_with_more_cases_or_more_log_rows(tmp_path: Path) -> None:
    make(tmp_path / "few.review", FEW)
    make(tmp_path / "many.review", MANY)
    with opened(tmp_path / "few.review") as few, opened(tmp_path / "many.review") as many:
        in_few, in_many = answering(few, FEW), answering(many, MANY)
        answers(in_few, 50)
        answers(in_many, 50)
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
