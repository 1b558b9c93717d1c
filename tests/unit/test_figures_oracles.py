"""Every statistic against another program's, over random data; the fault suite takes a thousand.

How far they differ at most is printed: `pytest -s`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import krippendorff
import numpy as np
import pytest
from random_sets import chances, groups_of_lengths, lengths, reads, reads_of_some
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight, survdiff
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from reviewer.figures.association import association, holm
from reviewer.figures.coefficients import Read, equal, linear
from reviewer.figures.design_estimate import StratumShare, estimate, size_needed
from reviewer.figures.distributions import chi_square_tail, t_quantile, t_tail
from reviewer.figures.standardised import clustering, standardised
from reviewer.figures.survival import log_rank, quartiles

REFERENCES = Path(__file__).parents[1] / "references"

AT_LENGTH = 1_000 if os.environ.get("REVIEWER_FAULTS", "full") == "full" else 200


@pytest.fixture(params=[40, pytest.param(AT_LENGTH, marks=pytest.mark.faults)])
def sets(request: pytest.FixtureRequest) -> int:
    """How many random data sets each statistic is tried on: the same few, or many at length."""
    return int(request.param)


LEAST = 1e-13
"""Two numbers no further apart may be one: subtracting leaves as much of equal numbers."""


class Differences:
    """How far our numbers were from another program's, at most."""

    def __init__(self) -> None:
        self.numbers, self.most = 0, 0.0

    def __call__(
        self,
        ours: float | Sequence[float],
        theirs: float | Sequence[float],
        within: float = 1e-9,
        least: float = LEAST,
    ) -> None:
        """Compare numbers: `within` is a share of theirs; `least` apart is not apart at all."""
        for mine, other in zip(np.ravel(ours), np.ravel(theirs), strict=True):
            apart = abs(mine - other)
            self.most = max(self.most, float(apart / max(1.0, abs(other))))
            self.numbers += 1
            assert apart <= max(least, within * abs(other)), (mine, other)


@pytest.fixture
def compare(request: pytest.FixtureRequest) -> Iterator[Differences]:
    found = Differences()
    yield found
    name = request.node.name.removeprefix("test_").replace("_", " ")
    sys.stdout.write(f"\n{name}: {found.numbers:,} numbers, at most {found.most:.1e} apart\n")


def test_tails_and_quantiles_are_those_of_scipy(sets: int, compare: Differences) -> None:
    for chance in chances("tails", sets):
        df, value = chance.randint(1, 200), chance.uniform(0, 300)
        compare(chi_square_tail(value, df), stats.chi2.sf(value, df), 1e-11)
        t = chance.uniform(0, 12)
        compare(t_tail(t, df), 2 * stats.t.sf(t, df), 1e-11)
        compare(t_quantile(df), stats.t.ppf(0.975, df))


def test_quartiles_of_open_delays_are_those_of_statsmodels(sets: int) -> None:
    compared = 0
    for chance in chances("survival", sets):
        found = lengths(chance)
        if not any(over for _, over in found):
            assert all(q.value is None and q.high is None for q in quartiles(found))
            continue
        curve = SurvfuncRight([t for t, _ in found], [int(over) for _, over in found])
        for share, ours in zip((0.25, 0.5, 0.75), quartiles(found), strict=True):
            left = curve.surv_prob <= 1 - share + 1e-12  # statsmodels asks for strictly less
            theirs = curve.surv_times[left][0] if left.any() else None
            assert ours.value == theirs
            with np.errstate(all="ignore"):
                low, high = curve.quantile_ci(share)
            assert (ours.low, ours.high) == (
                None if np.isnan(low) else low,
                None if not np.isfinite(high) else high,
            )
            compared += ours.high is not None
    assert compared > sets


def test_the_log_rank_test_is_that_of_statsmodels(sets: int, compare: Differences) -> None:
    compared = 0
    for chance in chances("log-rank", sets):
        groups = groups_of_lengths(chance)
        ours = log_rank(groups)
        if ours is None or ours.df < len(groups) - 1:
            continue
        time = [t for group in groups for t, _ in group]
        over = [int(o) for group in groups for _, o in group]
        group = [at for at, each in enumerate(groups) for _ in each]
        try:
            chi_square, p = survdiff(np.array(time), np.array(over), np.array(group))
        except np.linalg.LinAlgError:
            continue
        compare(ours.chi_square, chi_square, 1e-6)
        compare(ours.p, p, 1e-7)
        compared += 1
    assert compared > sets / 2


def kept(name: str, sets: int) -> Iterator[dict[str, list[float | None]]]:
    """Read what a program found that has an environment of its own; see tests/references."""
    return iter(json.loads((REFERENCES / name).read_text("utf-8"))[:sets])


def test_quartiles_of_open_delays_are_those_of_lifelines(sets: int, compare: Differences) -> None:
    for chance, theirs in zip(chances("survival", sets), kept("lifelines.json", sets), strict=True):
        for ours, known in zip(quartiles(lengths(chance)), theirs["quartiles"], strict=True):
            mine = [ours.value, ours.low, ours.high]
            if mine[1:] == [None, None] and known[1] == known[2] == known[0]:
                mine = [ours.value] * 3  # we show no interval without width
            assert [end is None for end in mine] == [end is None for end in known]
            compare([end or 0 for end in mine], [end or 0 for end in known])


def test_the_log_rank_test_is_that_of_lifelines(sets: int, compare: Differences) -> None:
    for chance, theirs in zip(chances("log-rank", sets), kept("lifelines.json", sets), strict=True):
        groups = groups_of_lengths(chance)
        ours = log_rank(groups)
        if ours is not None and ours.df == len(groups) - 1:
            compare((ours.chi_square, ours.p), theirs["log_rank"], 1e-6)
    assert compare.numbers > sets


def test_tests_of_association_are_those_of_scipy(sets: int, compare: Differences) -> None:
    exact = 0
    for chance in chances("association", sets):
        most = chance.choice((3, 12, 80))
        rows, columns = chance.choice(((2, 2), (2, 2), (3, 4)))
        table = [[chance.randint(0, most) for _ in range(columns)] for _ in range(rows)]
        ours = association(table)
        used = np.array(table)
        used = used[used.any(axis=1)][:, used.any(axis=0)]
        if min(used.shape) < 2:
            assert ours is None
            continue
        assert ours is not None
        theirs = stats.chi2_contingency(used, correction=False)
        compare(ours.chi_square, theirs.statistic)
        compare(ours.v, stats.contingency.association(used, method="cramer"))
        p = stats.fisher_exact(used).pvalue if ours.exact else theirs.pvalue
        compare(ours.p, p)
        exact += ours.exact
    assert exact


def test_adjusted_chances_are_those_of_statsmodels(sets: int, compare: Differences) -> None:
    for chance in chances("holm", sets):
        given = [chance.random() ** chance.choice((1, 4)) for _ in range(chance.randint(1, 12))]
        compare(list(holm(given)), multipletests(given, method="holm")[1])


def test_kappa_of_two_readers_is_that_of_statsmodels(sets: int, compare: Differences) -> None:
    for chance in chances("kappa", sets):
        pairs = reads(chance, (2,))
        table = np.zeros((3, 3))
        for first, second in pairs:
            table[first, second] += 1
        for weights, name in ((equal(3), None), (linear(3), "linear")):
            ours = Read(pairs, 3).kappa(weights)
            assert ours is not None
            compare(ours.value, cohens_kappa(table, wt=name).kappa)


def test_kappa_and_alpha_of_several_readers_are_those_of_others(
    sets: int, compare: Differences
) -> None:
    for chance in chances("several", sets):
        found = reads(chance, (3,))
        table, _ = aggregate_raters(np.array(found), n_cat=3)
        ours = Read(found, 3).kappa(equal(3))
        assert ours is not None
        compare(ours.value, fleiss_kappa(table))
        uneven = reads(chance, (2, 3, 4))
        counts = [[case.count(grade) for grade in range(3)] for case in uneven]
        alpha = Read(uneven, 3).alpha_ordinal()
        assert alpha is not None
        theirs = krippendorff.alpha(
            value_counts=np.array(counts), level_of_measurement="ordinal", value_domain=[0, 1, 2]
        )
        compare(alpha.value, theirs)


def test_coefficients_and_their_intervals_are_those_of_irrcac(
    sets: int, compare: Differences
) -> None:
    for chance, theirs in zip(chances("reads", sets), kept("irrcac.json", sets), strict=True):
        found = Read(reads_of_some(chance), 3)
        ours = {
            "kappa": found.kappa(equal(3)),
            "kappa_linear": found.kappa(linear(3)),
            "ac1": found.gwet(equal(3)),
            "ac2": found.gwet(linear(3)),
            "alpha": found.alpha_ordinal(),
        }
        for name, known in theirs.items():
            own = ours[name]
            assert own is not None
            whole = own.low is not None and own.high is not None
            found_here = [own.value, own.low, own.high] if whole else [own.value] * 3
            compare(found_here, known, 1e-7, least=1e-8)  # irrCAC rounds to eight places


def test_an_estimate_by_strata_has_the_spread_of_samples_drawn_again(
    sets: int, compare: Differences
) -> None:
    known = estimate(
        (
            StratumShare(population=900, graded=50, counting=5),
            StratumShare(population=100, graded=50, counting=45),
        )
    )
    assert [round(100 * value, 1) for value in (float(known.share), known.low, known.high)] == [
        18.0,
        10.6,
        25.4,
    ]
    for chance in chances("strata", sets):
        parts = []
        for _ in range(chance.randint(1, 6)):
            population = chance.randint(2, 400)
            graded = chance.randint(2, population)
            parts.append(
                StratumShare(
                    population=population, graded=graded, counting=chance.randint(0, graded)
                )
            )
        n_h = np.array([part.graded for part in parts], float)
        big_n = np.array([part.population for part in parts], float)
        p = np.array([part.counting for part in parts]) / n_h
        w = big_n / big_n.sum()
        ours = estimate(parts)
        compare(float(ours.share), (w * p).sum())
        counting = sum(part.counting for part in parts)
        if min(counting, int(n_h.sum()) - counting) >= 5:
            spread = (w**2 * (1 - n_h / big_n) * p * (1 - p) / (n_h - 1)).sum()
            reach = 1.959963984540054 * float(np.sqrt(spread))
            compare(ours.low, max(0.0, float((w * p).sum()) - reach))
            compare(ours.high, min(1.0, float((w * p).sum()) + reach))


def test_the_size_that_is_needed_is_the_least_that_is_precise_enough(sets: int) -> None:
    assert [size_needed(1000, 5), size_needed(260, 4.1), size_needed(10**9, 5)] == [278, 179, 385]
    for chance in chances("size", sets):
        population, points = chance.randint(1, 5000), chance.uniform(0.5, 30)
        size = size_needed(population, points)
        assert 1 <= size <= population
        unlimited = stats.norm.ppf(0.975) ** 2 / 4 / (points / 100) ** 2
        wanted = unlimited / (1 + (unlimited - 1) / population)
        assert size == min(population, max(1, int(np.ceil(wanted - 1e-9))))


def test_standardised_shares_and_clustering_are_as_numpy_has_them(
    sets: int, compare: Differences
) -> None:
    for chance in chances("mix", sets):
        groups = [str(at) for at in range(chance.randint(2, 8))]
        counts = {}
        for group in groups:
            of = chance.randint(2, 60)
            counts[group] = (chance.randint(0, of), of)
        mix = {group: chance.randint(0, 40) for group in groups}
        ours = standardised(counts, mix)
        if not sum(mix.values()):
            assert ours is None
            continue
        assert ours is not None
        rates = np.array([n / of for n, of in counts.values()])
        compare(float(ours.share), np.average(rates, weights=list(mix.values())))
        assert 0 <= ours.low <= float(ours.share) <= ours.high <= 1
        used = [(n, of, mix[group]) for group, (n, of) in counts.items() if mix[group]]
        w = np.array([weight for _, _, weight in used]) / sum(mix.values())
        ns, ofs = (np.array([row[at] for row in used]) for at in (0, 1))
        if min(ns.sum(), (ofs - ns).sum()) >= 5:
            reach = 1.959963984540054 * np.sqrt((w**2 * (ns / ofs) * (1 - ns / ofs) / ofs).sum())
            compare(ours.low, max(0.0, float(ours.share) - reach))
            compare(ours.high, min(1.0, float(ours.share) + reach))
        else:
            worth = 1 / (w**2 / ofs).sum()
            ends = proportion_confint(float(ours.share) * worth, worth, method="wilson")
            compare((ours.low, ours.high), ends)
        found = clustering(tuple(counts.values()))
        if len(groups) >= 5:
            assert found is not None
            values = [np.repeat([1.0, 0.0], [n, of - n]) for n, of in counts.values()]
            sizes = np.array([of for _, of in counts.values()])
            f = (
                stats.f_oneway(*values).statistic
                if len({float(v) for each in values for v in each}) > 1
                else 0
            )
            usual = (sizes.sum() - (sizes**2).sum() / sizes.sum()) / (len(groups) - 1)
            if np.isfinite(f):
                compare(found.alike, max(0, (f - 1) / (f - 1 + usual)))
