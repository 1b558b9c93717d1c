"""A form as its users will see it: a review file of made-up cases, gone when the window closes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from reviewer.app.answering import answer_many
from reviewer.app.demonstration.sample_answers import sample_answers
from reviewer.domain.case import Case, ListStamp, list_digest
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import FileCreated
from reviewer.domain.form import Form
from reviewer.domain.ids import Key, case_id
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.times import stamp
from ui.operations.demonstration import DemonstrationFiles
from ui.operations.files import OpenFile
from ui.operations.forms import chosen_form

PERSON: Final = "Preview"
CASES: Final = 12

_CODE: Final = "PREVIEW"
_TODAY: Final = date(2018, 11, 5)


@contextmanager
def previewed(path: Path) -> Iterator[OpenFile]:
    """Open a review file of made-up cases under the form of a file.

    Half of the cases are answered as far as the form's rules allow, each at another grade. Raises
    FormError naming what is wrong in the file by line.
    """
    form = chosen_form(str(path))
    files = DemonstrationFiles()
    with tempfile.TemporaryDirectory(prefix="reviewer-preview-") as folder:
        file = Path(folder) / "preview.review"
        with files.creating(file) as store:
            _begin(store, form)
        with files.writing(file) as store:
            _answer(store, form)
            yield store


def _begin(store: OpenFile, form: Form) -> None:
    now = datetime.now(UTC)
    cases = tuple(_case(form, position) for position in range(1, CASES + 1))
    digest = list_digest(cases)
    listed = ListStamp(length=CASES, digest=digest, file_digest=digest, loaded_at=stamp(now))
    inspection = Inspection(
        code=_CODE,
        force="Made-up cases",
        marking="SYNTHETIC",
        form=form.stamp,
        kind=FileKind.REVIEW,
        person=PERSON,
    )
    with store.transaction(now) as unit:
        unit.begin(inspection, form, listed, cases)
        unit.log(FileCreated.of(inspection))


def _case(form: Form, position: int) -> Case:
    types = form.case_types
    values = {
        "reference": f"SYN/{position:03d}",
        "type": types[(position - 1) % len(types)].code,
        "reported": (_TODAY - timedelta(days=30 * position)).isoformat(),
        "unit": f"Unit {1 + position % 3}",
    }
    return Case(
        id=case_id(_CODE, position),
        position=position,
        values={Key(key): str(text) for key, text in values.items()},
    )


def _answer(store: OpenFile, form: Form) -> None:
    grades = form.grades.graded
    for place, case in enumerate(store.cases()[: CASES // 2]):
        # A form whose rules leave no complete answer to be found is shown with empty cases.
        with suppress(RefusalError):
            grade = grades[place % len(grades)]
            answers = sample_answers(form, case, PERSON, grade, seed=place, today=_TODAY)
            answer_many(store, {case.id: answers}, now=datetime.now(UTC))
