"""Version vectors: a partial order, in which a change always comes after."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.ids import SessionId
from reviewer.domain.vector import Order, compare, raised

sessions = st.sampled_from([SessionId(name) for name in "abc"])
vectors = st.dictionaries(sessions, st.integers(0, 3), max_size=3)
OPPOSITE = {
    Order.BEFORE: Order.AFTER,
    Order.AFTER: Order.BEFORE,
    Order.EQUAL: Order.EQUAL,
    Order.CONCURRENT: Order.CONCURRENT,
}


@given(vectors, sessions)
def test_a_change_comes_after_what_it_changed(vector: dict[SessionId, int], at: SessionId) -> None:
    assert compare(raised(vector, at), vector) is Order.AFTER


@given(vectors, vectors)
def test_seen_from_the_other_side_the_order_is_opposite(
    one: dict[SessionId, int], other: dict[SessionId, int]
) -> None:
    assert compare(other, one) is OPPOSITE[compare(one, other)]


@given(vectors, vectors, vectors)
def test_what_comes_after_what_comes_after_comes_after(
    one: dict[SessionId, int], two: dict[SessionId, int], three: dict[SessionId, int]
) -> None:
    if compare(one, two) is Order.BEFORE and compare(two, three) is Order.BEFORE:
        assert compare(one, three) is Order.BEFORE


@given(vectors, sessions, sessions)
def test_two_copies_changed_apart_are_concurrent(
    vector: dict[SessionId, int], here: SessionId, there: SessionId
) -> None:
    expected = Order.EQUAL if here == there else Order.CONCURRENT
    assert compare(raised(vector, here), raised(vector, there)) is expected


@given(vectors, sessions)
def test_a_session_not_named_counts_as_none(vector: dict[SessionId, int], at: SessionId) -> None:
    without = {session: count for session, count in vector.items() if session != at}
    assert compare(without, {**without, at: 0}) is Order.EQUAL
