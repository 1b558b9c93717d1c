"""Two publications of one register tell no small count together: attacked by subtraction."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from figures_sample import FORM, TODAY, a_case, a_review, standing

from reviewer.domain.published_counts import WHOLE, PublishedCounts
from reviewer.domain.standing import CaseStanding
from reviewer.figures.case_figures import figures_of
from reviewer.figures.design import NO_DRAW
from reviewer.figures.differencing import telling
from reviewer.figures.publication import published_tables

TYPES = ("DA", "MISS", "CUST", "S47")
THRESHOLD = 5


def judged(numbers: Sequence[int], chance: random.Random) -> Iterator[CaseStanding]:
    for position in numbers:
        case = a_case(position, chance.choices(TYPES, (30, 20, 6, 4))[0])
        answers = {
            "overall__grade": chance.choices(("G", "RI", "I"), (3, 20, 10))[0],
            "supervision__flag": chance.choice(("SUP_EFF", "SUP_NONE", "SUP_NA")),
            "delay__flag": chance.choices(("DEL_NONE", "DEL_JUST", "DEL_UNNEC"), (12, 2, 1))[0],
        }
        yield standing(case, a_review(case, **answers))


def published(
    cases: Sequence[CaseStanding], threshold: int = THRESHOLD
) -> tuple[PublishedCounts, ...]:
    tables = published_tables(FORM, figures_of(FORM, cases, TODAY), (), threshold, NO_DRAW)
    return tuple(table.counts for table in tables if table.counts is not None)


def by_subtraction(then: PublishedCounts, now: PublishedCounts) -> Iterator[int]:
    """Yield what subtracting the shown counts of the same codes gives, and what is left of totals.

    Written apart from the program: it looks the cells up by their codes and knows no alignment.
    """
    before = {
        (row, column): n
        for row, line in zip(then.rows, then.counts, strict=True)
        for column, n in zip(then.columns, line, strict=True)
    }
    after = {
        (row, column): n
        for row, line in zip(now.rows, now.counts, strict=True)
        for column, n in zip(now.columns, line, strict=True)
    }
    gained = {
        cell: n - old
        for cell, n in after.items()
        if n is not None and (old := before.get(cell)) is not None
    }
    yield from gained.values()
    if set(then.rows) != set(now.rows) or set(then.columns) != set(now.columns):
        return
    for lines, of in ((now.rows, 0), (now.columns, 1)):
        for line in lines:
            whole = (line, WHOLE) if of == 0 else (WHOLE, line)
            if whole not in gained:
                continue
            parts = [cell for cell in after if cell[of] == line and cell != whole]
            shown = [gained[cell] for cell in parts if cell in gained]
            if len(shown) < len(parts):
                yield gained[whole] - sum(shown)


@pytest.mark.parametrize("seed", range(40))
def test_what_is_let_pass_gives_no_small_count_by_subtraction(seed: int) -> None:
    chance = random.Random(f"twice/{seed}")
    first = list(judged(range(1, 121), chance))
    more = chance.choice((0, 1, 4, 8, 30, 200, 400))
    later = [*first, *judged(range(121, 121 + more), chance)]
    then, now = published(first), published(later)
    named = telling(then, now, THRESHOLD)
    if not more:
        assert not named
    if 0 < more < THRESHOLD:
        assert named
    for before, after in product(then, now):
        if before.table == after.table and after.table not in named:
            found = list(by_subtraction(before, after))
            assert not [n for n in found if 0 < abs(n) < THRESHOLD]


def test_a_case_judged_anew_is_told_by_two_publications() -> None:
    chance = random.Random("anew")
    first = list(judged(range(1, 201), chance))
    at = next(at for at, each in enumerate(first) if "G" in each.reviews[0].answers.values())
    case = first[at].case
    first[at] = standing(case, a_review(case, overall__grade="G", supervision__flag="SUP_EFF"))
    then = published(first)
    first[at] = standing(case, a_review(case, overall__grade="RI", supervision__flag="SUP_EFF"))
    assert "Grades_by_type" in telling(then, published(first), THRESHOLD)


def table(rows: str, counts: Sequence[Sequence[int | None]]) -> PublishedCounts:
    lines = tuple(WHOLE if row == "*" else tuple(row) for row in rows.split())
    across = ("G",), ("R",), ("I",), WHOLE
    return PublishedCounts(
        table="Grades_by_type", rows=lines, columns=across, counts=tuple(map(tuple, counts))
    )


BEFORE = [[20, 30, 40, 90], [None, None, 20, 50], [None, None, 30, 60], [50, 60, 90, 200]]


@pytest.mark.parametrize(
    ("later", "tells"),
    [
        (table("A B C *", BEFORE), False),  # the same again
        (  # one more
            table("A B C *", [[21, 30, 40, 91], *BEFORE[1:3], [51, 60, 90, 201]]), True,
        ),
        (  # many more, everywhere
            table("A B C *", [[40, 50, 60, 150], [None, None, 40, 90], [None, None, 60, 120],
                              [100, 100, 160, 360]]), False,
        ),
        (  # what is left out of a row is two more together
            table("A B C *", [[30, 30, 40, 100], [None, None, 28, 60], [None, None, 30, 60],
                              [62, 60, 98, 220]]), True,
        ),
        (  # the total of two rows that were apart, one of which was left out
            table("A BC *", [[20, 30, 40, 90], [30, 30, 50, 110], [50, 60, 90, 200]]), True,
        ),
        (  # other counts are left out of the same state
            table("A B C *", [[None, None, 40, 90], [None, None, 20, 50], [15, 15, 30, 60],
                              [50, 60, 90, 200]]), True,
        ),
    ],
)  # fmt: skip
def test_a_table_published_twice_tells_what_the_two_differ_in(
    later: PublishedCounts, *, tells: bool
) -> None:
    assert bool(telling([table("A B C *", BEFORE)], [later], 5)) is tells
