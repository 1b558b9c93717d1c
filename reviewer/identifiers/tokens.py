"""A text as words: where each is, and whether a sentence or a line begins with it."""

from __future__ import annotations

import re
from typing import Final

from reviewer.identifiers.context import ABBREVIATED

# ruff: noqa: RUF001 - quotation marks as people type them

_WORD: Final = re.compile(r"[^\W\d_](?:[\w]|['’`.-](?=[^\W\d_]))*")
"""A word with what is inside it: O'Brien, Ann-Marie, al-Hassan."""
_ENDS: Final = re.compile(r"[.!?:;]|\n|[•*–—-]\s*$|[\"“‘(\[]\s*$")
_JOINS: Final = " ,:.\"“‘'(’”"
"""What may be between a word and the name that it introduces."""
_NEAR, _CLOSE = 3, 4


class Token:
    """One word. `bare` is it without a genitive, `plain` that in lower case."""

    __slots__ = ("bare", "capital", "end", "first", "plain", "start", "text")

    def __init__(self, text: str, start: int, end: int, *, first: bool) -> None:
        self.text, self.start, self.end, self.first = text, start, end, first
        self.capital = not text[0].islower()
        self.bare = text[:-2] if genitive(text) else text
        self.plain = self.bare.casefold()

    @property
    def shouted(self) -> bool:
        """Whether it is all in capitals: an abbreviation, or a surname as officers write it."""
        return len(self.text) > 1 and self.bare.isupper()

    @property
    def initial(self) -> bool:
        """Whether it is one capital."""
        return len(self.text) == 1 and self.text.isupper()

    @property
    def foreign(self) -> bool:
        """Whether it is in another alphabet than the Latin one."""
        first = ord(self.text[0])
        return first > 0x24F and not 0x1E00 <= first <= 0x1EFF


class Tokens:
    """The words of a text, each looked at when it is asked for: most never are."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._spans = [found.span() for found in _WORD.finditer(text)]
        self._made: dict[int, Token] = {}

    def __len__(self) -> int:
        return len(self._spans)

    def __getitem__(self, at: int) -> Token:
        token = self._made.get(at)
        if token is None:
            start, end = self._spans[at]
            token = Token(self.text[start:end], start, end, first=self._first(at))
            self._made[at] = token
        return token

    def capital(self, at: int) -> bool:
        """Say whether a word begins with a capital, or is in an alphabet that has none."""
        return not self.text[self._spans[at][0]].islower()

    def after(self, at: int) -> Token | None:
        """Return the next word of the same sentence, None where it ends."""
        following = self[at + 1] if at + 1 < len(self) else None
        return None if following is None or following.first else following

    def before(self, at: int) -> Token | None:
        """Return the word before in the same sentence, None where it begins."""
        return self[at - 1] if at and not self[at].first else None

    def near(self, first: Token, second: Token) -> bool:
        """Say whether nothing but a blank, or the point of an abbreviation, is between words."""
        between = self.text[first.end : second.start]
        return len(between) <= _NEAR and between.strip() in {"", "."}

    def close(self, first: Token, second: Token) -> bool:
        """Say whether words are together, also with a comma, a colon or a quotation mark."""
        between = self.text[first.end : second.start]
        return len(between) <= _CLOSE and "\n" not in between and not between.strip(_JOINS)

    def _first(self, at: int) -> bool:
        if at == 0:
            return True
        between = self.text[self._spans[at - 1][1] : self._spans[at][0]]
        return between != " " and _begins(self[at - 1], between)


def genitive(word: str) -> int:
    """Return how many characters of a word are its genitive."""
    return 2 if word[-2:] in {"'s", "’s", "`s", "'S"} else 0


def _begins(before: Token, between: str) -> bool:
    """Say whether a sentence or a line begins after a word and what follows it."""
    if before.plain in ABBREVIATED or (before.initial and between.strip() == "."):
        return "\n" in between
    return _ENDS.search(between) is not None
