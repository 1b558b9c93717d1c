"""Synthetic files for the window's tests: nothing in them is about anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from db.file import creating, open_file
from db.key import FileKey
from db.listed import ListedRows
from db.rows import case_row
from db.store import ReviewFile
from reviewer.app.answering import answer_many
from reviewer.app.completing import complete_case
from reviewer.app.demonstration.sample_answers import sample_answers
from reviewer.domain.case import Case, ListStamp, list_digest
from reviewer.domain.case_actions import CaseReturned
from reviewer.domain.file_actions import FileCreated
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key, SessionId, case_id
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.progress import Progress
from reviewer.domain.returning import Returned
from reviewer.domain.times import moment
from reviewer.forms.library import bundled_form
from ui.window.main_window import MainWindow
from ui.window.review.cases.case_line import LineWriter
from ui.window.review.cases.case_lines import Lines

Prepare = Callable[[ReviewFile], None]
OpenWindow = Callable[..., MainWindow]
"""Opens a window on a file of so many cases, which `prepare` may answer before."""

KEY = FileKey(raw=bytes(range(32)))
SALT = bytes(range(100, 116))
NOW = datetime(2018, 11, 5, 14, 2, 11, tzinfo=UTC)
CODE = "NCPI-TST-2018Q4"
PERSON = "A. Inspector"
UNITS = ("Barnet CAIT", "Newham CAIT", "Jigsaw North", "SCO17 Online", "Lambeth MASH", "Brent")
RISKS = ("high", "medium", "standard")


def form() -> Form:
    return bundled_form("ncpi")


def sample_cases(count: int, code: str = CODE) -> tuple[Case, ...]:
    types = ("MISS", "DA", "S47", "CUST", "RSO", "ONL", "REF", "S46", "CSE")
    return tuple(
        Case(
            id=case_id(code, position),
            position=position,
            values={
                Key(name): text
                for name, text in {
                    "reference": f"TST/{position * 37 % 100_003:06d}",
                    "type": types[position % len(types)],
                    "reported": f"2018-0{1 + position % 6}-12",
                    "incident": f"2018-0{1 + position % 6}-11",
                    "unit": UNITS[position % len(UNITS)],
                    "age": str(4 + position % 13),
                    "risk": RISKS[position % 3],
                    "selection": "random",
                    "force_grade": "G",
                    "force_scale": "GRI3",
                    "force_comment": "WITHHELD-COMMENT",
                }.items()
            },
        )
        for position in range(1, count + 1)
    )


def lines_of(count: int, progress: Mapping[CaseId, Progress] | None = None) -> Lines:
    """Return the lines of so many cases without a file."""
    rows = ListedRows(tuple(case_row(case).values()) for case in sample_cases(count))
    return Lines(LineWriter(form(), PERSON), rows, progress or {})


FORCE = "Sample Constabulary"


def inspection(code: str = CODE, of: Form | None = None, force: str = FORCE) -> Inspection:
    return Inspection(
        code=code,
        force=force,
        marking="OFFICIAL-SENSITIVE",
        form=(of or form()).stamp,
        kind=FileKind.REVIEW,
        person=PERSON,
        random_sample=True,
    )


def make_file(
    path: Path, count: int, code: str = CODE, of: Form | None = None, force: str = FORCE
) -> None:
    cases = sample_cases(count, code)
    stamp = ListStamp(
        length=count,
        digest=list_digest(cases),
        file_digest="f0",
        loaded_at="2018-11-01T09:00:00.000Z",
    )
    with (
        creating(path, KEY, salt=SALT, person=PERSON, session_id=SessionId("make")) as store,
        store.transaction(moment("2018-11-01T09:00:00.000Z")) as unit,
    ):
        about = inspection(code, of, force)
        unit.begin(about, of or form(), stamp, cases)
        unit.log(FileCreated.of(about))


def sent_back(comment: Returned) -> CaseReturned:
    """Return what the log says where the team's workbook sends a case back."""
    return CaseReturned(
        decision="d1",
        moderator=comment.moderator,
        decided_at=comment.at,
        comment=comment.comment,
    )


@contextmanager
def opened(path: Path) -> Iterator[ReviewFile]:
    with open_file(path, KEY, person=PERSON, session_id=SessionId("test")) as store:
        yield store


def answer_some(store: ReviewFile, count: int, after: int = 0) -> None:
    """Answer `count` cases after the first `after` whole, at changing grades, and complete them."""
    grades = ("I", "RI", "G", "RI")
    for index, case in enumerate(store.cases()[after : after + count]):
        answers = sample_answers(
            store.form(), case, PERSON, grades[index % 4], seed=index, today=date(2018, 11, 5)
        )
        answer_many(store, {case.id: {str(k): t for k, t in answers.items()}}, now=NOW)
        complete_case(store, case.id, now=NOW)
