"""Groups compared with each other counted once more: units, missing cases, and several readers.

Written as `figures_recount` is. Coefficients are held against other programs elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from unittest.mock import ANY

import numpy as np
from figures_recount import (
    ENDED,
    GRADES,
    Counting,
    Line,
    chance_of,
    count,
    percent,
    shown_chance,
    tenth,
    type_names,
    wilson,
)
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

AREAS = {"A1.rating": "Initial contact", "A2.rating": "Assessment and help"}
ITEMS = {key: f"Label of {key}" for key in ("A1.1", "A1.2", "A2.1", "S.1", "S.2")}
Pair = tuple[int, int, int, int]
"""Below good and graded on one side, then on the side it is compared with."""


def differences(pairs: Sequence[Pair]) -> list[list[object]]:
    """Set points, interval, adjusted chance and whether it is clear, of all pairs as one family."""
    large = [pair for pair in pairs if min(pair[1], pair[3]) >= 10]
    chances = [chance_of(*pair) for pair in large]
    adjusted = iter(multipletests(chances, method="holm")[1] if chances else ())
    found: list[list[object]] = []
    for n, of, other, other_of in pairs:
        if min(of, other_of) < 10:
            found.append([None] * 4)
            continue
        low, high = confint_proportions_2indep(
            n, of, other, other_of, method="newcomb", compare="diff", correction=False
        )
        low, high = tenth(100 * low), tenth(100 * high)
        points = tenth(float(100 * (Fraction(n, of) - Fraction(other, other_of))))
        chance = next(adjusted)
        clear = (low > 0 or high < 0) and chance < 0.05
        found.append([points, (low, high), shown_chance(chance), "Clear" if clear else "Not clear"])
    return found


def below_and_graded(cases: Sequence[Counting]) -> tuple[int, int]:
    return count(cases, lambda c: c.place in {"RI", "I"}), count(cases, lambda c: c.place in GRADES)


def t8_2(cases: Sequence[Counting]) -> list[Line] | None:
    units = {}
    for unit in sorted({case.listed["unit"] for case in cases} - {""}):
        n, of = below_and_graded([c for c in cases if c.listed["unit"] == unit])
        if of:
            units[unit] = (n, of)
    if len(units) < 2:
        return None
    below, graded = below_and_graded(cases)
    sides = [(n, of, below - n, graded - of) for n, of in units.values()]
    return [
        (unit, [n, of, percent(n, of), other, others, percent(other, others), *difference])
        for unit, (n, of, other, others), difference in zip(
            units, sides, differences(sides), strict=True
        )
    ]


def t10_5(cases: Sequence[Counting]) -> list[Line]:
    if all(case.place in GRADES for case in cases):
        return []
    groups = [
        (name, [c for c in cases if c.type == code]) for code, name in type_names(cases).items()
    ]
    lines = []
    for name, some in (*groups, ("All cases", cases)):
        n, of = below_and_graded(some)
        every, missing = len(some), len(some) - of
        lines.append(
            (
                name,
                [
                    every,
                    missing,
                    percent(missing, every),
                    wilson(missing, every),
                    percent(n, of),
                    percent(n, every),
                    percent(n + missing, every),
                ],
            )
        )
    return lines


def graded_reads(cases: Sequence[Counting]) -> list[dict[str, dict[str, str]]]:
    """List, for each case that is not excluded, what each reader said who graded it, by name."""
    return [
        {
            name: answers
            for name, answers in zip(case.names, case.readers, strict=True)
            if answers.get("overall.grade") in GRADES and answers.get("reviewable") not in ENDED
        }
        for case in cases
        if case.place != "EXC"
    ]


def agreed(label: str, cases: Sequence[Sequence[str]]) -> Line:
    several = [found for found in cases if len(found) > 1]
    n, same = len(several), sum(len(set(found)) == 1 for found in several)
    return label, [n, same, percent(same, n), wilson(same, n), ANY, ANY]


def t11_4(cases: Sequence[Counting]) -> list[Line]:
    reads = [found for found in graded_reads(cases) if len(found) > 1]
    return [
        agreed(title, [[a[key] for a in found.values() if a.get(key) in GRADES] for found in reads])
        for key, title in AREAS.items()
    ]


def t11_5(cases: Sequence[Counting]) -> list[Line]:
    reads = [found for found in graded_reads(cases) if len(found) > 1]
    lines = [
        agreed(label, [[a[key] for a in found.values() if a.get(key)] for found in reads])
        for key, label in ITEMS.items()
    ]
    return [line for line in lines if line[1][0] >= 10]  # type: ignore[operator]  # a count


def t11_6(cases: Sequence[Counting]) -> list[Line]:
    pairs: dict[str, list[list[str]]] = {}
    for found in graded_reads(cases):
        for one, other in combinations(sorted(found), 2):
            grades = [found[name]["overall.grade"] for name in (one, other)]
            pairs.setdefault(f"{one} and {other}", []).append(grades)
    return [agreed(names, pairs[names]) for names in sorted(pairs)]


def t11_7(cases: Sequence[Counting]) -> list[Line]:
    """Count each reader's grades; the reviews are all of one moment, so halves are by case."""
    given: dict[str, list[str]] = {}
    apart: dict[str, list[float]] = {}
    for found in graded_reads(cases):
        for name, answers in found.items():
            given.setdefault(name, []).append(answers["overall.grade"])
            others = [GRADES.index(a["overall.grade"]) for n, a in found.items() if n != name]
            if others:
                own = GRADES.index(answers["overall.grade"])
                apart.setdefault(name, []).append(own - float(np.mean(others)))
    if len(given) < 2:
        return []
    halves = []
    for name in sorted(given):
        middle = len(given[name]) // 2
        sides = (given[name][middle:], given[name][:middle])
        halves.append([n for side in sides for n in (len(side) - side.count("G"), len(side))])
    lines = []
    for name, drift in zip(sorted(given), differences([tuple(h) for h in halves]), strict=True):
        of, n = len(given[name]), len(given[name]) - given[name].count("G")
        far = apart.get(name, [])
        mean: list[object] = [None, None]
        if len(far) >= 10:
            low, high = stats.t.interval(0.95, len(far) - 1, np.mean(far), stats.sem(far))
            mean = [round(float(np.mean(far)), 2), (round(low, 2), round(high, 2))]
        shares = [of, n, percent(n, of), wilson(n, of)]
        lines.append((name, [*shares, len(far), *mean, *drift[:3]]))
    return lines


def recount_groups(cases: Sequence[Counting]) -> dict[str, list[Line]]:
    """Count, by their ids, the tables that are there."""
    several = any(len(found) > 1 for found in graded_reads(cases))
    found: dict[str, list[Line] | None] = {"T8.2": t8_2(cases), "T10.5": t10_5(cases)}
    if several:
        items, readers = t11_5(cases), t11_7(cases)
        found |= {"T11.4": t11_4(cases), "T11.5": items or None, "T11.6": t11_6(cases)}
        found["T11.7"] = readers or None
    return {table: lines for table, lines in found.items() if lines is not None}
