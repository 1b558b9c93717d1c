"""A merge reads only what it touches, and says the same as if it had read everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from register_sample import CASES, CODE, FORM, ReviewerFile, team_export

from db.file import creating, open_file
from db.key import FileKey
from db.store import ReviewFile
from reviewer.app.last_merge import NO_AMOUNTS
from reviewer.app.merge_base import NOTHING, Base, merge_base
from reviewer.app.merging import (
    MergePlan,
    begin_with,
    commit_merge,
    plan_merge,
    remove_workbook,
)
from reviewer.app.record_check import last_merge_faults
from reviewer.app.register import combined_register
from reviewer.app.verifying import Examined
from reviewer.domain.combined import Combined
from reviewer.domain.decision import Alias, Decision, DecisionKind, side_of
from reviewer.domain.ids import CaseId, Key, SessionId, case_id
from reviewer.domain.submission import Submission
from reviewer.domain.verdict import SignatureStatus, Signer, Verdict

NOW = datetime(2018, 1, 30, 9, 0, tzinfo=UTC)
LEAD = "M. Lead"
KEY = FileKey(raw=bytes(range(32)))
NAMES = ("Reader A", "Reader B", "R. Bee")


def examined(book: Submission, signer: str) -> Examined:
    """Return a workbook as if it had been verified."""
    name = book.export.id
    whose = Signer(name=book.export.issued_by, fingerprint=signer, certificate_der=b"")
    return Examined(
        name=f"{name}.xlsx",
        digest=sha256(repr(book).encode()).hexdigest(),
        content=name.encode(),
        verdict=Verdict(status=SignatureStatus.TRUSTED, signer=whose, parts={}),
        trusted_for=(*book.inspection.persons, *NAMES),
        submission=replace(book, signer=signer),
    )


def coming(books: Sequence[Examined]) -> list[Submission]:
    return [book.submission for book in books if book.submission is not None]


def planned(base: Base, *books: Examined) -> MergePlan:
    return plan_merge(base, books, lead=LEAD, now=NOW)


@contextmanager
def register_of(*books: Examined) -> Iterator[ReviewFile]:
    """Make a register of workbooks, and open it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "team.review"
        with creating(path, KEY, salt=bytes(16), person=LEAD, session_id=SessionId("r")) as new:
            begin_with(new, planned(NOTHING, *books), now=NOW)
        with open_file(path, KEY, person=LEAD, session_id=SessionId("s")) as store:
            yield store


def told(combined: Combined | None, cases: set[CaseId]) -> Combined:
    """Return what a plan tells of some cases, without the way it came."""
    assert combined is not None
    others = {case.id for case in combined.cases} - cases
    return replace(combined.without(others), origins={})


def check_same(store: ReviewFile, books: Sequence[Examined]) -> MergePlan:
    """Plan a merge by what it touches and by everything; both must say the same."""
    part = planned(merge_base(store, coming(books)), *books)
    whole = planned(merge_base(store), *books)
    assert replace(part, combined=None) == replace(whole, combined=None)
    assert part.combined is not None
    cases = {case.id for case in part.combined.cases}
    assert told(part.combined, cases) == told(whole.combined, cases)
    assert waiting(part.combined) == waiting(whole.combined)
    return part


def waiting(combined: Combined | None) -> tuple[object, ...]:
    """Return what waits for a person in the whole register."""
    assert combined is not None
    rest = combined.returns, combined.questions, combined.diverged, combined.postponed
    return combined.conflicts, *rest


@dataclass
class World:
    """Files of readers, the certificates that sign for them, and how many exports were made."""

    files: list[ReviewerFile] = field(default_factory=list)
    signers: dict[SessionId, str] = field(default_factory=dict)
    made: int = 0

    def export(self, file: ReviewerFile) -> Examined:
        self.made += 1
        return examined(file.export(self.made), self.signers[file.session])

    def add(self, file: ReviewerFile, signer: str) -> None:
        self.files.append(file)
        self.signers[file.session] = signer


def decide(draw: Callable[..., Any], store: ReviewFile, id_: str) -> None:
    """Let the lead decide something about the register as it is."""
    there = combined_register(store)
    made = [
        ruling(id_, DecisionKind.SIDE if one.conflict else DecisionKind.GRADE, one.case, one.sides)
        for one in there.waiting
    ]
    made += [ruling(id_, DecisionKind.POSTPONED, one.case, one.sides) for one in there.waiting]
    made += [ruling(id_, DecisionKind.RETURNED, one.case, [one]) for one in there.reviews]
    alias = Alias(name="R. Bee", counts_as="Reader B", signer="")
    made.append(replace(ruling(id_, DecisionKind.READER, CaseId(""), []), alias=alias))
    with store.transaction(NOW) as unit:
        unit.add_decision(draw(st.sampled_from(made)))


def ruling(id_: str, kind: DecisionKind, case: CaseId, sides: Sequence) -> Decision:
    between = tuple(side_of(FORM, side) for side in sides)
    return Decision(
        id=id_,
        case=case,
        kind=kind,
        grade="G" if kind is DecisionKind.GRADE else "",
        chosen=between[0] if kind is DecisionKind.SIDE else None,
        between=between,
        moderator=LEAD,
        at="2018-01-30T09:00:00.000Z",
        reason="Because.",
    )


@settings(derandomize=True, max_examples=30, deadline=None)
@given(st.data())
def test_what_a_merge_touches_is_all_that_it_changes(data: st.DataObject) -> None:
    draw, world = data.draw, World()
    for number, name in enumerate(NAMES):
        file = ReviewerFile(name, SessionId(f"s{number}"))
        file.grade(CASES[number].id, "G")
        world.add(file, f"F{min(number, draw(st.sampled_from([1, 2])))}")
    with register_of(world.export(world.files[0])) as store:
        for step in range(draw(st.integers(3, 9))):
            file = draw(st.sampled_from(world.files))
            case = draw(st.sampled_from(CASES)).id
            match draw(st.sampled_from(["grade", "merge", "merge", "copy", "decide", "leave"])):
                case "grade":
                    file.grade(case, draw(st.sampled_from(["G", "RI"])))
                case "copy":
                    world.add(file.copy(SessionId(f"c{step}")), world.signers[file.session])
                case "leave":
                    world.add(file.hand_over("Reader C", SessionId(f"h{step}")), "F9")
                case "decide":
                    decide(draw, store, f"d{step}")
                case _:
                    file.exclude(case) if draw(st.booleans()) else file.grade(case, "I")
                    others = draw(st.lists(st.sampled_from(world.files), max_size=1))
                    books = [world.export(one) for one in (file, *others)]
                    commit_merge(store, check_same(store, books), now=NOW)
                    assert list(last_merge_faults(store)) == []
        check_same(store, [world.export(file) for file in world.files])


def two_readers() -> tuple[Examined, Examined]:
    one, other = ReviewerFile("Reader A", SessionId("a")), ReviewerFile("Reader B", SessionId("b"))
    one.grade(CASES[0].id, "G")
    other.grade(CASES[1].id, "RI")
    return examined(one.export(), "F0"), examined(other.export(), "F1")


def third() -> Examined:
    own = ReviewerFile("Reader C", SessionId("third"))
    own.grade(CASES[1].id, "G")
    return examined(own.export(), "F2")


def test_a_merge_reads_the_reviews_of_the_cases_it_touches_and_no_others() -> None:
    with register_of(*two_readers()) as store:
        base = merge_base(store, coming([third()]))
        read = {review.case for book in base.workbooks.values() for review in book.reviews}
        assert read == {CASES[1].id}
        assert base.last is not None
        assert planned(base, third()).cases.reviewed == 2


def test_a_conflict_elsewhere_is_still_told_of() -> None:
    one, _ = two_readers()
    file = ReviewerFile("Reader A", SessionId("copy"))
    file.grade(CASES[0].id, "RI")
    with register_of(one, examined(file.export(2), "F0")) as store:
        assert merge_base(store, coming([third()])).last is not None
        plan = check_same(store, [third()])
        assert plan.combined is not None
        assert [conflict.case for conflict in plan.combined.conflicts] == [CASES[0].id]


def test_a_decision_elsewhere_is_still_told_of() -> None:
    with register_of(*two_readers()) as store:
        review = next(r for r in combined_register(store).reviews if r.case == CASES[0].id)
        with store.transaction(NOW) as unit:
            unit.add_decision(ruling("d", DecisionKind.RETURNED, review.case, [review]))
        commit_merge(store, check_same(store, []), now=NOW)
        assert merge_base(store, coming([third()])).last is not None
        plan = check_same(store, [third()])
        assert plan.combined is not None
        assert [one.decision.case for one in plan.combined.returns] == [CASES[0].id]


def test_a_name_that_changes_who_read_what_is_compared_with_everything() -> None:
    one, other = two_readers()
    second = ReviewerFile("Reader B", SessionId("second"))
    second.grade(CASES[0].id, "I")
    spelt = ReviewerFile("R. Bee", SessionId("bee"))
    spelt.grade(CASES[2].id, "I")
    with register_of(one, examined(second.export(2), "F1")) as store:
        book = examined(spelt.export(3), "F0")
        assert merge_base(store, coming([book])).last is None
        check_same(store, [book, other])


@pytest.mark.parametrize("what", ["a decision", "a removal", "another version"])
def test_a_register_that_changed_otherwise_since_is_read_in_whole(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with register_of(*two_readers()) as store:
        if what == "a decision":
            with store.transaction(NOW) as unit:
                unit.add_decision(ruling("d", DecisionKind.READER, CaseId(""), []))
        elif what == "a removal":
            remove_workbook(store, store.sources()[0].name, now=NOW)
        else:
            monkeypatch.setattr("reviewer.app.last_merge.version", lambda _: "0.2.0")
        base = merge_base(store, coming([third()]))
        assert base.last is None
        check_same(store, [third()])


def test_a_team_s_workbook_and_a_longer_list_are_compared_with_everything() -> None:
    one, other = two_readers()
    added = replace(CASES[2], id=case_id(CODE, 4), position=4)
    longer = third()
    assert longer.submission is not None
    longer = replace(
        longer, submission=replace(longer.submission, cases=(*CASES, added)), digest="9" * 64
    )
    team = team_export(dict.fromkeys(["e" * 64], coming([other])[0]), file="low")
    with register_of(one) as store:
        for book in (longer, examined(team, "F1")):
            assert merge_base(store, coming([book])).last is None
            check_same(store, [book])


def test_what_the_force_thought_of_a_case_comes_only_with_the_cases_that_are_read() -> None:
    one, other = two_readers()
    books = []
    for place, book in enumerate((one, other)):
        (read,) = coming([book])
        own = replace(CASES[place], values={**CASES[place].values, Key("force_grade"): "G"})
        cases = (*CASES[:place], own, *CASES[place + 1 :])
        books.append(replace(book, submission=replace(read, cases=cases)))
    with register_of(*books) as store:
        base = merge_base(store, coming([third()]))
        shown = [c.id for b in base.workbooks.values() for c in b.cases if c.get("force_grade")]
        assert shown == [CASES[1].id]
        check_same(store, [third()])


@pytest.mark.parametrize("wrong", [{"torn": (CASES[0].id,)}, {"amounts": NO_AMOUNTS}])
def test_numbers_that_were_changed_are_found(wrong: dict[str, Any]) -> None:
    with register_of(*two_readers()) as store:
        kept = merge_base(store, ()).last
        assert kept is not None
        assert list(last_merge_faults(store)) == []
        with store.transaction(NOW) as unit:
            unit.put_last_merge(replace(kept, **wrong).to_json())
        assert len(list(last_merge_faults(store))) == 1
