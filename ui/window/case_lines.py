"""The lines of the case list, and which of them a search and filters leave."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reviewer.domain.case import Case, normalised_name
from reviewer.domain.form import Form
from reviewer.domain.grades import BELOW_GOOD, Status
from reviewer.domain.ids import CaseId
from reviewer.domain.progress import Progress
from ui.window.case_head import short_number
from ui.window.words import grade_word, say, spoken, status_word

UNTROUBLED = frozenset({"", "SUP_EFF", "SUP_NA"})
TIMELY = frozenset({"", "DEL_NONE"})
"""Flags that say nothing is amiss; any other is shown in the list."""


class Sieve(StrEnum):
    """The filters."""

    MINE = "mine"
    POSTPONED = "not sure"
    OPEN = "open"
    FLAGGED = "flagged"
    BELOW_GOOD = "below good"
    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    COMPLETE = "complete"
    OUT = "excluded or replaced"
    REFERRAL = "referral open"
    FINDINGS = "to mend or explain"
    CHANGED = "changed since export"


class Sorting(StrEnum):
    """The orders of the list; open referrals are always on top."""

    NUMBER = "number"
    TYPE = "type"
    GRADE = "grade"
    PERCENT = "percent"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case as the list shows it; nothing the force thought of its own work is in it."""

    id: CaseId
    position: int
    number: str
    type: str
    short_type: str
    unit: str
    risk: str
    status: Status
    percent: int
    grade: str
    supervision: str
    delay: str
    referral: str
    findings: int
    changed_at: str
    mine: bool
    postponed: bool
    search: str = field(repr=False)

    @property
    def second(self) -> str:
        """The second line: an open referral, else the flags, else unit and risk."""
        if self.referral:
            return self.referral
        if self.supervision or self.delay:
            return " · ".join(part for part in (self.supervision, self.delay) if part)
        return " · ".join(part for part in (self.unit, self.risk) if part)

    @property
    def state(self) -> str:
        """What stands at the right where there is no grade."""
        if self.status is Status.IN_PROGRESS:
            return f"{self.percent}%"
        return (
            "" if self.status in {Status.NOT_STARTED, Status.COMPLETE} else status_word(self.status)
        )

    @property
    def spoken(self) -> str:
        """The whole line in words, for a screen reader."""
        parts = [self.number, self.type, status_word(self.status)]
        if self.status is Status.IN_PROGRESS:
            parts.append(f"{self.percent}%")
        parts += [say("not sure") if self.postponed else "", grade_word(self.grade), self.second]
        return ", ".join(part for part in parts if part)


def lines_of(
    form: Form,
    cases: Iterable[Case],
    progress: Mapping[CaseId, Progress],
    person: str,
    postponed: Collection[CaseId] = frozenset(),
) -> list[CaseLine]:
    """Return the lines of a list in its order."""
    words = Words(form, person, postponed)
    return [words.line(case, progress.get(case.id)) for case in cases]


class Words:
    """Makes lines; it keeps the form's labels at hand."""

    def __init__(
        self, form: Form, person: str, postponed: Collection[CaseId] = frozenset()
    ) -> None:
        self.postponed = frozenset(postponed)
        self._person = normalised_name(person)
        types = form.options[form.types]
        self._types = {code: spoken(option.label) for code, option in types.items()}
        self._short_types = {str(c): spoken(o.short) or spoken(o.label) for c, o in types.items()}
        self._supervision = _short_labels(form, form.roles.supervision)
        self._delay = _short_labels(form, form.roles.delay)
        urgency = form.items.get(form.roles.referral_urgency)
        options = form.codes_of(urgency) if urgency else {}
        self._urgency = {str(c): spoken(o.label).lower() for c, o in options.items()}

    def line(self, case: Case, progress: Progress | None) -> CaseLine:
        """Return the line of a case; without progress nothing of it was touched."""
        values = case.values.get
        type_code = progress.type if progress else case.type
        type_word = self._types.get(type_code, type_code)  # type: ignore[call-overload]  # any text may be asked for
        number = short_number(case)
        unit, risk = values("unit", ""), values("risk", "")  # type: ignore[call-overload]  # keys are texts
        found = " ".join((number, case.id, case.reference, type_word, unit, values("area", "")))  # type: ignore[call-overload]  # keys are texts
        return CaseLine(
            id=case.id,
            position=case.position,
            number=number,
            type=type_word,
            short_type=self._short_types.get(type_code, type_word),
            unit=unit,
            risk=say("{risk} risk", risk=risk) if risk else "",
            status=progress.status if progress else Status.NOT_STARTED,
            percent=progress.percent if progress else 0,
            grade=progress.grade if progress else "",
            supervision=self._troubled_supervision(progress),
            delay=self._troubled_delay(progress),
            referral=self._referral(progress),
            findings=progress.findings if progress else 0,
            changed_at=progress.changed_at if progress else "",
            mine=normalised_name(case.get("inspector")) == self._person,
            postponed=case.id in self.postponed,
            search=found.casefold(),
        )

    def _troubled_supervision(self, progress: Progress | None) -> str:
        if progress is None or progress.supervision in UNTROUBLED:
            return ""
        word = self._supervision.get(progress.supervision, progress.supervision)
        return say("Supervision {word}", word=word[:1].lower() + word[1:])

    def _troubled_delay(self, progress: Progress | None) -> str:
        if progress is None or progress.delay in TIMELY:
            return ""
        if progress.delay_days is not None:
            return say("Delay {n} days", n=progress.delay_days)
        word = self._delay.get(progress.delay, progress.delay)
        return say("Delay {word}", word=word[:1].lower() + word[1:])

    def _referral(self, progress: Progress | None) -> str:
        if progress is None or not progress.referral_open:
            return ""
        urgency = self._urgency.get(progress.referral_urgency, "")
        return say("Referral open · {how}", how=urgency) if urgency else say("Referral open")


def _short_labels(form: Form, key: str) -> dict[str, str]:
    options = form.codes_of(form.item(key))
    return {str(code): spoken(o.short) or spoken(o.label) for code, o in options.items()}


def passes(line: CaseLine, sieves: Collection[Sieve], exported_at: str) -> bool:
    """Say whether a line meets every filter; `exported_at` is the last export's stamp."""
    return all(
        _changed_since(line, exported_at) if sieve is Sieve.CHANGED else _TESTS[sieve](line)
        for sieve in sieves
    )


def _changed_since(line: CaseLine, exported_at: str) -> bool:
    return bool(exported_at) and line.changed_at > exported_at


_TESTS: Mapping[Sieve, Callable[[CaseLine], bool]] = {
    Sieve.MINE: lambda line: line.mine,
    Sieve.OPEN: lambda line: line.status in {Status.NOT_STARTED, Status.IN_PROGRESS},
    Sieve.FLAGGED: lambda line: bool(line.supervision or line.delay or line.referral),
    Sieve.BELOW_GOOD: lambda line: line.grade in set(BELOW_GOOD),
    Sieve.NOT_STARTED: lambda line: line.status is Status.NOT_STARTED,
    Sieve.IN_PROGRESS: lambda line: line.status is Status.IN_PROGRESS,
    Sieve.COMPLETE: lambda line: line.status is Status.COMPLETE,
    Sieve.OUT: lambda line: line.status in {Status.EXCLUDED, Status.REPLACED},
    Sieve.REFERRAL: lambda line: bool(line.referral),
    Sieve.POSTPONED: lambda line: line.postponed,
    Sieve.FINDINGS: lambda line: line.findings > 0,
}

_GRADE_ORDER = {"I": 0, "RI": 1, "G": 2, "NG": 3, "": 4}

_KEYS: Mapping[Sorting, Callable[[CaseLine], tuple[object, ...]]] = {
    Sorting.NUMBER: lambda line: (not line.referral, line.position),
    Sorting.TYPE: lambda line: (not line.referral, line.type, line.position),
    Sorting.GRADE: lambda line: (not line.referral, _GRADE_ORDER.get(line.grade, 4), line.position),
    Sorting.PERCENT: lambda line: (not line.referral, -line.percent, line.position),
}


def in_order(lines: Iterable[CaseLine], sorting: Sorting) -> list[CaseLine]:
    """Return lines in an order, cases with an open referral first."""
    if sorting is Sorting.CHANGED:
        newest = sorted(lines, key=lambda line: line.changed_at, reverse=True)
        return sorted(newest, key=lambda line: not line.referral)
    return sorted(lines, key=_KEYS[sorting])
