"""Practising on invented cases: the file to work in, and the text of each case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from reviewer.app.practice import (
    PracticeComparison,
    begin_practice,
    compare_practice,
    is_practice,
    practice_cases,
    practice_inspection,
)
from reviewer.app.store import Store
from reviewer.domain.message import Message, message
from ui.operations.files import CreatedFile, OpenFile, create_file
from ui.operations.help_pages import HelpPage

PRACTICE_PASSPHRASE: Final = "lantern orchard nobody rehearsal cases"  # noqa: S105 - told to everyone
"""It protects nothing but invented cases, so nobody needs to think of one to practise."""


def make_practice(path: Path, person: str, *, now: datetime) -> CreatedFile:
    """Make a review file of the invented cases; raises WorldError where the name is taken."""
    about = practice_inspection(person)

    def fill(store: Store) -> None:
        begin_practice(store, about, now=now)

    return create_file(path, PRACTICE_PASSPHRASE, about, fill, now=now)


def practice_text(compared: Sequence[PracticeComparison] = ()) -> str:
    """Return what the files of the invented cases show, as Markdown: a heading for each case.

    Below a case that was graded stand the answers given, the agreed ones, and why those.
    """
    introduction = message(
        "Nobody in these cases exists. Read each as you would read the force's own records, and "
        "answer the form. The agreed answers are shown here once you have graded a case."
    )
    graded = {one.reference: one for one in compared}
    parts = [str(introduction)]
    for one in practice_cases():
        parts += [f"## {one.case.reference}", one.file]
        if one.case.reference in graded:
            parts += _agreed(graded[one.case.reference])
    return "\n\n".join(parts)


def practice_pages(store: OpenFile) -> tuple[HelpPage, ...]:
    """Return the page of the help that belongs to a practice file; none for any other."""
    if not is_practice(store.inspection()):
        return ()
    title, text = str(message("Practice cases")), practice_text(compare_practice(store))
    return (HelpPage(topic="practice", title=title, text=f"# {title}\n\n{text}"),)


def _agreed(compared: PracticeComparison) -> list[str]:
    heads = (message("Question"), message("Your answer"), message("Agreed"))
    lines = [_cells(heads), "|---|---|---|"]
    lines += [_cells((one.question, one.own or "–", one.agreed)) for one in compared.answers]
    return ["\n".join(lines), compared.why]


def _cells(cells: Sequence[Message | str]) -> str:
    return f"| {' | '.join(map(str, cells))} |"
