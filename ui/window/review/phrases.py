"""A person's own phrases for notes: kept in the settings folder, for every inspection."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reviewer.app.files import write_atomically
from reviewer.domain.errors import RefusalError
from ui.operations.places import home

PHRASE_LIMIT: Final = 1_000
"""Characters: a phrase is some sentences, not a text."""

MOST_PHRASES: Final = 200
"""More than a person finds again."""


def phrases_file() -> Path:
    """Return where the phrases are kept."""
    return home() / "phrases.json"


def load_phrases(path: Path) -> list[str]:
    """Read the phrases; what cannot be read is as if there were none."""
    try:
        untrusted = json.loads(path.read_text("utf-8"))
        phrases = [str(one)[:PHRASE_LIMIT] for one in untrusted if isinstance(one, str)]
        return phrases[:MOST_PHRASES]
    except (OSError, ValueError, TypeError):
        return []


def with_phrase(phrases: Sequence[str], untrusted: str) -> list[str]:
    """Return the phrases with another one at their head; raises RefusalError where it is none."""
    phrase = untrusted.strip()
    if not phrase or len(phrase) > PHRASE_LIMIT:
        raise RefusalError("bad-phrase", f"A phrase is a text of 1 to {PHRASE_LIMIT:,} characters.")
    others = [one for one in phrases if one != phrase]
    if len(others) >= MOST_PHRASES:
        raise RefusalError(
            "too-many-phrases", f"There are {MOST_PHRASES} phrases; remove one you do not use."
        )
    return [phrase, *others]


def save_phrases(path: Path, phrases: Sequence[str]) -> None:
    """Write the phrases; raises WorldError where the folder does not allow it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps(list(phrases), ensure_ascii=False, indent=1).encode())
