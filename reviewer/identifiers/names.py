"""Names of people, known by the words around them and by their capitals."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from reviewer.domain.identifier import IdentifierKind, Phrase
from reviewer.identifiers.context import (
    ARTICLES,
    CONFIDED,
    FIRM_TITLES,
    FORMAL,
    KIN,
    MONTHS,
    PARTICLES,
    PEOPLE_DO,
    PLACE_BEFORE,
    PLACE_BEGINS,
    PLACE_ENDS,
    RANKS,
    TITLES,
    WELSH,
    WHEN,
)
from reviewer.identifiers.tokens import Token, Tokens, genitive
from reviewer.identifiers.vocabulary import (
    first_names,
    is_ordinary,
    names_that_are_words,
    words_with_capitals,
)

_FIRM: Final = re.compile(rf"\b(?:{'|'.join(sorted(FIRM_TITLES))})\b", re.IGNORECASE)
_PARTS: Final = re.compile(r"[-’'.]")
_INTRODUCING: Final = TITLES | KIN
_NEVER_FIRST: Final = TITLES | PARTICLES
_ABBREVIATION: Final = 3
"""Letters up to which a word in capitals is no surname."""
_ONE_LETTER_WORDS: Final = frozenset({"I", "A", "O", "Y"})
_INITIALS: Final = 4
"""Initials that one name may begin with."""
_WELSH_ENOUGH: Final = 2
_NEARBY: Final = 12
"""Words of a sentence that tell its language."""
_FORMAL_WITHIN: Final = 3
"""Words of the name of a body before the one that says what it is."""


def names_in(text: str, known: Collection[str] = ()) -> Iterator[Phrase]:
    """Yield what looks like a person's name; `known` are more ordinary words, in lower case."""
    reading = _Names(text, known)
    firm = _FIRM.search(text) is not None
    tokens = reading.tokens
    at = 0
    while at < len(tokens):
        begins = tokens.capital(at) or (firm and at > 0 and tokens[at - 1].plain in FIRM_TITLES)
        last = reading.name_at(at) if begins else None
        if last is not None:
            end = tokens[last].end - genitive(tokens[last].text)
            yield Phrase(start=tokens[at].start, end=end, kind=IdentifierKind.NAME)
        at = at + 1 if last is None else last + 1


class _Names:
    """A text that is searched for names. A name is told by the token that it ends with."""

    def __init__(self, text: str, known: Collection[str]) -> None:
        self.tokens = Tokens(text)
        self._known = known

    def name_at(self, at: int) -> int | None:
        """Return which token a name ends with that begins at one; None where none begins."""
        token, before = self.tokens[at], self.tokens.before(at)
        if before is not None and self._titled(before, token):
            return self._extended(at)
        if not token.capital:
            return None
        if token.initial:
            return self._after_initial(at)
        introduced = before is not None and self._introduced(before, token, at)
        if token.foreign or introduced or self._by_capital(at):
            return self._extended(at)
        return None

    def _titled(self, before: Token, token: Token) -> bool:
        """Say whether a title makes a word a name, whatever the word is."""
        if before.plain not in RANKS or not self.tokens.near(before, token):
            return False
        if not token.capital:
            named = token.bare.capitalize() in names_that_are_words()
            return before.plain in FIRM_TITLES and (named or not is_ordinary(token.plain))
        if token.shouted:
            return len(token.text) > _ABBREVIATION
        return before.plain in FIRM_TITLES or token.text not in words_with_capitals()

    def _introduced(self, before: Token, token: Token, at: int) -> bool:
        """Say whether a word for a person, such as mother or victim, introduces a name."""
        if before.plain not in _INTRODUCING or not self.tokens.close(before, token):
            return False
        if token.plain in _INTRODUCING or self._is_formal(at):
            return False
        if token.shouted:
            return before.plain in TITLES and len(token.text) > _ABBREVIATION
        return token.bare in names_that_are_words() or not self._common(token)

    def _by_capital(self, at: int) -> bool:
        """Say whether a word is a name because it has a capital for no other reason."""
        token = self.tokens[at]
        if token.shouted or token.plain in _NEVER_FIRST or len(token.bare) == 1:
            return False
        if self._is_formal(at) or self._is_place(at):
            return False
        if token.bare in names_that_are_words():
            return self._like_a_person(at)
        return not self._common(token) and not (token.first and self._is_welsh(at))

    def _like_a_person(self, at: int) -> bool:
        """Say whether an ordinary word with a capital is used as a name."""
        token, after = self.tokens[at], self.tokens.after(at)
        before = self.tokens.before(at)
        if after is not None and not self.tokens.near(token, after):
            after = None
        if after is not None and self._makes_a_name(token, after, before):
            return True
        if before is None:
            return self._begins_as_a_person(token, after)
        if before.plain in ARTICLES or self._is_month(token):
            return False
        if token.bare in MONTHS and before.plain in WHEN:
            return False
        of_a_title = before.capital and not before.first and not before.initial
        continues = after is not None and after.capital and _all_ordinary(after.plain)
        return not of_a_title and not continues

    def _makes_a_name(self, token: Token, after: Token, before: Token | None) -> bool:
        """Say whether an ordinary word and the next one are first name and surname or initial."""
        if after.initial:
            return True
        if not after.capital or after.shouted:
            return False
        if after.bare in names_that_are_words() or not self._common(after):
            return True
        inside = before is not None and before.plain not in ARTICLES
        return inside and token.bare in first_names()

    def _begins_as_a_person(self, token: Token, after: Token | None) -> bool:
        if genitive(token.text) or (after is not None and after.plain in PEOPLE_DO):
            return True
        follows = self.tokens.text[token.end : token.end + 2].strip()[:1]
        return token.bare in first_names() and follows in {":", "(", ","}

    def _after_initial(self, at: int) -> int | None:
        """Return where a name ends that begins with an initial: K. Davies, J K Smith."""
        tokens, here = self.tokens, at
        after = tokens.after(here)
        while after is not None and after.initial and here < at + _INITIALS:
            if not tokens.close(tokens[here], after):
                break
            here += 1
            after = tokens.after(here)
        if after is None or not after.capital or not tokens.close(tokens[here], after):
            return None
        dotted = tokens.text[tokens[here].end : after.start].startswith(".")
        if not dotted and (tokens[at].text in _ONE_LETTER_WORDS or after.shouted):
            return None
        if after.bare in names_that_are_words() or not self._common(after):
            return self._extended(here + 1)
        return here + 1 if dotted else None

    def _extended(self, at: int) -> int:
        """Return with which token a name ends, with surname, particles and initials."""
        tokens, last = self.tokens, at
        while not genitive(tokens[last].text):
            after = tokens.after(last)
            if after is None or not tokens.close(tokens[last], after):
                break
            led = self._after_particles(last)
            if led is not None:
                last = led
            elif self._belongs(after):
                last += 1
            else:
                break
        return last

    def _after_particles(self, at: int) -> int | None:
        """Return where a surname is that particles lead to: van der Berg."""
        here = at + 1
        while here < min(len(self.tokens), at + _INITIALS) and self.tokens[here].plain in PARTICLES:
            here += 1
        leads = at + 1 < here < len(self.tokens) and self.tokens.capital(here)
        return here if leads and not self.tokens[here].first else None

    def _belongs(self, token: Token) -> bool:
        """Say whether a word after a name is part of it."""
        if not token.capital or token.plain in TITLES or self._is_month(token):
            return False
        if token.initial:
            return token.text != "I"
        return token.shouted or token.bare in names_that_are_words() or not self._common(token)

    def _common(self, token: Token) -> bool:
        """Say whether a word with a capital is known to be no name."""
        return (
            token.bare in words_with_capitals()
            or token.plain in self._known
            or _all_ordinary(token.plain)
        )

    def _is_month(self, token: Token) -> bool:
        if token.bare not in MONTHS:
            return False
        text = self.tokens.text
        around = text[max(0, token.start - 6) : token.start] + text[token.end : token.end + 6]
        return any(character.isdigit() for character in around)

    def _is_formal(self, at: int) -> bool:
        """Say whether a capital begins the name of a place, a body or a paper."""
        for here in range(at, at + _FORMAL_WITHIN):
            after = self.tokens.after(here)
            if after is None or not after.capital:
                return False
            if after.plain in FORMAL:
                return True
        return False

    def _is_place(self, at: int) -> bool:
        """Say whether a word is a place by the word before it and its ending, or alone after it."""
        token, before = self.tokens[at], self.tokens.before(at)
        if before is None or before.plain not in PLACE_BEFORE or genitive(token.text):
            return False
        if PLACE_ENDS.search(token.bare) or PLACE_BEGINS.match(token.bare):
            return True
        after = self.tokens.after(at)
        alone = after is None or not after.capital or not self.tokens.near(token, after)
        in_confidence = at > 1 and self.tokens[at - 2].plain.startswith(CONFIDED)
        return before.plain == "in" and alone and not in_confidence

    def _is_welsh(self, at: int) -> bool:
        nearby = range(at, min(len(self.tokens), at + _NEARBY))
        return sum(self.tokens[near].plain in WELSH for near in nearby) >= _WELSH_ENOUGH


def _all_ordinary(plain: str) -> bool:
    """Say whether a word, or each part of one with hyphens, is an ordinary one."""
    if is_ordinary(plain):
        return True
    parts = _PARTS.split(plain)
    return len(parts) > 1 and all(len(part) <= 2 or is_ordinary(part) for part in parts)
