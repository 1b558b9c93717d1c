"""A lead's decisions, for both front ends: an id for each, the clock looked at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime

from reviewer.app.deciding import Ruling
from reviewer.app.store import Store
from reviewer.domain.message import Message, message
from reviewer.domain.times import moment
from reviewer.register.succession import CLOCK_TOLERANCE


def ruling_of(moderator: str, reason: str, *, now: datetime) -> Ruling:
    """Return who decides, when and why, under an id of its own."""
    return Ruling(id=uuid.uuid4().hex, moderator=moderator, reason=reason, now=now)


def new_ids() -> Iterator[str]:
    """Yield ids that no decision has yet."""
    while True:
        yield uuid.uuid4().hex


def clock_notice(store: Store, *, now: datetime) -> Message | None:
    """Say so where the clock is more than a day behind the file's own log; None otherwise.

    Nothing depends on it, but people read the times.
    """
    last = store.last_event()
    if last is None or now >= moment(last.at) - CLOCK_TOLERANCE:
        return None
    return message(
        "The computer's clock is more than a day behind the last change of "
        "this file ({at}). Nothing depends on it, but people read these "
        "times, so correct the clock.",
        at=last.at[:10],
    )
