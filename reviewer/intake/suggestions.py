"""What a type word that nobody knows may mean; a suggestion is never taken by itself."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Final

from reviewer.intake.synonyms import normalised_words

_SHORTEST: Final = 4
"""Letters of a known word that is looked for inside a longer one."""
_ALIKE: Final = 0.78
"""`misssing childs` and `missing child` are 0.90 alike, `custody` and `curfew` 0.46."""
_LONGEST: Final = 80


def suggested_code(words: str, codes: Mapping[str, str]) -> str:
    """Return the code that words may stand for, empty where none is near.

    The longest known phrase inside them decides, where all phrases of that length are of one
    code; else the phrase that is most alike.
    """
    text = normalised_words(words)[:_LONGEST]
    inside = [known for known in codes if len(known) >= _SHORTEST and known in text]
    if inside:
        longest = max(map(len, inside))
        found = {codes[known] for known in inside if len(known) == longest}
        return found.pop() if len(found) == 1 else ""
    near = difflib.get_close_matches(text, list(codes), n=1, cutoff=_ALIKE)
    return codes[near[0]] if near and len(text) >= _SHORTEST else ""
