"""Paper held against a file: whether the file holds the review that a print shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from reviewer.app.register import standings_of, submission_standings
from reviewer.app.store import Store
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId
from reviewer.domain.message import message
from reviewer.domain.record import read_record_code, record_code
from reviewer.domain.standing import CaseStanding
from reviewer.domain.submission import Submission


class Match(StrEnum):
    """What a file says of a record on paper."""

    SAME = "same"
    """The file holds the review just as it was printed."""
    SUPERSEDED = "superseded"
    """It holds it as it was printed, and another review of the case counts."""
    CHANGED = "changed"
    """It holds the case, and no review of it as it was printed."""
    NO_CASE = "no case"
    """It holds no case of that number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCheck:
    """What came of a check: the code as it is printed, and the case and reader it is about."""

    code: str
    match: Match
    case: CaseId | None = None
    reviewer: str = ""


def check_paper(store: Store, untrusted_code: str) -> PaperCheck:
    """Hold the code of a record on paper against an open review file or register.

    Raises RefusalError for what is no such code.
    """
    return _check(standings_of(store), untrusted_code)


def check_paper_of(submission: Submission, untrusted_code: str) -> PaperCheck:
    """Hold the code of a record on paper against one sound workbook."""
    return _check(submission_standings(submission), untrusted_code)


def _check(standings: Iterable[CaseStanding], untrusted_code: str) -> PaperCheck:
    read = read_record_code(untrusted_code)
    if read is None:
        raise RefusalError(
            "no-record",
            message("This is not a record code. One looks like 0042-7K3M-9QXR-2B4T-HZ5W."),
        )
    position, code = read
    standing = next((s for s in standings if s.case.position == position), None)
    if standing is None:
        return PaperCheck(code=code, match=Match.NO_CASE)
    for review in standing.reviews:
        if record_code(standing.case, review, standing) == code:
            counts = standing.standing is None or standing.standing.reviewer == review.reviewer
            return PaperCheck(
                code=code,
                match=Match.SAME if counts else Match.SUPERSEDED,
                case=standing.case.id,
                reviewer=review.reviewer,
            )
    return PaperCheck(code=code, match=Match.CHANGED, case=standing.case.id)
