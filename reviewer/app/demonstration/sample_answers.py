"""Synthetic answers that complete a review: filled in by the form's own rules.

Whatever the form requires is answered until nothing is missing, so a form that changes needs
no change here. Every text says that it is synthetic.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from reviewer.domain.assessment import assess, facts_of, least_length
from reviewer.domain.case import Case
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form, Item, Kind
from reviewer.domain.grades import Grade, Reviewable
from reviewer.domain.ids import Code, Key
from reviewer.domain.review import Review, rows_text

ROUNDS: Final = 12
"""Answers make other items relevant; a form whose chains are longer than this is mistaken."""

_TEXTS: Final = (
    "The record shows what was done and when; the reasons are only partly written down.",
    "The first officers saw the child alone and wrote down what the child said.",
    "Checks of earlier incidents were made late and did not change the plan.",
    "The strategy discussion agreed three actions; one is recorded as finished.",
    "Nobody told the family what would happen next until the second week.",
    "Supervision entries repeat earlier text and set no new direction.",
    "The referral reached children's services on the day it was written.",
)
_POSITIVE: Final = {Grade.GOOD: 0.93, Grade.REQUIRES_IMPROVEMENT: 0.62, Grade.INADEQUATE: 0.38}
_SUPERVISION: Final = {
    Grade.GOOD: (("SUP_EFF", 8), ("SUP_INEFF", 1), ("SUP_NA", 1)),
    Grade.REQUIRES_IMPROVEMENT: (("SUP_EFF", 3), ("SUP_INEFF", 5), ("SUP_NONE", 2)),
    Grade.INADEQUATE: (("SUP_EFF", 1), ("SUP_INEFF", 5), ("SUP_NONE", 4)),
}
_DELAY: Final = {
    Grade.GOOD: (("DEL_NONE", 8), ("DEL_JUST", 2)),
    Grade.REQUIRES_IMPROVEMENT: (("DEL_NONE", 4), ("DEL_JUST", 2), ("DEL_UNNEC", 4)),
    Grade.INADEQUATE: (("DEL_NONE", 2), ("DEL_UNNEC", 7), ("DEL_CT", 1)),
}

_NO_IMPACT, _CANNOT_TELL = "NONE", "CT"
_LIKELY: Final = 0.4
"""The share of unnecessary delays with one impact or another."""

# A day without a plan of its own is the day the case was reported.
_PLAIN: Final = {
    Kind.INTEGER: "7",
    Kind.DATE: "",
    Kind.DATETIME: "2018-01-24T10:30",
}


def sample_answers(
    form: Form, case: Case, reviewer: str, grade: Grade, *, seed: int, today: date
) -> Mapping[Key, str]:
    """Return answers with which the review of `case` can be completed at `grade`."""
    chance = random.Random(f"{seed}/{case.id}/{reviewer}")  # noqa: S311 - sample data, no secret
    review = Review(
        case=case.id, reviewer=reviewer, answers=_chosen(form, case, grade, chance, today)
    )
    for _ in range(ROUNDS):
        assessment = assess(form, case, review, today)
        if assessment.may_complete:
            return review.answers
        answers = dict(review.answers)
        for key in assessment.unanswered:
            item = form.item(key)
            least = least_length(item, facts_of(form, case, review, today))
            answers[key] = _plausible(form, item, grade, chance, least) or case.get("reported")
        for finding in assessment.blocking:
            answers.update(_settled(form, finding.at, answers, chance))
        review = replace(review, answers=answers)
    raise RefusalError("no-sample", f"No complete sample answers were found for {case.id}.")


def _chosen(
    form: Form, case: Case, grade: Grade, chance: random.Random, today: date
) -> dict[Key, str]:
    """Answer what gives a review its character: grade, flags, period, rows."""
    roles = form.roles
    reported = date.fromisoformat(case.get("reported"))
    supervision = _weighted(chance, _SUPERVISION[grade])
    delay = _weighted(chance, _DELAY[grade])
    end = min(reported + timedelta(days=200), today)
    answers = {
        roles.reviewable: Reviewable.YES.value,
        roles.grade: grade.value,
        roles.supervision: supervision,
        roles.delay: delay,
        roles.period_end: end.isoformat(),
        roles.referral: "N" if grade is Grade.GOOD or chance.random() > 0.04 else "Y",
    }
    if delay in {"DEL_JUST", "DEL_UNNEC"}:
        answers[roles.delay_rows] = rows_text((_delay_row(form, delay, reported, chance),))
    if supervision in {"SUP_EFF", "SUP_INEFF"}:
        gap = 7 if supervision == "SUP_EFF" else 24
        days = [reported + timedelta(days=gap * step + chance.randrange(3)) for step in range(1, 4)]
        answers[roles.supervision_entries] = rows_text(
            tuple({"date": day.isoformat()} for day in days)
        )
        for key in roles.supervision_items:
            answers[key] = "Y" if chance.random() < _POSITIVE[grade] else "N"
    themes = list(form.codes_of(form.item(roles.themes)))
    chosen = chance.sample(themes, 2)
    answers[roles.themes] = ";".join(code for code in themes if code in chosen)
    if grade is Grade.GOOD:
        answers[roles.good_practice] = _text(chance, 0)
    return answers


def _delay_row(form: Form, delay: str, reported: date, chance: random.Random) -> dict[str, str]:
    columns = {column.key: column for column in form.item(form.roles.delay_rows).columns}
    start = reported + timedelta(days=chance.randrange(5))
    return {
        "stage": chance.choice(list(form.codes_of(columns[Key("stage")]))),
        "start": start.isoformat(),
        "end": (start + timedelta(days=chance.randrange(3, 90))).isoformat(),
        "expected_days": str(chance.choice((1, 5, 14))),
        "reason": chance.choice(list(form.codes_of(columns[Key("reason")]))),
        "avoidable": "Y" if delay == "DEL_UNNEC" else "N",
        "impact": _impact(form.codes_of(columns[Key("impact")]), delay, chance),
        "note": f"Synthetic. {chance.choice(_TEXTS)}",
    }


def _impact(codes: Iterable[Code], delay: str, chance: random.Random) -> str:
    if delay == "DEL_JUST":
        return _NO_IMPACT
    named = (code for code in codes if code not in {_NO_IMPACT, _CANNOT_TELL})
    return ";".join(code for code in named if chance.random() < _LIKELY) or _CANNOT_TELL


def _plausible(form: Form, item: Item, grade: Grade, chance: random.Random, least: int) -> str:
    if item.kind is Kind.TEXT:
        return _text(chance, least)
    codes = list(form.codes_of(item))
    if item.kind is Kind.MULTI:
        return ";".join(code for code in codes if chance.random() < 0.3) or codes[0]
    if item.kind is not Kind.CHOICE:
        return _PLAIN.get(item.kind, "")
    if item.key in {section.rating for section in form.areas}:
        return grade.value
    if codes[:2] == ["Y", "N"]:
        return "Y" if chance.random() < _POSITIVE[grade] else chance.choice(codes[1:])
    return chance.choice(codes)


def _text(chance: random.Random, least: int) -> str:
    text = "Synthetic. " + chance.choice(_TEXTS)
    while len(text) < least:
        text += " " + chance.choice(_TEXTS)
    return text


def _settled(
    form: Form, key: Key, answers: Mapping[Key, str], chance: random.Random
) -> dict[Key, str]:
    """Answer what a blocking rule asks at `key`: "not a delay", or an effect named."""
    ticked = Key(f"{key}.not_delay")
    if ticked in form.items:
        return {ticked: next(iter(form.codes_of(form.item(ticked))))}
    item = form.item(key)
    if item.kind is Kind.TEXT:
        return {key: _text(chance, 3 * len(answers.get(key, "")) + 10)}
    return {}


def _weighted(chance: random.Random, choices: tuple[tuple[str, int], ...]) -> str:
    codes, weights = zip(*choices, strict=True)
    return str(chance.choices(codes, weights)[0])
