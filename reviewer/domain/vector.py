"""Version vectors: which of two states of a review has seen which changes.

A vector maps a session to the number of changes committed in it. Sessions are random and
never reused, so a copied or restored file cannot count under another file's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from reviewer.domain.ids import SessionId

Vector = Mapping[SessionId, int]


class Order(Enum):
    """How one vector stands to another."""

    EQUAL = "equal"
    BEFORE = "before"
    AFTER = "after"
    CONCURRENT = "concurrent"


def raised(vector: Vector, session: SessionId) -> dict[SessionId, int]:
    """Return the vector after one more committed change in `session`."""
    return {**vector, session: vector.get(session, 0) + 1}


def joined(left: Vector, right: Vector) -> dict[SessionId, int]:
    """Return the least vector that has seen all of both.

    No state has it yet: it is for a state that somebody makes from two (`raised` after it).
    """
    return {s: max(left.get(s, 0), right.get(s, 0)) for s in left.keys() | right.keys()}


def compare(left: Vector, right: Vector) -> Order:
    """Say how `left` stands to `right`; a session a vector does not name counts as 0."""
    sessions = left.keys() | right.keys()
    less = any(left.get(s, 0) < right.get(s, 0) for s in sessions)
    more = any(left.get(s, 0) > right.get(s, 0) for s in sessions)
    if less and more:
        return Order.CONCURRENT
    if less:
        return Order.BEFORE
    return Order.AFTER if more else Order.EQUAL
