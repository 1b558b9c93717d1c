"""A reader's own phrases for notes: kept in the review file, and carried to another by hand.

A phrase may hold words of a case. So they lie nowhere but in the encrypted file, are redacted and
disposed of with it, and leave it as everything does. A set that leaves is a text file in which an
empty line is between two phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from reviewer.app.files import Sort
from reviewer.app.leaving import Leaving, leave, same_content
from reviewer.app.store import Store
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import PhrasesWritten
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.leaving_text import LeavingText
from reviewer.domain.message import message
from reviewer.domain.pasted import plain_characters

PHRASE_LIMIT: Final = 1_000
"""Characters: a phrase is some sentences, not a text."""

MOST_PHRASES: Final = 200
"""More than a person finds again."""

PHRASES: Final = Key("phrases")
"""The key of a phrase among what leaves, and among what is redacted."""

_SIZE_LIMIT: Final = 4 * MOST_PHRASES * (PHRASE_LIMIT + 2)
"""Bytes of the largest set, each character of four."""

_BETWEEN: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def add_phrase(store: Store, untrusted: str) -> None:
    """Keep a phrase as the newest; raises RefusalError where it is none, or there are too many."""
    _put(store, [_checked(untrusted), *store.phrases()])


def remove_phrase(store: Store, phrase: str) -> None:
    """Forget a phrase; raises RefusalError where there is none like it."""
    kept = store.phrases()
    if phrase not in kept:
        raise RefusalError("no-such-phrase", message("There is no such phrase."))
    _put(store, [one for one in kept if one != phrase])


def import_phrases(store: Store, untrusted: bytes) -> int:
    """Add the phrases of a set that are not there yet; return how many.

    All of them or none. Raises RefusalError for what is no text, for a phrase that is too long,
    and where there would be too many.
    """
    kept = store.phrases()
    new = [one for one in _read(untrusted) if one not in kept]
    _put(store, [*new, *kept])
    return len(dict.fromkeys(new))


def export_phrases(
    store: Store, out: Path, *, now: datetime, replace: bool = False, keep_identifiers: str = ""
) -> int:
    """Write the phrases as a set, to import elsewhere; return how many. Raises as `leave` does."""
    phrases = store.phrases()
    if not phrases:
        raise RefusalError("no-phrases", message("There are no phrases to export."))
    content = "\n\n".join(phrases).encode() + b"\n"
    leaving = Leaving(
        sort=Sort.TEXT,
        content=lambda: content,
        is_earlier=same_content(content),
        kept_as=message("contains something else"),
        texts=lambda: _texts(phrases),
        keep_identifiers=keep_identifiers,
        action=PhrasesWritten(phrases=len(phrases)),
    )
    leave(leaving, out, store=store, now=now, replace=replace)
    return len(phrases)


def _texts(phrases: Iterable[str]) -> Iterable[LeavingText]:
    return (LeavingText(case=CaseId(""), key=PHRASES, text=phrase) for phrase in phrases)


def _read(untrusted: bytes) -> Sequence[str]:
    if len(untrusted) > _SIZE_LIMIT:
        raise _too_many()
    try:
        text = plain_characters(untrusted.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise RefusalError(
            "no-phrases",
            message("This is not a set of phrases: save it as a text file in UTF-8."),
        ) from None
    return [_checked(part) for part in _BETWEEN.split(f"\n{text}\n") if part.strip()]


def _checked(untrusted: str) -> str:
    phrase = _BETWEEN.sub("\n", plain_characters(untrusted).strip())
    if not phrase or len(phrase) > PHRASE_LIMIT or "\0" in phrase:
        raise RefusalError(
            "bad-phrase",
            message("A phrase must have 1 to {limit:,} characters.", limit=PHRASE_LIMIT),
        )
    return phrase


def _put(store: Store, phrases: Sequence[str]) -> None:
    each = tuple(dict.fromkeys(phrases))
    if len(each) > MOST_PHRASES:
        raise _too_many()
    if each != store.phrases():
        with store.transaction() as unit:
            unit.put_phrases(each)


def _too_many() -> RefusalError:
    return RefusalError(
        "too-many-phrases",
        message("You can have {most} phrases. Remove some you do not use.", most=MOST_PHRASES),
    )
