"""Opening a file to write in it, and coming back to where one was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from reviewer.app.store import Bookmark, Store
from reviewer.app.surroundings import PlaceNotice
from reviewer.domain.event import Action, Entry
from reviewer.domain.times import stamp


def opening(store: Store, unsafe: Sequence[PlaceNotice], *, now: datetime) -> Entry:
    """Say that the file's person opened it for writing, and what is unsafe about its place.

    It names the session, which the version vectors of what is changed in it name too.
    """
    person = store.inspection().person
    detail = ", ".join([f"session {store.session}", *(notice.words for notice in unsafe)])
    return Entry(action=Action.OPENED, actor=person, at=stamp(now), detail=detail)


def leave_bookmark(store: Store, bookmark: Bookmark) -> None:
    """Keep where the person is; no act of the log. Raises WorldError."""
    if bookmark != store.bookmark():
        with store.transaction() as unit:
            unit.put_bookmark(bookmark)
