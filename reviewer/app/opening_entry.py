"""What the log keeps of the opening of a file."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.app.store import Store
from reviewer.app.surroundings import PlaceNotice
from reviewer.domain.file_actions import FileOpened


def opening_entry(store: Store, unsafe: Sequence[PlaceNotice]) -> FileOpened:
    """Return the entry that a file was opened for writing, and what is unsafe about its place.

    It names the session, which the version vectors of what is changed in it name too.
    """
    return FileOpened(session=store.session, unsafe=tuple(notice.words for notice in unsafe))
