"""Drawing second reads in a lead's register, by a rule and a seed, and giving them to readers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from reviewer.app.assignment import check_assignable, with_value
from reviewer.app.register import combined_register
from reviewer.app.store import Store
from reviewer.domain.case import INSPECTOR, SECOND_READER, normalised_name
from reviewer.domain.combined import Combined
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import RULES_APART, FileKind, checked_line
from reviewer.domain.message import message
from reviewer.domain.referral import refers_back
from reviewer.domain.second_reads import STEADY_PAIRS, STEADY_TENTHS, SecondReadRule
from reviewer.domain.standing import CaseStanding
from reviewer.domain.team_actions import SecondReadAssigned, SecondReadsDrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnSecondReads:
    """Which cases a rule draws, and who reads each; `rule` is the sentence that says how."""

    readers: Mapping[CaseId, str]
    rule: str


def draw_second_reads(
    store: Store, rule: SecondReadRule, readers: Sequence[str], *, now: datetime
) -> DrawnSecondReads:
    """Draw cases to be read twice and give them to `readers`, evenly; what was drawn before stays.

    No one reads a case second that they read first. The rule goes into `Sample` of the register's
    workbooks. Raises RefusalError in a file that is no register with a list, for a rule that
    draws nothing, and where nobody else is named to read.
    """
    rule = rule.checked()
    names = [checked_line(name, message("A reader's name")) for name in readers]
    about = store.inspection()
    if about.kind is not FileKind.REGISTER:
        raise RefusalError(
            "not-a-register", message("Second reads are drawn in the lead's register.")
        )
    check_assignable(store)
    combined, form = combined_register(store), store.form()
    wanted = _drawn(combined, form, rule)
    given = _given(combined, wanted, names)
    sentence = rule.sentence(len(given), now.astimezone(UTC).date().isoformat())
    if not given:
        raise RefusalError(
            "nothing-drawn", message("This rule selects no more cases for a second read.")
        )
    with store.transaction(now) as unit:
        for case_id, name in given.items():
            unit.put_case(with_value(store.case(case_id), SECOND_READER, name))
            unit.log(SecondReadAssigned(inspector=name), case=case_id)
        rules = [*filter(None, about.second_reads.split(RULES_APART)), sentence]
        unit.put_inspection(replace(about, second_reads=RULES_APART.join(rules)))
        unit.log(SecondReadsDrawn(rule=sentence, drawn=len(given)))
    return DrawnSecondReads(readers=given, rule=sentence)


def _drawn(combined: Combined, form: Form, rule: SecondReadRule) -> list[CaseStanding]:
    """Return the cases that are drawn and that nobody else reads yet, in the order of the draw."""
    steady = _steady(combined) if rule.eases else frozenset()
    by_risk, others = [], defaultdict(list)
    for standing in combined.standings:
        reader = _first_reader(standing)
        if not reader or not (rule.all_cases or _completed(standing)):
            continue
        if _risky(form, rule, standing):
            by_risk.append(standing)
        else:
            others[reader].append(standing)
    chosen = list(by_risk)
    for reader, standings in others.items() if rule.one_in else ():
        one_in = rule.one_in * (2 if reader in steady else 1)
        wanted = -(-len(standings) // one_in) - sum(map(_read_twice, standings))
        ordered = sorted(standings, key=lambda s: rule.number(s.case.id))
        chosen += [s for s in ordered if not _read_twice(s)][: max(wanted, 0)]
    free = (standing for standing in chosen if not _read_twice(standing))
    return sorted(free, key=lambda s: rule.number(s.case.id))


def _given(
    combined: Combined, wanted: Iterable[CaseStanding], names: Sequence[str]
) -> dict[CaseId, str]:
    load = Counter(normalised_name(case.get(SECOND_READER)) for case in combined.cases)
    given: dict[CaseId, str] = {}
    for standing in wanted:
        first = {_first_reader(standing), *(normalised_name(r.reviewer) for r in standing.reviews)}
        free = [name for name in names if normalised_name(name) not in first]
        if not free:
            raise RefusalError(
                "no-second-reader",
                message(
                    "None of the people named can be the second reader of {case}.",
                    case=standing.case.id,
                ),
            )
        name = min(free, key=lambda one: load[normalised_name(one)])
        load[normalised_name(name)] += 1
        given[standing.case.id] = name
    return given


def _first_reader(standing: CaseStanding) -> str:
    if standing.reviews:
        return normalised_name(standing.reviews[0].reviewer)
    return normalised_name(standing.case.get(INSPECTOR))


def _completed(standing: CaseStanding) -> bool:
    return any(review.completed for review in standing.reviews) and not standing.excluded


def _read_twice(standing: CaseStanding) -> bool:
    return bool(standing.case.get(SECOND_READER)) or len(standing.reviews) > 1


def _risky(form: Form, rule: SecondReadRule, standing: CaseStanding) -> bool:
    worst = form.grades.graded[-1]
    referral = form.roles.referral
    return (rule.worst and any(r.grade(form) == worst for r in standing.reviews)) or (
        rule.referrals
        and bool(referral)
        and any(refers_back(form, review.get(referral)) for review in standing.reviews)
    )


def _steady(combined: Combined) -> frozenset[str]:
    """Return the readers whose second reads nearly always agreed."""
    pairs: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    for pair in combined.pairs:
        for review in pair.reviews:
            name = normalised_name(review.reviewer)
            pairs[name] += 1
            agreed[name] += not pair.differing
    return frozenset(
        name
        for name, n in pairs.items()
        if n >= STEADY_PAIRS and 10 * agreed[name] >= n * STEADY_TENTHS
    )
