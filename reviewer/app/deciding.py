"""A lead's decisions on pairs, conflicts, cases to return and names: a person's, with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reviewer.app.moderators import may_moderate, refuse_reader
from reviewer.app.register import combined_register
from reviewer.app.store import Store
from reviewer.domain.case import normalised_name
from reviewer.domain.combined import Combined, Pair, PairState
from reviewer.domain.decision import (
    Alias,
    Decision,
    DecisionKind,
    ItemRuling,
    current,
    finding_of,
    must_agree,
    side_of,
)
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Code, Key
from reviewer.domain.inspection import checked_line
from reviewer.domain.message import Message, listed, message
from reviewer.domain.register_log import decision_made
from reviewer.domain.review import Review
from reviewer.domain.times import stamp
from reviewer.domain.values import is_canonical
from reviewer.register.readers import successor_of

REASON_LIMIT = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Who decides, when and why; `id` is new for each decision."""

    id: str
    moderator: str
    reason: str
    now: datetime


def decide_finding(
    store: Store,
    case_id: CaseId,
    untrusted_grade: str,
    ruling: Ruling,
    untrusted_items: Mapping[str, str] | None = None,
) -> Decision:
    """Moderate a second read: the grade that counts, and each other item on which readers differ.

    An empty grade leaves the one on which they agree. Raises RefusalError for an unknown grade or
    item, without a reason, where an item that differs is not decided, and where the case has no
    two graded reviews to decide between.
    """
    combined, form = combined_register(store), store.form()
    pair = _pair_of(combined, case_id)
    if pair is None:
        raise _nothing_to_decide(
            combined,
            case_id,
            message("{case} does not have grades from two reviewers.", case=case_id),
        )
    grade = _grade(form, pair, untrusted_grade)
    items = _items(form, pair, grade, untrusted_items or {})
    decided = _Decided(kind=DecisionKind.GRADE, sides=pair.reviews, grade=grade, items=items)
    return _keep(store, combined, case_id, ruling, decided)


def decide_side(store: Store, case_id: CaseId, number: int, ruling: Ruling) -> Decision:
    """Say which side is correct: a state of a conflicting review, or a reader's finding of a pair.

    `number` counts the sides from 1, through all conflicts of the case. A pair is settled so
    where one reader excluded the case. Raises RefusalError where there is no such side.
    """
    combined, form = combined_register(store), store.form()
    conflicts = [conflict for conflict in combined.conflicts if conflict.case == case_id]
    pair = _pair_of(combined, case_id)
    groups = [conflict.sides for conflict in conflicts] or ([pair.reviews] if pair else [])
    sides = [(side, group) for group in groups for side in group]
    if not sides:
        raise _nothing_to_decide(
            combined, case_id, message("{case} has no conflicting versions.", case=case_id)
        )
    if not 1 <= number <= len(sides):
        raise RefusalError(
            "no-such-side", message("{case} has versions 1 to {n}.", case=case_id, n=len(sides))
        )
    chosen, between = sides[number - 1]
    kind = DecisionKind.SIDE if conflicts else DecisionKind.GRADE
    grade = "" if conflicts else chosen.grade(form)
    decided = _Decided(kind=kind, sides=between, grade=grade, chosen=chosen)
    return _keep(store, combined, case_id, ruling, decided)


def close_agreed(store: Store, ruling: Ruling, new_id: Iterable[str]) -> tuple[Decision, ...]:
    """Confirm every second read on which all readers agree, as one decision each.

    So a lead can sign them off; a finding that changes later comes back. Those that the lead may
    not moderate are left. `new_id` gives an id for each. Returns the decisions, none where nothing
    is left to confirm.
    """
    combined, form = combined_register(store), store.form()
    about, moderator = store.inspection(), _moderator(ruling)
    agreed = [
        pair
        for pair in combined.pairs
        if pair.state is PairState.AGREED and may_moderate(about, combined, pair.reviews, moderator)
    ]
    decisions = []
    for pair, id_ in zip(agreed, new_id, strict=False):
        grade = pair.reviews[0].verdict(form)
        own = replace(ruling, id=id_)
        decided = _Decided(kind=DecisionKind.GRADE, sides=pair.reviews, grade=grade)
        decisions.append(_decision(form, combined, pair.case, own, decided))
    _write(store, decisions, ruling)
    return tuple(decisions)


def postpone_case(store: Store, case_id: CaseId, ruling: Ruling) -> Decision:
    """Put a case that waits for a decision off; it stays open and is counted.

    Raises RefusalError where nothing waits, and without a reason.
    """
    combined = combined_register(store)
    waiting = next((one for one in combined.waiting if one.case == case_id), None)
    if waiting is None:
        raise _nothing_to_decide(
            combined, case_id, message("{case} does not need a decision.", case=case_id)
        )
    decided = _Decided(kind=DecisionKind.POSTPONED, sides=waiting.sides)
    return _keep(store, combined, case_id, ruling, decided)


def revoke_decisions(
    store: Store, case_id: CaseId, ruling: Ruling, new_id: Iterable[str]
) -> tuple[Decision, ...]:
    """Take back every decision about a case that is current; the case is open again.

    Raises RefusalError where there is none, and without a reason.
    """
    combined = combined_register(store)
    slots: dict[tuple[str, ...], list[Decision]] = {}
    for decision in current(combined.decisions):
        if decision.case == case_id:
            slots.setdefault(decision.slot, []).append(decision)
    made = [those for those in slots.values() if not all(one.revoked for one in those)]
    if not made:
        raise _nothing_to_decide(
            combined, case_id, message("{case} has no decision to revoke.", case=case_id)
        )
    decisions = []
    for those, id_ in zip(made, new_id, strict=False):
        first = next(one for one in those if not one.revoked)
        decisions.append(
            Decision(
                id=id_,
                case=case_id,
                kind=first.kind,
                between=first.between,
                replaces=tuple(sorted(one.id for one in those)),
                revoked=True,
                moderator=_moderator(ruling),
                at=stamp(ruling.now),
                reason=_reason(ruling),
            )
        )
    _write(store, decisions, ruling)
    return tuple(decisions)


def return_case(store: Store, case_id: CaseId, reader: str, ruling: Ruling) -> Decision:
    """Return a case to one of its readers; the ruling's reason is the comment they get.

    `reader` may be empty where the case has one. Where that reader handed the file over, it goes
    to who works in it now. It reaches them with the team's workbook
    (`reviewer.app.returned_cases`), and no reader learns of another by it. Raises RefusalError for
    a reader who has no review of the case, and without a reason.
    """
    combined = combined_register(store)
    standing = [r for s in combined.standings if s.case.id == case_id for r in s.reviews]
    names = {normalised_name(review.reviewer): review.reviewer for review in standing}
    if not names:
        raise _nothing_to_decide(
            combined, case_id, message("{case} has no review yet.", case=case_id)
        )
    wanted = normalised_name(reader) or (next(iter(names)) if len(names) == 1 else "")
    if wanted not in names:
        wanted = successor_of(combined, case_id, wanted)
    if wanted not in names:
        readers = listed(sorted(names.values()))
        raise RefusalError(
            "which-reader",
            message(
                "{case} was reviewed by {readers}. Choose one of them.",
                case=case_id,
                readers=readers,
            ),
        )
    conflicting = [
        r
        for c in combined.conflicts
        if c.case == case_id and normalised_name(c.reviewer) == wanted
        for r in c.sides
    ]
    sides = conflicting or [r for r in standing if normalised_name(r.reviewer) == wanted]
    decided = _Decided(kind=DecisionKind.RETURNED, sides=sides)
    return _keep(store, combined, case_id, ruling, decided)


def keep_alias(
    store: Store, combined: Combined, kind: DecisionKind, alias: Alias, ruling: Ruling
) -> Decision:
    """Keep a decision by which a name, a code or a list counts as another."""
    what = message("The name")
    decision = Decision(
        id=ruling.id,
        case=CaseId(""),
        kind=kind,
        alias=Alias(
            name=checked_line(alias.name, what),
            counts_as=checked_line(alias.counts_as, what),
            signer=alias.signer,
        ),
        moderator=_moderator(ruling),
        at=stamp(ruling.now),
        reason=_reason(ruling),
    )
    decision = _replacing(combined, decision)
    _write(store, [decision], ruling)
    return decision


def _pair_of(combined: Combined, case_id: CaseId) -> Pair | None:
    return next((pair for pair in combined.pairs if pair.case == case_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decided:
    """What is decided, and between which sides."""

    kind: DecisionKind
    sides: Sequence[Review]
    grade: str = ""
    items: tuple[ItemRuling, ...] = ()
    chosen: Review | None = None


_ENDS_POSTPONING = frozenset({DecisionKind.GRADE, DecisionKind.SIDE, DecisionKind.RETURNED})


def _keep(
    store: Store, combined: Combined, case_id: CaseId, ruling: Ruling, decided: _Decided
) -> Decision:
    decision = _decision(store.form(), combined, case_id, ruling, decided)
    if decided.kind is DecisionKind.GRADE:
        about = store.inspection()
        refuse_reader(about, combined, case_id, decided.sides, decision.moderator)
    _write(store, [decision], ruling)
    return decision


def _decision(
    form: Form, combined: Combined, case_id: CaseId, ruling: Ruling, decided: _Decided
) -> Decision:
    decision = Decision(
        id=ruling.id,
        case=case_id,
        kind=decided.kind,
        grade=decided.grade,
        items=decided.items,
        chosen=side_of(form, decided.chosen) if decided.chosen else None,
        between=tuple(side_of(form, review) for review in decided.sides),
        moderator=_moderator(ruling),
        at=stamp(ruling.now),
        reason=_reason(ruling),
    )
    return _replacing(combined, decision)


def _replacing(combined: Combined, decision: Decision) -> Decision:
    """Return a decision in place of the current ones about the same, and of a postponing."""
    ends = decision.kind in _ENDS_POSTPONING
    replaced = [
        one.id
        for one in current(combined.decisions)
        if one.slot == decision.slot
        or (ends and one.case == decision.case and one.kind is DecisionKind.POSTPONED)
    ]
    return replace(decision, replaces=tuple(sorted(replaced)))


def _write(store: Store, decisions: Sequence[Decision], ruling: Ruling) -> None:
    with store.transaction(ruling.now) as unit:
        for decision in decisions:
            unit.add_decision(decision)
            unit.log(decision_made(decision), case=decision.case, actor=decision.moderator)


def _grade(form: Form, pair: Pair, untrusted: str) -> str:
    grade, grades = untrusted.strip().upper(), form.grades
    agreed = {review.verdict(form) for review in pair.reviews}
    if not grade and len(agreed) == 1:
        return agreed.pop()
    if grade not in grades:
        codes = ", ".join(grades.codes)
        raise RefusalError("bad-grade", message("The grade must be one of {codes}.", codes=codes))
    return grade


def _items(
    form: Form, pair: Pair, grade: str, untrusted: Mapping[str, str]
) -> tuple[ItemRuling, ...]:
    """Check what is decided besides the grade: each item of the finding that differs, no other."""
    own_grade = form.roles.grade
    for key, code in untrusted.items():
        item = form.items.get(Key(key))
        known = item is not None and is_canonical(form, item, code) and bool(code)
        if key not in must_agree(form) or key == own_grade or not known:
            raise RefusalError(
                "bad-item",
                message("“{key}={code}” is not an answer you can decide here.", key=key, code=code),
            )
    findings = [dict(finding_of(form, review)) for review in pair.reviews]
    wanted = [
        key
        for key in must_agree(form)
        if key != own_grade and len({finding.get(key, "") for finding in findings}) > 1
    ]
    missing = [key for key in wanted if key not in untrusted and grade not in form.endings]
    if any(key in pair.differing for key in missing):
        labels = listed([str(form.item(key).label) for key in missing])
        raise RefusalError(
            "items-differ", message("The reviewers also differ on {items}.", items=labels)
        )
    return tuple(ItemRuling(key=Key(key), code=Code(code)) for key, code in untrusted.items())


def _reason(ruling: Ruling) -> str:
    given = ruling.reason.strip()
    if not given or len(given) > REASON_LIMIT:
        raise RefusalError(
            "no-reason",
            message("Give a reason of 1 to {n} characters for the decision.", n=REASON_LIMIT),
        )
    return given


def _moderator(ruling: Ruling) -> str:
    return checked_line(ruling.moderator, message("The moderator's name"))


def _nothing_to_decide(combined: Combined, case_id: CaseId, why: Message) -> RefusalError:
    if all(case.id != case_id for case in combined.cases):
        return RefusalError(
            "unknown-case", message("There is no case {case} in the register.", case=case_id)
        )
    return RefusalError("nothing-to-decide", why)
