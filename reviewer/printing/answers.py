"""One review as it is read on paper: what each item says, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from reviewer.domain.assessment import Assessment, ReviewFacts, assess, facts_of
from reviewer.domain.computed import OverRows
from reviewer.domain.form import Column, Form, Item, Kind, Section
from reviewer.domain.grades import OUT
from reviewer.domain.ids import Code, Key
from reviewer.domain.message import message
from reviewer.domain.record import record_code
from reviewer.domain.referral import referral_due, refers_back
from reviewer.domain.review import Review, case_type
from reviewer.domain.timeline import Timeline, timeline_of
from reviewer.domain.times import long_day
from reviewer.printing.printed import CasePage

NOT_ANSWERED: Final = message("not answered")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReview:
    """A case's review held against its form, ready to be set."""

    form: Form
    page: CasePage
    review: Review
    facts: ReviewFacts
    assessment: Assessment
    timeline: Timeline | None

    def applies(self, key: str) -> bool:
        """Say whether an item is relevant."""
        return Key(key) in self.assessment.relevant

    def requires(self, key: str) -> bool:
        """Say whether an item is required just now."""
        return Key(key) in self.assessment.required

    def code(self, key: str) -> str:
        """Return the code answered at a relevant choice, else empty."""
        return self.review.get(key) if self.applies(key) else ""

    def text(self, item: Item) -> str:
        """Return an answer in words, empty where there is none; rows items have their table."""
        return words(self.form, item, self.review.get(item.key))

    @property
    def refers_back(self) -> bool:
        """Whether the case is referred back to the force."""
        return refers_back(self.form, self.code(self.form.roles.referral))

    @property
    def referral_open(self) -> bool:
        """Whether a referral back is made and not closed."""
        return self.refers_back and not self.review.get(self.form.roles.referral_closed)

    @property
    def referral_due(self) -> str:
        """The moment by which the force must act, in words; empty where none is known."""
        due = referral_due(self.form, self.review) if self.refers_back else None
        return long_day(due.isoformat(timespec="minutes")) if due is not None else ""

    @property
    def case_type(self) -> str:
        """The type that counts, a code; empty where none is given."""
        return case_type(self.form, self.review, self.page.case.type)

    @property
    def ended(self) -> bool:
        """Whether the case is excluded or replaced."""
        return self.review.status(self.form) in OUT

    @property
    def is_superseded(self) -> bool:
        """Whether another review of the case is the one that counts."""
        standing = self.page.standing
        if standing is None or standing.unsettled or standing.standing is None:
            return False
        return self.review.touched and standing.standing.reviewer != self.review.reviewer

    @property
    def grade(self) -> str:
        """The grade that counts for this review: the lead's where one was ruled, else its own."""
        standing = self.page.standing
        if standing is not None and standing.moderated and not self.is_superseded:
            return standing.grade
        return self.review.grade(self.form)

    @property
    def record(self) -> str:
        """The code by which a file can be held against the paper."""
        return record_code(self.page.case, self.review, self.page.standing)

    def computed_of(self, item: Item) -> Iterator[tuple[str, str]]:
        """Yield label and text of the values computed over a rows item."""
        for computed in self.form.computed:
            if isinstance(computed.value, OverRows) and computed.value.rows == item.key:
                value = self.facts.value(computed.key)
                if value is not None:
                    is_day = computed.value.kind in {"first", "last"}
                    yield str(computed.label), long_day(str(value)) if is_day else str(value)


def read_review(form: Form, page: CasePage, today: date) -> ReadReview:
    """Hold a page's review against the form as it is today."""
    review = page.review or Review(case=page.case.id, reviewer="")
    facts = facts_of(form, page.case, review, today)
    return ReadReview(
        form=form,
        page=page,
        review=review,
        facts=facts,
        assessment=assess(form, page.case, review, today),
        timeline=timeline_of(form, page.case, review, facts),
    )


def words(form: Form, asked: Item | Column, answer: str) -> str:
    """Write one canonical answer for people."""
    match asked.kind:
        case Kind.CHOICE | Kind.MULTI:
            options = form.codes_of(asked)
            codes = answer.split(";") if answer else []
            return "; ".join(str(options[Code(c)].label) if c in options else c for c in codes)
        case Kind.DATE | Kind.DATETIME:
            return _day(answer)
        case _:
            return answer


def asks_of_force(section: Section) -> bool:
    """Say whether a section hangs on what the force thought of its own work."""
    condition = section.relevant
    return not isinstance(condition, bool) and any(
        key.startswith("case.force_")
        for key in condition.keys()  # noqa: SIM118 - a condition is no mapping
    )


def _day(answer: str) -> str:
    try:
        return long_day(answer)
    except ValueError:
        return answer
