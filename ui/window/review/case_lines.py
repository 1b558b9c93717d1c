"""The lines of the case list, and which of them a search and filters leave."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from reviewer.domain.case import Case, normalised_name
from reviewer.domain.correction import ADDED_FROM
from reviewer.domain.form import Form
from reviewer.domain.grades import BELOW_GOOD, Status
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.progress import Progress
from ui.window.review.case_head import short_number
from ui.window.words import counted, grade_word, say, spoken, status_word

UNTROUBLED = frozenset({"", "SUP_EFF", "SUP_NA"})
TIMELY = frozenset({"", "DEL_NONE"})
"""Flags that say nothing is amiss; any other is shown in the list."""

_REFERENCE, _TYPE, _UNIT, _AREA = Key("reference"), Key("type"), Key("unit"), Key("area")
_RISK, _INSPECTOR = Key("risk"), Key("inspector")


class Sieve(StrEnum):
    """The filters."""

    MINE = "mine"
    RETURNED = "returned"
    POSTPONED = "not sure"
    OPEN = "open"
    FLAGGED = "flagged"
    BELOW_GOOD = "below good"
    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    COMPLETE = "complete"
    OUT = "excluded or replaced"
    REFERRAL = "referral open"
    SECOND_READ = "second read"
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
    """One case as the list shows it; nothing the force thought of its own work is in it.

    `returned` says that a lead sent it back, `added` that it is on no list, `second_read` that
    it is assigned to another inspector and read here all the same.
    """

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
    returned: bool
    added: bool
    second_read: bool
    search: str = field(repr=False)

    @property
    def second(self) -> str:
        """The second line: an open referral, else return and flags, else what is known of it."""
        if self.referral:
            return self.referral
        back = say("Returned") if self.returned else ""
        flags = [part for part in (back, self.supervision, self.delay) if part]
        if flags:
            return " · ".join(flags)
        found = say("Added on site") if self.added else ""
        return " · ".join(part for part in (found, self.unit, self.risk) if part)

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
        if self.returned and self.referral:
            parts.append(say("returned"))
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
    """Makes lines; it keeps the form's labels at hand.

    `postponed` and `returned` are such cases, `due` says by when the force must act on a
    referral, by the clock `now` shows.
    """

    def __init__(
        self, form: Form, person: str, postponed: Collection[CaseId] = frozenset()
    ) -> None:
        self.postponed = frozenset(postponed)
        self.returned: frozenset[CaseId] = frozenset()
        self.due: dict[CaseId, datetime] = {}
        self.now: datetime | None = None
        self._person = normalised_name(person)
        self._risks: dict[str, str] = {"": ""}
        types = form.options[form.types]
        self._types = {str(code): spoken(option.label) for code, option in types.items()}
        self._short_types = {str(c): spoken(o.short) or spoken(o.label) for c, o in types.items()}
        self._supervision = _short_labels(form, form.roles.supervision)
        self._delay = _short_labels(form, form.roles.delay)
        urgency = form.items.get(form.roles.referral_urgency)
        options = form.codes_of(urgency) if urgency else {}
        self._urgency = {str(c): spoken(o.label).lower() for c, o in options.items()}

    def line(self, case: Case, progress: Progress | None) -> CaseLine:
        """Return the line of a case; without progress nothing of it was touched."""
        said = case.values.get
        type_code = progress.type if progress else said(_TYPE, "")
        type_word = self._types.get(type_code, type_code)
        number, unit, inspector = short_number(case), said(_UNIT, ""), said(_INSPECTOR, "")
        mine = bool(inspector) and normalised_name(inspector) == self._person
        found = f"{number} {case.id} {said(_REFERENCE, '')} {type_word} {unit} {said(_AREA, '')}"
        return CaseLine(
            id=case.id,
            position=case.position,
            number=number,
            type=type_word,
            short_type=self._short_types.get(type_code, type_word),
            unit=unit,
            risk=self._risk(said(_RISK, "")),
            status=progress.status if progress else Status.NOT_STARTED,
            percent=progress.percent if progress else 0,
            grade=progress.grade if progress else "",
            supervision=self._troubled_supervision(progress) if progress else "",
            delay=self._troubled_delay(progress) if progress else "",
            referral=self._referral(case.id, progress) if progress else "",
            findings=progress.findings if progress else 0,
            changed_at=progress.changed_at if progress else "",
            mine=mine,
            postponed=case.id in self.postponed,
            returned=case.id in self.returned,
            added=case.position >= ADDED_FROM,
            second_read=bool(inspector) and not mine and progress is not None,
            search=found.casefold(),
        )

    def _risk(self, risk: str) -> str:
        if risk not in self._risks:
            self._risks[risk] = say("{risk} risk", risk=risk)
        return self._risks[risk]

    def _troubled_supervision(self, progress: Progress) -> str:
        if progress.supervision in UNTROUBLED:
            return ""
        word = self._supervision.get(progress.supervision, progress.supervision)
        return say("Supervision {word}", word=word[:1].lower() + word[1:])

    def _troubled_delay(self, progress: Progress) -> str:
        if progress.delay in TIMELY:
            return ""
        if progress.delay_days is not None:
            return say("Delay {n} days", n=progress.delay_days)
        word = self._delay.get(progress.delay, progress.delay)
        return say("Delay {word}", word=word[:1].lower() + word[1:])

    def _referral(self, case_id: CaseId, progress: Progress) -> str:
        if not progress.referral_open:
            return ""
        due = self.due.get(case_id)
        if due is not None and self.now is not None:
            return say("Referral open · {due}", due=due_words(due, self.now))
        urgency = self._urgency.get(progress.referral_urgency, "")
        return say("Referral open · {how}", how=urgency) if urgency else say("Referral open")


def due_words(due: datetime, now: datetime) -> str:
    """Return how long the force still has, or since when it should have acted."""
    left = due - now
    minutes = abs(left) // timedelta(minutes=1)
    if minutes >= 2 * 24 * 60:
        time = counted(minutes // (24 * 60), "{n:,} day", "{n:,} days")
    elif minutes >= 60:
        time = say("{n} h", n=minutes // 60)
    else:
        time = say("{n} min", n=minutes)
    return say("due in {time}", time=time) if left >= timedelta() else say("{time} late", time=time)


def _short_labels(form: Form, key: str) -> dict[str, str]:
    options = form.codes_of(form.item(key))
    return {str(code): spoken(o.short) or spoken(o.label) for code, o in options.items()}


def sifted(
    lines: Iterable[CaseLine], sieves: Collection[Sieve], exported_at: str
) -> Iterable[CaseLine]:
    """Return the lines that meet every filter; `exported_at` is the last export's stamp."""

    def changed(line: CaseLine) -> bool:
        return bool(exported_at) and line.changed_at > exported_at

    for sieve in sieves:
        lines = filter(changed if sieve is Sieve.CHANGED else _TESTS[sieve], lines)
    return lines


OUT: Final = frozenset({Status.EXCLUDED, Status.REPLACED})
"""The statuses of a case that is out of the sample."""

_OPEN: Final = frozenset({Status.NOT_STARTED, Status.IN_PROGRESS})
_WORSE: Final = frozenset(map(str, BELOW_GOOD))

_TESTS: Final[Mapping[Sieve, Callable[[CaseLine], bool]]] = {
    Sieve.MINE: lambda line: line.mine,
    Sieve.OPEN: lambda line: line.status in _OPEN,
    Sieve.FLAGGED: lambda line: bool(line.supervision or line.delay or line.referral),
    Sieve.BELOW_GOOD: lambda line: line.grade in _WORSE,
    Sieve.NOT_STARTED: lambda line: line.status is Status.NOT_STARTED,
    Sieve.IN_PROGRESS: lambda line: line.status is Status.IN_PROGRESS,
    Sieve.COMPLETE: lambda line: line.status is Status.COMPLETE,
    Sieve.OUT: lambda line: line.status in OUT,
    Sieve.REFERRAL: lambda line: bool(line.referral),
    Sieve.RETURNED: lambda line: line.returned,
    Sieve.SECOND_READ: lambda line: line.second_read,
    Sieve.POSTPONED: lambda line: line.postponed,
    Sieve.FINDINGS: lambda line: line.findings > 0,
}

_GRADE_ORDER: Final = {"I": 0, "RI": 1, "G": 2, "NG": 3, "": 4}

_KEYS: Final[Mapping[Sorting, Callable[[CaseLine], Any]]] = {
    Sorting.TYPE: lambda line: line.type,
    Sorting.GRADE: lambda line: _GRADE_ORDER.get(line.grade, 4),
    Sorting.PERCENT: lambda line: -line.percent,
    Sorting.CHANGED: lambda line: line.changed_at,
}


def in_order(lines: Iterable[CaseLine], sorting: Sorting) -> list[CaseLine]:
    """Return lines that stand in the list's order in another, open referrals on top.

    Equals stay as they stand.
    """
    ordered = list(lines)
    if sorting is not Sorting.NUMBER:
        ordered.sort(key=_KEYS[sorting], reverse=sorting is Sorting.CHANGED)
    return [x for x in ordered if x.referral] + [x for x in ordered if not x.referral]
