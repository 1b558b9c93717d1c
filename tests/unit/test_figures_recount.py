"""Every number of every table equals an independent count of the same random answers."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta

import pytest
from figures_recount import ENDED, Counting, Line, recount
from figures_sample import FORM, TODAY, a_case
from groups_recount import recount_groups

from reviewer.domain.ids import Key
from reviewer.domain.inspection import EarlierVisit
from reviewer.domain.review import Review
from reviewer.domain.standing import CaseStanding, standing_of
from reviewer.figures.summary import Summary, summarise
from reviewer.figures.table import Cell, Counted, Interval, Measure, Share, Span

EARLIER = (("2015", 9, 4), ("2016", 374, 278), ("2017", 135, 125))


def a_day(chance: random.Random) -> str:
    return (date(2018, 1, 1) + timedelta(days=chance.randrange(300))).isoformat()


def maybe(chance: random.Random, codes: str, blank: float = 0.15) -> str:
    return "" if chance.random() < blank else chance.choice(codes.split())


def delays_of(chance: random.Random) -> str:
    rows = []
    for _ in range(chance.randrange(4)):
        row = {
            "stage": maybe(chance, "ST1 ST2 ST3"),
            "reason": maybe(chance, "R03 R06 R99"),
            "start": a_day(chance),
            "end": a_day(chance) if chance.random() < 0.6 else "",
            "open": maybe(chance, "Y N"),
            "avoidable": maybe(chance, "Y N CT"),
            "impact": chance.choice(["", "RISK", "EVID", "RISK;EVID"]),
        }
        rows.append({key: text for key, text in row.items() if text})
    return json.dumps(rows) if rows else ""


def answers_of(chance: random.Random) -> dict[str, str]:
    """Answer everything at random, also what another answer makes irrelevant."""
    entries = [{"date": a_day(chance)} for _ in range(chance.randrange(4))]
    raised = f"{a_day(chance)}T0{chance.randrange(9)}:30"
    given = {
        "reviewable": chance.choice(["", *["YES"] * 8, "EXC", "REP"]),
        "exclusion": maybe(chance, "X1 X9"),
        "replaced_by": maybe(chance, "case-9", 0.5),
        "type_confirmed": maybe(chance, "DA MISS CUST", 0.7),
        "period.to": maybe(chance, "2018-11-01", 0.5),
        "A1.1": maybe(chance, "Y N NA NE"),
        "A1.2": maybe(chance, "Y N NA NE"),
        "A2.1": maybe(chance, "Y N NA NE"),
        "A1.rating": maybe(chance, "G RI I NA IE"),
        "A2.rating": maybe(chance, "G RI I NA IE"),
        "S.1": maybe(chance, "Y N NA NE"),
        "S.2": maybe(chance, "Y N NA NE"),
        "supervision.flag": maybe(chance, "SUP_EFF SUP_INEFF SUP_NONE SUP_NA"),
        "supervision.entries": json.dumps(entries) if entries else "",
        "delay.flag": maybe(chance, "DEL_NONE DEL_JUST DEL_UNNEC"),
        "delay.rows": delays_of(chance),
        "risk.still": maybe(chance, "Y N N"),
        "risk.urgency": maybe(chance, "NOW H24 D5"),
        "risk.raised_at": raised,
        "risk.response_at": maybe(chance, f"{raised[:-5]}12:45 {a_day(chance)}T10:00"),
        "risk.closed": maybe(chance, "2018-11-20", 0.5),
        "overall.grade": maybe(chance, "G RI RI RI I I NG", 0.1),
        "good_practice": maybe(chance, "Noted", 0.7),
        "themes": chance.choice(["", "T1", "T2", "T1;T2"]),
    }
    return {key: text for key, text in given.items() if text}


def relevant(answers: dict[str, str]) -> dict[str, str]:
    """Drop what the sample form calls irrelevant, by its five conditions written out."""
    kept = dict(answers)
    if answers.get("reviewable") in ENDED:
        start = {"reviewable", "exclusion", "replaced_by", "type_confirmed", "period.to"}
        kept = {k: v for k, v in answers.items() if k in start or k.startswith("risk.")}
    if answers.get("A1.1") != "Y":
        kept.pop("A1.2", None)
    if answers.get("delay.flag") not in {"DEL_JUST", "DEL_UNNEC"}:
        kept.pop("delay.rows", None)
    if answers.get("risk.still") != "Y":
        kept.pop("risk.urgency", None)
    return kept


def verdict(answers: dict[str, str]) -> str:
    ended = answers.get("reviewable") in ENDED
    return answers["reviewable"] if ended else answers.get("overall.grade", "")


def made(chance: random.Random, position: int) -> tuple[CaseStanding, Counting]:
    """Make one random case twice: as the program holds it, and as the recount sees it."""
    listed = {
        "type": maybe(chance, "DA DA MISS CUST OLD"),
        "unit": chance.choice(["", "North", "South", "West"]),
        "selection": chance.choice(["", "random", "chosen"]),
        "force_grade": maybe(chance, "G RI I NG", 0.3),
        "force_scale": chance.choice(["GRI3", "GRI3", "GRI3", "GAI"]),
        "inspector": chance.choice(["", "B. Reader"]),
    }
    case = a_case(
        position, listed["type"], **{k: v for k, v in listed.items() if v and k != "type"}
    )
    several = chance.choice([0, 1, 1, 1, 2, 3])
    names = chance.sample(["A. Reader", "B. Reader", "C. Reader"], several)
    given = {name: answers_of(chance) for name in names}
    if several > 1 and chance.random() < 0.6:  # readers who agree
        grade = chance.choice(["G", "RI", "I"])
        given = {n: {**a, "overall.grade": grade, "reviewable": "YES"} for n, a in given.items()}
    first = {name: chance.choice(["", "G", "RI", "I", "NG"]) for name in names}
    reviews = [
        Review(
            case=case.id,
            reviewer=name,
            answers={Key(key): text for key, text in given[name].items()},
            blind_grade=first[name],
            changed_at="2018-11-20T10:00:00.000Z",
        )
        for name in names
    ]
    ruled = chance.choice(["", "", "", "G", "RI", "EXC"]) if several > 1 else ""
    conflict = several > 0 and chance.random() < 0.05
    standing = standing_of(
        FORM, case, reviews, ruled=((FORM.roles.grade, ruled),) if ruled else (), conflict=conflict
    )

    digests = {review.reviewer: review.digest for review in reviews}
    order = sorted(names, key=lambda name: (name != listed["inspector"], digests[name]))
    found = {verdict(given[name]) for name in order} - {""}
    reviewed = [given[n] for n in order if verdict(given[n]) and verdict(given[n]) not in ENDED]
    flags = (FORM.roles.supervision, FORM.roles.delay)
    apart = any(len({answers.get(flag, "") for answers in reviewed} - {""}) > 1 for flag in flags)
    unsettled = not ruled and (conflict or len(found) > 1 or apart)
    settled = "" if unsettled else ruled or next(iter(found), "")
    carrying = [name for name in order if settled and verdict(given[name]) == settled]
    who = next(iter(carrying or order), None)
    readers = [given[name] for name in order]
    if who and ruled and ruled not in ENDED:
        given = {**given, who: {**given[who], FORM.roles.grade: ruled}}
    return standing, Counting(
        listed=listed,
        place="?" if unsettled else "EXC" if settled in ENDED else settled,
        type=(given[who].get("type_confirmed") if who else "") or listed["type"],
        answers=relevant(given[who]) if who else None,
        names=order,
        readers=readers,
        blind_grade=first[who] if who else "",
        ruled=ruled,
        changed_at="2018-11-20T10:00:00.000Z",
    )


def plain(cell: Cell) -> object:
    """Write a table's cell as the recount writes it."""
    match cell:
        case Counted(n=n):
            return n
        case Share(tenths=tenths):
            return None if tenths is None else tenths / 10
        case Interval(low=low, high=high):
            return (low / 10, high / 10)
        case Span(low=low, high=high, decimals=decimals):
            return tuple(None if end is None else round(end, decimals) for end in (low, high))
        case Measure(value=value, decimals=decimals):
            return round(value, decimals)
        case _:
            return None if cell is None else str(cell)


def shown(summary: Summary) -> dict[str, list[Line]]:
    return {
        table.id: [(str(row.label), [plain(cell) for cell in row.cells]) for row in table.rows]
        for tables in summary.tables.values()
        for table in tables
    }


@pytest.mark.parametrize(("seed", "size"), [(1, 0), (2, 3), (3, 40), (4, 150), (5, 150), (6, 400)])
def test_every_table_equals_an_independent_count(seed: int, size: int) -> None:
    chance = random.Random(seed)
    cases = [made(chance, position) for position in range(1, size + 1)]
    earlier = [EarlierVisit(label=name, graded=of, below_good=n) for name, of, n in EARLIER]
    found = shown(
        summarise(
            FORM,
            [standing for standing, _ in cases],
            random_sample=False,
            today=TODAY,
            earlier=earlier,
        )
    )
    counted = [counting for _, counting in cases]
    expected = recount(counted, EARLIER) | recount_groups(counted)
    assert found.keys() == expected.keys()
    for table, lines in expected.items():
        assert found[table] == lines, table
