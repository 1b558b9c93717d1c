"""The debrief pack: a cover, the finding, a list of the chosen cases, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.domain.file_actions import Printout
from reviewer.domain.form import Form
from reviewer.domain.inspection import Inspection
from reviewer.domain.message import message, plural
from reviewer.domain.standing import CaseStanding
from reviewer.figures.summary import Summary
from reviewer.printing.binding import document_of, finish, imprint_of
from reviewer.printing.case_index import case_lines
from reviewer.printing.cases import add_cases
from reviewer.printing.inspection_summary import front
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Block, TextBlock
from reviewer.printing.layout.imprint import Part
from reviewer.printing.printed import CasePage, Printed, Printing


def print_debrief_pack(
    inspection: Inspection,
    form: Form,
    summary: Summary,
    pages: Sequence[CasePage],
    printing: Printing,
    *,
    with_references: bool,
) -> Printed:
    """Print a pack for a debrief; `pages` are the chosen cases, each on a page of its own.

    Raises ValueError for no pages.
    """
    if not pages:
        raise ValueError("a pack needs a case")
    title = str(message("{inspection} debrief", inspection=inspection.code))
    imprint = imprint_of(inspection, form.stamp, title, printing)
    document = document_of(imprint, printing)
    standings = [page.standing for page in pages if page.standing is not None]
    cover = _cover(inspection, form, summary, standings)
    document.add(Part(name=str(message("Debrief"))), cover)
    statuses = add_cases(
        document, form, pages, printing, with_references=with_references, with_details=False
    )
    return finish(document, imprint, Printout.DEBRIEF, statuses)


def _cover(
    inspection: Inspection, form: Form, summary: Summary, standings: Sequence[CaseStanding]
) -> Iterator[Block]:
    yield from front(inspection, summary, message("Debrief"))
    words = plural(len(standings), "{n} case in this pack", "{n} cases in this pack")
    yield TextBlock(str(words), look.STRONG, "H2", before=18, holds_next=True)
    yield case_lines(form, standings)
