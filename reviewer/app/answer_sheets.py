"""Answer sheets: written to be filled in elsewhere, and loaded, all of one or none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.app.answering import answer_many
from reviewer.app.files import Sort, sort_of
from reviewer.app.leaving import Leaving, leave
from reviewer.app.store import Store
from reviewer.domain.case import LIST_KEYS, Case
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import AnswerSheetWritten
from reviewer.domain.language import ENGLISH, in_language
from reviewer.domain.leaving_text import LeavingText, listed_texts
from reviewer.domain.message import message

if TYPE_CHECKING:
    from reviewer.workbook.answer_sheet import CellProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a sheet brought: cases named in it and answers changed, or why nothing was loaded."""

    cases: int
    changed: int
    problems: tuple[CellProblem, ...]


@in_language(ENGLISH)
def write_answer_sheet(
    store: Store, out: Path, *, now: datetime, replace: bool = False, keep_identifiers: str = ""
) -> None:
    """Write an answer sheet for the file's cases, to fill in with a spreadsheet program.

    A sheet that lies there may hold work, so none is taken for an earlier one. Raises WorldError
    as `leave` does.
    """
    from reviewer.workbook.answer_template import write_template

    about, cases = store.inspection(), store.cases()
    leaving = Leaving(
        sort=Sort.WORKBOOK,
        content=lambda: write_template(store.form(), cases, about),
        is_earlier=lambda _: False,
        kept_as=message("may contain answers that somebody entered"),
        texts=lambda: sheet_texts(cases),
        keep_identifiers=keep_identifiers,
        action=AnswerSheetWritten(cases=len(cases)),
    )
    leave(leaving, out, store=store, now=now, replace=replace)


def sheet_texts(cases: Iterable[Case]) -> Iterator[LeavingText]:
    """Yield the texts of the list that are in an answer sheet beside its cases."""
    from reviewer.workbook.answer_template import HELP_KEYS

    for case in cases:
        yield from listed_texts(case.without(LIST_KEYS.keys() - set(HELP_KEYS)))


def load_answers(store: Store, untrusted: bytes, *, now: datetime) -> Loaded:
    """Load every answer of a sheet in one transaction; with a problem in it, none.

    Loading the same sheet twice changes nothing the second time. Raises RefusalError for a
    file that is no answer sheet, or that holds no answer.
    """
    from reviewer.workbook.answer_sheet import CellProblem, read_answers

    text = sort_of(untrusted) is not Sort.WORKBOOK
    sheet = read_answers(untrusted, store.form(), csv=text)
    known = {case.id for case in store.cases()}
    strangers = tuple(
        CellProblem(
            code="unknown-case",
            sheet=sheet.places[case][0],
            row=sheet.places[case][1],
            column="case",
            text=message("There is no case {case} in the list.", case=case),
        )
        for case in sheet.answers
        if case not in known
    )
    problems = sheet.problems + strangers
    if not problems and not sheet.answers:
        raise RefusalError(
            "nothing-to-load",
            message(
                "The sheet has no answers. Fill in a cell below a key, save it and load it again."
            ),
        )
    if problems:
        return Loaded(cases=len(sheet.answers), changed=0, problems=problems)
    source = f"an answer sheet, SHA-256 {hashlib.sha256(untrusted).hexdigest()}"
    answered = answer_many(store, sheet.answers, now=now, source=source)
    changed = sum(len(one.changed) for one in answered)
    return Loaded(cases=len(answered), changed=changed, problems=())
