"""A person's own phrases for notes: kept in the settings folder, for every inspection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.app.identifiers import phrases_in
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from ui.operations.places import home
from ui.operations.settings import SettingsFile, check_text

PHRASE_LIMIT: Final = 1_000
"""Characters: a phrase is some sentences, not a text."""

MOST_PHRASES: Final = 200
"""More than a person finds again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrases:
    phrases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_text(*self.phrases)
        if len(self.phrases) > MOST_PHRASES or any(len(p) > PHRASE_LIMIT for p in self.phrases):
            raise ValueError("more than may be kept")


def load_phrases() -> Sequence[str]:
    """Return the phrases, the newest first."""
    return _file().read().phrases


def with_phrase(phrases: Sequence[str], untrusted: str) -> Sequence[str]:
    """Return the phrases with another one at their head.

    Raises RefusalError where it is none, and where it looks as if it named somebody: phrases are
    kept outside the encrypted file.
    """
    phrase = untrusted.strip()
    if not phrase or len(phrase) > PHRASE_LIMIT:
        raise RefusalError(
            "bad-phrase",
            message("A phrase must have 1 to {limit:,} characters.", limit=PHRASE_LIMIT),
        )
    named = phrases_in(phrase)
    if named:
        raise RefusalError(
            "phrase-names",
            message(
                "“{phrase}” looks as if it named somebody. Phrases are not encrypted: keep it out.",
                phrase=named[0],
            ),
        )
    others = [one for one in phrases if one != phrase]
    if len(others) >= MOST_PHRASES:
        raise RefusalError(
            "too-many-phrases",
            message(
                "You already have {most} phrases. Remove one you do not use.", most=MOST_PHRASES
            ),
        )
    return [phrase, *others]


def save_phrases(phrases: Sequence[str]) -> None:
    """Keep the phrases; raises WorldError where the folder does not allow it."""
    _file().write(_Phrases(phrases=tuple(phrases)))


def _file() -> SettingsFile[_Phrases]:
    return SettingsFile(path=home() / "phrases.json", kind=_Phrases, absent=_Phrases())
