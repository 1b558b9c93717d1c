"""How much of an inspection is not done yet, and what a final export is refused for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from reviewer.app.moderators import moderated_by_readers
from reviewer.app.register import combined_register, standings_of
from reviewer.app.store import Store
from reviewer.app.summarising import Summarised, summarise_standings
from reviewer.domain.combined import Combined
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.grades import Status
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import FileKind
from reviewer.domain.message import Message, listed, message, plural, verbatim
from reviewer.domain.standing import CaseStanding

NAMED_AT_MOST: Final = 8
"""Cases named in one sentence; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWork:
    """How much is not done yet; an export may go out all the same, a final one may not.

    `graded` of the `incomplete` cases have an overall grade, which the figures count.
    `returned` cases were sent back and are not completed since; `moderated_by_readers` are cases
    of which the inspection forbids that; `postponed` are among the unsettled; `questions` are
    about readers' names and about copies of a register.
    """

    incomplete: int
    graded: int
    unsettled: int
    postponed: int
    returned: int
    moderated_by_readers: int
    questions: int
    outstanding: int
    open_referrals: int

    @property
    def blocks_final(self) -> bool:
        """Whether a final export would be refused."""
        reasons = self.incomplete, self.unsettled, self.returned, self.moderated_by_readers
        return any(reasons) or bool(self.questions)


def open_work(store: Store, *, now: datetime) -> OpenWork:
    """Count what is not done."""
    combined = _combined(store)
    standings = combined.standings if combined is not None else standings_of(store)
    headline = summarise_standings(store, standings, now=now).summary.headline
    return OpenWork(
        incomplete=len(_incomplete(store.form(), standings)),
        graded=headline.graded_incomplete.n,
        unsettled=len(_unsettled(standings)),
        postponed=sum(1 for one in combined.waiting if one.postponed) if combined else 0,
        returned=len(combined.waiting_returns) if combined else 0,
        moderated_by_readers=(
            len(moderated_by_readers(store.inspection(), combined)) if combined else 0
        ),
        questions=len(combined.questions) + len(combined.diverged) if combined else 0,
        outstanding=headline.counts.outstanding.n,
        open_referrals=len(headline.referred),
    )


def refuse_unfinished(store: Store, summarised: Summarised) -> None:
    """Raise RefusalError where work is open that a final export must not leave, or a table errs."""
    combined = _combined(store)
    standings = combined.standings if combined is not None else standings_of(store)
    open_ = [*_unfinished(store.form(), standings)]
    if combined is not None:
        open_ += _unanswered(combined)
        open_ += _wrongly_moderated(moderated_by_readers(store.inspection(), combined))
    if open_:
        raise RefusalError("not-final", open_[0])
    if summarised.faults:
        raise RefusalError("does-not-add-up", summarised.faults[0])


def _combined(store: Store) -> Combined | None:
    is_register = store.inspection().kind is FileKind.REGISTER
    return combined_register(store) if is_register else None


def _unfinished(form: Form, standings: Sequence[CaseStanding]) -> Iterator[Message]:
    incomplete, unsettled = _incomplete(form, standings), _unsettled(standings)
    if incomplete:
        yield plural(
            len(incomplete),
            "{n} case is incomplete: {cases}. Complete it, or make an export that is not final.",
            "{n} cases are incomplete: {cases}. Complete them, or make an export that is not "
            "final.",
            cases=_named(incomplete),
        )
    if unsettled:
        yield plural(
            len(unsettled),
            "{n} case needs a decision: {cases}. Decide it, or make an export that is not final.",
            "{n} cases need a decision: {cases}. Decide them, or make an export that is not final.",
            cases=_named(unsettled),
        )


def _unanswered(combined: Combined) -> Iterator[Message]:
    returned = [one.decision.case for one in combined.waiting_returns]
    if returned:
        yield plural(
            len(returned),
            "{n} returned case is not answered: {cases}. Merge its reviewer's "
            "next workbook, withdraw the return, or make an export that is not "
            "final.",
            "{n} returned cases are not answered: {cases}. Merge their "
            "reviewers' next workbooks, withdraw the returns, or make an export "
            "that is not final.",
            cases=_named(returned),
        )
    for question in combined.questions:
        yield message(
            "Nobody has decided who wrote the reviews of {names}. Decide it, or make an export "
            "that is not final.",
            names=listed(question.names),
        )
    for copies in combined.diverged:
        yield message(
            "{names} come from copies of one register. Remove one of them, or make an export that "
            "is not final.",
            names=listed([copy.shown for copy in copies]),
        )


def _wrongly_moderated(cases: Sequence[CaseId]) -> Iterator[Message]:
    if cases:
        yield plural(
            len(cases),
            "{n} case was moderated by one of its readers, which this inspection does not allow: "
            "{cases}. Have somebody else decide it.",
            "{n} cases were moderated by one of their readers, which this inspection does not "
            "allow: {cases}. Have somebody else decide them.",
            cases=_named(cases),
        )


def _incomplete(form: Form, standings: Iterable[CaseStanding]) -> list[CaseId]:
    return [
        standing.case.id
        for standing in standings
        if any(review.status(form) is Status.IN_PROGRESS for review in standing.reviews)
    ]


def _unsettled(standings: Iterable[CaseStanding]) -> list[CaseId]:
    return [standing.case.id for standing in standings if standing.unsettled]


def _named(cases: Sequence[CaseId]) -> Message:
    named = ", ".join(cases[:NAMED_AT_MOST])
    more = len(cases) - NAMED_AT_MOST
    if more <= 0:
        return verbatim(named)
    return plural(more, "{cases} and {n} more", "{cases} and {n} more", cases=named)
