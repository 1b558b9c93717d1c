"""The progress board: how far a team is, by the workbooks in a folder, without a register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.app.register import submission_standings
from reviewer.app.verifying import Examined
from reviewer.domain.case import INSPECTOR, normalised_name
from reviewer.domain.errors import RefusalError
from reviewer.domain.grades import DONE
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import FileKind
from reviewer.domain.message import Message, message
from reviewer.domain.submission import Submission
from reviewer.domain.times import moment
from reviewer.domain.verdict import SignatureStatus
from reviewer.figures.case_figures import figures_of
from reviewer.figures.headline import headline


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """How far one reader's file was, by its newest workbook.

    `given` counts the cases assigned to them, `outstanding` those of them that are not complete;
    `last_change` is a UTC stamp, empty where nothing was begun. `trusted` says that somebody here
    vouches for the signer.
    """

    reader: str
    workbook: str
    export: int
    exported_at: str
    final: bool
    given: int
    completed: int
    in_progress: int
    outstanding: int
    open_referrals: int
    last_change: str
    trusted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionBoard:
    """One inspection on the board: `completed` cases are complete in at least one workbook.

    `outstanding` are the others, in the list's order.
    """

    code: str
    force: str
    cases: int
    completed: int
    outstanding: tuple[CaseId, ...]
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A workbook that is not counted, and why."""

    workbook: str
    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything on the board, by inspection code."""

    inspections: tuple[InspectionBoard, ...]
    left_out: tuple[LeftOut, ...]


_Pair = tuple[Examined, Submission]


def board_of(examined: Sequence[Examined]) -> Board:
    """Count progress from verified workbooks: of each file the newest export alone.

    Workbooks that are not sound, a team's own, and older exports are left out and named.
    """
    left_out: list[LeftOut] = []
    newest: dict[tuple[str, str], _Pair] = {}
    for book in examined:
        try:
            found = _countable(book)
        except RefusalError as refusal:
            left_out.append(LeftOut(workbook=book.name, reason=refusal.sentence))
            continue
        about = found.inspection
        place = about.code.casefold(), about.file or normalised_name(about.person)
        older, newer = _by_number(newest.get(place), (book, found))
        newest[place] = newer
        if older is not None and older[0].digest != newer[0].digest:
            reason = message("{file} is newer.", file=newer[0].name)
            left_out.append(LeftOut(workbook=older[0].name, reason=reason))
    by_code: dict[str, list[_Pair]] = defaultdict(list)
    for (code, _), pair in newest.items():
        by_code[code].append(pair)
    return Board(
        inspections=tuple(_inspection(by_code[code]) for code in sorted(by_code)),
        left_out=tuple(left_out),
    )


def _by_number(before: _Pair | None, coming: _Pair) -> tuple[_Pair | None, _Pair]:
    if before is None or before[1].export.number <= coming[1].export.number:
        return before, coming
    return coming, before


def _countable(book: Examined) -> Submission:
    if book.submission is None or not book.recounted:
        if book.unread is not None and book.verdict.parts is not None:
            raise book.unread
        problems = book.verdict.problems
        why = problems[0].text if problems else message("It is not sound.")
        raise RefusalError("not-sound", why)
    if book.submission.inspection.kind is FileKind.REGISTER:
        raise RefusalError("a-team's", message("It is a team's workbook."))
    return book.submission


def _inspection(books: Sequence[_Pair]) -> InspectionBoard:
    _, first = max(books, key=lambda pair: len(pair[1].cases))
    done = {
        review.case
        for _, book in books
        for review in book.reviews
        if review.status(book.form) in DONE
    }
    rows = sorted((_row(*pair) for pair in books), key=lambda row: normalised_name(row.reader))
    return InspectionBoard(
        code=first.inspection.code,
        force=first.inspection.force,
        cases=len(first.cases),
        completed=sum(case.id in done for case in first.cases),
        outstanding=tuple(case.id for case in first.cases if case.id not in done),
        rows=tuple(rows),
    )


def _row(book: Examined, found: Submission) -> BoardRow:
    about, export, form = found.inspection, found.export, found.form
    own = normalised_name(about.person)
    given = {c.id for c in found.cases if normalised_name(c.get(INSPECTOR)) == own}
    done = {r.case for r in found.reviews if r.status(form) in DONE}
    touched = {r.case for r in found.reviews if r.touched}
    cases = figures_of(form, submission_standings(found), moment(export.at).date())
    return BoardRow(
        reader=about.person,
        workbook=book.name,
        export=export.number,
        exported_at=export.at,
        final=export.final,
        given=len(given),
        completed=len(done),
        in_progress=len(touched - done),
        outstanding=len(given - done),
        open_referrals=len(headline(form, cases).referred),
        last_change=max((r.changed_at for r in found.reviews), default=""),
        trusted=book.verdict.status is SignatureStatus.TRUSTED,
    )
