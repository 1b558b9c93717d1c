"""How a force's list is to be read, as far as a person says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMapping:
    """How a force's lists are read: key → header, words → code, scale, key → order of dates.

    It holds headers and type words and nothing of a case.
    """

    force: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    scale: str = ""
    dates: Mapping[str, str] = field(default_factory=dict)
