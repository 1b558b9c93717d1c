"""Merging is mathematics: any order, any number of times, and out again."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from register_sample import CASES, CODE, FORM, LIST, ReviewerFile, inspection, team_export

from reviewer.domain import decision
from reviewer.domain.case import normalised_name
from reviewer.domain.combined import Combined, PairState
from reviewer.domain.decision import Decision, DecisionKind, Side
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import SessionId, case_id
from reviewer.domain.review import Review
from reviewer.domain.submission import Submission
from reviewer.register.admission import check_belongs, gain
from reviewer.register.combination import combine


def side_of(review: Review) -> Side:
    return decision.side_of(FORM, review)


FIRST, SECOND = case_id(CODE, 1), case_id(CODE, 2)


def by_digest(*submissions: Submission) -> dict[str, Submission]:
    return {hashlib.sha256(repr(s).encode()).hexdigest(): s for s in submissions}


def file(person: str = "Reader A", session: str = "s1") -> ReviewerFile:
    return ReviewerFile(person, SessionId(session))


@st.composite
def worlds(draw: st.DrawFn) -> list[Submission]:
    """Exports of a few files that were answered in, copied and exported at random."""
    files = [file("Reader A", "a"), file("Reader B", "b"), file("reader  a", "c")]
    exports: list[Submission] = []
    for step in range(draw(st.integers(1, 12))):
        chosen = draw(st.sampled_from(files))
        match draw(st.sampled_from(["answer", "answer", "copy", "export"])):
            case "answer":
                case = draw(st.sampled_from(CASES)).id
                chosen.grade(case, draw(st.sampled_from(["G", "RI", "I"])))
            case "copy":
                files.append(chosen.copy(SessionId(f"copy-{step}")))
            case "export":
                exports.append(chosen.export(step))
    return [*exports, *(f.export(99) for f in files)]


def essence(combined: Combined) -> object:
    """Everything but where it came from."""
    return replace(combined, origins={}, sources=())


@given(worlds(), st.data())
def test_any_order_gives_the_same(exports: list[Submission], data: st.DataObject) -> None:
    books = by_digest(*exports)
    shuffled = data.draw(st.permutations(list(books.items())))
    assert combine(FORM, dict(shuffled), ()) == combine(FORM, books, ())
    # The digests are what the workbooks are sorted by inside: any others do as well.
    others = {f"{place:064x}": book for place, (_, book) in enumerate(shuffled)}
    assert essence(combine(FORM, others, ())) == essence(combine(FORM, books, ()))


@given(worlds())
def test_merging_again_changes_nothing(exports: list[Submission]) -> None:
    books = by_digest(*exports)
    before = combine(FORM, books, ())
    for export in exports:
        found = gain(export, before, before)
        assert (found.new, found.replaced) == (0, 0)


@given(worlds(), st.data())
def test_taking_a_workbook_out_is_exact(exports: list[Submission], data: st.DataObject) -> None:
    books = by_digest(*exports)
    out = data.draw(st.sampled_from(sorted(books)))
    rest = {digest: book for digest, book in books.items() if digest != out}
    with_it = {**rest, out: books[out]}
    del with_it[out]
    assert combine(FORM, with_it, ()) == combine(FORM, rest, ())


@settings(derandomize=True)
@given(worlds(), st.data())
def test_registers_of_registers_see_the_same(
    exports: list[Submission], data: st.DataObject
) -> None:
    check_any_grouping(exports, data)


AT_LENGTH = 20_000 if os.environ.get("REVIEWER_FAULTS", "full") == "full" else 2_000
"""How many examples the fault suite tries, in full and as a share."""


@pytest.mark.faults
@settings(max_examples=AT_LENGTH)
@given(worlds(), st.data())
def test_registers_of_registers_see_the_same_at_length(
    exports: list[Submission], data: st.DataObject
) -> None:
    check_any_grouping(exports, data)


def check_any_grouping(exports: list[Submission], data: st.DataObject) -> None:
    books = by_digest(*exports)
    group = data.draw(st.lists(st.sampled_from(sorted(books)), unique=True))
    left = {digest: book for digest, book in books.items() if digest in group}
    right = {digest: book for digest, book in books.items() if digest not in group}
    # A workbook may come to the upper register on its own as well as through a lower one.
    direct = data.draw(st.lists(st.sampled_from(sorted(books)), unique=True))
    below = [team_export(part) for part in (left, right) if part]
    check_seen_the_same(books, by_digest(*below, *(books[digest] for digest in direct)))


def check_seen_the_same(flat: dict[str, Submission], upper: dict[str, Submission]) -> None:
    whole, stepwise = combine(FORM, flat, ()), combine(FORM, upper, ())
    assert stepwise.standings == whole.standings
    assert stepwise.pairs == whole.pairs
    assert [c.sides for c in stepwise.conflicts] == [c.sides for c in whole.conflicts]
    assert essence(stepwise) == essence(whole)


def test_copies_that_met_in_a_lower_register_are_still_two_above() -> None:
    one, other = file("Reader A", "a"), file("reader  a", "c")
    one.grade(FIRST, "G")
    other.grade(FIRST, "G")
    met = by_digest(one.export(1), other.export(1))
    other.grade(FIRST, "RI")
    later = by_digest(other.export(2))
    check_seen_the_same({**met, **later}, by_digest(team_export(met), team_export(later)))


def test_copies_that_met_below_are_both_followed_by_what_came_after_each() -> None:
    one, other = file("Reader A", "a"), file("reader  a", "c")
    for copy in (one, other):
        copy.grade(FIRST, "G")
    met = by_digest(one.export(1), other.export(1))
    for copy in (one, other):
        copy.grade(FIRST, "RI")
    later = by_digest(one.export(2), other.export(2))
    upper = by_digest(team_export(met), team_export(later))
    check_seen_the_same({**met, **later}, upper)
    assert not combine(FORM, upper, ()).conflicts


@given(worlds())
def test_no_state_of_a_review_is_lost(exports: list[Submission]) -> None:
    combined = combine(FORM, by_digest(*exports), ())
    kept = {state(review) for review in (*combined.reviews, *combined.superseded)}
    assert kept == {state(review) for export in exports for review in export.reviews}


def state(review: Review) -> tuple[str, str, str]:
    return review.case, normalised_name(review.reviewer), review.digest


def test_a_later_export_replaces_an_earlier_one() -> None:
    ours = file()
    ours.grade(FIRST, "RI")
    early = ours.export(1)
    ours.grade(FIRST, "I")
    combined = combine(FORM, by_digest(ours.export(2), early), ())
    assert [review.grade(FORM) for review in combined.reviews] == ["I"]
    assert [review.grade(FORM) for review in combined.superseded] == ["RI"]
    assert not combined.conflicts


def test_copies_worked_on_in_two_places_are_a_conflict_for_a_person() -> None:
    ours = file()
    ours.grade(FIRST, "RI")
    other = ours.copy(SessionId("s2"))
    ours.grade(FIRST, "I")
    other.grade(FIRST, "G")
    books = by_digest(ours.export(), other.export())
    combined = combine(FORM, books, ())
    assert [conflict.case for conflict in combined.conflicts] == [FIRST]
    assert combined.standings[0].unsettled
    sides = combined.conflicts[0].sides
    decision = decided(DecisionKind.SIDE, tuple(map(side_of, sides)), chosen=side_of(sides[1]))
    settled = combine(FORM, books, [decision])
    assert not settled.conflicts
    assert settled.reviews[0].digest == sides[1].digest
    assert {review.digest for review in settled.superseded} >= {sides[0].digest}


def test_a_cleared_review_takes_its_older_states_away() -> None:
    ours = file()
    ours.grade(FIRST, "I")
    early = ours.export(1)
    ours.clear(FIRST)
    combined = combine(FORM, by_digest(early, ours.export(2)), ())
    assert combined.standings[0].grade == ""
    assert [review.grade(FORM) for review in combined.superseded] == ["I"]


def test_conflicts_of_two_readers_on_one_case_are_settled_one_by_one() -> None:
    exports = []
    for person, session in (("Reader A", "a"), ("Reader B", "b")):
        one = file(person, session)
        other = one.copy(SessionId(f"{session}2"))
        one.grade(FIRST, "G")
        other.grade(FIRST, "RI")
        exports += [one.export(1), other.export(2)]
    books = by_digest(*exports)
    decisions: list[Decision] = []
    for left in (2, 1):
        found = combine(FORM, books, decisions)
        assert (len(found.conflicts), found.pairs) == (left, ())
        sides = found.conflicts[0].sides
        chosen = next(side_of(s) for s in sides if s.grade(FORM) == "RI")
        between = tuple(map(side_of, sides))
        decision = decided(DecisionKind.SIDE, between, chosen=chosen)
        decisions.append(replace(decision, id=f"d{left}"))
    settled = combine(FORM, books, decisions)
    assert not settled.conflicts
    assert [pair.state for pair in settled.pairs] == [PairState.AGREED]
    assert settled.standings[0].grade == "RI"


def test_excluded_by_one_and_graded_by_another_is_for_a_moderator() -> None:
    one, two = file("Reader A", "a"), file("Reader B", "b")
    one.exclude(FIRST)
    two.grade(FIRST, "RI")
    books = by_digest(one.export(), two.export())
    pair = combine(FORM, books, ()).pairs[0]
    assert pair.state is PairState.OPEN
    between = tuple(map(side_of, pair.reviews))
    upheld = decided(DecisionKind.GRADE, between, chosen=between[0])
    standing = combine(FORM, books, [upheld]).standings[0]
    assert (standing.excluded, standing.grade, standing.unsettled) == (True, "", False)
    graded = decided(DecisionKind.GRADE, between, grade="RI")
    standing = combine(FORM, books, [graded]).standings[0]
    assert (standing.excluded, standing.grade) == (False, "RI")
    assert standing.standing is not None
    assert standing.standing.reviewer == "Reader B"


def test_a_review_only_begun_does_not_unsettle_an_exclusion() -> None:
    one, two = file("Reader A", "a"), file("Reader B", "b")
    one.exclude(FIRST)
    two.grade(FIRST, "")
    standing = combine(FORM, by_digest(one.export(), two.export()), ()).standings[0]
    assert (standing.excluded, standing.unsettled) == (True, False)


def test_a_stale_decision_comes_back_though_the_readers_now_agree() -> None:
    one, two = file("Reader A", "a"), file("Reader B", "b")
    one.grade(FIRST, "RI")
    two.grade(FIRST, "I")
    books = by_digest(one.export(), two.export())
    pair = combine(FORM, books, ()).pairs[0]
    decision = decided(DecisionKind.GRADE, tuple(map(side_of, pair.reviews)), grade="I")
    two.grade(FIRST, "RI")
    later = combine(FORM, {**books, **by_digest(two.export(2))}, [decision])
    assert (later.pairs[0].state, later.pairs[0].stale) == (PairState.OPEN, decision)
    assert later.standings[0].unsettled


def test_the_same_work_done_twice_is_one_copy() -> None:
    ours = file()
    other = ours.copy(SessionId("s2"))
    for copy in (ours, other):
        copy.grade(FIRST, "RI")
    combined = combine(FORM, by_digest(ours.export(), other.export()), ())
    assert not combined.conflicts
    assert combined.standings[0].grade == "RI"
    # Neither copy has seen the other's changes, and the register does not pretend that one has.
    (counted,), (other_copy,) = combined.reviews, combined.superseded
    assert (dict(counted.vector), dict(other_copy.vector)) == ({"s1": 1}, {"s2": 1})
    assert counted.digest == other_copy.digest


def test_two_readers_of_one_grade_agree_and_of_two_wait_for_a_moderator() -> None:
    one, two = file("Reader A", "a"), file("Reader B", "b")
    one.grade(FIRST, "RI")
    two.grade(FIRST, "RI")
    one.grade(SECOND, "RI")
    two.grade(SECOND, "I")
    combined = combine(FORM, by_digest(one.export(), two.export()), ())
    assert [pair.state for pair in combined.pairs] == [PairState.AGREED, PairState.OPEN]
    assert [standing.grade for standing in combined.standings] == ["RI", "", ""]
    assert [standing.unsettled for standing in combined.standings] == [False, True, False]


def test_a_decision_is_stale_when_a_side_changes_afterwards() -> None:
    one, two = file("Reader A", "a"), file("Reader B", "b")
    one.grade(FIRST, "RI")
    two.grade(FIRST, "I")
    books = by_digest(one.export(), two.export())
    pair = combine(FORM, books, ()).pairs[0]
    decision = decided(DecisionKind.GRADE, tuple(map(side_of, pair.reviews)), grade="I")
    moderated = combine(FORM, books, [decision])
    assert moderated.pairs[0].state is PairState.MODERATED
    assert moderated.standings[0].grade == "I"
    two.grade(FIRST, "G")
    later = combine(FORM, {**books, **by_digest(two.export(2))}, [decision])
    assert later.pairs[0].state is PairState.OPEN
    assert later.pairs[0].stale == decision


def test_names_that_differ_in_case_and_spaces_are_one_reader() -> None:
    one, two = file("Reader A", "a"), file("reader  a", "b")
    one.grade(FIRST, "RI")
    two.grade(FIRST, "I")
    combined = combine(FORM, by_digest(one.export(), two.export()), ())
    assert len(combined.conflicts) == 1
    assert not combined.pairs


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": "OTHER"}, "other-inspection"),
        ({"form": FORM.stamp.model_copy(update={"digest": "f" * 64})}, "other-form"),
    ],
)
def test_workbooks_of_another_inspection_or_form_are_refused(
    change: dict[str, object], code: str
) -> None:
    export = file().export()
    strange = replace(export, inspection=replace(export.inspection, **change))
    with pytest.raises(RefusalError) as refusal:
        check_belongs(strange, inspection("Lead"), [LIST])
    assert refusal.value.code == code


def test_an_extended_list_belongs_and_another_list_does_not() -> None:
    export = file().export()
    longer = replace(LIST, length=4, digest="3" * 64)
    check_belongs(replace(export, lists=(LIST, longer)), inspection("Lead"), [LIST])
    check_belongs(export, inspection("Lead"), [LIST, longer])
    with pytest.raises(RefusalError, match="same list"):
        check_belongs(replace(export, lists=(longer,)), inspection("Lead"), [LIST])


def decided(kind: DecisionKind, between: tuple, **values: object) -> Decision:
    return Decision(
        id="d1",
        case=FIRST,
        kind=kind,
        between=between,
        moderator="Lead",
        at="2018-02-01T10:00:00.000Z",
        reason="Read together.",
        **values,
    )


def handed_over(earlier: ReviewerFile, person: str, session: str) -> ReviewerFile:
    """Return a file in which another person continues every case, as they change it."""
    later = earlier.copy(SessionId(session))
    later.person = person
    later.reviews = {
        case: replace(review, reviewer=person) for case, review in later.reviews.items()
    }
    return later


def test_a_case_that_was_handed_over_is_no_second_read() -> None:
    earlier = file("Reader A", "a")
    earlier.grade(FIRST, "RI")
    half_done = earlier.export(1)
    later = handed_over(earlier, "Reader B", "b")
    later.grade(FIRST, "G")
    done = later.export(2)
    for books in (by_digest(half_done, done), by_digest(done), by_digest(done, half_done)):
        combined = combine(FORM, books, ())
        assert [(r.reviewer, r.grade(FORM)) for r in combined.reviews] == [("Reader B", "G")]
        assert combined.pairs == ()
        assert combined.conflicts == ()
    combined = combine(FORM, by_digest(half_done, done), ())
    assert [review.reviewer for review in combined.superseded] == ["Reader A"]
    before = combine(FORM, by_digest(half_done), ())
    brought = gain(done, before, combined)
    assert (brought.new, brought.replaced, brought.unchanged) == (1, 0, 0)
    assert gain(half_done, before, combined).unchanged == 1


def test_where_both_go_on_with_a_handed_over_case_it_is_a_second_read() -> None:
    earlier = file("Reader A", "a")
    earlier.grade(FIRST, "RI")
    later = handed_over(earlier, "Reader B", "b")
    later.grade(FIRST, "G")
    again = earlier.copy(SessionId("a2"))
    again.grade(FIRST, "I")
    combined = combine(FORM, by_digest(earlier.export(1), later.export(1), again.export(2)), ())
    (pair,) = combined.pairs
    assert [r.reviewer for r in pair.reviews] == ["Reader A", "Reader B"]
    assert [r.grade(FORM) for r in pair.reviews] == ["I", "G"]
    assert combined.conflicts == ()


def test_two_who_never_saw_each_others_work_are_a_second_read() -> None:
    one, other = file("Reader A", "a"), file("Reader B", "b")
    one.grade(FIRST, "RI")
    other.grade(FIRST, "G")
    other.grade(FIRST, "RI")
    assert len(combine(FORM, by_digest(one.export(1), other.export(1)), ()).pairs) == 1


@pytest.mark.parametrize("digests", [("a", "b"), ("b", "a")])
def test_words_removed_from_a_decision_stay_removed_beside_an_older_workbook(
    digests: tuple[str, str],
) -> None:
    between = (Side(reviewer="A", digest="1" * 64),)
    first = decided(DecisionKind.RETURNED, between)
    redacted = replace(first, reason="[redacted] together.")
    books = [replace(file().export(), decisions=(one,)) for one in (first, redacted)]
    combined = combine(FORM, dict(zip(digests, books, strict=True)), ())
    assert combined.decisions == (redacted,)
