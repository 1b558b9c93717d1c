"""Right to left and left to right in one line (Unicode Standard Annex 9, by python-bidi)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from bidi import algorithm

from reviewer.printing.letters.cleaning import JOINERS


def levels_of(text: str) -> tuple[int, list[int]]:
    """Return a paragraph's own level (1 is right to left) and the level of each character."""
    base = algorithm.get_base_level(text)
    kept = [place for place, character in enumerate(text) if character not in JOINERS]
    storage = algorithm.get_empty_storage()
    storage["base_level"] = base
    storage["base_dir"] = ("L", "R")[base]
    algorithm.get_embedding_levels("".join(text[place] for place in kept), storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    levels = [base] * len(text)
    for place, character in zip(kept, storage["chars"], strict=True):
        levels[place] = character["level"]
    for place in range(1, len(text)):
        if text[place] in JOINERS:
            levels[place] = levels[place - 1]
    return base, levels


class Levelled(Protocol):
    """What has a level."""

    @property
    def level(self) -> int:
        """Even for left to right, odd for right to left."""


_L = TypeVar("_L", bound=Levelled)


def reordered(pieces: Sequence[_L]) -> list[_L]:
    """Return the pieces of a line as they are on paper, from the left (rule L2)."""
    shown = list(pieces)
    highest = max((piece.level for piece in shown), default=0)
    for level in range(highest, 0, -1):
        start = 0
        while start < len(shown):
            end = start
            while end < len(shown) and shown[end].level >= level:
                end += 1
            shown[start:end] = reversed(shown[start:end])
            start = end + 1
    return shown
