"""The language in which sentences are shown.

English sentences are the templates themselves and need no catalogue. Other languages have a
gettext catalogue in `resources/i18n`, which is read when the language is first used.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Final

ENGLISH: Final = "en"
LANGUAGES: Final[Mapping[str, str]] = {ENGLISH: "English", "cy": "Cymraeg"}
"""The languages on offer, each by its own name. What one lacks is shown in English."""
DOMAIN: Final = "reviewer"
"""The name of the catalogues' files."""

_chosen = ENGLISH
_here: ContextVar[str | None] = ContextVar("language", default=None)


def choose_language(code: str) -> None:
    """Show every sentence in a language from now on; raises LookupError if it has no catalogue."""
    global _chosen  # noqa: PLW0603 - the one setting of the whole program
    catalogue(code)
    _chosen = code


def current_language() -> str:
    """Return the code of the language in which a sentence would be shown now."""
    return _here.get() or _chosen


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Show sentences in a language for a while; also a decorator.

    What leaves the program is in English until a language is translated whole.
    """
    catalogue(code)
    token = _here.set(code)
    try:
        yield
    finally:
        _here.reset(token)


@cache
def catalogue(code: str) -> gettext.NullTranslations:
    """Return the translations of a language; raises LookupError if it has no catalogue."""
    if code == ENGLISH:
        return gettext.NullTranslations()
    from importlib.resources import files  # noqa: PLC0415 - English need not wait for it

    file = files("resources") / "i18n" / code / "LC_MESSAGES" / f"{DOMAIN}.mo"
    try:
        with file.open("rb") as stream:
            return gettext.GNUTranslations(stream)
    except FileNotFoundError:
        raise LookupError(code) from None
