"""Prints in a made-up language: nothing is left in English."""

from __future__ import annotations

import gettext
import re
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from commands import Command
from pypdf import PdfReader

from reviewer.domain.wording import Wording
from reviewer.forms.library import bundled_form

FIRST = "SYN-2018Q4-0001"
CODE = re.compile(r"\b[A-Z0-9_-]{2,}\b")
WRITTEN = re.compile(r"Synthetic\.[^«]*")
"""What the sample's reviewers wrote."""
WORD = re.compile(r"[^\W\d_]{3,}")


class Marked(gettext.NullTranslations):
    """A language that is English in quotation marks that English does not have."""

    def gettext(self, message: str) -> str:
        return f"«{message}»"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"«{msgid1 if n == 1 else msgid2}»"

    def pgettext(self, context: str, message: str) -> str:
        return f"«{message}»"


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said in English, as everything that leaves the program is, is marked."""
    found = Marked()
    for module in ("reviewer.domain.language", "reviewer.domain.message"):
        monkeypatch.setattr(f"{module}.catalogue", lambda _code: found)


def wordings(part: object) -> Iterator[str]:
    if isinstance(part, Wording):
        yield part.en
    elif hasattr(type(part), "model_fields"):
        for name in type(part).model_fields:
            yield from wordings(getattr(part, name))
    elif isinstance(part, dict):
        for inner in part.values():
            yield from wordings(inner)
    elif isinstance(part, (list, tuple)):
        for inner in part:
            yield from wordings(inner)


def in_english(text: str, data: Collection[str]) -> set[str]:
    """Return the words that no catalogue gave and that are no data."""
    inner = re.compile(r"«[^«»]*»")
    while inner.search(text):
        text = inner.sub(" ", text)
    text = WRITTEN.sub(" ", CODE.sub(" ", text))
    return set(WORD.findall(text)) - set(WORD.findall(" ".join(data)))


DATA = frozenset(
    [
        *wordings(bundled_form("ncpi")),
        "OFFICIAL-SENSITIVE",
        "Synthetic Constabulary",
        "Unit",
        "Reader A",
    ]
)


@pytest.mark.parametrize(
    "options",
    [
        ("--list",),
        ("--case", FIRST),
        ("--case", "SYN-2018Q4-0005"),
        ("--blank",),
    ],
    ids=lambda options: options[-1],
)
@pytest.mark.usefixtures("marked")
def test_a_print_has_no_word_that_cannot_be_translated(
    cli: Command, two_workbooks: Path, options: tuple[str, ...]
) -> None:
    written = cli("print", "a.review", "out.pdf", *options)
    assert written.code == 0, written.err
    text = " ".join(p.extract_text() for p in PdfReader(two_workbooks / "out.pdf").pages)
    assert text.count("«") > 10
    assert in_english(text, DATA) == set()
