"""Cases a lead returned: they reach the reader's file with the team's verified workbook.

A return is one of the team's decisions, so that it is signed, reasoned and kept like any
other. Nothing else of the team's workbook enters the file: its reader stays blind to the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from reviewer.app.completing import reopen
from reviewer.app.store import Store
from reviewer.app.verifying import Examined, read_trusted
from reviewer.domain.case import normalised_name
from reviewer.domain.case_actions import CaseReturned
from reviewer.domain.decision import Decision, DecisionKind
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.message import message
from reviewer.domain.returning import Returned
from reviewer.domain.submission import Submission
from reviewer.register.admission import check_belongs


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenReturn:
    """A case that is marked as returned now, and the lead's comment."""

    case: CaseId
    returned: Returned


def take_returns(store: Store, examined: Examined, *, now: datetime) -> tuple[TakenReturn, ...]:
    """Mark the cases that the team's workbook returns to this file's reader.

    One that was complete is opened again, and stays returned until it is completed again. A
    return that was loaded before is passed over, so the same workbook, or a later one, can
    be loaded any number of times. All of it is one transaction.

    Raises RefusalError for a workbook that is not sound or of an unknown signer, that is no
    team's, or that is of another inspection, form or list.
    """
    about = store.inspection()
    if about.kind is not FileKind.REVIEW:
        raise RefusalError(
            "is-a-register",
            message(
                "This is a register. Returned cases are imported into the reviewers' own files."
            ),
        )
    team = read_trusted(examined, inspections={about.code})
    if team.inspection.kind is not FileKind.REGISTER:
        raise RefusalError(
            "not-the-team's",
            message(
                "{file} is one reviewer's workbook. Import the team's workbook, which the lead "
                "exports from the register.",
                file=examined.name,
            ),
        )
    check_belongs(team, about, store.lists())
    taken: list[TakenReturn] = []
    with store.transaction(now) as unit:
        for decision in _returns_to(store, about, team):
            returned = Returned(
                moderator=decision.moderator, at=decision.at, comment=decision.reason
            )
            reopen(store, unit, decision.case, person=about.person, now=now)
            back = CaseReturned(
                decision=decision.id,
                moderator=decision.moderator,
                decided_at=decision.at,
                comment=decision.reason,
            )
            unit.log(back, case=decision.case)
            taken.append(TakenReturn(case=decision.case, returned=returned))
    return tuple(taken)


def _returns_to(store: Store, about: Inspection, team: Submission) -> Iterable[Decision]:
    """Yield what is returned to this file's readers and not known yet, in order of time."""
    here = {case.id for case in store.cases()}
    returns = (d for d in team.decisions if d.kind is DecisionKind.RETURNED and d.case in here)
    for decision in sorted(returns, key=lambda d: (d.at, d.id)):
        known = {
            event.action.decision
            for event in store.history(decision.case, CaseReturned)
            if isinstance(event.action, CaseReturned)
        }
        readers = {about.person, *(r.reviewer for r in store.case_reviews(decision.case))}
        named = {normalised_name(side.reviewer) for side in decision.between}
        if decision.id not in known and named & set(map(normalised_name, readers)):
            yield decision
