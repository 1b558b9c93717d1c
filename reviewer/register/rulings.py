"""Which decisions hold: those that none replaces, as long as what they decided between is there.

A decision is outdated once a finding that it decided between is another, and not for a note that
was completed. Where several hold that differ, none of them does and a person decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reviewer.domain.case import normalised_name
from reviewer.domain.decision import (
    Decision,
    DecisionKind,
    Finding,
    Side,
    current,
    finding_in,
    finding_of,
    finding_text,
    must_agree,
)
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId
from reviewer.domain.redaction import REDACTED_TEXT
from reviewer.domain.review import Review
from reviewer.domain.submission import Submission
from reviewer.register.names import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What decisions settle: the one that holds, one that is outdated, several that differ."""

    decision: Decision | None = None
    stale: Decision | None = None
    rulings: tuple[Decision, ...] = ()


NOT_DECIDED = Settled()


class Rulings:
    """The current decisions, by what they are about."""

    def __init__(self, form: Form, decisions: Iterable[Decision], names: Names) -> None:
        self._form = form
        self._names = names
        self._of: dict[tuple[str, ...], list[Decision]] = defaultdict(list)
        for decision in current(decisions):
            self._of[self._slot(decision)].append(decision)

    def _slot(self, decision: Decision) -> tuple[str, ...]:
        kind, *about = decision.slot
        if decision.reader:
            about[-1] = normalised_name(self._names.reader(decision.reader))
        return kind, *about

    def of_kind(self, kind: DecisionKind) -> list[Decision]:
        """Return the decisions of a kind that were not taken back, in a fixed order."""
        found = [d for slot in self._of.values() for d in slot if d.kind is kind and not d.revoked]
        return sorted(found, key=lambda decision: (decision.case, decision.id))

    def postponed(self) -> Mapping[CaseId, Decision]:
        """Return the decisions by which cases were put off."""
        return {decision.case: decision for decision in self.of_kind(DecisionKind.POSTPONED)}

    def grade(self, case: CaseId, reviews: Sequence[Review]) -> Settled:
        """Say what is decided of a second read between these reviews."""
        findings = {(self._person(r.reviewer), self._finding(r)) for r in reviews}

        def holds(decision: Decision) -> bool:
            between = {(self._person(side.reviewer), side.finding) for side in decision.between}
            return findings <= between

        return _settled(
            self._of.get((DecisionKind.GRADE, case, ""), ()),
            holds,
            lambda decision: ruled(self._form, decision, reviews),
        )

    def side(self, case: CaseId, reader: str, sides: Sequence[Review]) -> Settled:
        """Say which of one reader's conflicting states counts by decision."""
        return _settled(
            self._of.get((DecisionKind.SIDE, case, normalised_name(reader)), ()),
            lambda decision: self.chosen(decision, sides) is not None,
            lambda decision: chosen.state if (chosen := self.chosen(decision, sides)) else None,
        )

    def chosen(self, decision: Decision, sides: Sequence[Review]) -> Review | None:
        """Return the state that a decision chose, None where it does not fit these states."""
        named = [(side, self._named(decision, side)) for side in sides]
        if decision.revoked or not all(found for _, found in named):
            return None
        chosen = [side for side, found in named if found == decision.chosen]
        return chosen[0] if len(chosen) == 1 else None

    def _named(self, decision: Decision, state: Review) -> Side | None:
        """Return which of a decision's sides a state is: of its content, else of its finding."""
        same = [side for side in decision.between if side.digest == state.digest]
        if not same:
            same = [s for s in decision.between if s.finding == self._finding(state)]
        return same[0] if len(same) == 1 else None

    def _finding(self, review: Review) -> str:
        return finding_text(finding_of(self._form, review))

    def _person(self, name: str) -> str:
        return normalised_name(self._names.reader(name))


def _settled(
    decisions: Sequence[Decision],
    holds: Callable[[Decision], bool],
    outcome: Callable[[Decision], object],
) -> Settled:
    """Weigh current decisions; one that takes another back counts as the outcome “open”."""
    taken_back = [decision for decision in decisions if decision.revoked]
    made = [decision for decision in decisions if not decision.revoked]
    holding = sorted(filter(holds, made), key=lambda decision: decision.id)
    if holding and (taken_back or len({outcome(one) for one in holding}) > 1):
        return Settled(rulings=(*holding, *taken_back))
    if holding:
        return Settled(decision=holding[0])
    if made:
        return Settled(stale=min(made, key=lambda decision: decision.id))
    return NOT_DECIDED


def gathered(
    books: Iterable[Submission], own_decisions: Iterable[Decision]
) -> tuple[Decision, ...]:
    """Return every decision once, in the order in which they say they were made.

    The same decision again, with words removed from its reason, takes the older text's place.
    """
    theirs = sorted(
        (d for book in books for d in book.decisions), key=lambda d: REDACTED_TEXT in d.reason
    )
    by_id = {d.id: d for d in (*theirs, *own_decisions)}
    return tuple(sorted(by_id.values(), key=lambda d: (d.at, d.id)))


def ruled(form: Form, decision: Decision, reviews: Sequence[Review]) -> Finding:
    """Return the finding that a decision makes count for a case."""
    if decision.chosen is not None and decision.chosen.finding:
        return finding_in(decision.chosen.finding)
    if decision.grade in form.endings:
        return ((form.roles.grade, decision.grade),)
    findings = [dict(finding_of(form, review)) for review in reviews]
    agreed = {
        key: values.pop()
        for key in must_agree(form)
        if len(values := {finding[key] for finding in findings if finding.get(key)}) == 1
    }
    decided = {item.key: str(item.code) for item in decision.items}
    both = {**agreed, form.roles.grade: decision.grade, **decided}
    return tuple((key, both.get(key, "")) for key in must_agree(form))
