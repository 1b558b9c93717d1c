"""The practice inspection: ten invented cases, and the answers that a panel agreed on."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Final

from reviewer.app.store import Store
from reviewer.domain.case import LIST_KEYS, Case, ListStamp, list_digest
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import FileCreated
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Code, Key, case_id
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.message import message
from reviewer.domain.times import stamp
from reviewer.forms.library import bundled_form

CODE: Final = "PRACTICE"
FORCE: Final = "Invented cases"
MARKING: Final = "PRACTICE"
FORM: Final = "ncpi"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeCase:
    """An invented case: what its file shows, what was agreed about it by key, and why."""

    case: Case
    file: str
    agreed: Mapping[Key, Code]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeAnswer:
    """One answer beside the agreed one, both as the form words them; empty: not answered."""

    question: str
    own: str
    agreed: str
    alike: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeComparison:
    """A graded practice case beside what was agreed, and why that was agreed."""

    case: CaseId
    reference: str
    answers: tuple[PracticeAnswer, ...]
    why: str

    @property
    def alike(self) -> bool:
        """Whether every answer is the agreed one."""
        return all(answer.alike for answer in self.answers)


def practice_form() -> Form:
    """Return the form that the practice cases are judged by."""
    return bundled_form(FORM)


@cache
def practice_cases() -> tuple[PracticeCase, ...]:
    """Return the invented cases in their order."""
    source = resources.files("resources") / "practice" / f"{FORM}.toml"
    listed = tomllib.loads(source.read_text("utf-8"))["cases"]
    return tuple(_case(position, fields) for position, fields in enumerate(listed, start=1))


def _case(position: int, fields: Mapping[str, object]) -> PracticeCase:
    agreed = fields["agreed"]
    if not isinstance(agreed, Mapping):
        raise TypeError("the agreed answers of a practice case are a table")
    values = {key: str(fields[key]) for key in LIST_KEYS if key in fields}
    return PracticeCase(
        case=Case(id=case_id(CODE, position), position=position, values=values),
        file=" ".join(str(fields["file"]).split()),
        agreed={Key(key): Code(str(code)) for key, code in agreed.items()},
        why=" ".join(str(fields["why"]).split()),
    )


def practice_inspection(person: str) -> Inspection:
    """Return what a practice file says of itself."""
    return Inspection(
        code=CODE,
        force=FORCE,
        marking=MARKING,
        form=practice_form().stamp,
        kind=FileKind.REVIEW,
        person=person,
    )


def is_practice(about: Inspection) -> bool:
    """Whether a file holds the invented cases."""
    return (about.code, about.force) == (CODE, FORCE)


def begin_practice(store: Store, about: Inspection, *, now: datetime) -> None:
    """Fill a new review file with the invented cases."""
    cases = tuple(practice.case for practice in practice_cases())
    digest = list_digest(cases)
    listed = ListStamp(length=len(cases), digest=digest, file_digest=digest, loaded_at=stamp(now))
    with store.transaction(now) as unit:
        unit.begin(about, practice_form(), listed, cases)
        unit.log(FileCreated.of(about))


def compare_practice(store: Store) -> tuple[PracticeComparison, ...]:
    """Compare each graded case of a practice file with what was agreed about it.

    Raises RefusalError for any other file.
    """
    form = store.form()
    if not is_practice(store.inspection()):
        raise RefusalError(
            "not-practice",
            message("This is not a practice inspection, so it has no agreed answers."),
        )
    graded = {review.case: review for review in store.reviews() if review.get(form.roles.grade)}
    return tuple(
        PracticeComparison(
            case=practice.case.id,
            reference=practice.case.reference,
            answers=tuple(
                PracticeAnswer(
                    question=str(form.item(key).label),
                    own=form.label(key, own) if own else "",
                    agreed=form.label(key, code),
                    alike=own == code,
                )
                for key, code in practice.agreed.items()
                for own in (graded[practice.case.id].get(key),)
            ),
            why=practice.why,
        )
        for practice in practice_cases()
        if practice.case.id in graded
    )
