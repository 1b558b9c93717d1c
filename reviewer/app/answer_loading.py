"""Loading answers from a sheet filled in elsewhere: all of them, or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reviewer.app.answering import answer_many
from reviewer.app.files import read_whole
from reviewer.app.store import Store
from reviewer.domain.ids import CaseId
from reviewer.workbook.answer_sheet import AnswerProblem, read_answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a sheet brought: cases named in it and answers changed, or why nothing was loaded."""

    cases: int
    changed: int
    problems: tuple[AnswerProblem, ...]


def load_answers(store: Store, path: Path, *, now: datetime) -> Loaded:
    """Load every answer of a sheet in one transaction; with a problem in it, none.

    Loading the same sheet twice changes nothing the second time.
    """
    sheet = read_answers(read_whole(path), path.name, store.form(), known=known_cases(store))
    if sheet.problems:
        return Loaded(cases=len(sheet.answers), changed=0, problems=sheet.problems)
    answered = answer_many(store, sheet.answers, now=now)
    return Loaded(
        cases=len(answered), changed=sum(len(one.changed) for one in answered), problems=()
    )


def known_cases(store: Store) -> frozenset[CaseId]:
    """Return the ids of the list."""
    return frozenset(case.id for case in store.cases())
