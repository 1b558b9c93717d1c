"""Prints of reviews: one page for each, or all that each says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reviewer.domain.file_actions import Printout
from reviewer.domain.form import Form
from reviewer.domain.grades import Status
from reviewer.domain.inspection import Inspection
from reviewer.domain.message import Message, message
from reviewer.printing.answers import ReadReview, read_review
from reviewer.printing.binding import document_of, finish, imprint_of
from reviewer.printing.case_details import case_details
from reviewer.printing.case_page import case_page
from reviewer.printing.layout.blocks import Block, PageEnd
from reviewer.printing.layout.document import Document
from reviewer.printing.layout.imprint import Part
from reviewer.printing.layout.look import Fit
from reviewer.printing.layout.outline import OutlineMark
from reviewer.printing.printed import CasePage, Printed, Printing


def print_cases(
    inspection: Inspection,
    form: Form,
    pages: Iterable[CasePage],
    printing: Printing,
    *,
    with_references: bool,
    with_details: bool = False,
) -> Printed:
    """Print reviews, each beginning on a new page and numbered by itself.

    The local day of printing is today for the form's rules. The force's own grade is printed
    only on a review whose own grade was saved first. Raises ValueError for no pages. The same
    arguments give the same bytes.
    """
    title = str(message("{inspection} case summaries", inspection=inspection.code))
    imprint = imprint_of(inspection, form.stamp, title, printing)
    document = document_of(imprint, printing)
    statuses = add_cases(
        document,
        form,
        pages,
        printing,
        with_references=with_references,
        with_details=with_details,
    )
    if not document.sheets:
        raise ValueError("a print needs a case")
    return finish(document, imprint, Printout.CASES, statuses)


def add_cases(
    document: Document,
    form: Form,
    pages: Iterable[CasePage],
    printing: Printing,
    *,
    with_references: bool,
    with_details: bool,
) -> list[str]:
    """Add each review as a part of its own; returns what their pages say of their status."""
    statuses: set[str] = set()
    today = printing.at.astimezone().date()
    for done, page in enumerate(pages, start=1):
        read = read_review(form, page, today)
        status = status_of(read)
        if status is not None:
            statuses.add(str(status))
        part = Part(name=case_number(read), status=status, label=f"{case_number(read)}-")
        blocks = _case(
            document, part, read, with_reference=with_references, with_details=with_details
        )
        document.add(part, blocks)
        printing.progress(done)
    return sorted(statuses)


def case_number(read: ReadReview) -> str:
    """Return the number of a case within its inspection, as pages are numbered by."""
    return f"{read.page.case.position:04}"


def status_of(read: ReadReview) -> Message | None:
    """Say why a page must not be taken for a finding that counts; None where it may be."""
    standing, form = read.page.standing, read.form
    if read.is_superseded:
        return message("SUPERSEDED: another review of this case now counts")
    if standing is not None and standing.unsettled:
        return message("NOT SETTLED: the reviews of this case differ")
    status = read.review.status(form)
    if status is Status.NOT_STARTED:
        return message("DRAFT: this review is not started")
    if status is Status.IN_PROGRESS:
        return message("DRAFT: this review is not complete")
    if read.page.changed_since:
        return message("CHANGED SINCE EXPORT {n}", n=read.page.changed_since)
    return None


def _case(
    document: Document, part: Part, read: ReadReview, *, with_reference: bool, with_details: bool
) -> Iterator[Block]:
    yield from _fitted(document, part, read, with_reference=with_reference)
    if with_details and read.review.touched:
        yield PageEnd()
        yield from case_details(read)


def _fitted(
    document: Document, part: Part, read: ReadReview, *, with_reference: bool
) -> list[Block]:
    """Set a case on one page, closer or smaller if need be; where none will do, as usual."""
    usual: list[Block] = []
    for fit in Fit:
        blocks = [_outline(read), *case_page(read, with_reference=with_reference)]
        usual = usual or blocks
        for block in blocks:
            block.fit(fit)
        if document.fits(part, blocks):
            return blocks
    return usual


def _outline(read: ReadReview) -> Block:
    number, person = read.page.case.id, read.review.reviewer
    return OutlineMark(f"{number}, {person}" if person else str(number))
