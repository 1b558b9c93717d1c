"""Words that should never have been typed, and what the log keeps where they were removed.

A redaction is one RedactionReasoned in each case, then one WordsRedacted for each event that
held the words: it names that event and the reason's, and holds what is left. What the event
itself held is gone with its salt; its digest stays, so the chain holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from reviewer.domain.action import Action, Fields
from reviewer.domain.errors import RefusalError
from reviewer.domain.event import Event, refilled
from reviewer.domain.file_actions import WordsRedacted
from reviewer.domain.message import message

REDACTED_TEXT: Final = "[redacted]"
"""What replaces the words."""

LEAST_LETTERS: Final = 2
"""One letter would take every text apart."""


@dataclass(frozen=True, slots=True)
class WordsToRemove:
    """Words to remove from texts; capitals and the width of spaces make no difference.

    Whole words: a child called Ann is in no "planned".
    """

    pattern: re.Pattern[str]
    single: frozenset[str]
    """Each of them alone, as words are compared."""

    @classmethod
    def of(cls, untrusted: str) -> WordsToRemove:
        """Read the words; raises RefusalError where they are none."""
        if sum(c.isalnum() for c in untrusted) < LEAST_LETTERS:
            raise RefusalError(
                "no-words",
                message(
                    "Enter the text to redact: at least {least} letters.",
                    least=LEAST_LETTERS,
                ),
            )
        forms = {unicodedata.normalize(form, untrusted) for form in ("NFC", "NFD")}
        alternatives = (r"\s+".join(map(re.escape, form.split())) for form in sorted(forms))
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)
        single = (word.casefold() for form in forms for word in form.split())
        return cls(pattern, frozenset(single))

    def out_of(self, text: str) -> str:
        """Return a text without the words."""
        return self.pattern.sub(REDACTED_TEXT, text)

    def within(self, word: str) -> bool:
        """Say whether a word holds them, or is one of them."""
        return word.casefold() in self.single or self.out_of(word) != word


def with_what_is_left(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return events with, where words were removed from one, what is left of what it held.

    From the last to the first: what a redaction left may have been redacted itself.
    """
    left: dict[int, Fields] = {}
    filled: list[Event] = []
    for event in reversed(events):
        action = event.action
        if action.lost and event.seq in left:
            action = with_left(action, left[event.seq])
        if isinstance(action, WordsRedacted) and action.left is not None:
            left[action.event] = action.left
        filled.append(event if action is event.action else replace(event, action=action))
    return tuple(reversed(filled))


def with_left(action: Action, left: Fields) -> Action:
    """Return an action that has lost what a person typed with what a redaction left of it.

    As it is where that is of another kind, which no program of ours wrote.
    """
    if isinstance(action, WordsRedacted):
        return replace(action, left=left)
    try:
        return refilled(action, left)
    except ValueError:
        return action
