"""What all tables of 10,000 cases cost, and a publication of 648; numbers for a person."""

from __future__ import annotations

import gc
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))

from figures_sample import FORM, a_case, a_review, rows, standing

from reviewer.domain.standing import CaseStanding
from reviewer.figures.case_figures import figures_of
from reviewer.figures.design import NO_DRAW
from reviewer.figures.publication import notes_of, published_tables
from reviewer.figures.summary import summary_of
from reviewer.figures.suppression import suppressed
from reviewer.workbook.publication_book import Publication, publication_xlsx

pytestmark = pytest.mark.bench

TODAY = date(2018, 12, 1)
BEFORE = 9.1
"""What all tables took before open delays were censored and samples weighed, in bare counts."""


def made(count: int) -> list[CaseStanding]:
    chance = random.Random(count)
    found = []
    for position in range(1, count + 1):
        case = a_case(position, chance.choice(("DA", "MISS", "CUST")))
        delay = {"stage": "ST1", "start": "2018-01-01", "end": f"2018-0{chance.randint(2, 9)}-11"}
        reviews = [
            a_review(
                case,
                reader,
                overall__grade=chance.choice(("G", "RI", "I")),
                supervision__flag=chance.choice(("SUP_EFF", "SUP_NONE")),
                delay__flag=chance.choice(("DEL_NONE", "DEL_UNNEC")),
                delay__rows=rows(delay),
            )
            for reader in ("A", "B")[: 2 if position % 10 == 0 else 1]
        ]
        found.append(standing(case, *reviews))
    return found


def timed(work: Callable[[], object], times: int = 5) -> float:
    """Return the least time of the processor that something took."""
    spent = []
    gc.collect()
    gc.freeze()
    for _ in range(times):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    gc.unfreeze()
    return min(spent)


def test_all_tables_and_a_publication() -> None:
    standings = made(10_000)

    def count() -> None:
        for _ in range(5):
            Counter(
                pair for each in standings for read in each.reviews for pair in read.answers.items()
            )

    def tables() -> None:
        summary_of(FORM, figures_of(FORM, standings, TODAY), random_sample=False)

    def publish() -> None:
        cases = figures_of(FORM, standings[:648], TODAY)
        published = Publication(
            force="F", inspection="I", visit="", published_at=datetime.now(UTC), threshold=5,
            tables=published_tables(FORM, cases, (), 5, NO_DRAW), notes=notes_of(NO_DRAW),
        )  # fmt: skip
        publication_xlsx(published)

    bare, tabled = timed(count), timed(tables)
    ratio = tabled / bare
    sys.stdout.write(f"\nall tables of 10,000 cases: {tabled:.2f} s of the processor, ")
    sys.stdout.write(f"{ratio:.1f} bare counts of their answers (earlier: {BEFORE}, so ")
    sys.stdout.write(f"{ratio / BEFORE:.2f} of it; wanted: at most 1.5)")
    sys.stdout.write(f"\npublishing 648 cases: {timed(publish):.2f} s (wanted: under 2)\n")


@pytest.mark.parametrize("counts", [(0, 1, 2, 3, 6, 12, 30), (1, 2, 3, 4, 5), (2, 6, 7, 8, 9)])
def test_a_published_table_of_two_hundred_rows(counts: tuple[int, ...]) -> None:
    chance = random.Random(200)
    for long in (50, 100, 200):
        table = [[chance.choice(counts) for _ in range(7)] for _ in range(long)]
        spent = timed(partial(suppressed, table, 5), 3)
        sys.stdout.write(f"\n{long} rows of 7 counts such as {counts}: {spent:.2f} s")
    sys.stdout.write(" (wanted: under 2)\n")
