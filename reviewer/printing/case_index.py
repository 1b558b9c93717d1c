"""The list of cases: one line for each, to tick off, sort through or hand round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reviewer.domain.file_actions import Printout
from reviewer.domain.form import Form
from reviewer.domain.inspection import Inspection
from reviewer.domain.message import message, plural
from reviewer.domain.review import Review
from reviewer.domain.standing import CaseStanding
from reviewer.domain.times import long_day
from reviewer.printing.binding import document_of, finish, imprint_of
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Block, TextBlock
from reviewer.printing.layout.imprint import Part
from reviewer.printing.layout.outline import OutlineMark
from reviewer.printing.layout.table import Cell, CellRow, PrintedTable
from reviewer.printing.parts import Marked
from reviewer.printing.printed import Printed, Printing

_WIDTHS: Final = (26.0, 54.0, 122.0, 48.0, 98.0, 117.28)
_GAP: Final = 6.0


def print_case_index(
    inspection: Inspection,
    form: Form,
    standings: Sequence[CaseStanding],
    printing: Printing,
    *,
    with_references: bool,
) -> Printed:
    """Print a line for each case: number, type, date, state, grade and reader."""
    title = str(message("{inspection} list of cases", inspection=inspection.code))
    imprint = imprint_of(inspection, form.stamp, title, printing)
    document = document_of(imprint, printing)
    blocks = _blocks(form, standings, with_references=with_references)
    document.add(Part(name=str(message("List of cases"))), blocks)
    return finish(document, imprint, Printout.CASE_LIST)


def _blocks(
    form: Form, standings: Sequence[CaseStanding], *, with_references: bool
) -> Iterator[Block]:
    yield OutlineMark(str(message("List of cases")))
    yield TextBlock(str(message("List of cases")), look.HEADING, "H1")
    yield TextBlock(str(plural(len(standings), "{n} case", "{n} cases")), look.BODY_QUIET)
    yield case_lines(form, standings, with_references=with_references)


def case_lines(
    form: Form, standings: Sequence[CaseStanding], *, with_references: bool = False
) -> PrintedTable:
    """Set a line for each case."""
    titles = [
        message("No."),
        message("Force's reference") if with_references else message("Reported"),
        message("Case type"),
        message("State"),
        message("Grade"),
        message("Reader"),
    ]
    head = CellRow(
        [Cell(TextBlock(str(title), look.SMALL_QUIET), "TH") for title in titles],
        _WIDTHS, gap=_GAP, pad=2, above=None, below=look.LINE,
    )  # fmt: skip
    return PrintedTable(
        [_line(form, s, with_references=with_references) for s in standings], head, before=8
    )


def _line(form: Form, standing: CaseStanding, *, with_references: bool) -> CellRow:
    case = standing.case
    review = standing.standing or Review(case=case.id, reviewer=case.get("inspector"))
    reported = case.get("reported")
    second = case.reference if with_references else long_day(reported) if reported else ""
    word = form.label(form.roles.grade, standing.grade) if standing.grade else ""
    if standing.unsettled:
        word = str(message("not settled"))
    kind = form.type_label(standing.type) if standing.type else ""
    cells = [
        Cell(TextBlock(f"{case.position:04}", look.SMALL_BOLD), "TH", heads_row=True),
        Cell(TextBlock(second, look.SMALL)),
        Cell(TextBlock(kind, look.SMALL)),
        Cell(TextBlock(str(review.status(form).word), look.SMALL_QUIET)),
        Cell(Marked(word, look.SMALL, form.grades.mark(standing.grade))),
        Cell(TextBlock(review.reviewer, look.SMALL)),
    ]
    return CellRow(cells, _WIDTHS, gap=_GAP, pad=2)
