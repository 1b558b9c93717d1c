"""The rows of an XLSForm's sheets, each with its texts by heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_LANGUAGES: Final = {"en": "en", "english": "en", "cy": "cy", "welsh": "cy", "cymraeg": "cy"}

_HEADINGS: Final = {
    "caption": "label",
    "relevance": "relevant",
    "bind::relevant": "relevant",
    "bind::required": "required",
    "bind::constraint": "constraint",
    "bind::jr::constraintmsg": "constraint_message",
    "constraint message": "constraint_message",
    "constraint_msg": "constraint_message",
    "list name": "list_name",
    "value": "name",
}
"""Older names of columns, which survey tools still read."""

_TYPES: Final = (
    (r"(add )?select[ _]one( prompt using|[ _]from)? ", "select_one "),
    (r"(add )?select[ _](multiple|all that apply)( prompt using|[ _]from)? ", "select_multiple "),
    (r"int$", "integer"),
    (r"string$", "text"),
    (r"date[ _]time$", "datetime"),
)
"""Other ways to write a type."""


@dataclass(frozen=True, slots=True)
class XlsFormLine:
    """One row of a sheet: its texts by heading in lower case."""

    sheet: str
    number: int
    cells: Mapping[str, str]

    def get(self, name: str) -> str:
        """Return a text, empty for none."""
        return self.cells.get(name, "")

    @property
    def type(self) -> tuple[str, str]:
        """The type of a question as it is usually written, and what is after it."""
        text = " ".join(self.get("type").split())
        for pattern, usual in _TYPES:
            text = re.sub(f"^{pattern}", usual, text, flags=re.IGNORECASE)
        kind, _, rest = text.partition(" ")
        return kind.casefold(), rest

    def words(self, name: str) -> dict[str, str]:
        """Return a text in the languages it is given in; the one without a language is English.

        Where there is neither English nor Welsh, the first of the other languages stands for it.
        """
        found: dict[str, str] = {}
        others: list[str] = []
        for heading, text in self.cells.items():
            stem, _, language = heading.partition("::")
            if stem.strip() == name and text:
                if known := _known(language):
                    found[known] = text
                else:
                    others.append(text)
        if not found:
            return {"en": others[0]} if others else {}
        return {"en": found.pop("en", next(iter(found.values()))), **found}

    def other_languages(self, name: str) -> list[str]:
        """List the languages besides English and Welsh in which a text is given."""
        tags = (heading.partition("::") for heading in self.cells)
        return [tag for stem, _, tag in tags if stem.strip() == name and not _known(tag)]


def _known(tag: str) -> str | None:
    """Return the language of a heading's tag, English for none, None for one we do not have."""
    words = re.sub(r"[^a-z]+", " ", tag).split()
    return next((_LANGUAGES[word] for word in words if word in _LANGUAGES), None if tag else "en")


def lines_of(sheet: str, cells: list[list[str]], first: int) -> Iterator[XlsFormLine]:
    """Yield the rows below the heading; `first` is the row of the file that is the first."""
    head = next((i for i, row in enumerate(cells) if any(row)), None)
    if head is None:
        return
    headings = [_heading(text) for text in cells[head]]
    for index in range(head + 1, len(cells)):
        texts = {h: t for h, t in zip(headings, cells[index], strict=False) if h and t}
        if texts:
            yield XlsFormLine(sheet, first + index, texts)


def _heading(text: str) -> str:
    written = re.sub(r"\s*:+\s*", "::", text.casefold())
    stem, colons, language = written.partition("::")
    return _HEADINGS.get(written) or _HEADINGS.get(stem, stem) + colons + language
