"""Decisions about cases, names, codes and lists mean the same in any order and grouping."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from register_sample import CASES, CODE, FORM, LIST, ReviewerFile, team_export

from reviewer.domain.combined import Combined, PairState
from reviewer.domain.decision import (
    ABOUT_CASE_IDS,
    Alias,
    Decision,
    DecisionKind,
    current,
    side_of,
)
from reviewer.domain.ids import CaseId, SessionId, case_id
from reviewer.domain.submission import Submission
from reviewer.register.case_ids import counted, decisions_counted, renamed
from reviewer.register.combination import combine

AT_LENGTH = 20_000 if os.environ.get("REVIEWER_FAULTS", "full") == "full" else 150
MISTYPED = "NCPI-SYN-2018Q5"
LATER = replace(LIST, length=4, digest="3" * 64)
"""A list that one reader extended."""
ADDED = replace(CASES[0], id=case_id(CODE, 4), position=4)

NAMES = ("Reader A", "Reader B", "R. Bee", "Reader A")
"""One of two spellings, and two readers of one name."""


def digest_of(book: Submission) -> str:
    return hashlib.sha256(repr(book).encode()).hexdigest()


def keyed(books: Sequence[Submission]) -> dict[str, Submission]:
    return {digest_of(book): book for book in books}


@dataclass
class World:
    """Exports of some files, and what a lead who saw some of them decided."""

    books: list[Submission] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    def combined(self) -> Combined:
        """Return what one register of all has."""
        return combined(keyed(self.books), self.decisions)


def combined(books: Mapping[str, Submission], decisions: Sequence[Decision] = ()) -> Combined:
    """Combine workbooks as a register counts them."""
    found = counted(books, CODE, decisions)
    return combine(FORM, found, decisions_counted(books, found, decisions))


def exported(file: ReviewerFile, number: int) -> Submission:
    """Return a file's workbook; one reader mistyped the code, one extended the list."""
    book = file.export(number)
    first = file.file or file.session
    if first == "s1":
        return renamed(book, MISTYPED)
    if first == "s3":
        return replace(book, lists=(LIST, LATER), cases=(*book.cases, ADDED))
    return book


def case_of(draw: st.DrawFn, file: ReviewerFile) -> CaseId:
    own = (ADDED,) if (file.file or file.session) == "s3" else ()
    return draw(st.sampled_from((*CASES[:2], *own))).id


@st.composite
def worlds(draw: st.DrawFn) -> World:
    world = World()
    files = [ReviewerFile(name, SessionId(f"s{n}")) for n, name in enumerate(NAMES)]
    signers = {file.session: f"F{n}" for n, file in enumerate(files)}
    signers[files[2].session] = "F1"  # the second spelling of Reader B
    acts = st.sampled_from(["answer", "answer", "copy", "export", "hand over", "decide", "decide"])
    for step in range(draw(st.integers(2, 14))):
        chosen = draw(st.sampled_from(files))
        match draw(acts):
            case "answer":
                chosen.grade(case_of(draw, chosen), draw(st.sampled_from(["G", "RI"])))
            case "copy":
                files.append(chosen.copy(SessionId(f"c{step}")))
                signers[files[-1].session] = signers[chosen.session]
            case "hand over":
                heir = chosen.hand_over("Reader C", SessionId(f"h{step}"))
                signers[heir.session] = "F9"
                files.append(heir)
            case "export":
                world.books.append(replace(exported(chosen, step), signer=signers[chosen.session]))
            case "decide":
                decide(draw, world, f"d{step}")
    world.books += [replace(exported(f, 99), signer=signers[f.session]) for f in files[:4]]
    world.decisions += [
        decision(draw, name, kind, CaseId(""), (), Alias(name=what, counts_as=CODE))
        for name, kind, what in (
            ("code", DecisionKind.CODE, MISTYPED),
            ("list", DecisionKind.LIST, LATER.digest[:12]),
        )
    ]
    for last in ("x", "y"):
        decide(draw, world, last)
    return world


def decide(draw: st.DrawFn, world: World, id_: str) -> None:
    """Let a lead decide who saw some of the workbooks and some of the decisions."""
    books = [b for b in world.books if draw(st.booleans())] or world.books
    seen = [d for d in world.decisions if draw(st.booleans())]
    there = combined(keyed([b for b in books if b.inspection.code == CODE]), seen)
    made: list[Decision] = []
    for one in there.waiting:
        kind = DecisionKind.SIDE if one.conflict else DecisionKind.GRADE
        made.append(decision(draw, id_, kind, one.case, one.sides))
        made.append(decision(draw, id_, DecisionKind.POSTPONED, one.case, one.sides))
    made += [
        decision(draw, id_, DecisionKind.GRADE, pair.case, pair.reviews)
        for pair in there.pairs
        if pair.state is not PairState.OPEN
    ]
    made += [
        decision(draw, id_, DecisionKind.RETURNED, review.case, [review])
        for review in there.reviews
    ]
    # A workbook that came in by a decision about its code or list stays counted as it came.
    may_go = [old for old in current(seen) if old.kind not in ABOUT_CASE_IDS]
    made += [replace(old, id=id_, revoked=True) for old in may_go]
    for name, counts_as, signer in (
        ("R. Bee", "Reader B", ""),
        ("R. Bee", "R. Bee", "F1"),
        ("Reader A", "Reader A (2)", "F3"),
        ("Reader A", "Reader A", "F3"),
    ):
        alias = Alias(name=name, counts_as=counts_as, signer=signer)
        made.append(decision(draw, id_, DecisionKind.READER, CaseId(""), (), alias))
    chosen = draw(st.sampled_from(made))
    replaces = tuple(sorted(d.id for d in current(seen) if d.slot == chosen.slot))
    world.decisions.append(replace(chosen, replaces=replaces))


def decision(
    draw: st.DrawFn,
    id_: str,
    kind: DecisionKind,
    case: CaseId,
    sides: Sequence,
    alias: Alias | None = None,
) -> Decision:
    between = tuple(side_of(FORM, side) for side in sides)
    return Decision(
        id=id_,
        case=case,
        kind=kind,
        grade=draw(st.sampled_from(["G", "RI"])) if kind is DecisionKind.GRADE else "",
        chosen=draw(st.sampled_from(between)) if kind is DecisionKind.SIDE else None,
        alias=alias,
        between=between,
        moderator="Lead",
        at=f"20{draw(st.integers(10, 40))}-01-01T00:00:00.000Z",
        reason="Because.",
    )


def essence(combined: Combined) -> object:
    """Everything but the way it came, and the times by which decisions are listed."""
    return replace(
        combined,
        origins={},
        sources=(),
        decisions=tuple(sorted(combined.decisions, key=lambda one: one.id)),
    )


def accepted(books: Sequence[Submission], decisions: Sequence[Decision]) -> dict[str, Submission]:
    """Return the workbooks that a register takes: others with a mistyped code it refuses."""
    known = {d.id for book in books for d in book.decisions} | {d.id for d in decisions}
    return keyed([b for b in books if b.inspection.code == CODE or "code" in known])


def listed(found: Combined) -> Combined:
    """Return it without a case that was added to the list and that nobody read.

    A register that held its list meanwhile goes on naming it.
    """
    read = {review.case for review in (*found.reviews, *found.superseded)}
    first = {case.id for case in CASES}
    return replace(
        found,
        lists=(LIST,),
        cases=tuple(case for case in found.cases if case.id in read | first),
        standings=tuple(one for one in found.standings if one.case.id in read | first),
    )


@st.composite
def registers(
    draw: st.DrawFn,
    books: Sequence[Submission],
    decisions: Sequence[Decision],
    depth: int = 2,
    name: str = "r",
) -> list[Submission]:
    """Spread workbooks and decisions over registers below, some of them reached in two ways."""
    if depth == 0:
        return list(books)
    groups = draw(st.integers(1, 3))
    # One with a mistyped code is handed in above too: it may be refused below.
    found = [b for b in books if b.inspection.code != CODE or draw(st.booleans())]
    spread = [draw(st.sets(st.integers(0, groups - 1), min_size=1)) for _ in books]
    made = [draw(st.integers(0, groups - 1)) for _ in decisions]
    for group in range(groups):
        own = [book for book, where in zip(books, spread, strict=True) if group in where]
        decided = [one for one, where in zip(decisions, made, strict=True) if where == group]
        file = f"{name}{group}"
        below = draw(registers(own, [], depth - 1, file))
        found.append(team_export(accepted(below, decided), decided, file=file))
    return found


def check_grouping(world: World, data: st.DataObject) -> None:
    flat = world.combined()
    upper = data.draw(registers(world.books, world.decisions))
    order = data.draw(st.permutations(upper))
    found = combined(dict(keyed(order)))
    assert essence(found) == essence(flat)
    assert found.origins == flat.origins


def check_clock(world: World, data: st.DataObject) -> None:
    flat = world.combined()
    years = [f"20{data.draw(st.integers(10, 40))}-01-01T00:00:00.000Z" for _ in world.decisions]
    later = [replace(d, at=at) for d, at in zip(world.decisions, years, strict=True)]
    other = combined(keyed(world.books), data.draw(st.permutations(later)))
    assert other.standings == flat.standings
    assert [pair.state for pair in other.pairs] == [pair.state for pair in flat.pairs]
    assert [c.sides for c in other.conflicts] == [c.sides for c in flat.conflicts]


def check_withdrawal(world: World, data: st.DataObject) -> None:
    """A register removes some workbooks and exports again; above, only the newest counts."""
    gone = data.draw(st.sets(st.sampled_from(range(len(world.books)))))
    left = [book for place, book in enumerate(world.books) if place not in gone]
    direct = [book for book in left if data.draw(st.booleans())]
    first = team_export(keyed(world.books), world.decisions, file="low")
    second = team_export(keyed(left), world.decisions, file="low", heads=["low-0"])
    middle = team_export(keyed([first, *direct]), (), file="middle")
    upper = [second, *direct]
    wanted = combined(keyed([*left]), world.decisions) if left else None
    for there in ([first, *upper], [middle, *upper], [middle, first, *upper], upper):
        found = combined(keyed(data.draw(st.permutations(there))))
        if wanted is not None:
            assert essence(listed(found)) == essence(listed(wanted))
        else:
            assert found.reviews == ()


@settings(derandomize=True, max_examples=60)
@given(worlds(), st.data())
def test_any_grouping_and_order_gives_the_same(world: World, data: st.DataObject) -> None:
    check_grouping(world, data)


@settings(derandomize=True, max_examples=40)
@given(worlds(), st.data())
def test_no_result_depends_on_a_clock(world: World, data: st.DataObject) -> None:
    check_clock(world, data)


@settings(derandomize=True, max_examples=40)
@given(worlds(), st.data())
def test_what_is_withdrawn_below_is_gone_above(world: World, data: st.DataObject) -> None:
    check_withdrawal(world, data)


@pytest.mark.faults
@pytest.mark.parametrize("check", [check_grouping, check_clock, check_withdrawal])
def test_at_length(check) -> None:  # noqa: ANN001 - one of the three above
    settings(max_examples=AT_LENGTH)(given(worlds(), st.data())(check))()
