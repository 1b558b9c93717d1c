"""What a register amounted to after its last merge, so that the next reads only what it touches.

Combining judges each case by itself: which reviews of it count follows from the states of that
case, the decisions and the readers' names. So where neither codes, lists nor names change, a
workbook changes the cases that it says something of and no other. All this is derived: where it
does not fit the register as it is, the register is read in whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Final

from reviewer.app.case_counts import CaseCounts, count_cases
from reviewer.app.store import Store
from reviewer.domain.case import WITHHELD
from reviewer.domain.combined import Combined, PairState
from reviewer.domain.decision import ABOUT_CASE_IDS, Decision
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import FileKind
from reviewer.domain.submission import Source, Submission
from reviewer.register.holdings import source_of
from reviewer.register.names import settle_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """A register in numbers: where its cases are, and how its second reads stand."""

    cases: CaseCounts
    agreed: int = 0
    open: int = 0
    moderated: int = 0

    def changed(self, before: Combined, after: Combined) -> Amounts:
        """Return them once some cases are as in `after` instead of as in `before`."""
        gone, come = amounts_of(before), amounts_of(after)
        return Amounts(
            cases=self.cases.less(gone.cases).more(come.cases),
            agreed=self.agreed - gone.agreed + come.agreed,
            open=self.open - gone.open + come.open,
            moderated=self.moderated - gone.moderated + come.moderated,
        )


NO_AMOUNTS: Final = Amounts(cases=CaseCounts())
"""Of a register that is not made."""


def amounts_of(combined: Combined) -> Amounts:
    """Count the cases and second reads of a register."""
    states = [pair.state for pair in combined.pairs]
    return Amounts(
        cases=count_cases(combined.standings),
        agreed=states.count(PairState.AGREED),
        open=states.count(PairState.OPEN),
        moderated=states.count(PairState.MODERATED),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LastMerge:
    """The numbers of a register, and which of its cases are in conflict.

    `state` is a digest of all that they follow from.
    """

    state: str
    amounts: Amounts
    torn: tuple[CaseId, ...] = ()

    def to_json(self) -> str:
        """Write it as the register keeps it."""
        return json.dumps(asdict(self))


def last_merge_of(store: Store, state: str) -> LastMerge | None:
    """Return what a register keeps of its last merge, None where it is no longer in that state."""
    text = store.last_merge()
    kept = json.loads(text) if text else {}
    if kept.get("state") != state:
        return None
    amounts = kept["amounts"]
    cases = CaseCounts(**amounts.pop("cases"))
    return LastMerge(
        state=state,
        amounts=Amounts(cases=cases, **amounts),
        torn=tuple(map(CaseId, kept["torn"])),
    )


def basis_of(
    code: str,
    decisions: Iterable[Decision],
    known_cases: Collection[CaseId],
    own_list: Submission | None,
) -> str:
    """Return a digest of what a register amounts to follows from, beside its workbooks.

    The program's version is in it, because another version may combine by other rules.
    """
    listed = repr((own_list.lists, own_list.cases)) if own_list is not None else ""
    decided = sorted(map(repr, decisions))
    return _digest([version("reviewer"), code, decided, sorted(known_cases), listed])


def state_of(basis: str, digests: Iterable[str]) -> str:
    """Return a digest of all that a register amounts to follows from."""
    return _digest([basis, sorted(digests)])


def _digest(parts: Sequence[object]) -> str:
    text = json.dumps(parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def reach_of(
    coming: Sequence[Submission],
    last: LastMerge,
    sources: Sequence[Source],
    decisions: Sequence[Decision],
) -> frozenset[CaseId] | None:
    """Return the cases to be read so as to merge workbooks, None where that may be all of them.

    They are those that the workbooks say something of, and those that a report of the merge
    names: in conflict, or decided about.
    """
    kinds = {source.kind for source in sources} | {book.inspection.kind for book in coming}
    if FileKind.REGISTER in kinds or any(d.kind in ABOUT_CASE_IDS for d in decisions):
        return None
    more = [source_of(f"coming {n}", book) for n, book in enumerate(coming)]
    if _readers(sources, decisions) != _readers([*sources, *more], decisions):
        return None
    touched = {review.case for book in coming for review in (*book.reviews, *book.superseded)}
    shown = (case for book in coming for case in book.cases)
    touched |= {case.id for case in shown if not WITHHELD.isdisjoint(case.values)}
    return frozenset({*touched, *last.torn, *(d.case for d in decisions if d.case)})


def _readers(
    sources: Sequence[Source], decisions: Sequence[Decision]
) -> tuple[Mapping[tuple[str, str], str], Mapping[str, str]]:
    names = settle_names(sources, decisions)
    return names.aliases, names.together
