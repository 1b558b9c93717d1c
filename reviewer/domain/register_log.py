"""What the log of a register says of its workbooks and decisions, so that a check can compare.

A workbook is named by its SHA-256, a decision by its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from reviewer.domain.case_actions import DecisionMade
from reviewer.domain.decision import Decision
from reviewer.domain.event import Event
from reviewer.domain.file_actions import WordsRedacted, WorkbookMerged, WorkbookRemoved
from reviewer.domain.ids import CaseId
from reviewer.domain.message import Message, message

_DECIDED: Final = ("grade", "items", "chosen", "alias", "between", "replaces", "revoked")
"""What a decision decides: fields of the same name in the log."""


def decision_made(decision: Decision) -> DecisionMade:
    """Return what the log says of a decision; whose it is and when, its event says."""
    return DecisionMade(
        decision=decision.id,
        about=decision.kind,
        reason=decision.reason,
        **{name: getattr(decision, name) for name in _DECIDED},
    )


@dataclass(slots=True)
class RegisterHistory:
    """What the log, read from its beginning, says of a register's content.

    `decisions` are as they were made, or redacted since; `places` are the numbers of the events
    that logged them, by which a redaction names them.
    """

    workbooks: set[str] = field(default_factory=set)
    decisions: dict[str, Decision] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    places: dict[int, str] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Follow the log by one event."""
        match event.action:
            case WorkbookMerged(digest=digest):
                self.workbooks.add(digest)
            case WorkbookRemoved(digest=digest):
                self.workbooks.discard(digest)
            case DecisionMade() as made:
                self.decisions[made.decision] = _decision(event, made)
                self._take_reason(made.decision, event.seq, made.reason)
            case WordsRedacted() as redacted if redacted.event in self.places:
                left = redacted.left.get("reason") if redacted.left is not None else None
                self._take_reason(self.places[redacted.event], event.seq, left)

    def _take_reason(self, decision: str, seq: int, reason: str | None) -> None:
        self.places[seq] = decision
        if reason is None:
            self.lost.add(decision)
        else:
            self.lost.discard(decision)
            self.decisions[decision] = replace(self.decisions[decision], reason=reason)

    def differences(
        self, digests: Iterable[str], decisions: Iterable[Decision]
    ) -> Iterator[Message]:
        """Yield a sentence for each workbook and decision that differs from the log."""
        there = set(digests)
        for digest in sorted(there ^ self.workbooks):
            start = digest[:12]
            if digest in there:
                yield message("The workbook {digest}… is not in the log.", digest=start)
            else:
                yield message("The workbook {digest}… is no longer in the register.", digest=start)
        kept = {decision.id: decision for decision in decisions}
        for gone in sorted(self.decisions.keys() - kept.keys()):
            yield message("The decision {id} is no longer in the register.", id=gone)
        for decision in kept.values():
            if self._with_what_is_known(decision) != self.decisions.get(decision.id):
                yield message(
                    "The decision {id} about {case} differs from the log.",
                    id=decision.id,
                    case=decision.case,
                )

    def _with_what_is_known(self, decision: Decision) -> Decision:
        return replace(decision, reason="") if decision.id in self.lost else decision


def _decision(event: Event, made: DecisionMade) -> Decision:
    return Decision(
        id=made.decision,
        case=CaseId(event.case),
        kind=made.about,
        moderator=event.actor,
        at=event.at,
        reason="",
        **{name: getattr(made, name) for name in _DECIDED},
    )
