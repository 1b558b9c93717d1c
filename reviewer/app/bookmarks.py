"""Where a person was in a file, to come back to."""

from __future__ import annotations

from reviewer.app.store import Bookmark, Store


def leave_bookmark(store: Store, bookmark: Bookmark) -> None:
    """Keep where the person is; no act of the log. Raises WorldError."""
    if bookmark != store.bookmark():
        with store.transaction() as unit:
            unit.put_bookmark(bookmark)
