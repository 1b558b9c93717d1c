"""What a review still needs: relevance, what is required, rules, percent complete."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from reviewer.domain.case import LIST_KEYS, Case
from reviewer.domain.computed import DaysBetween
from reviewer.domain.conditions import Condition, Facts, Value
from reviewer.domain.form import Form, Item, Kind, Rule, Section, Strength
from reviewer.domain.ids import Key
from reviewer.domain.language import current_language
from reviewer.domain.message import message
from reviewer.domain.review import Review, Row, rows_of
from reviewer.domain.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule that a review meets: where, how it binds, and what it says.

    `row` counts from 1 where it concerns one row of a rows item, `column` names its column.
    `text` is in the language in which it was found.
    """

    code: str
    strength: Strength
    at: Key
    row: int | None = None
    column: Key | None = None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Where one review stands against its form.

    `relevant` and `required` are keys in the form's order; `unanswered` are the required ones
    without an answer.
    """

    relevant: frozenset[Key]
    required: tuple[Key, ...]
    unanswered: tuple[Key, ...]
    findings: tuple[Finding, ...]

    @property
    def percent(self) -> int:
        """Answered of required in whole percent, rounded down: 100 means all."""
        if not self.required:
            return 100
        return 100 * (len(self.required) - len(self.unanswered)) // len(self.required)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that forbid completion."""
        return tuple(f for f in self.findings if f.strength is Strength.BLOCKS)

    @property
    def may_complete(self) -> bool:
        """Whether the case can be marked complete."""
        return not self.unanswered and not self.blocking


def judged(form: Form, review: Review, assessment: Assessment) -> bool:
    """Say whether the overall judgement is complete: the grade, and its rationale as asked for."""
    roles = form.roles
    missing = {*assessment.unanswered, *(finding.at for finding in assessment.blocking)}
    return bool(review.grade(form)) and missing.isdisjoint({roles.grade, roles.rationale})


_NO_CODES: Final[frozenset[str]] = frozenset()


class ReviewFacts:
    """What conditions may ask about one review on one day.

    Beside the answers: `today`, `blind_grade`, list values as `case.KEY`, and the form's
    computed values. An answer whose item is not relevant just now is as if it were not given.
    """

    def __init__(self, form: Form, case: Case, review: Review, today: date) -> None:
        self.form = form
        self._case = case
        self._answers = review.answers
        # Asked hundreds of times for one assessment, and nothing changes in between. What is not
        # answered holds nothing, and most is not.
        self._values: dict[str, Value] = dict.fromkeys(form.items)
        self._codes: dict[str, frozenset[str]] = dict.fromkeys(form.items, _NO_CODES)
        for key in review.answers:
            self._values.pop(key, None)
            self._codes.pop(key, None)
        self._values["today"] = today.isoformat()
        self._values["blind_grade"] = review.blind_grade or None
        self._rows: dict[str, tuple[RowFacts, ...]] = {}
        self._sections: dict[str, bool] = {}
        self._items: dict[Key, bool] = {}

    def value(self, key: str) -> Value:
        """Return what `key` holds: an integer as a number, else canonical text."""
        values = self._values
        if key not in values:
            values[key] = self._found(key)
        return values[key]

    def codes(self, key: str) -> frozenset[str]:
        """Return the codes at `key`."""
        known = self._codes.get(key)
        if known is None:
            known = self._codes[key] = _codes(self.value(key))
        return known

    def each_row(self, item: str) -> Iterator[Facts]:
        """Yield the facts as seen from each row of `item`."""
        if item not in self._rows:
            rows = rows_of(str(self.value(item) or ""))
            columns = self.form.item(item).columns if rows else ()
            numbers = frozenset(c.key for c in columns if c.kind is Kind.INTEGER)
            self._rows[item] = tuple(RowFacts(self, row, numbers) for row in rows)
        return iter(self._rows[item])

    def relevant(self, key: Key) -> bool:
        """Say whether the item at `key` is relevant, and its section."""
        known = self._items.get(key)
        if known is None:
            section = self.form.section_of[key]
            known = self._items[key] = self.section_relevant(section) and _meets(
                self.form.items[key].relevant, self
            )
        return known

    def section_relevant(self, section: Section) -> bool:
        """Say whether the section is relevant."""
        known = self._sections.get(section.id)
        if known is None:
            known = self._sections[section.id] = _meets(section.relevant, self)
        return known

    def _found(self, key: str) -> Value:
        item = self.form.items.get(Key(key))
        if item is not None:
            answer = self._answers.get(item.key)
            if answer is None or not self.relevant(item.key):
                return None
            return int(answer) if item.kind is Kind.INTEGER else answer
        if key.startswith("case."):
            name = Key(key.removeprefix("case."))
            text = self._case.values.get(name)
            return int(text) if text and LIST_KEYS.get(name) is Kind.INTEGER else text
        computed = self.form.computed_by_key.get(key)
        return computed.value.value(self) if computed else None


class RowFacts:
    """The facts as seen from one row: its columns first, then the review."""

    def __init__(self, review: ReviewFacts, row: Row, numbers: Container[str]) -> None:
        self._review = review
        self._row = row
        self._numbers = numbers

    def value(self, key: str) -> Value:
        """Return the row's column, else what the review holds."""
        value = self._row.get(key)
        if value is not None:
            return int(value) if key in self._numbers else value
        computed = self._review.form.computed_by_key.get(key)
        if computed is not None and isinstance(computed.value, DaysBetween) and computed.value.rows:
            return computed.value.value(self)
        return self._review.value(key)

    def codes(self, key: str) -> frozenset[str]:
        """Return the codes at `key`."""
        return _codes(self.value(key))

    def each_row(self, item: str) -> Iterator[Facts]:
        """Yield the facts as seen from each row of `item`."""
        return self._review.each_row(item)


def _codes(value: Value) -> frozenset[str]:
    return frozenset(str(value).split(";")) if value is not None else _NO_CODES


def facts_of(form: Form, case: Case, review: Review, today: date) -> ReviewFacts:
    """Return what conditions and computed values may ask about a review."""
    return ReviewFacts(form, case, review, today)


def assess(form: Form, case: Case, review: Review, today: date) -> Assessment:
    """Hold a review against its form on one day."""
    facts = facts_of(form, case, review, today)
    relevant: set[Key] = set()
    required: list[Key] = []
    findings: list[Finding] = []
    for section in form.sections:
        if not facts.section_relevant(section):
            continue
        section_required = _meets(section.required, facts)
        for item in section.items:
            if item.relevant is not True and not _meets(item.relevant, facts):
                continue
            relevant.add(item.key)
            if section_required if item.required is None else _meets(item.required, facts):
                required.append(item.key)
            if item.kind is Kind.TEXT and item.key in review.answers:
                findings.extend(_shortfalls(item, review, facts))
            elif item.columns:
                findings.extend(_row_gaps(item, facts))
    findings.extend(_rule_findings(form, facts, review, relevant))
    return Assessment(
        relevant=frozenset(relevant),
        required=tuple(required),
        unanswered=tuple(key for key in required if key not in review.answers),
        findings=tuple(findings),
    )


def section_applies(section: Section, facts: Facts) -> bool:
    """Say whether a section is relevant to the review."""
    return _meets(section.relevant, facts)


def least_length(item: Item, facts: Facts) -> int:
    """Return the least number of characters the text item needs just now; 0 for none."""
    for condition, least in item.least_when:
        if condition.holds(facts):
            return least
    return item.least or 0


def _meets(asked: bool | Condition, facts: Facts) -> bool:  # noqa: FBT001 - a form says true, false or a condition
    return asked if isinstance(asked, bool) else asked.holds(facts)


def _shortfalls(item: Item, review: Review, facts: Facts) -> Iterator[Finding]:
    least, length = least_length(item, facts), len(review.answers[item.key].strip())
    if length < least:
        yield Finding(
            code="too-short",
            strength=Strength.BLOCKS,
            at=item.key,
            text=str(
                message(
                    "At least {least} characters; this text has {length}.",
                    least=least,
                    length=length,
                )
            ),
        )


def _row_gaps(item: Item, facts: ReviewFacts) -> Iterator[Finding]:
    for number, row in enumerate(facts.each_row(item.key), start=1):
        for column in item.columns:
            wanted = _meets(column.relevant, row) and _meets(column.required, row)
            if wanted and row.value(column.key) is None:
                yield Finding(
                    code="row-incomplete",
                    strength=Strength.BLOCKS,
                    at=item.key,
                    row=number,
                    column=column.key,
                    text=str(
                        message(
                            "{row} {number} needs “{column}”.",
                            row=_localised(item.row_label) if item.row_label else message("Row"),
                            number=number,
                            column=_localised(column.label),
                        )
                    ),
                )


def _rule_findings(
    form: Form, facts: ReviewFacts, review: Review, relevant: set[Key]
) -> Iterator[Finding]:
    for rule in form.rules:
        if rule.at not in relevant or _settled(rule, review, relevant):
            continue
        if rule.each is None:
            if rule.when.holds(facts):
                yield _finding(rule, None)
            continue
        for number, row in enumerate(facts.each_row(rule.each), start=1):
            if rule.when.holds(row):
                yield _finding(rule, number)


def _settled(rule: Rule, review: Review, relevant: Container[Key]) -> bool:
    # An explanation is asked for just where its rule's condition holds (`forms.generated`).
    return rule.strength is Strength.EXPLAIN and (
        rule.explanation in review.answers or rule.explanation not in relevant
    )


def _finding(rule: Rule, row: int | None) -> Finding:
    text = _localised(rule.text)
    return Finding(code=rule.id, strength=rule.strength, at=rule.at, row=row, text=text)


def _localised(text: Wording) -> str:
    return text.in_language(current_language())
