"""The words that stand for case types and grades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reviewer.intake.synonyms import normalised_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Normalised words → code, of the case types and of each scale of grades."""

    types: Mapping[str, str]
    scales: Mapping[str, Mapping[str, str]]

    def scale_named(self, words: str) -> str | None:
        """Return the scale a text names, None where the form has none of that name."""
        wanted = normalised_words(words)
        return next((name for name in self.scales if normalised_words(name) == wanted), None)
