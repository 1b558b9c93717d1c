"""A team's workbook for one reader: with their own reviews and returns, blind to all others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from reviewer.domain.case import INSPECTOR, SECOND_READER, Case, normalised_name
from reviewer.domain.decision import Decision, DecisionKind
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import ExportBegun, ExportWritten
from reviewer.domain.message import message
from reviewer.domain.review import Review
from reviewer.domain.submission import Submission

_ITS_OWN: Final = (ExportBegun.kind, ExportWritten.kind)
"""Lines of the log that name no other reader's workbook."""


def for_reader(team: Submission, reader: str) -> Submission:
    """Return what a team's workbook says to one reader.

    It has their own reviews, what was returned to them, and the whole list; a case that they read
    second looks like their own. It says nothing of other readers' reviews or of decisions between
    readers. Raises RefusalError where the register has no review of theirs.
    """
    name = normalised_name(reader)
    reviews, superseded = _of(team.reviews, name), _of(team.superseded, name)
    if not reviews and not superseded:
        raise RefusalError(
            "no-such-reader", message("The register has no reviews of {name}.", name=reader)
        )
    states = {review.state for review in (*reviews, *superseded)}
    origins = {state: came for state, came in team.origins.items() if state in states}
    digests = {digest for came in origins.values() for digest in came}
    return replace(
        team,
        inspection=replace(team.inspection, second_reads=""),
        cases=tuple(as_given(case, reader) for case in team.cases),
        reviews=reviews,
        superseded=superseded,
        decisions=tuple(one for one in team.decisions if _is_return_to(one, name)),
        origins=origins,
        log=tuple(line for line in team.log if line.action in _ITS_OWN),
        sources=tuple(source for source in team.sources if source.digest in digests),
    )


def _of(reviews: Iterable[Review], name: str) -> tuple[Review, ...]:
    return tuple(review for review in reviews if normalised_name(review.reviewer) == name)


def as_given(case: Case, reader: str) -> Case:
    """Return a case as its reader is to see it: a second read looks like a first one."""
    bare = case.without((SECOND_READER,))
    if normalised_name(case.get(SECOND_READER)) != normalised_name(reader):
        return bare
    return replace(bare, values={**bare.values, INSPECTOR: reader})


def _is_return_to(decision: Decision, name: str) -> bool:
    return decision.kind is DecisionKind.RETURNED and any(
        normalised_name(side.reviewer) == name for side in decision.between
    )
