"""Earlier visits that this one is compared with: what is below good, of how many graded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reviewer.domain.errors import RefusalError
from reviewer.domain.inspection import EarlierVisit, checked_line
from reviewer.domain.message import message

LABEL_LIMIT: Final = 80
"""Characters of a visit's name: it is in a table's first column."""

COUNT_LIMIT: Final = 99_999
"""Cases of one visit: more is a slip of the hand."""

VISITS_LIMIT: Final = 40
"""Visits compared with one: a force is visited a few times in a decade."""


def checked_visit(
    untrusted_label: str,
    graded: int,
    below_good: int,
    *,
    source: str = "",
    items: Sequence[tuple[str, int, int]] = (),
    mapped: str = "",
    types: Sequence[tuple[str, int, int]] = (),
) -> EarlierVisit:
    """Return an earlier visit; raises RefusalError for a name or counts that cannot be."""
    label = checked_line(untrusted_label, message("The visit's name"), LABEL_LIMIT)
    least = 0 if items else 1  # what is compared by its items may have grades of another kind
    if not least <= graded <= COUNT_LIMIT or not 0 <= below_good <= graded:
        raise RefusalError(
            "bad-counts",
            message(
                "{below_good} below good out of {graded} graded is not possible. Enter at least "
                "one graded case, and no more below good than graded.",
                below_good=below_good,
                graded=graded,
            ),
        )
    return EarlierVisit(
        label=label,
        graded=graded,
        below_good=below_good,
        source=source,
        items=tuple(items),
        mapped=mapped,
        types=tuple(types),
    )
