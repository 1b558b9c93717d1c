"""One reviewer's review of one case: answers in canonical text, and where it stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reviewer.domain.case import normalised_name
from reviewer.domain.form import Form
from reviewer.domain.grades import Status
from reviewer.domain.ids import CaseId, Code, Key, SessionId
from reviewer.domain.kinds import TYPED_KINDS, Kind
from reviewer.domain.vector import Order, compare

Row = Mapping[str, str]
"""One row of a rows item: canonical text by column."""

StateId = tuple[CaseId, str, str, tuple[tuple[SessionId, int], ...]]
"""One state of a review: case, reviewer, content digest and version vector."""

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What one reviewer has answered about one case.

    `answers` holds canonical text by key (`reviewer.domain.values` makes it): one code, codes
    `A;B`, ISO dates, digits, text, and for a rows item a JSON list of rows. What is not
    answered is absent. `blind_grade` is the overall grade as it was before the reader saw
    the force's own, which stays hidden while it is empty: comparisons use it. `changed_at` is
    a UTC stamp, empty before any change.
    """

    case: CaseId
    reviewer: str
    answers: Mapping[Key, str] = field(default_factory=dict)
    completed: bool = False
    blind_grade: str = ""
    vector: Mapping[SessionId, int] = field(default_factory=dict)
    changed_at: str = ""
    _digest: str = field(default="", init=False, repr=False, compare=False)
    _state: StateId | None = field(default=None, init=False, repr=False, compare=False)

    def get(self, key: str) -> str:
        """Return the canonical answer at `key`, empty where there is none."""
        return self.answers.get(Key(key), "")

    def codes(self, key: str) -> tuple[str, ...]:
        """Return the codes answered at `key`."""
        text = self.get(key)
        return tuple(text.split(";")) if text else ()

    def rows(self, key: str) -> tuple[Row, ...]:
        """Return the rows answered at a rows item."""
        return rows_of(self.get(key))

    @property
    def touched(self) -> bool:
        """Whether anything is answered; a review without any answer is no review."""
        return bool(self.answers)

    def status(self, form: Form) -> Status:
        """Say where the review stands."""
        ended = form.endings.get(Code(self.get(form.roles.reviewable)))
        if ended is not None:
            return ended
        if not self.touched:
            return Status.NOT_STARTED
        return Status.COMPLETE if self.completed else Status.IN_PROGRESS

    def grade(self, form: Form) -> str:
        """Return the overall grade, empty where none is saved or the case is not reviewed."""
        ended = self.get(form.roles.reviewable) in form.endings
        return "" if ended else self.get(form.roles.grade)

    def verdict(self, form: Form) -> str:
        """Return the overall grade, the code that ends the case, or nothing yet."""
        reviewable = self.get(form.roles.reviewable)
        return reviewable if reviewable in form.endings else self.get(form.roles.grade)

    @property
    def state(self) -> StateId:
        """What tells this state of the review from every other; computed once."""
        state = self._state
        if state is None:
            seen = tuple(sorted(self.vector.items()))
            state = self.case, self.reviewer, self.digest, seen
            object.__setattr__(self, "_state", state)
        return state

    @property
    def changes(self) -> int:
        """How many committed changes the state has seen; of two on one line the later has more."""
        return sum(self.vector.values())

    def with_digest(self, digest: str) -> Review:
        """Give a review that was read the digest that was verified when it was written."""
        object.__setattr__(self, "_digest", digest)
        return self

    @property
    def digest(self) -> str:
        """SHA-256 of what the review says, no matter who carries it.

        Computed once: combining a register asks for it ten times a review.
        """
        if self._digest:
            return self._digest
        answers = [(key, self.answers[key]) for key in sorted(self.answers)]
        text = _JSON.encode([answers, self.completed, self.blind_grade])
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        object.__setattr__(self, "_digest", digest)
        return digest


def searchable_text(form: Form, answers: Mapping[Key, str]) -> str:
    """Return the texts a person typed into a review, those in rows too, for the search."""
    texts: list[str] = []
    for item in form.of_kind(*TYPED_KINDS):
        answer = answers.get(item.key)
        if answer and item.kind is Kind.TEXT:
            texts.append(answer)
        elif answer:
            typed = [column.key for column in item.columns if column.kind is Kind.TEXT]
            texts += [row[key] for row in rows_of(answer) for key in typed if key in row]
    return "\n".join(texts)


def rows_of(text: str) -> tuple[Row, ...]:
    """Read the canonical text of a rows item; empty text is no rows."""
    return tuple(json.loads(text)) if text else ()


def rows_text(rows: tuple[Row, ...]) -> str:
    """Write rows as canonical text; no rows are no answer."""
    return _JSON.encode(rows) if rows else ""


def continued_by(earlier: Review, other: Review) -> bool:
    """Say whether another reader took up the case where `earlier` stands, by a handover.

    Sessions are random and each is of one file, so the vector of another reader's review can
    only have seen all of `earlier` and more where it began as a copy of it.
    """
    return (
        bool(earlier.vector)
        and earlier.case == other.case
        and normalised_name(earlier.reviewer) != normalised_name(other.reviewer)
        and compare(earlier.vector, other.vector) is Order.BEFORE
    )


def latest(reviews: Sequence[Review]) -> Review | None:
    """Return, of one case's reviews in one file, the one nobody has continued.

    Each reader after the first began with a copy of the latest, so there is one; where a
    file was tampered with, the last of them.
    """
    left = [r for r in reviews if not any(continued_by(r, other) for other in reviews)]
    return left[-1] if left else None


def parted(reviews: Iterable[Review]) -> tuple[tuple[Review, ...], tuple[Review, ...]]:
    """Part reviews into those that count and those another reader continued, in order."""
    of_case: dict[CaseId, list[Review]] = {}
    for review in reviews:
        of_case.setdefault(review.case, []).append(review)
    standing: list[Review] = []
    earlier: list[Review] = []
    for same in of_case.values():
        for review in same:
            continued = len(same) > 1 and any(continued_by(review, other) for other in same)
            (earlier if continued else standing).append(review)
    return tuple(standing), tuple(earlier)


def case_type(form: Form, review: Review, listed: str) -> str:
    """Return the type that counts: the confirmed one where answered, else the list's."""
    return review.get(form.roles.case_type) or listed
