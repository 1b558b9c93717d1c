"""What a register published before, and whether small counts follow from it and new tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reviewer.app.store import Store
from reviewer.domain.errors import RefusalError
from reviewer.domain.event import Event
from reviewer.domain.file_actions import PublicationMade
from reviewer.domain.message import listed, message
from reviewer.domain.published_counts import PublishedCounts
from reviewer.domain.times import long_day
from reviewer.figures.differencing import telling
from reviewer.figures.published import PublishedTable

OTHER_THRESHOLD: Final = "other-threshold"
SMALL_DIFFERENCE: Final = "small-difference"
PUBLISHED_BEFORE: Final = frozenset({OTHER_THRESHOLD, SMALL_DIFFERENCE})
"""The codes of refusals that a reason lifts: why nobody has what was published before."""


def counts_of(tables: Iterable[PublishedTable]) -> tuple[PublishedCounts, ...]:
    """Return what tables count, as the log keeps it."""
    return tuple(table.counts for table in tables if table.counts is not None)


def check_published_before(store: Store, tables: Iterable[PublishedTable], threshold: int) -> None:
    """Raise RefusalError where small counts would follow from these tables and earlier ones.

    With another threshold other counts are left out, of which each table shows the other's.
    """
    found = tuple(tables)
    for event, made in _published(store):
        day = long_day(event.at[:10])
        if made.threshold != threshold:
            raise RefusalError(
                OTHER_THRESHOLD,
                message(
                    "Tables of this register were published on {day}, with counts below {before} "
                    "left out. Small counts could be worked out by comparing them with these. "
                    "Publish with {before} again, or say why nobody has the earlier tables.",
                    day=day,
                    before=made.threshold,
                ),
            )
        names = telling(made.counts, counts_of(found), threshold)
        if names:
            titles = [message("“{title}”", title=t.title) for t in found if t.name in names]
            raise RefusalError(
                SMALL_DIFFERENCE,
                message(
                    "Tables of this register were published on {day}, and so little has changed "
                    "since that small counts could be worked out by comparing them with these: "
                    "{tables}. Publish when more cases have changed, or say why nobody has the "
                    "earlier tables.",
                    day=day,
                    tables=listed(titles),
                ),
            )


def _published(store: Store) -> list[tuple[Event, PublicationMade]]:
    """Return what was published and not withdrawn by a later publication."""
    kept: list[tuple[Event, PublicationMade]] = []
    for event in store.events(PublicationMade):
        if isinstance(event.action, PublicationMade):
            if event.action.withdraws:
                kept.clear()
            kept.append((event, event.action))
    return kept
