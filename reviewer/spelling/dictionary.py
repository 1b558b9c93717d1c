"""The dictionaries that travel with the program, read by Hunspell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import zip_longest
from pathlib import Path
from typing import Final

from hunspell import Hunspell

from reviewer.domain.spelling import MOST_LETTERS

FILES: Final[Mapping[str, str]] = {"en": "en_GB", "cy": "cy_GB"}
"""A dictionary's files by the code of its language."""

MOST_SUGGESTED: Final = 6
"""Words that are suggested: more would have to be searched."""


class Dictionary:
    """The words of one or more languages together: a word that one of them has is right."""

    def __init__(self, languages: Sequence[str]) -> None:
        """Read the dictionaries of some languages, codes of `FILES`."""
        self._languages = [_read(language) for language in languages]
        self._always = _words_of_inspections()
        self._known: dict[str, bool] = {}

    def knows(self, word: str) -> bool:
        """Say whether a word is spelt as a language spells it."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._look_up(word)
        return known

    def suggestions(self, word: str) -> tuple[str, ...]:
        """Return the words that may be meant, the likeliest of each language first."""
        if len(word) > MOST_LETTERS:
            return ()
        each = [language.suggest(word) for language in self._languages]
        likely = (word for rank in zip_longest(*each) for word in rank if word is not None)
        return tuple(dict.fromkeys(likely))[:MOST_SUGGESTED]

    def _look_up(self, word: str) -> bool:
        if len(word) > MOST_LETTERS:
            return False
        plain = word.removesuffix("'s")
        if {plain, plain[:1].lower() + plain[1:]} & self._always:
            return True
        return any(language.spell(word) for language in self._languages)


@cache
def _read(language: str) -> Hunspell:
    return Hunspell(FILES[language], hunspell_data_dir=str(_folder()), system_encoding="utf-8")


@cache
def _words_of_inspections() -> frozenset[str]:
    return frozenset((_folder() / "inspection.txt").read_text("utf-8").split())


def _folder() -> Path:
    # In a built program the folder of all resources is no single path, but each in it is.
    return Path(str(resources.files("resources") / "spelling"))
