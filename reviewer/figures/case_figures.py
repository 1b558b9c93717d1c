"""What the figures see of each case, computed once and shared by every table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from reviewer.domain.assessment import ReviewFacts, facts_of
from reviewer.domain.computed import DaysBetween, days_between
from reviewer.domain.form import Form, Item, Kind, Section
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.meanings import codes_that_mean, column_at
from reviewer.domain.options import Meaning
from reviewer.domain.referral import refers_back
from reviewer.domain.review import Review, Row, rows_of
from reviewer.domain.standing import CaseStanding
from reviewer.domain.stopping import each
from reviewer.domain.times import day
from reviewer.figures.table import Counted


class UngradedPlace(StrEnum):
    """Where a case without a grade counts; no code of a form is in lower case."""

    UNSETTLED = "unsettled"
    EXCLUDED = "excluded"
    OUTSTANDING = "outstanding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """One delay of a case. `days` is None where no whole days, or fewer than none, are known."""

    stage: str
    reason: str
    avoidable: str
    impact: tuple[str, ...]
    days: int | None
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """One referral back to the force; `hours` from raising it to the response, where known."""

    urgency: str
    open: bool
    hours: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFigures:
    """One case: where it counts, and the relevant answers of its standing review.

    Each case counts in one place: that of its grade, or one of `UngradedPlace`.

    An answer that stopped being relevant is not among `answers`. `gap` is the longest gap in
    days between supervision entries. `other_referral` says that only a review that does not
    stand refers the case back.
    """

    id: CaseId
    standing: CaseStanding
    place: str
    answers: Mapping[Key, str] = field(default_factory=dict)
    gap: int | None = None
    delays: tuple[Delay, ...] = ()
    referral: Referral | None = None
    other_referral: bool = False

    @property
    def counts_flags(self) -> bool:
        """Whether its flags, ratings and items count: it has a review and is not excluded."""
        return self.standing.standing is not None and self.place is not UngradedPlace.EXCLUDED

    def get(self, key: str) -> str:
        """Return the relevant answer at `key`, empty where there is none."""
        return self.answers.get(Key(key), "")


def place_of(standing: CaseStanding) -> str:
    """Say where a case counts; what is unsettled stays so though a side excludes the case."""
    if standing.unsettled:
        return UngradedPlace.UNSETTLED
    if standing.excluded:
        return UngradedPlace.EXCLUDED
    return standing.grade or UngradedPlace.OUTSTANDING


def figures_of(
    form: Form, standings: Sequence[CaseStanding], today: date
) -> tuple[CaseFigures, ...]:
    """Compute once what every table needs of each case, in the list's order."""
    reading = _Reading(form, today)
    return tuple(reading.case(standing) for standing in each(standings))


def counted(cases: Iterable[CaseFigures]) -> Counted:
    """Count cases and keep which they are."""
    ids = tuple([case.id for case in cases])  # half the time of a generator, and asked most
    return Counted(n=len(ids), cases=ids)


def counted_entries(cases: Iterable[CaseId]) -> Counted:
    """Count entries by their cases; a case may have several, and is kept once."""
    every = tuple(cases)
    return Counted(n=len(every), cases=tuple(dict.fromkeys(every)))


def flagged(cases: Iterable[CaseFigures]) -> tuple[CaseFigures, ...]:
    """Return the cases whose flags, ratings and items count."""
    return tuple([case for case in cases if case.counts_flags])


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """How long a delay took; `days` is None where no whole days, or fewer than none, are known."""

    days: int | None
    open: bool


class DelayClock:
    """Tells how long the delays of a form's reviews took."""

    def __init__(self, form: Form) -> None:
        computed = form.computed_by_key.get(form.roles.delay_days)
        self._days = (
            computed.value if computed and isinstance(computed.value, DaysBetween) else None
        )
        self._roles = form.roles
        column = column_at(form, form.roles.delay_rows, form.roles.delay_open)
        self._open = codes_that_mean(form, column, Meaning.YES)

    def until(self, review: Review) -> str:
        """Return the day up to which a review's open delays count."""
        return review.get(self._roles.period_end) or review.changed_at[:10]

    def length(self, row: Row, until: str) -> Length:
        """Return the length of one delay; without a word on it one without an end is open."""
        start, end = ("", "")
        if self._days is not None:
            start, end = row.get(self._days.start, ""), row.get(self._days.end[0], "")
        asked = self._roles.delay_open
        still_open = not end and (row.get(asked) in self._open if asked else True)
        days = days_between(start, end or until) if end or still_open else None
        return Length(days=days if days is not None and days >= 0 else None, open=still_open)


class _SectionKeys:
    """The counted keys of a section; most are relevant whenever it is, and need no asking."""

    def __init__(self, section: Section, items: Sequence[Item]) -> None:
        self.section = section
        self.always = frozenset(item.key for item in items if item.relevant is True)
        self.at_times = frozenset(item.key for item in items) - self.always


class _Reading:
    """Reads reviews against one form: which keys the figures count is found out once."""

    def __init__(self, form: Form, today: date) -> None:
        self._form = form
        self._today = today
        wanted = _role_keys(form)
        self._sections = [
            _SectionKeys(section, [item for item in section.items if _counts(item, wanted)])
            for section in form.sections
        ]
        self._clock = DelayClock(form)

    def case(self, standing: CaseStanding) -> CaseFigures:
        place = place_of(standing)
        review = standing.standing
        if review is None:
            return CaseFigures(id=standing.case.id, standing=standing, place=place)
        roles = self._form.roles
        facts = facts_of(self._form, standing.case, review, self._today)
        answers = self._relevant(facts, review)
        gap = facts.value(roles.supervision_gap) if roles.supervision_entries in answers else None
        referral = self._referral(answers)
        return CaseFigures(
            id=standing.case.id,
            standing=standing,
            place=place,
            answers=answers,
            gap=None if gap is None else int(gap),
            delays=self._delays(answers, review),
            referral=referral,
            other_referral=referral is None and self._referred_by_others(standing),
        )

    def _relevant(self, facts: ReviewFacts, review: Review) -> dict[Key, str]:
        answers: dict[Key, str] = {}
        for keys in self._sections:
            always = review.answers.keys() & keys.always
            at_times = review.answers.keys() & keys.at_times
            if (always or at_times) and facts.section_relevant(keys.section):
                for key in always:
                    answers[key] = review.answers[key]
                for key in at_times:
                    if facts.relevant(key):
                        answers[key] = review.answers[key]
        return answers

    def _delays(self, answers: Mapping[Key, str], review: Review) -> tuple[Delay, ...]:
        rows = rows_of(answers.get(self._form.roles.delay_rows, ""))
        if not rows:
            return ()
        until = answers.get(self._form.roles.period_end, "") or review.changed_at[:10]
        return tuple(self._delay(row, until) for row in rows)

    def _delay(self, row: Row, until: str) -> Delay:
        roles = self._form.roles
        length = self._clock.length(row, until)
        return Delay(
            stage=row.get(roles.delay_stage, ""),
            reason=row.get(roles.delay_reason, ""),
            avoidable=row.get(roles.delay_avoidable, ""),
            impact=tuple(filter(None, row.get(roles.delay_impact, "").split(";"))),
            days=length.days,
            open=length.open,
        )

    def _referral(self, answers: Mapping[Key, str]) -> Referral | None:
        roles = self._form.roles
        if not refers_back(self._form, answers.get(roles.referral, "")):
            return None
        return Referral(
            urgency=answers.get(roles.referral_urgency, ""),
            open=not answers.get(roles.referral_closed),
            hours=_hours(
                answers.get(roles.referral_raised, ""), answers.get(roles.referral_response, "")
            ),
        )

    def _referred_by_others(self, standing: CaseStanding) -> bool:
        referral = self._form.roles.referral
        return any(
            facts_of(self._form, standing.case, review, self._today).relevant(referral)
            for review in standing.reviews[1:]
            if refers_back(self._form, review.get(referral))
        )


def _role_keys(form: Form) -> set[Key]:
    roles = form.roles.model_dump().values()
    return {Key(role) for role in roles if isinstance(role, str)}


def _counts(item: Item, wanted: set[Key]) -> bool:
    # Notes and long texts are never counted; asking after them would double the time.
    return item.key in wanted or (item.note_of is None and item.kind in {Kind.CHOICE, Kind.MULTI})


def _hours(raised: str, response: str) -> float | None:
    # A day without its hour gives no hours.
    if min(len(raised), len(response)) <= len("2018-01-12") or day(raised) is None:
        return None
    seconds = (datetime.fromisoformat(response) - datetime.fromisoformat(raised)).total_seconds()
    return seconds / 3600 if seconds >= 0 else None
