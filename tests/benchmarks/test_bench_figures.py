"""What all tables of 10,000 cases cost, and a publication of 648; numbers for a person."""

from __future__ import annotations

import random
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))

from figures_sample import FORM, a_case, a_review, rows, standing

from reviewer.domain.standing import CaseStanding
from reviewer.figures.case_figures import figures_of
from reviewer.figures.publication import published_tables
from reviewer.figures.summary import summary_of
from reviewer.workbook.publication_book import Publication, publication_xlsx

pytestmark = pytest.mark.bench

TODAY = date(2018, 12, 1)


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


def test_all_tables_and_a_publication() -> None:
    standings = made(10_000)
    begun = time.process_time()
    cases = figures_of(FORM, standings, TODAY)
    summary_of(FORM, cases, random_sample=False)
    tabled = time.process_time()
    tables = published_tables(FORM, cases[:648], (), 5)
    published = Publication(
        force="F", inspection="I", visit="", published_at=datetime.now(UTC), threshold=5,
        tables=tables,
    )  # fmt: skip
    publication_xlsx(published)
    done = time.process_time()
    sys.stdout.write(f"\nall tables of 10,000 cases: {tabled - begun:.2f} s of the processor")
    sys.stdout.write(f"\npublishing 648 cases: {done - tabled:.2f} s of the processor\n")
