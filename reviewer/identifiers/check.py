"""All that looks like an identifier in a text: by shape, by the list, by what a name looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from reviewer.domain.identifier import IdentifierKind, Phrase
from reviewer.domain.withheld_words import WithheldWords
from reviewer.identifiers.names import names_in
from reviewer.identifiers.shapes import shapes_in
from reviewer.identifiers.vocabulary import is_ordinary, words_with_capitals

_TOKEN: Final = re.compile(r"[^\W_][\w/*.:-]*[^\W_]|\d")
_PLAIN: Final = re.compile(r"[\W_]+")
_WORD: Final = re.compile(r"[^\W_]{3,}")
_LEAST: Final = 4
"""Characters of a reference that is looked for; a shorter one is found in any text."""
_TOGETHER: Final = 3
"""Words that a reference may be written in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierCheck:
    """What is known of one file: its references, its withheld words, words that are no names.

    `references` are as `plain_reference` returns them; `ordinary` in lower case.
    """

    references: frozenset[str] = frozenset()
    withheld: tuple[WithheldWords, ...] = ()
    ordinary: frozenset[str] = field(default=frozenset(), repr=False)

    def phrases(self, text: str, *, names: bool = True) -> tuple[Phrase, ...]:
        """Return what looks like an identifier, in order and apart from each other.

        Without `names` names are not looked for, as in a value of the list that is one.
        """
        found = [*self._listed(text), *shapes_in(text), *self._withheld(text)]
        if names:
            found += names_in(text, self.ordinary)
        return _apart(found, len(text))

    def _listed(self, text: str) -> Iterator[Phrase]:
        """Yield references of the list, however they are punctuated."""
        if not self.references:
            return
        tokens = [match.span() for match in _TOKEN.finditer(text)]
        for at, (start, _) in enumerate(tokens):
            for _, end in reversed(tokens[at : at + _TOGETHER]):
                if plain_reference(text[start:end]) in self.references:
                    yield Phrase(start=start, end=end, kind=IdentifierKind.REFERENCE)
                    break

    def _withheld(self, text: str) -> Iterator[Phrase]:
        """Yield words of the list's personal columns, but for those that are in any text."""
        if not any(words.digests for words in self.withheld):
            return
        for found in _WORD.finditer(text):
            word = found[0]
            if word[0].islower() or word in words_with_capitals():
                continue
            if not word.isdigit() and is_ordinary(word.casefold()):
                continue
            if any(word in words for words in self.withheld):
                yield Phrase(start=found.start(), end=found.end(), kind=IdentifierKind.LISTED)


def plain_reference(reference: str) -> str:
    """Return a reference without punctuation and case; empty where it is too short to look for."""
    plain = _PLAIN.sub("", reference).casefold()
    long_enough = len(plain) >= _LEAST and any(c.isdigit() for c in plain)
    return plain if long_enough else ""


def plain_references(references: Iterable[str]) -> frozenset[str]:
    """Return the references of a list that are looked for."""
    return frozenset(filter(None, map(plain_reference, references)))


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of texts that name nobody, as a form's questions."""
    return frozenset(word.casefold() for text in texts for word in _WORD.findall(text))


def _apart(found: Iterable[Phrase], length: int) -> tuple[Phrase, ...]:
    """Keep of phrases that overlap the one found first."""
    taken = bytearray(length)
    kept: list[Phrase] = []
    for phrase in found:
        if not any(taken[phrase.start : phrase.end]):
            taken[phrase.start : phrase.end] = b"\1" * (phrase.end - phrase.start)
            kept.append(phrase)
    return tuple(sorted(kept, key=lambda phrase: phrase.start))
