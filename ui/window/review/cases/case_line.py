"""One line of the case list, and the words it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from reviewer.domain.case import Case, normalised_name
from reviewer.domain.correction import ADDED_FROM
from reviewer.domain.form import Form
from reviewer.domain.grades import Status
from reviewer.domain.ids import CaseId, Code, Key, short_number
from reviewer.domain.marks import Mark
from reviewer.domain.meanings import codes_that_mean
from reviewer.domain.options import Meaning
from reviewer.domain.progress import Progress
from ui.window.words import counted, localised, say, status_word


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case as the list shows it; nothing the force thought of its own work is in it.

    `grade` and `short_grade` are a grade's words, empty without one, `mark` its shape and colour.
    `returned` says that a lead sent it back, `added` that it is on no list.
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
    short_grade: str
    mark: Mark | None
    supervision: str
    delay: str
    referral: str
    postponed: bool
    returned: bool
    added: bool

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
        """What is at the right where there is no grade."""
        if self.status is Status.IN_PROGRESS:
            return f"{self.percent}%"
        return (
            "" if self.status in {Status.NOT_STARTED, Status.COMPLETE} else status_word(self.status)
        )

    def judged(self, *, short: bool) -> str:
        """Return the grade, with the percent answered while the case is not complete."""
        grade = self.short_grade if short else self.grade
        if grade and self.status is Status.IN_PROGRESS:
            return say("{grade} · {n}%", grade=grade, n=self.percent)
        return grade or self.state

    @property
    def accessible_text(self) -> str:
        """The whole line in words, for a screen reader."""
        parts = [self.number, self.type, status_word(self.status)]
        if self.status is Status.IN_PROGRESS:
            parts.append(f"{self.percent}%")
            parts.append(say("graded, not complete") if self.grade else "")
        if self.returned and self.referral:
            parts.append(say("returned"))
        parts += [say("not sure") if self.postponed else "", self.grade, self.second]
        return ", ".join(part for part in parts if part)


class LineWriter:
    """Makes lines; it keeps the form's labels at hand.

    `untroubled` and `timely` are the flags of supervision and delay that say nothing is amiss.
    `has_flags` and `has_referrals` say whether the form has any.
    `postponed` and `returned` are such cases, `due` says by when the force must act on a
    referral, by the clock `now` shows.
    """

    def __init__(self, form: Form, person: str) -> None:
        self.postponed: frozenset[CaseId] = frozenset()
        self.returned: frozenset[CaseId] = frozenset()
        self.due: dict[CaseId, datetime] = {}
        self.now: datetime | None = None
        self._person = normalised_name(person)
        types = form.options[form.types]
        self._types = {str(code): localised(option.label) for code, option in types.items()}
        self._short_types = {
            str(c): localised(o.short) or localised(o.label) for c, o in types.items()
        }
        self.untroubled = _untroubled(form, form.roles.supervision)
        self.timely = _untroubled(form, form.roles.delay)
        self.grades = form.grades
        self.has_referrals = bool(form.roles.referral)
        self.has_flags = bool(form.roles.supervision or form.roles.delay or form.roles.referral)
        self._supervision = _short_labels(form, form.roles.supervision)
        self._delay = _short_labels(form, form.roles.delay)
        urgency = form.items.get(form.roles.referral_urgency)
        options = form.codes_of(urgency) if urgency else {}
        self._urgency = {str(c): localised(o.label).lower() for c, o in options.items()}

    def line(self, case: Case, progress: Progress | None) -> CaseLine:
        """Return the line of a case; without progress nothing of it was touched."""
        code, type_word = self._type_code(case, progress), self.type_of(case, progress)
        grade = self.grades.options.get(Code(progress.grade)) if progress else None
        risk = case.get("risk")
        return CaseLine(
            id=case.id,
            position=case.position,
            number=short_number(case.id),
            type=type_word,
            short_type=self._short_types.get(code, type_word),
            unit=case.get("unit"),
            risk=say("{risk} risk", risk=risk) if risk else "",
            status=progress.status if progress else Status.NOT_STARTED,
            percent=progress.percent if progress else 0,
            grade=localised(grade.label) if grade else "",
            short_grade=(localised(grade.short) or localised(grade.label)) if grade else "",
            mark=grade.mark if grade else None,
            supervision=self._troubled_supervision(progress) if progress else "",
            delay=self._troubled_delay(progress) if progress else "",
            referral=self._referral(case.id, progress) if progress else "",
            postponed=case.id in self.postponed,
            returned=case.id in self.returned,
            added=case.position >= ADDED_FROM,
        )

    def type_of(self, case: Case, progress: Progress | None) -> str:
        """Return the word of a case's type: the review's, where it says another than the list."""
        code = self._type_code(case, progress)
        return self._types.get(code, code)

    def searched(self, case: Case, type_word: str) -> str:
        """Return what a search looks through: what the list says that tells cases apart."""
        value = case.get
        return f"{case.id} {case.reference} {type_word} {value('unit')} {value('area')}".casefold()

    def is_mine(self, case: Case) -> bool:
        """Say whether the case is given to the person who reviews here."""
        inspector = case.get("inspector")
        return bool(inspector) and normalised_name(inspector) == self._person

    def _type_code(self, case: Case, progress: Progress | None) -> str:
        return progress.type if progress else case.type

    def _troubled_supervision(self, progress: Progress) -> str:
        if progress.supervision in self.untroubled:
            return ""
        word = self._supervision.get(progress.supervision, progress.supervision)
        return say("Supervision {word}", word=word[:1].lower() + word[1:])

    def _troubled_delay(self, progress: Progress) -> str:
        if progress.delay in self.timely:
            return ""
        if progress.delay_days is not None:
            return counted(progress.delay_days, "Delay {n} day", "Delay {n} days")
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


def _untroubled(form: Form, key: str) -> frozenset[str]:
    """Return the flags that call for nobody's attention; any other is shown in the list."""
    flag = form.items.get(Key(key))
    fine = codes_that_mean(form, flag, Meaning.FINE, Meaning.NOT_APPLICABLE)
    return frozenset({"", *fine})


def _short_labels(form: Form, key: str) -> dict[str, str]:
    item = form.items.get(Key(key))
    options = form.codes_of(item) if item else {}
    return {str(code): localised(o.short) or localised(o.label) for code, o in options.items()}
