"""Whether a file's counts add up: where the cases are, the figures, the lines of the case list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reviewer.app.case_counts import CaseCounts, count_cases
from reviewer.app.register import standings_of
from reviewer.app.store import Store
from reviewer.app.summarising import summarise_file
from reviewer.domain.message import Message, message
from reviewer.domain.review import case_type


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsCheck:
    """Where the cases are, and what does not add up."""

    cases: CaseCounts
    problems: tuple[Message, ...]


def count_file(store: Store, *, now: datetime) -> CountsCheck:
    """Count a sound review file or register again, and compare what it shows.

    Raises RefusalError or WorldError where its content can't be read.
    """
    figures = summarise_file(store, now=now).faults
    cases = count_cases(standings_of(store))
    return CountsCheck(cases=cases, problems=(*figures, *_untrue_lines(store)))


def _untrue_lines(store: Store) -> Iterator[Message]:
    form, lines = store.form(), store.progress()
    cases = {case.id: case for case in store.cases()}
    for review in store.reviews():
        line, case = lines.get(review.case), cases.get(review.case)
        if line is None or case is None:
            continue
        shown = (line.type, line.status, line.grade)
        if shown != (case_type(form, review, case.type), review.status(form), review.grade(form)):
            yield message(
                "{case}: its row in the case list differs from its answers.", case=review.case
            )
