"""Synthetic answers that complete a review: filled in by the form's own rules.

Whatever the form requires is answered until nothing is missing, so a form that changes needs
no change here. Every text says that it is synthetic.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from reviewer.domain.assessment import Finding, assess, facts_of, least_length
from reviewer.domain.case import Case
from reviewer.domain.computed import DaysBetween, OverRows
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Column, Form, Item, Kind
from reviewer.domain.ids import Code, Key
from reviewer.domain.meanings import codes_that_mean, column_at, means
from reviewer.domain.message import message
from reviewer.domain.options import Meaning
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
_BEST, _WORST = 0.93, 0.38
"""The share of items answered yes in a case of the best grade, and of the worst."""

_OPEN_AFTER: Final = 75
"""Days after which a delay of the demonstration has not ended yet: one in six."""

_LIKELY: Final = 0.4
"""The share of delays with one impact or another."""

# A day is the one the case was reported on.
_PLAIN: Final = {
    Kind.INTEGER: "7",
    Kind.DATETIME: "2018-01-24T10:30",
}


def sample_answers(
    form: Form, case: Case, reviewer: str, grade: str, *, seed: int, today: date
) -> Mapping[Key, str]:
    """Return answers with which the review of `case` can be completed at `grade`.

    Raises RefusalError where the form's rules leave no complete review to be found.
    """
    chance = random.Random(f"{seed}/{case.id}/{reviewer}")  # noqa: S311 - sample data, no secret
    sampled = _Sampled(form, case, grade, chance, today)
    review = Review(case=case.id, reviewer=reviewer, answers=sampled.character(), blind_grade=grade)
    for _ in range(ROUNDS):
        assessment = assess(form, case, review, today)
        if assessment.may_complete:
            return review.answers
        answers = dict(review.answers)
        facts = facts_of(form, case, review, today)
        for key in assessment.unanswered:
            item = form.item(key)
            answers[key] = sampled.plausible(item, least_length(item, facts))
        for finding in assessment.blocking:
            answers.update(sampled.settled(finding, answers, assessment.relevant))
        review = replace(review, answers=answers)
    raise RefusalError(
        "no-sample", message("No complete sample answers were found for {case}.", case=case.id)
    )


class _Sampled:
    """Chooses the answers of one review, better ones the better its grade is."""

    def __init__(
        self, form: Form, case: Case, grade: str, chance: random.Random, today: date
    ) -> None:
        self._form = form
        self._grade = grade
        self._chance = chance
        self._today = today
        self._reported = date.fromisoformat(case.get("reported") or today.isoformat())
        graded = form.grades.graded
        place = graded.index(Code(grade)) if grade in graded else len(graded) - 1
        self._shortfall = place / (len(graded) - 1)
        self._positive = _BEST - (_BEST - _WORST) * self._shortfall

    def character(self) -> dict[Key, str]:
        """Answer what gives a review its character: grade, flags, period, rows."""
        form, roles, chance = self._form, self._form.roles, self._chance
        reviewed = [c for c in form.codes_of(form.item(roles.reviewable)) if c not in form.endings]
        end = min(self._reported + timedelta(days=200), self._today)
        answers = {
            roles.reviewable: str(reviewed[0]),
            roles.grade: self._grade,
            roles.period_end: end.isoformat(),
            roles.supervision: self._flag(roles.supervision),
            roles.delay: self._flag(roles.delay),
            roles.referral: self._referral(),
            roles.themes: self._some(form.items.get(roles.themes), 2),
        }
        if means(form, roles.delay, answers[roles.delay]) not in {
            Meaning.FINE,
            Meaning.CANNOT_TELL,
        }:
            answers[roles.delay_rows] = rows_text((self._delay_row(),)) if roles.delay_rows else ""
        supervised = means(form, roles.supervision, answers[roles.supervision])
        if supervised is not Meaning.NOT_APPLICABLE:
            answers[roles.supervision_entries] = self._entries(often=supervised is Meaning.FINE)
            answers.update(
                {key: self.plausible(form.item(key), 0) for key in roles.supervision_items}
            )
        if self._shortfall == 0 and roles.good_practice:
            answers[roles.good_practice] = _text(chance, 0)
        return {key: text for key, text in answers.items() if key and text}

    def plausible(self, item: Item, least: int) -> str:
        """Return an answer that an item of its kind could have."""
        chance, codes = self._chance, list(self._form.codes_of(item))
        match item.kind:
            case Kind.TEXT:
                return _text(chance, least)
            case Kind.CHOICE:
                return self._one_of(item, codes)
            case Kind.MULTI:
                return ";".join(code for code in codes if chance.random() < 0.3) or codes[0]
            case Kind.ROWS:
                return rows_text((self._row(item),))
        return _PLAIN.get(item.kind) or self._reported.isoformat()

    def _one_of(self, item: Item, codes: Sequence[Code]) -> str:
        chance = self._chance
        if self._grade in codes:
            return self._grade
        yes = codes_that_mean(self._form, item, Meaning.YES)
        others = [code for code in codes if code not in yes]
        if yes and others:
            return next(iter(yes)) if chance.random() < self._positive else chance.choice(others)
        return chance.choice(codes)

    def settled(
        self, finding: Finding, answers: Mapping[Key, str], relevant: Collection[Key]
    ) -> dict[Key, str]:
        """Answer what a blocking finding asks: a tick its rule looks at, or a longer text.

        Where neither helps, another answer is chosen to something that the rule looks at.
        """
        form = self._form
        rule = next((rule for rule in form.rules if rule.id == finding.code), None)
        asked = [form.items[key] for key in map(Key, rule.when.keys() if rule is not None else ())
                 if key in relevant and key in form.items]  # fmt: skip
        for item in asked:
            codes = list(form.codes_of(item))
            if item.key not in answers and len(codes) == 1:
                return {item.key: codes[0]}
        if form.item(finding.at).kind is Kind.TEXT:
            return {finding.at: _text(self._chance, 3 * len(answers.get(finding.at, "")) + 10)}
        others = [item for item in asked if item.key != form.roles.grade]
        other = self._chance.choice(others) if others else None
        return {other.key: self.plausible(other, 0)} if other is not None else {}

    def _flag(self, key: Key) -> str:
        """Choose a flag: nothing amiss mostly where the grade is good."""
        item = self._form.items.get(key)
        if item is None:
            return ""
        options = self._form.codes_of(item)
        fine = codes_that_mean(self._form, item, Meaning.FINE)
        aside = codes_that_mean(self._form, item, Meaning.NOT_APPLICABLE, Meaning.CANNOT_TELL)
        weights = [
            9 - 8 * self._shortfall
            if code in fine
            else 1
            if code in aside
            else 1 + 3 * self._shortfall
            for code in options
        ]
        return str(self._chance.choices(list(options), weights)[0])

    def _referral(self) -> str:
        item = self._form.items.get(self._form.roles.referral)
        if item is None:
            return ""
        referred = codes_that_mean(self._form, item, Meaning.YES)
        others = [code for code in self._form.codes_of(item) if code not in referred]
        is_referred = self._shortfall > 0 and self._chance.random() <= 0.04
        return str(next(iter(referred))) if is_referred or not others else str(others[0])

    def _some(self, asked: Item | Column | None, count: int) -> str:
        codes = list(self._form.codes_of(asked)) if asked is not None else []
        chosen = self._chance.sample(codes, min(count, len(codes)))
        return ";".join(code for code in codes if code in chosen)

    def _entries(self, *, often: bool) -> str:
        computed = self._form.computed_by_key.get(self._form.roles.supervision_gap)
        if computed is None or not isinstance(computed.value, OverRows):
            return ""
        gap = 7 if often else 24
        days = [
            self._reported + timedelta(days=gap * step + self._chance.randrange(3))
            for step in range(1, 4)
        ]
        return rows_text(tuple({computed.value.column: day.isoformat()} for day in days))

    def _delay_row(self) -> dict[str, str]:
        form, roles, chance = self._form, self._form.roles, self._chance
        start = self._reported + timedelta(days=chance.randrange(5))
        row = self._row(form.item(roles.delay_rows))
        row[roles.delay_open] = ""
        computed = form.computed_by_key.get(roles.delay_days)
        if computed is not None and isinstance(computed.value, DaysBetween):
            row[computed.value.start] = start.isoformat()
            length, still_open = chance.randrange(3, 90), self._still_open()
            if still_open and length > _OPEN_AFTER:
                row[roles.delay_open], row[computed.value.end[0]] = still_open, ""
            else:
                row[computed.value.end[0]] = (start + timedelta(days=length)).isoformat()
        return {key: text for key, text in row.items() if key and text}

    def _row(self, item: Item) -> dict[str, str]:
        cells = {str(column.key): self._cell(column) for column in item.columns}
        return {key: text for key, text in cells.items() if text}

    def _still_open(self) -> str:
        """Return the code that says a delay is still open, empty where the form has none."""
        column = column_at(self._form, self._form.roles.delay_rows, self._form.roles.delay_open)
        return min(codes_that_mean(self._form, column, Meaning.YES), default="")

    def _cell(self, column: Column) -> str:
        chance, codes = self._chance, list(self._form.codes_of(column))
        match column.kind:
            case Kind.CHOICE:
                return str(chance.choice(codes))
            case Kind.MULTI:
                return ";".join(c for c in codes if chance.random() < _LIKELY) or str(codes[-1])
            case Kind.INTEGER:
                return str(chance.choice((1, 5, 14)))
            case Kind.TEXT:
                return f"Synthetic. {chance.choice(_TEXTS)}"
            case Kind.DATE:
                return self._reported.isoformat()
        return _PLAIN.get(column.kind, "")


def _text(chance: random.Random, least: int) -> str:
    text = "Synthetic. " + chance.choice(_TEXTS)
    while len(text) < least:
        text += " " + chance.choice(_TEXTS)
    return text
