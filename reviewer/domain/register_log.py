"""What the log of a register says of its workbooks and decisions, so that a check can tell.

A workbook is named by its SHA-256, a decision by its id; all it says is the entry's value, so
that its reason can be redacted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Final

from reviewer.domain.event import Action, Event
from reviewer.domain.ids import CaseId
from reviewer.domain.redaction import redacted_event
from reviewer.domain.submission import Decision, DecisionKind, Side

_WORKBOOK: Final = re.compile(r"workbook SHA-256 ([0-9a-f]{64})")
_DECISION: Final = re.compile(r"decision (\S+)$")


def workbook_detail(digest: str) -> str:
    """Name a workbook in the entry that takes it in or out."""
    return f"workbook SHA-256 {digest}"


def decision_detail(decision: Decision) -> str:
    """Name a decision in its entry, and what it settled."""
    settled = f"{decision.kind} {decision.grade}".strip()
    return f"{settled}, decision {decision.id}"


def decision_text(decision: Decision) -> str:
    """Write a DECIDED event's value: all that a decision says."""
    return json.dumps(asdict(decision), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_decision(text: str) -> Decision:
    """Read what `decision_text` wrote."""
    said = json.loads(text)
    chosen = said.pop("chosen")
    return Decision(
        case=CaseId(said.pop("case")),
        kind=DecisionKind(said.pop("kind")),
        chosen=Side(**chosen) if chosen else None,
        between=tuple(Side(**side) for side in said.pop("between")),
        **said,
    )


@dataclass(slots=True)
class RegisterTold:
    """What the log, read from its beginning, tells of a register's content.

    `decisions` are their texts by id, None where one is lost; `sources` the events that told them.
    """

    workbooks: set[str] = field(default_factory=set)
    decisions: dict[str, str | None] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Follow the log by one event."""
        entry = event.entry
        match entry.action:
            case Action.MERGED:
                self.workbooks.update(_WORKBOOK.findall(entry.detail))
            case Action.REMOVED:
                self.workbooks.difference_update(_WORKBOOK.findall(entry.detail))
            case Action.DECIDED:
                for named in _DECISION.findall(entry.detail):
                    self._tell(named, event)
            case Action.REDACTED:
                named = self.sources.get(redacted_event(entry) or 0)
                if named is not None:
                    self._tell(named, event)

    def _tell(self, named: str, event: Event) -> None:
        self.decisions[named] = event.entry.value
        self.sources[event.seq] = named

    def differences(self, digests: Iterable[str], decisions: Iterable[Decision]) -> Iterator[str]:
        """Yield a sentence for each workbook and decision that is there, or not, untold."""
        there = set(digests)
        for digest in sorted(there ^ self.workbooks):
            what = "is not in the log" if digest in there else "is not in the register any more"
            yield f"The workbook {digest[:12]}… {what}."
        kept = {decision.id: decision for decision in decisions}
        for lost in sorted(self.decisions.keys() - kept.keys()):
            yield f"The decision {lost} is not in the register any more."
        for decision in kept.values():
            if self.decisions.get(decision.id, "") not in {None, decision_text(decision)}:
                yield f"The decision {decision.id} about {decision.case} is not the one logged."
