"""One review as it is read on paper: what each item says, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reviewer.domain.assessment import Assessment, ReviewFacts, assess, facts_of
from reviewer.domain.computed import DaysBetween, OverRows
from reviewer.domain.conditions import Facts
from reviewer.domain.form import Column, Form, Item, Kind, Section
from reviewer.domain.ids import Code, Key
from reviewer.domain.referral import refers_back
from reviewer.domain.review import Review
from reviewer.domain.times import long_day
from reviewer.printing.printed import CasePage

NOT_ANSWERED = "not answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReview:
    """A case's review held against its form, ready to be set."""

    form: Form
    page: CasePage
    review: Review
    facts: ReviewFacts
    assessment: Assessment

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
    def referral_open(self) -> bool:
        """Whether a referral back is made and not closed."""
        roles = self.form.roles
        made = refers_back(self.form, self.code(roles.referral))
        return made and not self.review.get(roles.referral_closed)

    def computed_of(self, item: Item) -> Iterator[tuple[str, str]]:
        """Yield label and text of the values computed over a rows item."""
        for computed in self.form.computed:
            if isinstance(computed.value, OverRows) and computed.value.rows == item.key:
                value = self.facts.value(computed.key)
                if value is not None:
                    is_day = computed.value.kind in {"first", "last"}
                    yield str(computed.label), long_day(str(value)) if is_day else str(value)

    def days_of(self, item: Item) -> tuple[str, list[str]] | None:
        """Return the label and the values, row by row, of the days computed in a rows item."""
        for computed in self.form.computed:
            if isinstance(computed.value, DaysBetween) and computed.value.rows == item.key:
                rows = self.facts.each_row(item.key)
                return str(computed.label), [_shown(row, computed.key) for row in rows]
        return None


def read_review(form: Form, page: CasePage, today: date) -> ReadReview:
    """Hold a page's review against the form as it stands today."""
    review = page.review or Review(case=page.case.id, reviewer="")
    return ReadReview(
        form=form,
        page=page,
        review=review,
        facts=facts_of(form, page.case, review, today),
        assessment=assess(form, page.case, review, today),
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


def _shown(row: Facts, key: str) -> str:
    value = row.value(key)
    return "" if value is None else str(value)
