"""One review as the page shows it: what each section and item says, and where to go next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from reviewer.app.case_notes import Comment
from reviewer.app.store import Draft
from reviewer.domain.assessment import (
    Assessment,
    Finding,
    ReviewFacts,
    facts_of,
    least_length,
    section_applies,
)
from reviewer.domain.case import Case
from reviewer.domain.form import Form, Item, Kind, Section
from reviewer.domain.grades import Status
from reviewer.domain.ids import Key
from reviewer.domain.message import listed, message, plural
from reviewer.domain.returning import Returned
from reviewer.domain.review import Review
from reviewer.domain.times import day
from ui.window.words import counted, localised, say, status_word


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLine:
    """How a section stands: answered of asked, and whether something is to correct or explain."""

    section: Section
    answered: int
    asked: int
    required: bool
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """What is shown of one item and its note."""

    text: str
    relevant: bool
    required: bool
    findings: Sequence[Finding]
    least: int = 0
    asides: Sequence[str] = ()
    note: Item | None = None
    note_text: str = ""
    note_least: int = 0
    note_required: bool = False
    note_findings: Sequence[Finding] = ()
    asks_for_delay: bool = False
    """Whether a delay row would settle a finding here."""
    comments: Sequence[Comment] = ()
    draft: Draft | None = None
    """What was being typed here, or into the note, when the program ended."""
    near: date | None = None
    """A day of the case, near which others lie."""


@dataclass(frozen=True, kw_only=True)
class ReviewView:
    """A case, its review, and its status on one day."""

    form: Form
    case: Case
    review: Review
    assessment: Assessment
    today: date
    comments: tuple[Comment, ...] = ()
    may_reveal: bool = False
    """Whether the judgement is complete and the force's own grade waits to be shown."""
    postponed: bool = False
    returns: tuple[Returned, ...] = ()
    drafts: Mapping[Key, Draft] = field(default_factory=dict)
    """What was typed and never left, by key."""

    @cached_property
    def facts(self) -> ReviewFacts:
        """What conditions and computed values ask."""
        return facts_of(self.form, self.case, self.review, self.today)

    @property
    def judgement(self) -> tuple[Key, Key]:
        """The keys of the overall judgement: the grade and its rationale."""
        return self.form.roles.grade, self.form.roles.rationale

    @cached_property
    def required(self) -> frozenset[Key]:
        """The keys that must be answered."""
        return frozenset(self.assessment.required)

    @cached_property
    def notes(self) -> dict[Key, Item]:
        """The note of each choice that has one."""
        return {i.note_of: i for i in self.form.items.values() if i.note_of is not None}

    def sections(self) -> list[Section]:
        """Return the sections that apply, and those that hold answers though they do not."""
        return [
            section
            for section in self.form.sections
            if section_applies(section, self.facts)
            or any(self._holds(item.key) for item in section.items)
        ]

    def line(self, section: Section) -> SectionLine:
        """Return how a section stands."""
        relevant = self.assessment.relevant
        keys = [i.key for i in section.items if i.key in self.required]
        required = bool(keys)
        if not keys:
            keys = [i.key for i in section.items if i.key in relevant and i.kind is Kind.CHOICE]
        inside = {item.key for item in section.items}
        return SectionLine(
            section=section,
            answered=sum(1 for key in keys if key in self.review.answers),
            asked=len(keys),
            required=required,
            findings=sum(1 for f in self.assessment.findings if f.at in inside),
        )

    def items(self, section: Section) -> Iterator[Item]:
        """Yield what is shown of a section: relevant items, and answered ones that are not.

        A note is in the card of its choice.
        """
        for item in section.items:
            if item.note_of is None and (
                item.key in self.assessment.relevant or self._holds(item.key)
            ):
                yield item

    def shown(self, item: Item) -> ItemView:
        """Return what a card shows of an item."""
        note = self.notes.get(item.key)
        findings = self._findings(item.key)
        return ItemView(
            text=self.review.get(item.key),
            relevant=item.key in self.assessment.relevant,
            required=item.key in self.required,
            findings=findings,
            least=least_length(item, self.facts) if item.kind is Kind.TEXT else 0,
            asides=self._asides(item) if item.kind is Kind.ROWS else (),
            note=note,
            note_text=self.review.get(note.key) if note else "",
            note_least=least_length(note, self.facts) if note else 0,
            note_required=note is not None and note.key in self.required,
            note_findings=self._findings(note.key) if note else (),
            comments=[c for c in self.comments if c.key in {item.key, note.key if note else ""}],
            asks_for_delay=any(self._settled_by_delay(f) for f in findings),
            near=day(self.case.get("reported")) or day(self.case.get("incident")),
            draft=self.drafts.get(item.key) or (self.drafts.get(note.key) if note else None),
        )

    def next_unanswered(self, after: Key | None) -> Key | None:
        """Return the next key to answer after one, going round once; None when all are.

        In a section nothing of which is required, its own open choices come first.
        """
        order = list(self.form.items)
        start = order.index(after) + 1 if after is not None else 0
        open_keys = set(self.assessment.unanswered)
        if after is not None and after not in self.required:
            section = self.form.section_of[after]
            inside = {item.key for item in section.items}
            if not inside & self.required:
                beyond = [k for k in order[start:] if k in inside and self._open_choice(k)]
                if beyond:
                    return beyond[0]
        round_trip = order[start:] + order[:start]
        return next((key for key in round_trip if key in open_keys), None)

    def next_finding(self, after: Key | None) -> Key | None:
        """Return the next key with something to correct or explain, going round once."""
        order = list(self.form.items)
        start = order.index(after) + 1 if after is not None else 0
        found = {finding.at for finding in self.assessment.findings}
        return next((key for key in order[start:] + order[:start] if key in found), None)

    def first_missing(self) -> Key | None:
        """Return the first key that keeps the case from being complete, None where none does."""
        blocking = (finding.at for finding in self.assessment.blocking)
        return self.next_unanswered(None) or next(blocking, None)

    def missing_words(self) -> str:
        """Return what keeps the case from being complete, in a sentence."""
        left, blocking = len(self.assessment.unanswered), len(self.assessment.blocking)
        parts = []
        if left:
            parts.append(plural(left, "{n} answer is missing", "{n} answers are missing"))
        if blocking:
            parts.append(plural(blocking, "{n} problem to fix", "{n} problems to fix"))
        what = listed(parts) if parts else message("no answers yet")
        return say("Not complete: {what}. Showing the first.", what=what)

    def _holds(self, key: Key) -> bool:
        """Say whether anything was given at a key, or typed at it or into its note."""
        if key in self.review.answers:
            return True
        note = self.notes.get(key) if self.drafts else None
        return key in self.drafts or (note is not None and note.key in self.drafts)

    def _open_choice(self, key: Key) -> bool:
        item = self.form.items[key]
        return (
            item.kind is Kind.CHOICE
            and key in self.assessment.relevant
            and key not in self.review.answers
        )

    def _findings(self, key: Key) -> Sequence[Finding]:
        return tuple(f for f in self.assessment.findings if f.at == key)

    def _settled_by_delay(self, finding: Finding) -> bool:
        roles = self.form.roles
        if finding.at in {roles.delay, roles.delay_rows}:
            return False
        rule = next((r for r in self.form.rules if r.id == finding.code), None)
        return rule is not None and roles.delay_rows in set(rule.when.keys())

    def _asides(self, item: Item) -> list[str]:
        if item.key == self.form.roles.delay_rows:
            days = (row.value(self.form.roles.delay_days) for row in self.facts.each_row(item.key))
            return ["" if d is None else counted(int(d), "{n} day", "{n} days") for d in days]
        return []

    def rows_summary(self, item: Item) -> str:
        """Return what is computed over a rows item: number and longest gap of entries."""
        roles = self.form.roles
        if item.key != roles.supervision_entries:
            return ""
        number = len(self.review.rows(item.key))
        gap = self.facts.value(roles.supervision_gap)
        parts = [counted(number, "{n} entry", "{n} entries")] if number else []
        if gap is not None:
            parts.append(counted(int(gap), "longest gap {n} day", "longest gap {n} days"))
        return " · ".join(parts)


def type_word(form: Form, code: str) -> str:
    """Return what a case type is called, its code where the form does not know it."""
    option = form.options[form.types].get(code)  # type: ignore[call-overload]  # any text may be asked for
    return localised(option.label) if option else code


def standing_word(status: Status, percent: int) -> str:
    """Return where a case stands, with the percent that is answered while it is in progress."""
    word = status_word(status)
    return f"{word} · {percent}%" if status is Status.IN_PROGRESS else word
