"""Synthetic matter for the review file: nothing in it is about anybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from db.file import creating, open_file
from db.key import FileKey
from db.store import ReviewFile
from reviewer.domain.case import Case, ListStamp, list_digest
from reviewer.domain.case_actions import AnswerGiven
from reviewer.domain.file_actions import FileCreated
from reviewer.domain.form import Form, Roles
from reviewer.domain.grades import Status
from reviewer.domain.ids import Key, SessionId, case_id
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.progress import Progress
from reviewer.domain.review import Review
from reviewer.domain.times import moment
from reviewer.domain.vector import raised

KEY = FileKey(raw=bytes(range(32)))
OTHER_KEY = FileKey(raw=bytes(range(1, 33)))
SALT = bytes(range(100, 116))
PERSON = "A. Inspector"
SESSION = SessionId("session-1")
AT = "2018-01-12T14:02:11.123Z"
MOMENT = moment(AT)
CODE = "NCPI-TST-2018Q4"


def sample_form() -> Form:
    roles = {name: f"role.{name}" for name in Roles.model_fields}
    item = {"key": "A1.1", "kind": "choice", "label": "Was risk recognised?", "codes": "YN"}
    note = {"key": "A1.2", "kind": "text", "label": "What was it?"}
    grade = {"key": "role.grade", "kind": "choice", "label": "How well?", "codes": "grades"}
    return Form.model_validate(
        {
            "id": "sample",
            "version": 1,
            "title": "A sample form",
            "answer_sets": {
                "YN": [{"code": "Y", "label": "Yes"}],
                "types": [{"code": "DA", "label": "Abuse"}],
                "grades": [
                    {"code": "G", "label": "Good", "means": "good"},
                    {"code": "RI", "label": "Requires improvement", "means": "below-good"},
                ],
            },
            "types": "types",
            "scales": {},
            "roles": {**roles, "supervision_items": ["A1.1"]},
            "sections": [
                {"id": "A1", "number": "1", "title": "First contact", "items": [item, note, grade]},
            ],
        }
    )


def sample_inspection(kind: FileKind = FileKind.REVIEW) -> Inspection:
    return Inspection(
        code=CODE,
        force="Sample Constabulary",
        marking="OFFICIAL-SENSITIVE",
        form=sample_form().stamp,
        kind=kind,
        person=PERSON,
        visit_from="2018-10-01",
        random_sample=True,
    )


def sample_cases(count: int = 3) -> tuple[Case, ...]:
    return tuple(
        Case(
            id=case_id(CODE, position),
            position=position,
            values={Key("reference"): f"REF/{position}", Key("type"): "DA"},
        )
        for position in range(1, count + 1)
    )


def sample_stamp(cases: Sequence[Case]) -> ListStamp:
    return ListStamp(length=len(cases), digest=list_digest(cases), file_digest="f0", loaded_at=AT)


@contextmanager
def filled(path: Path, count: int = 3, key: FileKey = KEY) -> Iterator[ReviewFile]:
    """Make a file with `count` cases and open it for writing."""
    make(path, count, key)
    with open_file(path, key, person=PERSON, session_id=SESSION) as store:
        yield store


def make(path: Path, count: int = 3, key: FileKey = KEY) -> None:
    cases = sample_cases(count)
    with (
        creating(path, key, salt=SALT, person=PERSON, session_id=SESSION) as store,
        store.transaction(MOMENT) as unit,
    ):
        unit.begin(sample_inspection(), sample_form(), sample_stamp(cases), cases)
        unit.log(FileCreated.of(sample_inspection()))


def line(review: Review, **changed: object) -> Progress:
    fields: dict[str, object] = {
        "case": review.case,
        "type": "DA",
        "status": Status.IN_PROGRESS,
        "percent": 50,
        "unanswered": 3,
        "findings": 1,
        "grade": "RI",
        "supervision": "SUP_NONE",
        "delay": "Y",
        "delay_days": None,
        "referral_open": True,
        "referral_urgency": "24H",
        "changed_at": review.changed_at,
    }
    return Progress(**{**fields, **changed})  # type: ignore[arg-type]  # a sample by field name


def answer(store: ReviewFile, position: int, key: str, value: str, at: str = AT) -> int:
    """Answer one item as the use case does; returns the number of its event."""
    case = case_id(CODE, position)
    with store.transaction(moment(at)) as unit:
        before = store.review(case, PERSON)
        answers = {k: v for k, v in {**before.answers, Key(key): value}.items() if v}
        review = Review(
            case=case,
            reviewer=PERSON,
            answers=answers,
            completed=before.completed,
            vector=raised(before.vector, store.session),
            changed_at=at,
        )
        unit.put_review(review, {Key(key): value}, line(review))
        return unit.log(AnswerGiven(key=Key(key), answer=value), case=case).seq
