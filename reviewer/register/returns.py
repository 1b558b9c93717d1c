"""What became of the cases that were returned: still open, taken up again, or answered.

A reader answers a return by completing the case again, changed or not: the version of a review
tells both apart from the one that was returned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewer.domain.case import normalised_name
from reviewer.domain.combined import ReturnedCase, ReturnState
from reviewer.domain.decision import Decision, DecisionKind
from reviewer.domain.ids import CaseId
from reviewer.domain.review import Review
from reviewer.register.names import Names
from reviewer.register.readers import Reader, newest, successor
from reviewer.register.rulings import Rulings


def returned_cases(
    readers: Mapping[CaseId, Sequence[Reader]], rulings: Rulings, names: Names
) -> tuple[ReturnedCase, ...]:
    """Say of each return to whom it goes and where it is; a successor answers a handed-over one."""
    found = []
    for decision in rulings.of_kind(DecisionKind.RETURNED):
        wanted = normalised_name(names.reader(decision.reader))
        those = readers.get(decision.case, ())
        asked = next((one for one in those if normalised_name(one.name) == wanted), None)
        if asked is None:  # their workbook was removed: there is nothing to wait for
            continue
        current = successor(asked, those) or asked
        state = _state(decision, newest(current, those))
        found.append(ReturnedCase(decision=decision, reader=current.name, state=state))
    return tuple(found)


def _state(decision: Decision, sides: Sequence[Review]) -> ReturnState:
    returned = {side.digest for side in decision.between}
    seen = max((side.changes for side in decision.between), default=0)
    later = [r for r in sides if r.digest not in returned or r.changes > seen]
    if any(review.completed for review in later):
        return ReturnState.ANSWERED
    return ReturnState.REOPENED if later else ReturnState.OPEN
