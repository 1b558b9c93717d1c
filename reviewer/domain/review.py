"""One reviewer's review of one case: answers in canonical text, and where it stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from reviewer.domain.form import Form
from reviewer.domain.grades import Reviewable, Status
from reviewer.domain.ids import CaseId, Key, SessionId

Row = Mapping[str, str]
"""One row of a rows item: canonical text by column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What one reviewer has answered about one case.

    `answers` holds canonical text by key (`reviewer.domain.values` makes it): one code, codes
    `A;B`, ISO dates, digits, text, and for a rows item a JSON list of rows. What is not
    answered is absent. `first_grade` is the first overall grade saved: the comparison with
    the force's own grade uses it. `changed_at` is a UTC stamp, empty before any change.
    """

    case: CaseId
    reviewer: str
    answers: Mapping[Key, str] = field(default_factory=dict)
    completed: bool = False
    first_grade: str = ""
    vector: Mapping[SessionId, int] = field(default_factory=dict)
    changed_at: str = ""

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
        match self.get(form.roles.reviewable):
            case Reviewable.EXCLUDED:
                return Status.EXCLUDED
            case Reviewable.REPLACED:
                return Status.REPLACED
        if not self.touched:
            return Status.NOT_STARTED
        return Status.COMPLETE if self.completed else Status.IN_PROGRESS

    def grade(self, form: Form) -> str:
        """Return the overall grade, empty where none is saved or the case is not reviewed."""
        if self.status(form) in {Status.EXCLUDED, Status.REPLACED}:
            return ""
        return self.get(form.roles.grade)

    @property
    def digest(self) -> str:
        """SHA-256 of what the review says, whoever carries it."""
        said = [sorted(self.answers.items()), self.completed, self.first_grade]
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def rows_of(text: str) -> tuple[Row, ...]:
    """Read the canonical text of a rows item; empty text is no rows."""
    return tuple(json.loads(text)) if text else ()


def rows_text(rows: tuple[Row, ...]) -> str:
    """Write rows as canonical text; no rows are no answer."""
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) if rows else ""


def case_type(form: Form, review: Review, listed: str) -> str:
    """Return the type that counts: the confirmed one where answered, else the list's."""
    return review.get(form.roles.case_type) or listed
