"""What can be undone: for each case the answers before and after each change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from reviewer.domain.ids import CaseId, Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of one case: what its keys held before and after."""

    before: Mapping[Key, str]
    after: Mapping[Key, str]


class Changes:
    """The changes of each case, to be undone from the newest and redone."""

    def __init__(self) -> None:
        self._done: dict[CaseId, list[Change]] = defaultdict(list)
        self._undone: dict[CaseId, list[Change]] = defaultdict(list)

    def add(self, case_id: CaseId, change: Change, *, same_act: bool) -> None:
        """Add a change; `same_act` joins it to the one before it (a text typed on)."""
        done = self._done[case_id]
        self._undone[case_id].clear()
        if same_act and done and done[-1].after.keys() == change.after.keys():
            change = Change(before=done.pop().before, after=change.after)
        done.append(change)

    def last(self, case_id: CaseId) -> Change | None:
        """Return the change that undo takes back, None where there is none."""
        return self._done[case_id][-1] if self._done[case_id] else None

    def last_undone(self, case_id: CaseId) -> Change | None:
        """Return the change that redo makes again, None where there is none."""
        return self._undone[case_id][-1] if self._undone[case_id] else None

    def mark_undone(self, case_id: CaseId) -> None:
        """Say that the last change was taken back."""
        self._undone[case_id].append(self._done[case_id].pop())

    def mark_redone(self, case_id: CaseId) -> None:
        """Say that the last undone change was made again."""
        self._done[case_id].append(self._undone[case_id].pop())
