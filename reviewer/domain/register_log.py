"""What the log of a register says of its workbooks and decisions, so that a check can tell.

A workbook is named by its SHA-256, a decision by its id and a digest over all it says.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Final

from reviewer.domain.event import Action, Entry
from reviewer.domain.submission import Decision

_WORKBOOK: Final = re.compile(r"workbook SHA-256 ([0-9a-f]{64})")
_DECISION: Final = re.compile(r"decision (\S+) SHA-256 ([0-9a-f]{64})$")


def workbook_detail(digest: str) -> str:
    """Name a workbook in the entry that takes it in or out."""
    return f"workbook SHA-256 {digest}"


def decision_detail(decision: Decision) -> str:
    """Name a decision in its entry: what it settled, and a digest over all it says."""
    settled = f"{decision.kind} {decision.grade}".strip()
    return f"{settled}, decision {decision.id} SHA-256 {_digest(decision)}"


def _digest(decision: Decision) -> str:
    text = json.dumps(asdict(decision), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(slots=True)
class RegisterTold:
    """What the log, read from its beginning, tells of a register's content."""

    workbooks: set[str] = field(default_factory=set)
    decisions: dict[str, str] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Follow the log by one entry."""
        match entry.action:
            case Action.MERGED:
                self.workbooks.update(_WORKBOOK.findall(entry.detail))
            case Action.REMOVED:
                self.workbooks.difference_update(_WORKBOOK.findall(entry.detail))
            case Action.DECIDED:
                self.decisions.update(_DECISION.findall(entry.detail))

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
            if self.decisions.get(decision.id) != _digest(decision):
                yield f"The decision {decision.id} about {decision.case} is not the one logged."
