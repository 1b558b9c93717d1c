"""Where a person can go from the palette, and who finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """Where a person can go: its words, and how to go there."""

    words: str
    go: Callable[[], object]


Finder = Callable[[tuple[str, ...]], Iterable[Goal]]
"""Returns what holds every word of what was typed."""
