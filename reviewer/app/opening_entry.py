"""What the log keeps of the opening of a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from reviewer.app.store import Store
from reviewer.app.surroundings import PlaceNotice
from reviewer.domain.event import Action, Entry
from reviewer.domain.times import stamp


def opening_entry(store: Store, unsafe: Sequence[PlaceNotice], *, now: datetime) -> Entry:
    """Return the entry that the file's person opened it for writing, and what is unsafe about it.

    It names the session, which the version vectors of what is changed in it name too.
    """
    person = store.inspection().person
    detail = ", ".join([f"session {store.session}", *(notice.words for notice in unsafe)])
    return Entry(action=Action.OPENED, actor=person, at=stamp(now), detail=detail)
