"""What looks as if it named a person, in a text that is about to leave."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.message import Message, plural, term

FOUND: Final = "identifiers"
"""The code of a refusal that ends once each phrase is masked or edited, or kept with a reason."""

_SENTENCE_END: Final = re.compile(r"[.!?](?=\s)|\n")
_ABOUT: Final = 160
"""Characters shown on either side of a phrase at most."""


class IdentifierKind(StrEnum):
    """What a phrase looks like."""

    NAME = "name"
    TELEPHONE = "telephone"
    POSTCODE = "postcode"
    ADDRESS = "address"
    BIRTH = "date-of-birth"
    EMAIL = "email"
    ACCOUNT = "account"
    NUMBER = "national-number"
    REFERENCE = "reference"
    VEHICLE = "vehicle"
    LISTED = "listed"


KIND_WORDS: Final[Mapping[IdentifierKind, Message]] = {
    IdentifierKind.NAME: term("an identifier", "a name"),
    IdentifierKind.TELEPHONE: term("an identifier", "a telephone number"),
    IdentifierKind.POSTCODE: term("an identifier", "a postcode"),
    IdentifierKind.ADDRESS: term("an identifier", "an address"),
    IdentifierKind.BIRTH: term("an identifier", "a date of birth"),
    IdentifierKind.EMAIL: term("an identifier", "an e-mail address"),
    IdentifierKind.ACCOUNT: term("an identifier", "an account"),
    IdentifierKind.NUMBER: term("an identifier", "a national number"),
    IdentifierKind.REFERENCE: term("an identifier", "a reference"),
    IdentifierKind.VEHICLE: term("an identifier", "a vehicle registration"),
    IdentifierKind.LISTED: term("an identifier", "a word from a column of personal details"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A phrase of a text that looks like an identifier, by where it begins and ends."""

    start: int
    end: int
    kind: IdentifierKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """A phrase in a text of a case: where it is, and the text it is in."""

    case: CaseId
    key: Key
    phrase: Phrase = field(repr=False)
    within: str = field(repr=False)
    reviewer: str = ""

    @property
    def text(self) -> str:
        """The phrase itself."""
        return self.within[self.phrase.start : self.phrase.end]

    @property
    def around(self) -> tuple[str, str]:
        """What comes before and after the phrase in its sentence."""
        ends = [found.end() for found in _SENTENCE_END.finditer(self.within)]
        first = max((end for end in ends if end <= self.phrase.start), default=0)
        last = min((end for end in ends if end >= self.phrase.end), default=len(self.within))
        before = self.within[first : self.phrase.start].lstrip()
        after = self.within[self.phrase.end : last].rstrip()
        if len(before) > _ABOUT:
            before = f"…{before[-_ABOUT:]}"
        return before, after if len(after) <= _ABOUT else f"{after[:_ABOUT]}…"

    @property
    def digest(self) -> str:
        """What a decision to keep the phrase is remembered by: the same phrase in the same place.

        It is kept in the encrypted file alone.
        """
        identity = f"{self.case}\x1f{self.key}\x1f{self.text.casefold()}"
        return hashlib.sha256(identity.encode()).hexdigest()[:32]


MASK: Final = "[…]"
"""Stands for a phrase that was masked."""


class IdentifiersError(RefusalError):
    """What leaves holds phrases that look like identifiers; nothing was written."""

    def __init__(self, found: Sequence[Suspicion]) -> None:
        cases = len({suspicion.case for suspicion in found})
        super().__init__(
            FOUND,
            plural(
                len(found),
                "{n} phrase may name a person, so nothing was saved. Mask or edit "
                "it, or give a reason to keep it.",
                "{n:,} phrases in {cases:,} cases may name people, so nothing was "
                "saved. Mask or edit them, or give a reason to keep them.",
                cases=cases,
            ),
        )
        self.found = tuple(found)
