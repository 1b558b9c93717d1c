"""The kinds of item that the code knows; apart from the form, which takes pydantic to read."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

TEXT_LIMIT = 20_000
"""Characters of a text item; an Excel cell ends at 32,767."""


class Kind(StrEnum):
    """The kinds of item."""

    CHOICE = "choice"
    MULTI = "multi"
    TEXT = "text"
    DATE = "date"
    DATETIME = "datetime"
    INTEGER = "integer"
    ROWS = "rows"


TYPED_KINDS: Final = frozenset({Kind.TEXT, Kind.ROWS})
"""The kinds of item a person types text into."""
