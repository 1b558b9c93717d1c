"""Every table counted once more, plainly, from what the reviews say: nothing of `figures` is used.

A table is a list of rows, a row its label and its values: whole numbers for counts, numbers with
one decimal for percentages, pairs for intervals, None for an empty cell. Percentages are decimal
arithmetic, quartiles numpy's, intervals and kappa statsmodels', Gwet's coefficients enumerated.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise, product
from unittest.mock import ANY

import krippendorff
import numpy as np
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

GRADES = ("G", "RI", "I")
NAMES = {
    "G": "Good",
    "RI": "Requires improvement",
    "I": "Inadequate",
    "NG": "Not gradeable",
}
TYPES = {"DA": "Domestic abuse", "MISS": "Missing child", "CUST": "Child in custody"}
SUPERVISION = {
    "SUP_EFF": "Effective",
    "SUP_INEFF": "Ineffective",
    "SUP_NONE": "None on file",
    "SUP_NA": "Not required",
}
DELAY = {"DEL_NONE": "None", "DEL_JUST": "Justified", "DEL_UNNEC": "Unnecessary"}
STAGES = {"ST1": "Attendance", "ST2": "Recording", "ST3": "Allocation"}
REASONS = {"R03": "Workload", "R06": "Lack of supervision", "R99": "Other"}
AVOIDABLE = {"Y": "Yes", "N": "No", "CT": "Cannot tell"}
IMPACT = {"RISK": "Child left at risk", "EVID": "Evidence lost"}
URGENCY = {"NOW": "Immediate", "H24": "24 hours", "D5": "5 days"}
THEMES = {"T1": "Voice of the child", "T2": "Drift"}
ENDED = {"EXC", "REP"}
EXCLUSIONS = {"X1": "File unavailable", "X9": "Other"}

Line = tuple[str, list[object]]


@dataclass
class Counting:
    """One case as it counts: the place it is in, and what its standing review says."""

    listed: dict[str, str]
    place: str
    type: str
    answers: dict[str, str] | None
    names: list[str]
    readers: list[dict[str, str]]
    blind_grade: str
    ruled: str
    changed_at: str


def percent(n: int, of: int) -> float | None:
    if of < 10:
        return None
    exact = Decimal(100 * n) / Decimal(of)
    return float(exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def tenth(value: float) -> float:
    return float(Decimal(repr(float(value))).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def wilson(n: int, of: int) -> tuple[float, float] | None:
    if of < 10:
        return None
    low, high = proportion_confint(n, of, alpha=0.05, method="wilson")
    return tenth(100 * low), tenth(100 * high)


def quartiles(values: Sequence[float], last: int = 0) -> list[object]:
    if not values:
        return [None] * 4
    low, middle, high = (tenth(v) for v in np.percentile(values, [25, 50, 75]))
    return [low, middle, high, tenth(max(values)) if last else max(values)]


def count(cases: Iterable[Counting], holds: Callable[[Counting], object]) -> int:
    return sum(1 for case in cases if holds(case))


def place_in(case: Counting, *places: str) -> bool:
    return case.place in places


def t1(cases: Sequence[Counting]) -> list[Line]:
    at = {p: count(cases, lambda c, p=p: c.place == p) for p in (*GRADES, "NG", "?", "EXC", "")}
    sampled = len(cases)
    graded = at["G"] + at["RI"] + at["I"]
    reviewed = graded + at["NG"] + at["?"]
    below = at["RI"] + at["I"]
    referred = count(cases, lambda c: counts(c) and refers(c) and not c.answers.get("risk.closed"))

    def line(label: str, n: int, of: int) -> Line:
        return label, [n, of, percent(n, of), None]

    def graded_line(label: str, n: int) -> Line:
        return label, [n, graded, percent(n, graded), wilson(n, graded)]

    return [
        ("Sampled", [sampled, None, None, None]),
        line("Excluded, with a reason", at["EXC"], sampled),
        line("Outstanding", at[""], sampled),
        line("Reviewed", reviewed, sampled),
        line("Not gradeable", at["NG"], reviewed),
        line("Unsettled", at["?"], reviewed),
        line("Graded", graded, reviewed),
        *(graded_line(NAMES[g], at[g]) for g in GRADES),
        ("Cases below good", [below, graded, percent(below, graded), wilson(below, graded)]),
        ("Open referrals back", [referred, None, None, None]),
    ]


def counts(case: Counting) -> bool:
    return case.answers is not None and case.place != "EXC"


def refers(case: Counting) -> bool:
    return case.answers is not None and case.answers.get("risk.still") == "Y"


def group(label: str, cases: Sequence[Counting]) -> Line:
    g, ri, i, ng, unsettled = (
        count(cases, lambda c, p=p: c.place == p) for p in (*GRADES, "NG", "?")
    )
    graded, below = g + ri + i, ri + i
    shares = [percent(below, graded), wilson(below, graded)]
    return label, [len(cases), g, ri, i, graded, below, *shares, ng, unsettled]


def type_names(cases: Iterable[Counting]) -> dict[str, str]:
    used = {case.type for case in cases}
    names = {code: name for code, name in TYPES.items() if code in used}
    names |= {code: code for code in sorted(used - set(TYPES) - {""})}
    return names | ({"": "Type not given"} if "" in used else {})


def t2(cases: Sequence[Counting]) -> list[Line]:
    lines = [
        group(name, [c for c in cases if c.type == code])
        for code, name in type_names(cases).items()
    ]
    return [*lines, group("All cases", cases)]


def t3(cases: Sequence[Counting]) -> list[Line]:
    lines = []
    for key, name in (("A1.rating", "Initial contact"), ("A2.rating", "Assessment and help")):
        given = [c.answers.get(key, "") for c in cases if counts(c)]
        rated = sum(given.count(g) for g in GRADES)
        cells: list[object] = []
        for g in GRADES:
            cells += [given.count(g), percent(given.count(g), rated)]
        below = given.count("RI") + given.count("I")
        cells += [rated, percent(below, rated), wilson(below, rated)]
        lines.append((name, [*cells, given.count("NA"), given.count("IE")]))
    return lines


def cross(
    entries: Sequence[tuple[str, str]],
    rows: dict[str, str],
    columns: dict[str, str],
    blank_row: str = "Not answered",
) -> tuple[list[Line], list[str]]:
    """Count a cross-table with its totals; returns the codes of its columns too."""
    known = [(r if r in rows else "", c if c in columns else "") for r, c in entries]
    if any(not r for r, _ in known) and "" not in rows:
        rows = {**rows, "": blank_row}
    codes = [*columns, ""] if any(not c for _, c in known) else [*columns]
    lines = [
        (name, [*(known.count((r, c)) for c in codes), sum(a == r for a, _ in known)])
        for r, name in rows.items()
    ]
    total = [sum(b == c for _, b in known) for c in codes]
    return [*lines, ("Total", [*total, len(known)])], codes


def flag_by_type(cases: Sequence[Counting], key: str, flags: dict[str, str]) -> list[Line]:
    found = [case for case in cases if counts(case)]
    entries = [(case.type, case.answers.get(key, "")) for case in found]
    lines, codes = cross(entries, type_names(found), flags)
    applicable = [code for code in codes if code and not code.endswith("NA")]
    n = sum(sum(c == code for _, c in entries) for code in applicable)
    shares = [
        percent(sum(c == code for _, c in entries), n) if code in applicable else None
        for code in codes
    ]
    return [*lines, ("% of N (answered and applicable)", [*shares, n])]


def flag_by_grade(cases: Sequence[Counting], key: str, flags: dict[str, str]) -> list[Line]:
    found = [case for case in cases if counts(case)]
    entries = [(case.answers.get(key, ""), case.place) for case in found]
    lines, _ = cross(entries, flags, NAMES)
    extended = []
    for label, cells in lines:
        graded, below = sum(cells[:3]), sum(cells[1:3])
        extended.append(
            (label, [*cells, graded, below, percent(below, graded), wilson(below, graded)])
        )
    return extended


def rates(cases: Sequence[Counting], items: dict[str, str]) -> list[Line]:
    lines = []
    for key, label in items.items():
        given = [case.answers.get(key, "") for case in cases if counts(case)]
        yes, no, unclear, never = (given.count(code) for code in ("Y", "N", "NE", "NA"))
        n = yes + no + unclear
        lines.append((label, [yes, no, unclear, n, percent(yes, n), wilson(yes, n), never]))
    return lines


def t5_4(cases: Sequence[Counting]) -> list[Line]:
    gaps = [
        (case.answers.get("supervision.flag", ""), gap)
        for case in cases
        if counts(case) and (gap := longest_gap(case.answers)) is not None
    ]
    lines = [
        (name, [len(days := [g for f, g in gaps if f == code]), *quartiles(days)])
        for code, name in SUPERVISION.items()
    ]
    every = [gap for _, gap in gaps]
    return [*lines, ("All cases", [len(every), *quartiles(every)])]


def longest_gap(answers: dict[str, str]) -> int | None:
    days = sorted(
        date.fromisoformat(row["date"])
        for row in json.loads(answers.get("supervision.entries") or "[]")
        if row.get("date")
    )
    return max(((b - a).days for a, b in pairwise(days)), default=None)


def delay_rows(cases: Sequence[Counting]) -> list[dict[str, object]]:
    found = []
    for case in cases:
        if not counts(case):
            continue
        until = case.answers.get("period.to") or case.changed_at[:10]
        for row in json.loads(case.answers.get("delay.rows") or "[]"):
            still = not row.get("end") and row.get("open", "N") != "N"
            end = row.get("end") or (until if still else "")
            days = None
            if row.get("start") and end:
                days = (date.fromisoformat(end) - date.fromisoformat(row["start"])).days
            known = days if days is not None and days >= 0 else None
            found.append({**row, "days": known, "still": still})
    return found


def t6_3(rows: Sequence[dict[str, object]]) -> list[Line]:
    names = {**STAGES, "": "Stage not given"}
    by_stage = {code: [r for r in rows if r.get("stage", "") == code] for code in names}
    lines = [lasted(names[code], some) for code, some in by_stage.items() if some]
    return [*lines, lasted("All delays", rows)]


def lasted(label: str, some: Sequence[dict[str, object]]) -> Line:
    """Estimate quartiles by statsmodels' curve: the first time no more than a share is left."""
    known = [row for row in some if row["days"] is not None]
    cells: list[object] = [len(some), sum(1 for row in some if row["still"])]
    if not known:
        return label, [*cells, *(None for _ in range(7))]
    days, over = [row["days"] for row in known], [int(not row["still"]) for row in known]
    curve = SurvfuncRight(days, over) if any(over) else None
    for share in (0.25, 0.5, 0.75):
        reached = curve is not None and curve.surv_prob <= 1 - share + 1e-12
        if not np.any(reached):
            value: object = "not reached"
        else:
            value = int(curve.surv_times[reached][0])
        with np.errstate(all="ignore"):
            low, high = (np.nan, np.nan) if curve is None else curve.quantile_ci(share)
        interval = (int(low), None if np.isinf(high) else int(high)) if np.isfinite(low) else None
        cells += [value, interval]
    return label, [*cells, max(days)]


def t6_9(cases: Sequence[Counting]) -> list[Line] | None:
    flags = {code: name for code, name in SUPERVISION.items() if code != "SUP_NA"}
    known = [case for case in cases if counts(case)]
    lines = [
        (name, [*lasted(name, rows)[1][:2], *lasted(name, rows)[1][4:6]])
        for code, name in flags.items()
        if (rows := delay_rows([c for c in known if c.answers.get("supervision.flag") == code]))
    ]
    return lines if len(lines) > 1 else None


def t6_8(cases: Sequence[Counting]) -> list[Line]:
    found = [case.answers for case in cases if counts(case)]
    found = [answers for answers in found if answers.get("delay.flag") in DELAY]
    sides = [
        [answers["delay.flag"] for answers in found if answers.get("supervision.flag") in side]
        for side in ({"SUP_INEFF", "SUP_NONE"}, {"SUP_EFF"})
    ]
    lines, chances = [], []
    for code, name in DELAY.items():
        (n, of), (other, other_of) = [(side.count(code), len(side)) for side in sides]
        cells: list[object] = [n, of, percent(n, of), wilson(n, of)]
        cells += [other, other_of, percent(other, other_of), wilson(other, other_of)]
        if min(of, other_of) < 10:
            lines.append((name, [*cells, None, None, None]))
            continue
        low, high = confint_proportions_2indep(
            n, of, other, other_of, method="newcomb", compare="diff", correction=False
        )
        points = tenth(float(100 * (Fraction(n, of) - Fraction(other, other_of))))
        lines.append((name, [*cells, points, (tenth(100 * low), tenth(100 * high))]))
        chances.append(chance_of(n, of, other, other_of))
    adjusted = iter(multipletests(chances, method="holm")[1] if chances else ())
    return [
        (name, cells if len(cells) == 11 else [*cells, shown_chance(next(adjusted))])
        for name, cells in lines
    ]


def chance_of(n: int, of: int, other: int, other_of: int) -> float:
    table = np.array([[n, of - n], [other, other_of - other]])
    if not table.any(axis=0).all():
        return 1.0
    test = stats.chi2_contingency(table, correction=False)
    return stats.fisher_exact(table).pvalue if test.expected_freq.min() < 5 else test.pvalue


def shown_chance(chance: float) -> object:
    return "under 0.001" if chance < 0.001 else round(chance, 3)


def tally(answers: Sequence[Sequence[str]], names: dict[str, str]) -> list[Line]:
    flat = [code for given in answers for code in (given or [""])]
    shown = {**names, "": "Not answered"} if "" in flat else names
    lines = [
        (name, [flat.count(code), percent(flat.count(code), len(answers))])
        for code, name in shown.items()
    ]
    return [*lines, ("Delays", [len(answers), None])]


def t6_2(rows: Sequence[dict[str, object]]) -> list[Line]:
    entries = [(str(r.get("stage", "")), str(r.get("reason", ""))) for r in rows]
    stages = {c: n for c, n in STAGES.items() if any(r == c for r, _ in entries)}
    reasons = {c: n for c, n in REASONS.items() if any(r == c for _, r in entries)}
    return cross(entries, stages, reasons)[0]


def t8(cases: Sequence[Counting]) -> list[Line]:
    units = sorted({case.listed["unit"] for case in cases} - {""})
    lines = [group(unit, [c for c in cases if c.listed["unit"] == unit]) for unit in units]
    if nowhere := [c for c in cases if not c.listed["unit"]]:
        lines.append(group("Unit not given", nowhere))
    return [*lines, group("All cases", cases)]


def t9(cases: Sequence[Counting]) -> list[Line]:
    found = [case.answers for case in cases if counts(case) and refers(case)]

    def line(label: str, some: Sequence[dict[str, str]]) -> Line:
        hours = [h for answers in some if (h := hours_of(answers)) is not None]
        still = sum(1 for answers in some if not answers.get("risk.closed"))
        return label, [len(some), still, len(hours), *quartiles(hours, last=1)]

    lines = [
        line(name, [s for s in found if s.get("risk.urgency", "") == code])
        for code, name in URGENCY.items()
    ]
    if nowhere := [s for s in found if not s.get("risk.urgency")]:
        lines.append(line("Urgency not given", nowhere))
    lines.append(line("All referrals", found))
    elsewhere = count(
        cases,
        lambda c: (
            c.answers is not None
            and not refers(c)
            and any(other.get("risk.still") == "Y" for other in c.readers[1:])
        ),
    )
    if elsewhere:
        lines.append(("Raised only in a review that no longer counts", [elsewhere, *[None] * 6]))
    return lines


def hours_of(answers: dict[str, str]) -> float | None:
    raised, answered = answers.get("risk.raised_at"), answers.get("risk.response_at")
    if not raised or not answered:
        return None
    seconds = (datetime.fromisoformat(answered) - datetime.fromisoformat(raised)).total_seconds()
    return seconds / 3600 if seconds >= 0 else None


def t10_1(cases: Sequence[Counting]) -> list[Line]:
    def line(label: str, some: Sequence[Counting]) -> Line:
        out = count(some, lambda c: c.place == "EXC")
        untouched = count(some, lambda c: c.place == "")
        return label, [len(some) - out - untouched, out, untouched, len(some)]

    lines = [
        line(name, [c for c in cases if c.type == code]) for code, name in type_names(cases).items()
    ]
    return [*lines, line("All cases", cases)]


def t10_2(cases: Sequence[Counting]) -> list[Line]:
    methods = sorted({case.listed["selection"] for case in cases} - {""})
    entries = [(case.type, case.listed["selection"]) for case in cases]
    return cross(entries, type_names(cases), {method: method for method in methods})[0]


def t10_3(cases: Sequence[Counting]) -> list[Line]:
    ended = [case.answers for case in cases if case.place == "EXC"]
    entries = [(answers.get("exclusion", ""), answers.get("reviewable", "")) for answers in ended]
    ways = {"EXC": "Excluded", "REP": "Replaced"}
    return cross(entries, EXCLUSIONS, ways, "Reason not given")[0]


def t10_4(cases: Sequence[Counting]) -> list[Line]:
    ended = [case.answers for case in cases if case.place == "EXC"]
    replaced = [answers for answers in ended if answers.get("reviewable") == "REP"]
    known = sum(1 for answers in replaced if answers.get("replaced_by"))
    return [
        ("Replacement named", [known]),
        ("Replacement not named", [len(replaced) - known]),
        ("Replaced", [len(replaced)]),
    ]


def measures(pairs: Sequence[tuple[str, str]], second: str) -> list[Line]:
    """Count the agreement of pairs of grades, with its coefficients from their definitions."""
    steps = [GRADES.index(b) - GRADES.index(a) for a, b in pairs]
    n = len(pairs)

    def line(label: str, found: int) -> Line:
        return label, [found, percent(found, n), None, None]

    return [
        ("Cases graded by both", [n, None, None, None]),
        line("The same grade", steps.count(0)),
        line("Within one grade", sum(abs(step) <= 1 for step in steps)),
        line(f"{second} worse", sum(step > 0 for step in steps)),
        line(f"{second} better", sum(step < 0 for step in steps)),
        *((label, [None, None, value, ANY]) for label, value in coefficients(pairs)),
    ]


def coefficients(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, float | None]]:
    labels = (
        *("Kappa", "Kappa, linear weights", "Gwet's AC1", "Gwet's AC2, linear weights"),
        "Krippendorff's alpha, ordinal",
    )
    sides = [{a for a, _ in pairs}, {b for _, b in pairs}]
    if len(pairs) < 10 or min(map(len, sides)) < 2:
        return [(label, None) for label in labels]
    square = [[pairs.count((a, b)) for b in GRADES] for a in GRADES]
    values = (
        cohens_kappa(square).kappa,
        cohens_kappa(square, wt="linear").kappa,
        gwet(pairs, lambda a, b: Fraction(a == b)),
        gwet(pairs, lambda a, b: 1 - Fraction(abs(a - b), 2)),
        krippendorff.alpha(
            np.array(
                [[GRADES.index(grade) for grade in side] for side in zip(*pairs, strict=True)]
            ),
            level_of_measurement="ordinal",
            value_domain=[0, 1, 2],
        ),
    )
    return [(label, round(float(v), 3)) for label, v in zip(labels, values, strict=True)]


def gwet(pairs: Sequence[tuple[str, str]], weight: Callable[[int, int], Fraction]) -> Fraction:
    """Compute Gwet's coefficient as he argues for it, in fractions.

    Agreement is by chance when a rating is made at random and both then agree: what two random
    ratings agree, over all q x q of them, times the chance of a rating made at random, which is
    how spread the ratings are beside how spread random ones would be (Handbook, chapter 4).
    """
    q = len(GRADES)
    found = [(GRADES.index(a), GRADES.index(b)) for a, b in pairs]
    observed = sum((weight(a, b) for a, b in found), Fraction(0)) / len(found)
    ratings = [rating for pair in found for rating in pair]
    used = [Fraction(ratings.count(k), len(ratings)) for k in range(q)]
    spread = sum(p * (1 - p) for p in used) / sum(
        Fraction(1, q) * (1 - Fraction(1, q)) for _ in used
    )
    at_random = sum((weight(a, b) for a, b in product(range(q), repeat=2)), Fraction(0)) / q**2
    by_chance = at_random * spread
    return (observed - by_chance) / (1 - by_chance)


def force_pairs(cases: Sequence[Counting]) -> list[tuple[str, str]]:
    return [
        (case.listed["force_grade"], case.blind_grade)
        for case in cases
        if counts(case)
        and case.listed["force_scale"] == "GRI3"
        and case.listed["force_grade"] in GRADES
        and case.blind_grade in GRADES
    ]


def t4_1(pairs: Sequence[tuple[str, str]]) -> list[Line]:
    lines = []
    for side, label in enumerate(("Force's own grades", "Reviewer's grades")):
        given = [pair[side] for pair in pairs]
        cells: list[object] = []
        for g in GRADES:
            cells += [given.count(g), percent(given.count(g), len(given))]
        lines.append((label, [*cells, len(given)]))
    return lines


def t4_4(cases: Sequence[Counting]) -> list[Line]:
    alone = [
        c.blind_grade
        for c in cases
        if counts(c) and not c.listed["force_grade"] and c.blind_grade in GRADES
    ]
    lines = [(NAMES[g], [alone.count(g), percent(alone.count(g), len(alone))]) for g in GRADES]
    return [*lines, ("Total", [len(alone), None])]


def second_pairs(cases: Sequence[Counting]) -> list[tuple[Counting, str, str]]:
    found = []
    for case in cases:
        grades = [
            answers["overall.grade"]
            for answers in case.readers
            if answers.get("overall.grade") and answers.get("reviewable") not in {"EXC", "REP"}
        ]
        if len(grades) > 1:
            found.append((case, grades[0], grades[1]))
    return found


def second_reads(cases: Sequence[Counting]) -> list[list[int]]:
    """List every reader's grade of the cases whose first two readers graded them."""
    found = []
    for case, first, second in second_pairs(cases):
        if first in GRADES and second in GRADES:
            given = [answers.get("overall.grade") for answers in case.readers if answers]
            usable = [
                answers.get("reviewable") not in {"EXC", "REP"}
                for answers in case.readers
                if answers
            ]
            grades = [g for g, ok in zip(given, usable, strict=True) if ok and g in GRADES]
            found.append([GRADES.index(grade) for grade in grades])
    return found


def several(reads: Sequence[Sequence[int]]) -> list[Line]:
    """Count the agreement of all readers of each case; the first two alone where none has more."""
    if all(len(found) == 2 for found in reads):
        pairs = [(GRADES[a], GRADES[b]) for a, b in reads]
        return measures(pairs, "Second reader's grade")
    n = len(reads)
    lines = measures([(GRADES[a], GRADES[b]) for a, b, *_ in reads], "Second reader's grade")
    counted = (
        sum(len(set(found)) == 1 for found in reads),
        sum(max(found) - min(found) <= 1 for found in reads),
        sum(any(later > found[0] for later in found) for found in reads),
        sum(any(later < found[0] for later in found) for found in reads),
    )
    if n < 10:
        return [*lines[:1], *_counts_lines(lines, counted, n), *lines[5:]]
    alpha = krippendorff.alpha(
        value_counts=np.array([[list(found).count(k) for k in range(3)] for found in reads]),
        level_of_measurement="ordinal",
        value_domain=[0, 1, 2],
    )
    return [
        lines[0],
        *_counts_lines(lines, counted, n),
        *((label, [None, None, ANY, ANY]) for label, _ in lines[5:9]),
        (lines[9][0], [None, None, round(float(alpha), 3), ANY]),
    ]


def _counts_lines(lines: Sequence[Line], counted: Sequence[int], n: int) -> list[Line]:
    return [
        (label, [found, percent(found, n), None, None])
        for (label, _), found in zip(lines[1:5], counted, strict=True)
    ]


def t11_3(cases: Sequence[Counting]) -> list[Line]:
    pairs = second_pairs(cases)
    both = sum(1 for _, a, b in pairs if a in GRADES and b in GRADES)

    def settled(case: Counting) -> str:
        return case.place if case.place in NAMES else ""

    return [
        ("Graded by two readers", [both]),
        ("Not gradeable for one reader or both", [len(pairs) - both]),
        ("Moderated", [sum(1 for case, _, _ in pairs if case.ruled)]),
        (
            "Grade changed from the first reader's by moderation",
            [sum(1 for case, a, _ in pairs if case.ruled and settled(case) != a)],
        ),
        ("Waiting for a decision", [sum(1 for case, _, _ in pairs if case.place == "?")]),
    ]


def t12(cases: Sequence[Counting]) -> list[Line]:
    found = [case.answers for case in cases if counts(case)]
    lines = []
    for code, name in THEMES.items():
        n = sum(1 for answers in found if code in answers.get("themes", "").split(";"))
        lines.append((name, [n, percent(n, len(found))]))
    good = sum(1 for answers in found if answers.get("good_practice", "").strip())
    lines.append(("Good practice noted", [good, percent(good, len(found))]))
    return [*lines, ("Cases with a review", [len(found), None])]


def t13(cases: Sequence[Counting], earlier: Sequence[tuple[str, int, int]]) -> list[Line]:
    graded = count(cases, lambda c: c.place in GRADES)
    below = count(cases, lambda c: c.place in {"RI", "I"})
    large = [(of, n) for _, of, n in earlier if min(of, graded) >= 10]
    chances = [chance_of(below, graded, n, of) for of, n in large]
    adjusted = iter(multipletests(chances, method="holm")[1] if chances else ())
    lines = []
    for label, of, n in earlier:
        change: list[object] = [None, None, None, None]
        if min(of, graded) >= 10:
            low, high = confint_proportions_2indep(
                below, graded, n, of, method="newcomb", compare="diff", correction=False
            )
            low, high = tenth(100 * low), tenth(100 * high)
            points = 100 * (Fraction(below, graded) - Fraction(n, of))
            chance = next(adjusted)
            clear = (low > 0 or high < 0) and chance < 0.05
            change = [
                tenth(float(points)),
                (low, high),
                shown_chance(chance),
                "Clear change" if clear else "Not a clear change",
            ]
        lines.append((label, [n, of, percent(n, of), wilson(n, of), *change]))
    own = [below, graded, percent(below, graded), wilson(below, graded)]
    return [*lines, ("This visit", [*own, None, None, None, None])]


def recount(
    cases: Sequence[Counting], earlier: Sequence[tuple[str, int, int]]
) -> dict[str, list[Line]]:
    """Count every table by its id."""
    rows = delay_rows(cases)
    found = [case.answers for case in cases if counts(case)]
    force = force_pairs(cases)
    second = [(a, b) for _, a, b in second_pairs(cases) if a in GRADES and b in GRADES]
    names = {grade: NAMES[grade] for grade in GRADES}
    flags = [(s.get("delay.flag", ""), s.get("supervision.flag", "")) for s in found]
    items = {key: f"Label of {key}" for key in ("A1.1", "A1.2", "A2.1")}
    contact = rates(cases, {key: items[key] for key in ("A1.1", "A1.2")})
    help_ = rates(cases, {"A2.1": items["A2.1"]})
    return {
        "T1": t1(cases),
        "T2": t2(cases),
        "T3": t3(cases),
        "T4.1": t4_1(force),
        "T4.2": cross(force, names, names)[0],
        "T4.3": measures(force, "Reviewer's grade"),
        "T4.4": t4_4(cases),
        "T5.1": flag_by_type(cases, "supervision.flag", SUPERVISION),
        "T5.2": flag_by_grade(cases, "supervision.flag", SUPERVISION),
        "T5.3": rates(cases, {"S.1": "Label of S.1", "S.2": "Label of S.2"}),
        "T5.4": t5_4(cases),
        "T6.1": flag_by_type(cases, "delay.flag", DELAY),
        "T6.2": t6_2(rows),
        "T6.3": t6_3(rows),
        "T6.4": tally([[r["avoidable"]] if r.get("avoidable") else [] for r in rows], AVOIDABLE),
        "T6.5": tally([str(r.get("impact", "")).split(";") for r in rows], IMPACT),
        "T6.6": cross(flags, DELAY, SUPERVISION)[0],
        "T6.7": flag_by_grade(cases, "delay.flag", DELAY),
        "T6.8": t6_8(cases),
        **({"T6.9": lines} if (lines := t6_9(cases)) else {}),
        "T7": [
            ("Initial contact", [None] * 7),
            *contact,
            ("Assessment and help", [None] * 7),
            *help_,
        ],
        "T8": t8(cases),
        "T9": t9(cases),
        "T10.1": t10_1(cases),
        "T10.2": t10_2(cases),
        "T10.3": t10_3(cases),
        "T10.4": t10_4(cases),
        "T11.1": cross(second, names, names)[0],
        "T11.2": several(second_reads(cases)),
        "T11.3": t11_3(cases),
        "T12": t12(cases),
        "T13": t13(cases, earlier),
    }
