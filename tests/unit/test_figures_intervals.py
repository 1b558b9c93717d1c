from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from reviewer.figures.intervals import (
    difference,
    half_up,
    newcombe,
    share,
    spread,
    tenths_of,
    wilson,
)
from reviewer.figures.table import Interval

PARTS = st.integers(10, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(
    ("n", "of", "tenths", "interval"),
    [
        (278, 374, 743, (697, 785)),
        (125, 135, 926, (869, 959)),
        (191, 214, 893, (844, 927)),
    ],
)
def test_the_published_shares_below_good_have_their_known_intervals(
    n: int, of: int, tenths: int, interval: tuple[int, int]
) -> None:
    assert share(n, of).tenths == tenths
    assert wilson(n, of) == Interval(low=interval[0], high=interval[1])


def test_the_published_change_has_its_known_interval() -> None:
    assert difference(278, 374, 191, 214) == 149
    assert newcombe(278, 374, 191, 214) == Interval(low=85, high=207)


@pytest.mark.parametrize(
    ("n", "of", "tenths"), [(1, 16, 63), (1, 2000, 1), (1, 2001, 0), (5, 5, 1000)]
)
def test_a_half_of_a_tenth_is_rounded_up(n: int, of: int, tenths: int) -> None:
    assert tenths_of(n, of) == tenths


@given(PARTS)
def test_a_percentage_is_the_nearest_tenth_and_never_below_it_at_a_half(
    part: tuple[int, int],
) -> None:
    n, of = part
    assert Fraction(-1, 2) < tenths_of(n, of) - Fraction(1000 * n, of) <= Fraction(1, 2)


@pytest.mark.parametrize("of", [0, 1, 9])
def test_below_ten_there_is_no_percentage_and_no_interval(of: int) -> None:
    assert share(of, of).tenths is None
    assert wilson(of, of) is None
    assert difference(0, of, 5, 10) is None
    assert newcombe(5, 10, 0, of) is None


def test_from_ten_on_there_is_a_percentage_and_an_interval() -> None:
    assert share(1, 10).tenths == 100
    assert wilson(1, 10) is not None
    assert difference(1, 10, 2, 10) == 100


@given(PARTS)
def test_wilson_agrees_with_statsmodels(part: tuple[int, int]) -> None:
    n, of = part
    low, high = proportion_confint(n, of, alpha=0.05, method="wilson")
    found = wilson(n, of)
    assert found is not None
    assert found.low == pytest.approx(low * 1000, abs=0.5001)
    assert found.high == pytest.approx(high * 1000, abs=0.5001)


@given(PARTS, PARTS)
def test_newcombe_agrees_with_statsmodels(before: tuple[int, int], after: tuple[int, int]) -> None:
    low, high = confint_proportions_2indep(
        *after, *before, method="newcomb", compare="diff", alpha=0.05, correction=False
    )
    found = newcombe(*before, *after)
    assert found is not None
    assert found.low == pytest.approx(low * 1000, abs=0.5001)
    assert found.high == pytest.approx(high * 1000, abs=0.5001)


@given(PARTS, PARTS)
def test_exchanging_the_visits_changes_only_the_sign(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    there, back = newcombe(*before, *after), newcombe(*after, *before)
    assert there is not None
    assert back is not None
    assert (there.low, there.high) == (-back.high, -back.low)
    change = difference(*before, *after)
    assert change is not None
    assert change == -(difference(*after, *before) or 0)
    assert there.low <= change <= there.high


def test_quartiles_include_both_ends() -> None:
    found = spread([1, 2, 3, 4, 10])
    assert found is not None
    assert (found.n, found.lower, found.median, found.upper, found.greatest) == (5, 2, 3, 4, 10)


def test_one_value_is_each_of_its_quartiles() -> None:
    found = spread([62])
    assert found is not None
    assert (found.n, found.lower, found.median, found.upper, found.greatest) == (1, 62, 62, 62, 62)


def test_no_values_have_no_quartiles() -> None:
    assert spread([]) is None


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [(24.25, 1, 24.3), (24.75, 1, 24.8), (24.24, 1, 24.2), (2.5, 0, 3.0), (0.0, 1, 0.0)],
)
def test_a_measured_value_is_rounded_as_a_person_rounds(
    value: float, decimals: int, rounded: float
) -> None:
    assert half_up(value, decimals) == rounded
