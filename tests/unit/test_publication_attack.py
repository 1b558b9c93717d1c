"""No small count follows from all that is published, by a linear programme over all tables."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pytest
from figures_sample import FORM, TODAY, a_case, a_review, standing
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from reviewer.domain.inspection import EarlierVisit
from reviewer.domain.standing import CaseStanding
from reviewer.figures.case_figures import figures_of
from reviewer.figures.design import NO_DRAW, Design, SamplingMethod
from reviewer.figures.publication import notes_of, published_tables
from reviewer.figures.published import PublishedTable, Symbol
from reviewer.figures.suppression import following, most_possible, suppressed, suppressed_in_row

COUNTS = st.integers(2, 6).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=2, max_size=6
    )
)


@given(COUNTS, st.integers(3, 8))
def test_no_small_count_is_shown_and_none_left_out_follows(
    counts: list[list[int]], threshold: int
) -> None:
    hidden = suppressed(counts, threshold)
    small = {(r, c) for r, row in enumerate(counts) for c, n in enumerate(row) if 0 < n < threshold}
    assert small <= hidden
    cells = sorted(hidden)
    equations = [[float(r == row) for r, _ in cells] for row in range(len(counts))]
    equations += [[float(c == column) for _, c in cells] for column in range(len(counts[0]))]
    free = np.array(equations)
    known = np.linalg.matrix_rank(free) if cells else 0
    if len(cells) < len(counts) * len(counts[0]):
        assert not following(hidden)
        for at in range(len(cells)):
            alone = np.zeros((1, len(cells)))
            alone[0, at] = 1
            assert np.linalg.matrix_rank(np.vstack([free, alone])) > known


@given(st.lists(st.integers(0, 12), min_size=2, max_size=6), st.integers(3, 8))
def test_a_row_hides_a_small_count_behind_another(row: list[int], threshold: int) -> None:
    hidden = suppressed_in_row(row, threshold)
    assert {at for at, n in enumerate(row) if 0 < n < threshold} <= hidden
    assert len(hidden) != 1


def greatest(cells: np.ndarray, known: np.ndarray, totals: Sequence[int]) -> float:
    return -float(linprog(-cells, A_eq=known, b_eq=totals, method="highs").fun)


@given(COUNTS, st.integers(3, 8))
def test_a_small_count_could_be_as_large_as_the_threshold(
    counts: list[list[int]], threshold: int
) -> None:
    hidden = sorted(suppressed(counts, threshold))
    if not hidden or len(hidden) == len(counts) * len(counts[0]):
        return
    lines = [[cell[0] == row for cell in hidden] for row in range(len(counts))]
    lines += [[cell[1] == column for cell in hidden] for column in range(len(counts[0]))]
    known = np.array(lines, float)
    totals = [sum(counts[r][c] for (r, c), of in zip(hidden, line, strict=True) if of)
              for line in lines]  # fmt: skip
    for at, (row, column) in enumerate(hidden):
        most = most_possible((row, column), counts, hidden)
        assert most == round(greatest(np.eye(len(hidden))[at], known, totals))
        assert most >= threshold or not 0 < counts[row][column] < threshold


@given(st.lists(st.integers(0, 12), min_size=2, max_size=6), st.integers(3, 8))
def test_what_is_left_out_of_a_row_is_not_small_together(row: list[int], threshold: int) -> None:
    hidden = suppressed_in_row(row, threshold)
    assert not hidden or len(hidden) == len(row) or sum(row[at] for at in hidden) >= threshold


def register(chance: random.Random) -> Iterator[CaseStanding]:
    """Make a register in which some answers are common and some are rare."""
    types, flags, delays = ("DA", "MISS", "CUST", "S47"), ("SUP_EFF", "SUP_NONE", "SUP_NA"), (
        "DEL_NONE", "DEL_JUST", "DEL_UNNEC")  # fmt: skip
    weights = [[chance.choice((1, 3, 20, 40)) for _ in range(4)] for _ in range(4)]
    for position in range(1, chance.choice((40, 60, 120, 300)) + 1):
        case = a_case(position, chance.choices(types, weights[0])[0])
        answers = {
            "overall__grade": chance.choices(("G", "RI", "I"), weights[1][:3])[0],
            "supervision__flag": chance.choices(flags, weights[2][:3])[0],
            "delay__flag": chance.choices(delays, weights[3][:3])[0],
        }
        yield standing(case, a_review(case, **answers))


CROSSES = {
    "Grades_by_type": ("type", "grade"),
    "Grades_by_supervision": ("supervision", "grade"),
    "Grades_by_delay": ("delay", "grade"),
    "Supervision_by_type": ("type", "supervision"),
    "Delay_by_type": ("type", "delay"),
    "Delay_by_supervision": ("delay", "supervision"),
}


class Attack:
    """All that is published of cases by type, supervision, delay and grade, as equations."""

    def __init__(self, tables: Mapping[str, PublishedTable]) -> None:
        self.sizes: dict[str, int] = {}
        for name, (down, across) in CROSSES.items():
            table = tables[name]
            self.sizes[down] = len(table.rows) - 1
            self.sizes[across] = [str(heading) for heading in table.headings].index("All") - 1
        self.places = np.arange(int(np.prod(list(self.sizes.values())))).reshape(
            *self.sizes.values()
        )
        self.known: list[np.ndarray] = []
        self.totals: list[int] = []
        self.small: list[np.ndarray] = []

    def cells(self, **at: int) -> np.ndarray:
        found = np.zeros(self.places.size)
        found[self.places[tuple(at.get(side, slice(None)) for side in self.sizes)].ravel()] = 1
        return found

    def take(self, table: PublishedTable, down: str, across: str, threshold: int) -> None:
        for row in range(self.sizes[down] + 1):
            values = table.rows[row][1]
            for column in range(self.sizes[across] + 1):
                at = {down: row} if row < self.sizes[down] else {}
                at |= {across: column} if column < self.sizes[across] else {}
                value, cells = values[column], self.cells(**at)
                if not isinstance(value, Symbol):
                    self.known.append(cells)
                    self.totals.append(int(value))
                elif 0 < len(table.behind[row][column]) < threshold:
                    self.small.append(cells)


@pytest.mark.parametrize("seed", range(7, 27))
def test_no_small_count_follows_from_all_tables_together(seed: int) -> None:
    chance = random.Random(f"attack/{seed}")
    threshold = chance.choice((3, 5, 10))
    cases = figures_of(FORM, list(register(chance)), TODAY)
    tables = {table.name: table for table in published_tables(FORM, cases, (), threshold, NO_DRAW)}
    attack = Attack(tables)
    for name, (down, across) in CROSSES.items():
        attack.take(tables[name], down, across, threshold)
    assert attack.small, "nothing to attack"
    known = np.array(attack.known)
    for cells in attack.small:
        assert round(greatest(cells, known, attack.totals), 6) >= threshold


def test_no_share_is_given_of_cases_that_count_differently() -> None:
    design = Design(sampling=SamplingMethod.STRATIFIED, population=500, strata=())
    grades = ["G", "RI"] * 30
    reviews = ((a_case(n), a_review(a_case(n), overall__grade=g)) for n, g in enumerate(grades, 1))
    cases = figures_of(FORM, [standing(case, review) for case, review in reviews], TODAY)
    earlier = [EarlierVisit(label="2016", graded=374, below_good=278)]
    tables = {table.name: table for table in published_tables(FORM, cases, earlier, 5, design)}
    for table in (tables["Grades_by_type"], tables["Visits"]):
        assert table.rows[-1][1][-3:] == (Symbol.NOT_AVAILABLE,) * 3
        assert notes_of(design)[table.notes[-1] - 1] != notes_of(NO_DRAW)[-1]
    assert tables["Visits"].rows[0][1][2] == 74.3


def test_grades_of_few_cases_are_combined_on_their_own_side_of_good() -> None:
    grades = ["G"] * 20 + ["RI"] * 40 + ["I"] * 2
    reviews = ((a_case(n), a_review(a_case(n), overall__grade=g)) for n, g in enumerate(grades, 1))
    standings = [standing(case, review) for case, review in reviews]
    tables = published_tables(FORM, figures_of(FORM, standings, TODAY), (), 5, NO_DRAW)
    table = next(table for table in tables if table.name == "Grades_by_type")
    assert [str(heading) for heading in table.headings[1:4]] == ["Good", "Below good", "All"]
    assert table.rows[-1][1][:4] == (20, 42, 62, 67.7)
