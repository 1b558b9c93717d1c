"""Cover: what this workbook is, who made it when, and how to check that it is genuine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.pagebreak import Break

from reviewer.domain.form import Form
from reviewer.domain.grades import Status
from reviewer.domain.inspection import EarlierVisit, Inspection
from reviewer.domain.message import Message, message
from reviewer.domain.submission import Source, Submission
from reviewer.domain.times import long_day
from reviewer.workbook.cells import Value
from reviewer.workbook.cover import (
    EXPORT_FIELDS,
    FORM_FIELDS,
    INSPECTION_FIELDS,
    LABEL,
    VALUE,
    CoverField,
    is_day,
    list_fields,
    visit_fields,
)
from reviewer.workbook.grid import Grid, Paper, set_columns, set_paper
from reviewer.workbook.layout import CURRENT, TITLES, Layout, layout_of, title_of
from reviewer.workbook.looks import (
    FIELD,
    FIELD_VALUE,
    LEAD,
    LINK,
    MARKING,
    NOTE,
    SECTION,
    TITLE,
    Look,
)
from reviewer.workbook.records import CasesLine

_LABEL, _VALUE = ord(LABEL) - ord("A") + 1, ord(VALUE) - ord("A") + 1

_WIDTHS = (2.0, 28.0, 72.0)
_VALUE_ROOM = 70
_FORCE: Final = Look(size=20, bold=True, down="center", wrap=True)

CHECKING: Final = (
    message(
        "This workbook is signed. To check it, open Reviewer and drop the file on the start page. "
        "Reviewer shows who signed it, and whether anything was changed since."
    ),
    message(
        "The name of the signer proves little until you have compared the fingerprint of the "
        "certificate with that person once, by telephone or face to face."
    ),
    message(
        "If another program has saved this workbook, it is no longer signed: ask for a new export. "
        "A signature cannot show that this is the latest export: compare the export number."
    ),
)


def write_cover(
    grid: Grid, submission: Submission, form: Form, lines: Sequence[CasesLine], paper: Paper
) -> None:
    """Write Cover; every label in the column of labels, its value beside it."""
    inspection = submission.inspection
    grid.add([(1, inspection.marking, MARKING)], height=18)
    grid.add(height=20)
    grid.add([(1, inspection.force, _FORCE)], height=26 * _lines(inspection.force, 50) + 6)
    grid.span(1, 3)
    grid.add([(1, str(form.title), replace(TITLE, bold=False))], height=24)
    lead = _lead(inspection)
    grid.add([(1, lead, replace(LEAD, wrap=True))], height=13 * _lines(lead, 100) + 5)
    grid.span(1, 3)
    grid.add(height=14)
    _contents(grid, layout_of(form))
    _section(grid, message("Inspection"), _present(INSPECTION_FIELDS, submission))
    _section(grid, message("Progress"), _progress(form, lines))
    if submission.sources:
        grid.sheet.row_breaks.append(Break(id=grid.number))
    _section(grid, message("Export"), _present(EXPORT_FIELDS, submission))
    _section(grid, message("Form and layout"), ((f.label, f.read(submission)) for f in FORM_FIELDS))
    lists = (
        field
        for number, stamp in enumerate(submission.lists, start=1)
        for field in list_fields(number, stamp)
        if field[1] != ""
    )
    _section(grid, message("List of cases"), lists)
    if inspection.earlier:
        _section(grid, message("Earlier visits compared with"), _visits(inspection.earlier))
    if submission.sources:
        _section(grid, message("Workbooks merged"), _sources(submission.sources))
    _heading(grid, message("How to check this workbook"))
    for words in CHECKING:
        sentence = str(words)
        grid.add(
            [(2, sentence, replace(NOTE, size=10)), (3, None, NOTE)],
            height=13 * _lines(sentence, 112) + 5,
        )
        grid.span(2, 3)
    set_columns(grid.sheet, _WIDTHS)
    tall = 0 if submission.sources else 2
    set_paper(grid.sheet, replace(paper, area=f"A1:C{grid.number}", tall=tall))


def _present(fields: Iterable[CoverField], submission: Submission) -> Iterator[tuple[str, Value]]:
    """Return the fields with their values, without those that may be left out and are empty."""
    for field in fields:
        value = field.read(submission)
        if value != "" or not field.optional:
            yield field.label, value


def _lead(inspection: Inspection) -> str:
    days = [long_day(d) for d in (inspection.visit_from, inspection.visit_to) if is_day(d)]
    if not days:
        return inspection.code
    if days[0] == days[-1]:
        return str(message("{code} · visit {day}", code=inspection.code, day=days[0]))
    first, last = days
    words = message(
        "{code} · visit {first} to {last}", code=inspection.code, first=first, last=last
    )
    return str(words)


def _heading(grid: Grid, title: Message) -> None:
    grid.add([(1, str(title), SECTION), (2, None, SECTION), (3, None, SECTION)], height=24)


def _section(grid: Grid, title: Message, fields: Iterable[tuple[str, Value]]) -> None:
    _heading(grid, title)
    off = 3.0  # the first is set off the rule above it
    for label, value in fields:
        lines = _lines(str(value), _VALUE_ROOM)
        cells = [(_LABEL, label, FIELD), (_VALUE, value, FIELD_VALUE)]
        grid.add(cells, height=12.5 * lines + 4 + off)
        off = 0.0
    grid.add(height=9)


def _contents(grid: Grid, layout: Layout) -> None:
    """List the sheets, each a link to it; they are in no column of labels, as they are none."""
    _heading(grid, message("Contents"))
    for name in layout.names[1:]:
        title = str(TITLES[name]) if name in TITLES else title_of(layout.data[name])
        place = f"{quote_sheetname(name)}!A1"
        row = grid.add([(_VALUE, f"{name}: {title}", LINK)], height=14.5)
        grid.links.append((f"{VALUE}{row}", place))
    grid.add(height=9)


def _progress(form: Form, lines: Sequence[CasesLine]) -> Iterable[tuple[str, Value]]:
    """Count cases, and by their status the reviews that count."""
    reviews = [line.review for line in lines if line.review and line.standing == CURRENT]
    statuses = Counter(review.status(form) for review in reviews)
    cases = {line.case.id for line in lines}
    yield str(message("Cases in the list")), len(cases)
    yield str(message("Cases without a review")), len(cases - {review.case for review in reviews})
    for status in (Status.COMPLETE, Status.IN_PROGRESS, Status.EXCLUDED, Status.REPLACED):
        yield f"Reviews {status}", statuses[status]


def _visits(visits: Sequence[EarlierVisit]) -> Iterable[tuple[str, Value]]:
    for number, visit in enumerate(visits, start=1):
        yield from (field for field in visit_fields(number, visit) if field[1] != "")


def _sources(sources: Sequence[Source]) -> Iterable[tuple[str, Value]]:
    for number, source in enumerate(sources, start=1):
        lines = (
            source.name,
            message(
                "Export {number} of {moment}, issued by {name}",
                number=source.export_number,
                moment=source.exported_at,
                name=source.issued_by,
            ),
            message("Signed by {name}. Fingerprint of the certificate:", name=source.signer),
            *_halves(source.fingerprint),
            message("SHA-256 of the file:"),
            source.digest,
        )
        yield str(message("Workbook {number}", number=number)), "\n".join(map(str, lines))


def _halves(fingerprint: str) -> tuple[str, ...]:
    """Set a fingerprint's groups in two lines of equal length."""
    groups = fingerprint.split("-")
    middle = len(groups) // 2
    return ("-".join(groups[:middle]), "-".join(groups[middle:])) if middle else (fingerprint,)


def _lines(text: str, room: int) -> int:
    return sum(max(1, -(-len(part) // room)) for part in text.split("\n"))
