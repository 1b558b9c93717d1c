from __future__ import annotations

from fractions import Fraction

import pytest
from figures_recount import GRADES, gwet
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from reviewer.figures.agreement import Agreement, agreement_of, agreement_of_reads
from reviewer.figures.coefficients import Coefficient

KNOWN = ((8, 5, 1), (1, 6, 5), (0, 1, 6))
SQUARES = st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=3, max_size=3)


def test_the_known_table_has_its_known_agreement() -> None:
    found = agreement_of(KNOWN)
    assert found.n == 33
    assert found.exact.tenths == 606
    assert found.within_one.n == 32
    assert (found.worse, found.better) == (11, 2)
    assert value_of(found.kappa) == pytest.approx(0.416, abs=0.0005)
    assert value_of(found.kappa_linear) == pytest.approx(0.522, abs=0.0005)
    assert value_of(found.ac1) == pytest.approx(0.411, abs=0.0005)
    assert value_of(found.ac2_linear) == pytest.approx(0.526, abs=0.0005)
    assert found.left_out is None


def coefficients(found: Agreement) -> list[float | None]:
    every = (found.kappa, found.kappa_linear, found.ac1, found.ac2_linear, found.alpha_ordinal)
    return [value_of(one) for one in every]


def value_of(found: Coefficient | None) -> float | None:
    return None if found is None else found.value


@given(SQUARES)
def test_kappa_agrees_with_statsmodels(table: list[list[int]]) -> None:
    found = agreement_of(table)
    assume(not found.left_out)
    assert value_of(found.kappa) == pytest.approx(cohens_kappa(table).kappa)
    linear = cohens_kappa(table, wt="linear").kappa
    assert value_of(found.kappa_linear) == pytest.approx(linear)


@given(SQUARES)
def test_gwets_coefficients_agree_with_his_argument_enumerated(table: list[list[int]]) -> None:
    found = agreement_of(table)
    assume(not found.left_out)
    pairs = [
        (GRADES[i], GRADES[j])
        for i, row in enumerate(table)
        for j, count in enumerate(row)
        for _ in range(count)
    ]
    assert value_of(found.ac1) == pytest.approx(float(gwet(pairs, lambda a, b: Fraction(a == b))))
    linear = gwet(pairs, lambda a, b: 1 - Fraction(abs(a - b), 2))
    assert value_of(found.ac2_linear) == pytest.approx(float(linear))


@given(SQUARES)
def test_coefficients_do_not_depend_on_which_side_comes_first(table: list[list[int]]) -> None:
    there = agreement_of(table)
    back = agreement_of(list(zip(*table, strict=True)))
    assert (there.worse, there.better) == (back.better, back.worse)
    assert there.left_out == back.left_out
    if not there.left_out:
        assert coefficients(there) == pytest.approx(coefficients(back))


@given(st.lists(st.integers(1, 30), min_size=3, max_size=3))
def test_full_agreement_is_one_on_every_measure(diagonal: list[int]) -> None:
    assume(sum(diagonal) >= 10)
    found = agreement_of([[n if i == j else 0 for j in range(3)] for i, n in enumerate(diagonal)])
    assert found.exact.tenths == 1000
    assert coefficients(found) == pytest.approx([1] * 5)


def test_fewer_than_ten_pairs_leave_the_coefficients_out() -> None:
    found = agreement_of([[4, 0, 0], [0, 4, 0], [0, 0, 1]])
    assert coefficients(found) == [None] * 5
    assert found.exact.n == 9
    assert found.exact.tenths is None
    assert "fewer than 10" in str(found.left_out)


@pytest.mark.parametrize(
    "table", [[[5, 5, 5], [0] * 3, [0] * 3], [[0, 5, 0], [0, 5, 0], [0, 5, 0]]]
)
def test_a_single_grade_on_one_side_leaves_the_coefficients_out(table: list[list[int]]) -> None:
    found = agreement_of(table)
    assert coefficients(found) == [None] * 5
    assert "single grade" in str(found.left_out)
    assert found.exact.tenths == 333


def test_no_pairs_at_all_are_measured_as_none() -> None:
    found = agreement_of([[0] * 3] * 3)
    assert (found.n, found.exact.tenths, coefficients(found)) == (0, None, [None] * 5)


@pytest.mark.parametrize("table", [[], [[1]], [[1, 2], [3]], [[1, 2, 3], [4, 5, 6]]])
def test_what_is_no_square_is_a_mistake_of_the_caller(table: list[list[int]]) -> None:
    with pytest.raises(ValueError, match=r".*"):
        agreement_of(table)


def test_a_third_reader_who_differs_on_every_case_counts() -> None:
    found = agreement_of_reads([(0, 0, 1), (1, 1, 2)] * 6, 3)
    assert (found.n, found.exact.tenths, found.worse) == (12, 0, 12)
    assert value_of(found.ac1) is not None
    assert value_of(found.ac1) < 0.05
    assert value_of(found.kappa) < 0.05


def test_the_published_intervals_are_those_of_gwets_method() -> None:
    found = agreement_of(KNOWN).ac1
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high
